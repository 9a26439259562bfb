import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as O from 'fp-ts/lib/Option.js';
import {
  compare,
  decimal,
  decimalText,
  dividedBy,
  parseDecimal,
  times,
  type Decimal,
} from '../../../domain/decimal.js';
import { toGrams } from '../../../domain/units.js';
import { Mass } from './card-codecs.js';
import type { CardFault } from './card-fault.js';
import type { TableText } from './card-tables.js';
import { listFault, plainNumber, readList, type DecimalSign, type Imported } from './price-list.js';

/** What a matrix does not say of itself. `unit` is that of weights without one: g, kg, oz or lb. */
export type MatrixWords = {
  readonly service: string;
  readonly transitDays: string;
  readonly unit: string;
  readonly decimal?: DecimalSign;
};

/** What the first cell of a row says: up to how many grams, and of a range from where; or each further so many grams. */
type Weight =
  | { readonly _tag: 'UpTo'; readonly grams: number; readonly over?: Decimal }
  | { readonly _tag: 'Further'; readonly grams: number };

/** Price lists say "no price" in many ways. */
const isNone = (cell: string): boolean => /^(|-|–|—|n\/?a)$/i.test(cell);

/** The currency beside a price, as a sign or as three capitals, is for the eye. */
const priceOf = (cell: string, sign: DecimalSign | undefined): O.Option<Decimal> => {
  const [, amount = ''] = /^(?:[A-Z]{0,3}\p{Sc}|[A-Z]{3}\s)?\s*(\S.*?)\s*(?:\p{Sc}|\s[A-Z]{3})?$/u.exec(cell) ?? [];
  return parseDecimal(plainNumber(amount, sign) ?? '');
};

const AMOUNT = String.raw`(\d[\d.,]*)\s*(kgs?|g|oz|lbs?)?`;
const FURTHER = new RegExp(
  String.raw`^(?:\+|(?:each |per )?(?:further|additional|extra)\b)\s*(?:${AMOUNT}|(kgs?|lbs?))?$`,
);
const UP_TO = new RegExp(String.raw`^(?:up to|to|<=|≤|<)?\s*(?:${AMOUNT}\s*(?:-|–|—|to)\s*)?${AMOUNT}$`);

/** A weight in words of the list: `0.5`, `500 g`, `up to 1kg`, `0.5 - 1 kg`; or `+1`, `+0.5 kg`, `each additional kg`. */
const weightOf = (cell: string, { unit, decimal: sign }: MatrixWords): O.Option<Weight> => {
  const text = cell.toLowerCase();
  const words = (amount: string, itsUnit: string | undefined): string =>
    `${plainNumber(amount, sign) ?? ''} ${(itsUnit ?? unit).replace(/s$/, '')}`;
  const gramsOf = (amount: string, itsUnit?: string): O.Option<number> =>
    O.fromEither(Mass.decode(words(amount, itsUnit)));
  const further = FURTHER.exec(text);
  if (further !== null) {
    const [, amount = '1', itsUnit, alone] = further;
    return O.map((grams: number): Weight => ({ _tag: 'Further', grams }))(gramsOf(amount, itsUnit ?? alone));
  }
  const [, from, fromUnit, to = '', toUnit] = UP_TO.exec(text) ?? [];
  const over = from === undefined ? undefined : exactGrams(words(from, fromUnit ?? toUnit));
  return pipe(
    gramsOf(to, toUnit),
    O.filter(() => over === undefined || O.isSome(over)),
    O.map((grams) => ({ _tag: 'UpTo', grams, ...(over !== undefined && O.isSome(over) && { over: over.value }) })),
  );
};

/** Where a range begins, which may be nothing. */
const exactGrams = (text: string): O.Option<Decimal> => {
  const [amount = '', unit = ''] = text.split(' ');
  return pipe(
    parseDecimal(amount),
    O.flatMap((exact) => O.fromEither(toGrams(exact, unit, ''))),
  );
};

/** What a started step costs, as what a kilogram would; absent where that has no end. */
const perKilogram = (price: Decimal, grams: number): O.Option<Decimal> =>
  pipe(
    dividedBy(times(price, decimal(1000n)), decimal(BigInt(grams)), 6, 'half_up'),
    O.filter((exact) => compare(times(exact, decimal(BigInt(grams))), times(price, decimal(1000n))) === 0),
  );

const shortest = (amount: Decimal): string => {
  const text = decimalText(amount);
  return text.includes('.') ? text.replace(/(\.\d\d\d*?)0+$/, '$1') : text;
};

