import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeMetrics } from '../../adapters/system/metrics.js';
import { parse } from 'yaml';

const textOf = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../deploy/monitoring/${name}`, import.meta.url)), 'utf8');

type Rules = { readonly groups: readonly { readonly rules: readonly { readonly expr: string }[] }[] };
type Dashboard = {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly targets: readonly { readonly expr: string }[];
  }[];
};

const alerts = (): readonly string[] =>
  (parse(textOf('alerts.yml')) as Rules).groups.flatMap(({ rules }) => rules.map(({ expr }) => expr));
const dashboard = (): Dashboard => JSON.parse(textOf('grafana.json')) as Dashboard;
const panels = (): readonly string[] => dashboard().panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

/** Ours, and those of Node.js and its process: all that an expression may name but what Prometheus itself adds. */
const namesIn = (expression: string): readonly string[] =>
  expression.match(/\b(?:longshore|nodejs|process)_[a-z0-9_]+/g) ?? [];

/** Labels that an expression asks for by name, with the values that it writes out. */
const labelsIn = (expression: string): readonly string[] =>
  [...expression.matchAll(/(?:by \(([^)]*)\)|\b([a-z_]+)(?:=|!=|=~|!~)")/g)]
    .flatMap(([, grouped, matched]) => (grouped ?? matched ?? '').split(','))
    .map((label) => label.trim());

describe('the alert rules and the dashboard', () => {
  let exposed: string;
  before(async () => {
    const { metrics, text } = makeMetrics();
    metrics.requestAnswered('/route', 'POST', 201, 1);
    metrics.carrierAsked('carrier', 'answered', 1);
    metrics.offersMade('carrier', 1);
    metrics.bookingAnswered('booked');
    metrics.cancelAnswered('cancelled');
    metrics.jobEnded('settle', 'settled');
    exposed = await text();
  });

  const isExposed = (name: string): boolean => new RegExp(`^${name}(\\{| )`, 'm').test(exposed);

  it('ask for metrics that there are', () => {
    const asked = new Set([...alerts(), ...panels()].flatMap(namesIn));
    expect([...asked].filter((name) => !isExposed(name))).to.deep.equal([]);
    expect(asked.size).to.be.greaterThan(10);
    expect(isExposed('longshore_bookings')).to.equal(false);
  });

  it('ask for labels that these metrics have', () => {
    const known = new Set([...exposed.matchAll(/([a-z_]+)="/g)].map(([, label]) => label));
    const added = new Set(['job', 'instance']);
    const asked = new Set([...alerts(), ...panels()].flatMap(labelsIn));
    expect([...asked].filter((label) => !known.has(label) && !added.has(label))).to.deep.equal([]);
    expect([...asked]).to.include.members(['outcome', 'status', 'carrier', 'route', 'le']);
  });

  it('show every metric of our own in some panel', () => {
    const own = [...exposed.matchAll(/^# TYPE (longshore_\S+)/gm)].map(([, name]) => name ?? '');
    const shown = panels().flatMap(namesIn);
    expect(own.filter((name) => !shown.some((one) => one.startsWith(name)))).to.deep.equal([]);
    expect(own.length).to.be.greaterThan(5);
  });

  it('have a panel once', () => {
    const { panels: all } = dashboard();
    expect(new Set(all.map(({ id }) => id)).size).to.equal(all.length);
    expect(new Set(all.map(({ title }) => title)).size).to.equal(all.length);
  });
});
