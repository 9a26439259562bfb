import * as E from 'fp-ts/lib/Either.js';
import type { ValidationError } from 'io-ts';
import type { Period } from '../../../domain/period.js';
import { makeRateCard, type RateCard, type RawRateCard } from '../../../domain/rate-card.js';
import { makeCardCodec, type CardBody, type Known } from './card-codecs.js';
import { inOrder, type CardFault, type CardFaults } from './card-fault.js';
import { mendOf } from './card-mending.js';
import { toCard } from './card-shape.js';
import {
  readPostcodeTable,
  readRateTable,
  type RateOrigin,
  type TablePostcode,
  type TableRate,
  type TableText,
} from './card-tables.js';
import { readYaml, type Source } from './yaml-source.js';

/** What the file's words are looked up in, and where the tables are that it names; undefined where one cannot be read. */
export type Surroundings = Known & { readonly table?: (name: string) => TableText | undefined };

const pathOf = ({ context }: ValidationError): string =>
  context
    .map(({ key }) => key)
    .filter((key) => key !== '')
    .join('.');

type Tables = {
  readonly rates: readonly TableRate[];
  readonly postcodes: readonly TablePostcode[];
  readonly faults: readonly CardFault[];
};

type Fault = (path: string, mend: string) => CardFault;

const periodOf = ({ valid_from: from, valid_to: to }: NonNullable<CardBody['rate_tables']>[number]): Period => ({
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});

/** Everything of the tables that the card names. */
const readTables = (body: CardBody, { table }: Surroundings, fault: Fault): Tables => {
  const unread = 'must be the path of a CSV file that this user can read, from the folder of the card';
  const rates = (body.rate_tables ?? []).map((named, at) => {
    const text = table?.(named.file);
    return text === undefined
      ? { found: [], faults: [fault(`rate_tables.${at}`, unread)] }
      : readRateTable(text, periodOf(named));
  });
  const postcodes = (body.postcode_tables ?? []).map((name, at) => {
    const text = table?.(name);
    return text === undefined
      ? { found: [], faults: [fault(`postcode_tables.${at}`, unread)] }
      : readPostcodeTable(text);
  });
  return {
    rates: rates.flatMap(({ found }) => found),
    postcodes: postcodes.flatMap(({ found }) => found),
    faults: [...rates, ...postcodes].flatMap(({ faults }) => faults),
  };
};

/** A card with its tables in it, and where each path that came from a table was written. */
type Joined = {
  readonly card: RawRateCard;
  readonly faults: readonly CardFault[];
  readonly origins: ReadonlyMap<string, RateOrigin>;
  readonly postcodes: ReadonlyMap<string, TablePostcode>;
};

const lost = (file: string, line: number, path: string, name: string, names: readonly string[]): CardFault => ({
  ...{ file, line, column: 1, path, found: JSON.stringify(name) },
  mend: `must be the ${path} of this card: ${names.join(', ')}`,
});

const grouped = <A>(all: readonly A[], key: (one: A) => string): ReadonlyMap<string, readonly A[]> => {
  const groups = new Map<string, A[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group === undefined) groups.set(key(one), [one]);
    else group.push(one);
  }
  return groups;
};