/** What keeps the heads of a matrix from naming its zones. */
const headFaults = (file: string, [, ...zones]: readonly string[]): readonly CardFault[] => {
  if (zones.length === 0) {
    const mend = 'must have weights in the first column and a zone in each other: take away what stands above that row';
    return [listFault(file, 1, '', 'a first row of one column', mend)];
  }
  return zones.flatMap((zone, at) => {
    if (zone === '') return [listFault(file, 1, '', `no name of the zone in column ${at + 2}`, 'must have one')];
    const mend = 'must name each zone once';
    return zones.indexOf(zone) === at ? [] : [listFault(file, 1, '', JSON.stringify(zone), mend)];
  });
};

/** What is wrong with where a row stands: a matrix goes from light to heavy, and its ranges follow each other. */
const orderFault = (weight: Weight, last: number, isFurtherSaid: boolean): string | undefined => {
  if (weight._tag === 'Further') return isFurtherSaid ? 'must be said once' : undefined;
  if (weight.grams <= last) return `must be more than ${last} g, as in the rows above`;
  const { over } = weight;
  if (over === undefined) return undefined;
  if (compare(over, decimal(BigInt(last))) < 0) return `must begin at ${last} g, where the row above ends, or above`;
  return compare(over, decimal(BigInt(weight.grams))) < 0 ? undefined : 'must go from light to heavy';
};

/**
 * A matrix: weights down the first column, a zone in each further column, prices where they meet. `+0.5` in the first column
 * is what each started half kilogram beyond the last weight costs. A cell without a price is a weight that the zone does not
 * take. The zones' names are the heads as they stand.
 */
export const importMatrix = (source: TableText, said: MatrixWords): Imported => {
  const parsed = readList(source);
  if (E.isLeft(parsed)) return parsed;
  const { heads, rows } = parsed.right;
  const unread = headFaults(source.path, heads);
  if (unread.length > 0) return E.left(unread);
  const { service, transitDays, decimal: sign } = said;
  const [corner = '', ...zones] = heads;
  const faults: CardFault[] = [];
  const fault = (line: number, column: string, cell: string, mend: string): void => {
    faults.push(listFault(source.path, line, column, JSON.stringify(cell), mend));
  };
  let [last, isFurtherSaid] = [0, false];
  const found = rows.flatMap(({ cells: [first = '', ...prices], line }): (readonly string[])[] => {
    const read = weightOf(first, said);
    if (O.isNone(read)) {
      fault(line, corner, first, 'must be a weight, such as 0.5, 500 g, 1 - 2 kg, or +1 for each further kilogram');
      return [];
    }
    const weight = read.value;
    const misplaced = orderFault(weight, last, isFurtherSaid);
    if (misplaced !== undefined) fault(line, corner, first, misplaced);
    if (weight._tag === 'UpTo') last = Math.max(last, weight.grams);
    else isFurtherSaid = true;
    if (prices.length > zones.length) fault(line, '', prices.at(-1) ?? '', 'must stand under a zone');
    return zones.flatMap((zone, at): (readonly string[])[] => {
      const cell = prices[at] ?? '';
      if (isNone(cell)) return [];
      const price = priceOf(cell, sign);
      const amount =
        weight._tag === 'UpTo' ? price : O.flatMap((one: Decimal) => perKilogram(one, weight.grams))(price);
      if (O.isNone(amount)) {
        fault(line, zone, cell, mendOfPrice(cell, O.isSome(price), sign));
        return [];
      }
      const ours = shortest(amount.value);
      return weight._tag === 'UpTo'
        ? [[service, zone, transitDays, `${weight.grams} g`, ours, '', '']]
        : [[service, zone, transitDays, '', '', ours, `${weight.grams} g`]];
    });
  });
  if (faults.length === 0 && found.length === 0) fault(1, '', corner, 'must have rows of prices below');
  const names = ['service', 'zone', 'transit_days', 'up_to', 'price', 'per_kg', 'step'];
  return faults.length > 0 ? E.left(faults) : E.right([names, ...found]);
};

const mendOfPrice = (cell: string, isPrice: boolean, sign: DecimalSign | undefined): string => {
  if (isPrice) return 'must be a price that has an end as the price of a kilogram';
  return sign === undefined && cell.includes(',')
    ? 'must be a price; say with --decimal whether its comma parts decimals (comma) or thousands (point)'
    : `must be a price with a decimal ${sign ?? 'point'}, or empty`;
};
