import type * as t from 'io-ts';
import { nearest } from '../adapters/codec/nearest.js';
import { UnknownKey } from './setting.js';
import { isConfidential } from './setting-values.js';
import { pathKey, pathText, type SettingsFault } from './settings-fault.js';
import type { SettingsTree } from './settings-tree.js';

const MOST_SHOWN = 80;

/** A URL may carry a password between its scheme and its host. */
const withoutLogin = (text: string): string => text.replaceAll(/\/\/[^/]*@/g, '//***@');

const described = (value: unknown): string => {
  switch (typeof value) {
    case 'string': {
      const shown = withoutLogin(value);
      return value === ''
        ? 'empty text'
        : JSON.stringify(shown.length > MOST_SHOWN ? `${shown.slice(0, MOST_SHOWN)}...` : shown);
    }
    case 'number':
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'nothing' : Array.isArray(value) ? 'a list' : 'a map';
    default:
      return 'nothing';
  }
};

const mendOf = (error: t.ValidationError, last: t.ContextEntry): string => {
  if (error.message !== undefined) return error.message;
  if (!(last.type instanceof UnknownKey)) return `write ${last.type.name}`;
  const meant = nearest(last.key, last.type.name.split(', '));
  return meant === undefined ? `write one of ${last.type.name}` : `write ${meant}`;
};

/** The faults of a decoding, each at its place, in the order of the file. */
export const decodeFaults = (errors: t.Errors, tree: SettingsTree): readonly SettingsFault[] => {
  const known = new Set(tree.faults.map(({ keys }) => pathKey(keys)));
  const faults = errors.flatMap((error): readonly SettingsFault[] => {
    const [, ...entries] = error.context;
    const keys = entries.map(({ key }) => key);
    const last = error.context[error.context.length - 1];
    // Where a text could not be completed, what is missing there is said already.
    if (last === undefined || known.has(pathKey(keys))) return [];
    const sources = tree.sourcesOf(keys);
    const found = (): string => {
      if (last.type instanceof UnknownKey) return 'a key that is not known here';
      if (sources.length > 0) return `a value from ${sources.join(' and ')}`;
      const secret = error.context.some(({ type }) => isConfidential(type));
      return secret && error.value !== undefined && error.value !== null ? 'a secret' : described(error.value);
    };
    return [{ path: pathText(keys), found: found(), mend: mendOf(error, last), ...tree.placeOf(keys) }];
  });
  const completion = tree.faults.map(({ path, found, mend, line, column }) => ({
    path,
    found,
    mend,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  }));
  const place = ({ line = 0, column = 0 }: SettingsFault): number => line * 10_000 + column;
  return [...completion, ...faults].sort((a, b) => place(a) - place(b));
};
