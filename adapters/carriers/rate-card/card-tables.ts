import * as E from 'fp-ts/lib/Either.js';
import type * as t from 'io-ts';
import type { LocalDate } from '../../../domain/calendar.js';
import type { Decimal } from '../../../domain/decimal.js';
import type { Period } from '../../../domain/period.js';
import type { RawRate } from '../../../domain/rate-card.js';
import type { WeightBreak } from '../../../domain/tariff.js';
import { readCsv, type TableRow } from '../../codec/csv-table.js';
import { Amount, Day, Mass, Text, TransitDays } from './card-codecs.js';
import type { CardFault } from './card-fault.js';

/** A table beside the card: what to call it in faults, and its text. */
export type TableText = { readonly path: string; readonly text: string };

/** Where a rate of a table was written: its first row, and that of each of its breaks. */
export type RateOrigin = { readonly file: string; readonly line: number; readonly breaks: readonly number[] };

export type TableRate = { readonly service: string; readonly rate: RawRate; readonly origin: RateOrigin };

/** One postcode, range or beginning and the zone that it is in. */
export type TablePostcode = {
  readonly zone: string;
  readonly text: string;
  readonly file: string;
  readonly line: number;
};

type Read<A> = { readonly found: readonly A[]; readonly faults: readonly CardFault[] };

const RATE_COLUMNS = [
  'service',
  'zone',
  'transit_days',
  'up_to',
  'price',
  'per_kg',
  'step',
  'minimum',
  'valid_from',
  'valid_to',
] as const;
const POSTCODE_COLUMNS = ['zone', 'postcode'] as const;

type Cells<C extends string> = { readonly [K in C]: string };
type Row<C extends string> = { readonly cells: Cells<C>; readonly line: number };

const tableFault = (file: string, line: number, path: string, found: string, mend: string): CardFault => ({
  ...{ file, line, column: 1, path, found, mend },
});

/** The rows by their columns' names; a column that is not known, and a row of another length, is a fault. */
const rowsOf = <C extends string>(
  { path, text }: TableText,
  columns: readonly C[],
  required: readonly C[],
): Read<Row<C>> => {
  const table = readCsv(text);
  const fault = (line: number, column: string, found: string, mend: string) =>
    tableFault(path, line, column, found, mend);
  if (E.isLeft(table)) return { found: [], faults: [fault(table.left.line, '', table.left.found, table.left.mend)] };
  const { names, rows } = table.right;
  const strange = names.filter((name, at) => !columns.some((one) => one === name) || names.indexOf(name) !== at);
  const missing = required.filter((column) => !names.includes(column));
  const heads = [
    ...strange.map((name) =>
      fault(1, name, `the column ${JSON.stringify(name)}`, `must be one of ${columns.join(', ')}, once`),
    ),
    ...missing.map((name) => fault(1, name, 'no such column', `must have the columns ${required.join(', ')}`)),
  ];
  if (heads.length > 0) return { found: [], faults: heads };
  const places = columns.map((column) => [column, names.indexOf(column)] as const);
  const faults: CardFault[] = [];
  const found: Row<C>[] = [];
  const named = ({ cells }: TableRow): Cells<C> => {
    const record = {} as { [K in C]: string };
    for (const [column, at] of places) record[column] = at < 0 ? '' : (cells[at] ?? '');
    return record;
  };
  for (const row of rows) {
    if (row.cells.length === names.length) found.push({ cells: named(row), line: row.line });
    else faults.push(fault(row.line, '', `${row.cells.length} cells`, `must be ${names.length}, as in the first row`));
  }
  return { found, faults };
};

/** Reads cells by a codec of the card, each text once: prices repeat and weights do so thousands of times. */
const cellReader = <A>(codec: t.Type<A, unknown>): ((text: string) => E.Either<string, A>) => {
  const known = new Map<string, E.Either<string, A>>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const read = E.mapLeft((errors: t.Errors) => errors[0]?.message ?? 'is not understood')(codec.decode(text));
    known.set(text, read);
    return read;
  };
};

type Group = {
  readonly service: string;
  readonly zone: string;
  readonly period: Period;
  readonly line: number;
  readonly breaks: WeightBreak[];
  readonly lines: number[];
  transit?: RawRate['transit'];
  perKg?: Decimal;
  step?: number;
  minimum?: Decimal;
};

/**
 * Reads a rate table: a row is a weight break (`up_to`, `price`), or what each further kilogram costs (`per_kg`, and `step`).
 * Rows of one service, zone and period are one rate; `transit_days` and `minimum` stand in any of them, and may be repeated.
 * `held` is the period of rows that say none.
 */