/** Rates and postcodes of tables go behind those that the card has itself. */
const join = (card: RawRateCard, tables: Tables): Joined => {
  const origins = new Map<string, RateOrigin>();
  const places = new Map<string, TablePostcode>();
  const rates = grouped(tables.rates, ({ service }) => service);
  const postcodes = grouped(tables.postcodes, ({ zone }) => zone);
  const codes = card.services.map(({ code }) => code);
  const names = card.zones.map(({ name }) => name);
  const services = card.services.map((service, position) => {
    const more = codes.indexOf(service.code) === position ? (rates.get(service.code) ?? []) : [];
    more.forEach(({ origin }, at) => {
      origins.set(`services.${position}.rates.${service.rates.length + at}`, origin);
    });
    return { ...service, rates: [...service.rates, ...more.map(({ rate }) => rate)] };
  });
  const zones = card.zones.map((zone, position) => {
    const more = names.indexOf(zone.name) === position ? (postcodes.get(zone.name) ?? []) : [];
    more.forEach((one, at) => {
      places.set(`zones.${position}.postcodes.${zone.postcodes.length + at}`, one);
    });
    return { ...zone, postcodes: [...zone.postcodes, ...more.map(({ text }) => text)] };
  });
  const [knownCodes, knownNames] = [new Set(codes), new Set(names)];
  const faults = [
    ...tables.rates
      .filter(({ service }) => !knownCodes.has(service))
      .map(({ service, origin }) => lost(origin.file, origin.line, 'service', service, codes)),
    ...tables.postcodes
      .filter(({ zone }) => !knownNames.has(zone))
      .map(({ zone, file, line }) => lost(file, line, 'zone', zone, names)),
  ];
  return { card: { ...card, services, zones }, faults: [...tables.faults, ...faults], origins, postcodes: places };
};

type Place = {
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly found: string;
};

/** Of a path of the joined card: in the table that it came from, else in the card. */
const locateIn = (source: Source, { card, origins, postcodes }: Joined) => {
  return (path: string): Place => {
    const entry = postcodes.get(path);
    if (entry !== undefined) {
      return { file: entry.file, line: entry.line, column: 1, path: 'postcode', found: JSON.stringify(entry.text) };
    }
    const [, rate = '', service = '', at = '', rest = ''] = /^(services\.(\d+)\.rates\.(\d+))\.?(.*)$/.exec(path) ?? [];
    const origin = origins.get(rate);
    if (origin === undefined) return { path, ...source.locate(path) };
    const [, which, column = rest] = /^breaks\.(\d+)\.(.*)$/.exec(rest) ?? [];
    const line = which === undefined ? origin.line : (origin.breaks[Number(which)] ?? origin.line);
    const zone = card.services[Number(service)]?.rates[Number(at)]?.zone ?? '';
    const found = column === 'zone' ? JSON.stringify(zone) : 'this row';
    return { file: origin.file, line, column: 1, path: column, found };
  };
};

/**
 * Reads a rate card and the tables that it names. Left has every fault at once, up to a cap: all faults of its shape and of
 * its tables, or, where there are none, all faults of its meaning. `file` is only named in faults.
 */
export const readRateCard = (text: string, file: string, around: Surroundings): E.Either<CardFaults, RateCard> => {
  const refused = (faults: readonly CardFault[]): E.Either<CardFaults, never> =>
    E.left(
      inOrder(faults, file) ?? [{ file, line: 1, column: 1, path: '', found: 'this file', mend: 'is not understood' }],
    );
  const source = readYaml(text);
  if (E.isLeft(source)) {
    return refused(
      source.left.map(({ line, column, message }) => ({
        ...{ file, line, column, path: '', found: 'text that is not YAML' },
        mend: message,
      })),
    );
  }
  const { value, locate } = source.right;
  const fault: Fault = (path, mend) => ({ file, path, mend, ...locate(path) });
  const body = makeCardCodec(around).decode(value);
  if (E.isLeft(body))
    return refused(body.left.map((error) => fault(pathOf(error), error.message ?? 'is not understood')));
  const joined = join(toCard(body.right), readTables(body.right, around, fault));
  const card = makeRateCard(joined.card);
  if (E.isRight(card) && joined.faults.length === 0) return card;
  // A table that is at fault leaves services without rates: what follows from that is no news.
  const meant = E.isRight(card) || joined.faults.length > 0 ? [] : card.left;
  const placeOf = locateIn(source.right, joined);
  return refused([
    ...joined.faults,
    ...meant.map((broken) => ({ file, ...placeOf(broken.field), mend: mendOf(broken, placeOf) })),
  ]);
};
