import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as O from 'fp-ts/lib/Option.js';
import { decimal, decimalText, dividedBy, parseDecimal, times, type Decimal } from '../../../domain/decimal.js';
import { readCsv, type CsvTable } from '../../codec/csv-table.js';
import { Mass } from './card-codecs.js';
import type { CardFault } from './card-fault.js';
import type { TableText } from './card-tables.js';

/** Rows of one of our tables, its heads first. */
export type OurTable = readonly (readonly string[])[];

type Read = E.Either<readonly CardFault[], OurTable>;

/** What a matrix does not say of itself. `unit` is that of weights without one: g, kg, oz or lb. */
export type MatrixWords = { readonly service: string; readonly transitDays: string; readonly unit: string };

const table = ({ path, text }: TableText): E.Either<readonly CardFault[], CsvTable> =>
  E.mapLeft(() => [faultAt(path, 1, '', 'a quotation mark that does not open or close a cell', 'must be CSV')])(
    readCsv(text),
  );

const faultAt = (file: string, line: number, path: string, found: string, mend: string): CardFault => ({
  ...{ file, line, column: 1, path, found, mend },
});

/** Price lists say "no price" in many ways. */
const isNone = (cell: string): boolean => /^(|-|–|—|n\/a)$/i.test(cell);

/** A sign of the currency before a price is for the eye. A comma is refused: it may part thousands or decimals. */
const priceOf = (cell: string): O.Option<Decimal> => {
  const [, digits = ''] = /^\p{Sc}?\s*(\d+(?:\.\d+)?)$/u.exec(cell) ?? [];
  return parseDecimal(digits);
};

const gramsOf = (cell: string, unit: string): O.Option<number> => {
  const text = cell.toLowerCase().replace(/^(up to|<=|to)\s*/, '');
  return O.fromEither(Mass.decode(/^[\d.]+$/.test(text) ? `${text} ${unit}` : text));
};

/** What a started step costs, as what a kilogram would; absent where that has no end. */
const perKilogram = (price: Decimal, grams: number): O.Option<Decimal> =>
  pipe(
    dividedBy(times(price, decimal(1000n)), decimal(BigInt(grams)), 6, 'half_up'),
    O.filter((exact) => exact.units * BigInt(grams) === price.units * 1000n * 10n ** BigInt(6 - price.scale)),
  );

const shortest = (amount: Decimal): string => {
  const text = decimalText(amount);
  return text.includes('.') ? text.replace(/(\.\d\d\d*?)0+$/, '$1') : text;
};

/**
 * A matrix: weights down the first column, a zone in each further column, prices where they meet. `+0.5` in the first column
 * is what each started half kilogram beyond the last weight costs. A cell without a price is a weight that the zone does not
 * take. The zones' names are the heads as they stand.
 */
export const importMatrix = (source: TableText, { service, transitDays, unit }: MatrixWords): Read => {
  const parsed = table(source);
  if (E.isLeft(parsed)) return parsed;
  const { heads, rows } = parsed.right;
  const [, ...zones] = heads;
  const faults: CardFault[] = [];
  const fault = (line: number, column: string, cell: string, mend: string): void => {
    faults.push(faultAt(source.path, line, column, JSON.stringify(cell), mend));
  };
  if (zones.length === 0) fault(1, '', heads.join(), 'must have weights in the first column and a zone in each other');
  const found = rows.flatMap(({ cells: [weight = '', ...prices], line }): (readonly string[])[] => {
    const further = /^\+\s*(.*)$/.exec(weight)?.[1];
    const grams = gramsOf(further ?? weight, unit);
    if (O.isNone(grams)) {
      fault(line, heads[0] ?? '', weight, 'must be a weight, such as 0.5, 500 g, or +1 for each further kilogram');
      return [];
    }
    if (prices.length > zones.length) fault(line, '', prices.at(-1) ?? '', 'must stand under a zone');
    return zones.flatMap((zone, at): (readonly string[])[] => {
      const cell = prices[at] ?? '';
      if (isNone(cell)) return [];
      const price = priceOf(cell);
      const perKg = O.flatMap((one: Decimal) => (further === undefined ? O.some(one) : perKilogram(one, grams.value)))(
        price,
      );
      if (O.isNone(price) || O.isNone(perKg)) {
        fault(line, zone, cell, 'must be a price with a decimal point, or empty');
        return [];
      }
      return further === undefined
        ? [[service, zone, transitDays, `${grams.value} g`, shortest(price.value), '', '']]
        : [[service, zone, transitDays, '', '', shortest(perKg.value), `${grams.value} g`]];
    });
  });
  const names = ['service', 'zone', 'transit_days', 'up_to', 'price', 'per_kg', 'step'];
  return faults.length > 0 ? E.left(faults) : E.right([names, ...found]);
};

const FROM = ['from', 'postcode_from', 'postcode from', 'from postcode', 'start', 'postcode', 'zip', 'plz'];
const TO = ['to', 'postcode_to', 'postcode to', 'to postcode', 'end'];
const ZONE = ['zone', 'zone name', 'zone code'];

/**
 * A table of postcode ranges: a column with the first postcode, one with the last (or none, where each row is one), and one
 * with the zone. Columns are known by their usual names, others are left alone. `digits` brings back zeros that a spreadsheet
 * has taken away: 800 is 0800 with 4.
 */
export const importPostcodes = (source: TableText, digits: number | undefined): Read => {
  const parsed = table(source);
  if (E.isLeft(parsed)) return parsed;
  const { names, rows } = parsed.right;
  const [from, to, zone] = [FROM, TO, ZONE].map((known) => names.findIndex((name) => known.includes(name)));
  if (from === undefined || from < 0 || zone === undefined || zone < 0) {
    const mend = `must have a column of postcodes (${FROM.join(', ')}) and one of zones (${ZONE.join(', ')})`;
    return E.left([faultAt(source.path, 1, '', names.join(', '), mend)]);
  }
  const whole = (cell: string): string =>
    digits !== undefined && /^\d+$/.test(cell) ? cell.padStart(digits, '0') : cell;
  const faults: CardFault[] = [];
  const found = rows.flatMap(({ cells, line }): (readonly string[])[] => {
    const [first, last, name] = [cells[from] ?? '', to === undefined ? '' : (cells[to] ?? ''), cells[zone] ?? ''];
    if (first === '' || name === '') {
      faults.push(faultAt(source.path, line, '', 'no postcode or no zone', 'must have both'));
      return [];
    }
    return [[name, last === '' || last === first ? whole(first) : `${whole(first)}-${whole(last)}`]];
  });
  return faults.length > 0 ? E.left(faults) : E.right([['zone', 'postcode'], ...found]);
};

const cellText = (text: string): string => (/[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const csvText = (rows: OurTable): string => rows.map((cells) => `${cells.map(cellText).join(',')}\n`).join('');