export const readRateTable = (table: TableText, held: Period): Read<TableRate> => {
  const { found: rows, faults: unread } = rowsOf(table, RATE_COLUMNS, ['service', 'zone']);
  const [word, transit, mass, amount, day] = [
    cellReader(Text),
    cellReader(TransitDays),
    cellReader(Mass),
    cellReader(Amount),
    cellReader(Day),
  ];
  const faults: CardFault[] = [...unread];
  const groups = new Map<string, Group>();

  const fault = (line: number, column: string, text: string, mend: string): void => {
    faults.push(tableFault(table.path, line, column, text === '' ? 'nothing' : JSON.stringify(text), mend));
  };
  const cell = <A>(row: Row<string>, column: string, read: (text: string) => E.Either<string, A>): A | undefined => {
    const text = row.cells[column] ?? '';
    if (text === '') return undefined;
    const value = read(text);
    if (E.isRight(value)) return value.right;
    fault(row.line, column, text, value.left);
    return undefined;
  };
  const periodOf = (row: Row<string>): Period => {
    const from = cell<LocalDate>(row, 'valid_from', day);
    const to = cell<LocalDate>(row, 'valid_to', day);
    if (from === undefined && to === undefined) return held;
    return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  };
  const groupOf = (row: Row<string>, service: string, zone: string): Group => {
    const period = periodOf(row);
    const key = JSON.stringify([service, zone, period.from, period.to]);
    const known = groups.get(key);
    if (known !== undefined) return known;
    const group: Group = { service, zone, period, line: row.line, breaks: [], lines: [] };
    groups.set(key, group);
    return group;
  };
  const once = <K extends 'transit' | 'perKg' | 'step' | 'minimum'>(
    group: Group,
    key: K,
    value: Group[K] | undefined,
    row: Row<string>,
    column: string,
  ): void => {
    if (value === undefined) return;
    if (group[key] === undefined) group[key] = value;
    else if (!sameValue(group[key], value)) {
      fault(row.line, column, row.cells[column] ?? '', `must be as in line ${group.line} and its like, or empty`);
    }
  };

  for (const row of rows) {
    const service = cell(row, 'service', word);
    const zone = cell(row, 'zone', word);
    if (service === undefined || zone === undefined) {
      fault(row.line, service === undefined ? 'service' : 'zone', '', 'must be the name of one');
      continue;
    }
    const group = groupOf(row, service, zone);
    once(group, 'transit', cell(row, 'transit_days', transit), row, 'transit_days');
    once(group, 'minimum', cell(row, 'minimum', amount), row, 'minimum');
    const upTo = cell(row, 'up_to', mass);
    const price = cell(row, 'price', amount);
    const perKg = cell(row, 'per_kg', amount);
    once(group, 'perKg', perKg, row, 'per_kg');
    once(group, 'step', cell(row, 'step', mass), row, 'step');
    if (upTo !== undefined && price !== undefined) {
      group.breaks.push({ upTo, price });
      group.lines.push(row.line);
    } else if ((row.cells['up_to'] === '') !== (row.cells['price'] === '')) {
      fault(row.line, row.cells['up_to'] === '' ? 'up_to' : 'price', '', 'must stand beside the other of the two');
    } else if (row.cells['up_to'] === '' && row.cells['per_kg'] === '') {
      fault(row.line, '', '', 'must have up_to and price, or per_kg');
    }
  }

  const found = [...groups.values()].flatMap((group): TableRate[] => {
    const { service, zone, period, line, breaks, lines, transit: days, perKg, step = 1000, minimum } = group;
    if (days === undefined) {
      fault(line, 'transit_days', '', 'must stand in one row of each service and zone, such as 2 or 2-4');
      return [];
    }
    const more = { ...(perKg === undefined ? {} : { perKg }), ...(minimum === undefined ? {} : { minimum }) };
    const rate: RawRate = { zone, transit: days, breaks, step, period, ...more };
    return [{ service, rate, origin: { file: table.path, line, breaks: lines } }];
  });
  return { found, faults };
};

const plainText = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one));

const sameValue = (a: unknown, b: unknown): boolean => a === b || plainText(a) === plainText(b);

/** Reads a postcode table: a zone of the card, and one postcode (4000), range (4000-4179) or beginning (40*) in each row. */
export const readPostcodeTable = (table: TableText): Read<TablePostcode> => {
  const { found: rows, faults } = rowsOf(table, POSTCODE_COLUMNS, POSTCODE_COLUMNS);
  return {
    found: rows.map(({ cells, line }) => ({ zone: cells.zone, text: cells.postcode, file: table.path, line })),
    faults,
  };
};
