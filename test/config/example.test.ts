import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { makeZones } from '../../adapters/system/zones.js';
import { ListOf, MapOf, Refined, Section } from '../../config/setting.js';
import { decodeSettings } from '../../config/settings-file.js';
import { settingsSection } from '../../config/settings-schema.js';

const text = readFileSync(new URL('../../../longshore.example.yaml', import.meta.url), 'utf8');
const zones = makeZones();

type Written = { readonly path: string; readonly there: boolean; readonly value: unknown; readonly fallback: unknown };

/** Every setting that the schema knows, beside what the example says of it. */
const written = (decoder: unknown, value: unknown, path: string): readonly Written[] => {
  if (decoder instanceof Refined) return written(decoder.inner, value, path);
  const map = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  if (decoder instanceof MapOf)
    return Object.entries(map).flatMap(([key, one]) => written(decoder.value, one, `${path}.${key}`));
  if (decoder instanceof ListOf)
    return written(decoder.element, Array.isArray(value) ? value[0] : undefined, `${path}.0`);
  if (!(decoder instanceof Section)) return [];
  return Object.entries(decoder.shape as Section<never>['shape']).flatMap(([key, setting]) => {
    const { decoder: inner, fallback } = setting as { readonly decoder: unknown; readonly fallback: unknown };
    const there =
      key in map || (value === undefined || value === null ? new RegExp(`#.*\\b${key}: `, 'm').test(text) : false);
    return [
      { path: `${path}.${key}`, there, value: map[key], fallback },
      ...written(inner, map[key], `${path}.${key}`),
    ];
  });
};

const all = written(settingsSection(zones), parse(text), '');

/** These say by example what the default, an empty map, leaves out. */
const examples = [/\.nodes$/, /\.provider_rates$/, /\.service_levels$/, /\.returns\.services$/];

describe('longshore.example.yaml', () => {
  it('is decoded without a fault, with nothing around it', () => {
    expect(decodeSettings(text, '/', { env: {}, readFile: () => undefined }, zones)).to.satisfy(E.isRight);
  });

  it('shows every setting there is', () => {
    expect(all.length).to.be.greaterThan(60);
    expect(all.filter(({ there }) => !there).map(({ path }) => path)).to.deep.equal([]);
  });

  it('shows each default as it is', () => {
    const plain = all.filter(
      ({ path, fallback }) =>
        fallback !== undefined && JSON.stringify(fallback) !== '{}' && !examples.some((one) => one.test(path)),
    );
    expect(plain.length).to.be.greaterThan(25);
    for (const { path, value, fallback } of plain) expect(value, path).to.deep.equal(fallback);
  });

  it('gives durations and sizes a unit', () => {
    const durations = text.split('\n').filter((line) => /^\s*\w+_(ms|days|bytes): \d/.test(line));
    expect(durations.length).to.be.greaterThan(12);
    for (const line of durations) expect(line).to.match(/#.*(milliseconds|days|bytes)/);
  });
});
