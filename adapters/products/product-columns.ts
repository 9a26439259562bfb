import * as E from 'fp-ts/lib/Either.js';
import { invalid, type Checked, type Invalid, nothingBroken } from '../../domain/invalid.js';
import { makeProduct, type Product, type RawProduct } from '../../domain/item.js';

/** One row by the names of its columns, trimmed; a cell without text is empty or absent. */
export type Row = Readonly<Record<string, string | undefined>>;

export const IDENTIFIER_COLUMNS: readonly string[] = ['product_id', 'sku', 'ean', 'upc', 'epc'];

const SIDES = ['length', 'width', 'height'] as const;
const SIZE_UNIT = 'size_unit';

/**
 * At least one identifier. `weight` goes with `weight_unit`, of one unit; `length`, `width` and `height` with `size_unit`;
 * `hs_number` with `description` and `origin_country`.
 */
export const productColumns: readonly string[] = [
  ...IDENTIFIER_COLUMNS,
  'weight',
  'weight_unit',
  ...SIDES,
  SIZE_UNIT,
  'description',
  'hs_number',
  'origin_country',
];

/** Where the domain names a part by its path, the file has a column. */
const columnOf: { readonly [path: string]: string } = {
  'weight.amount': 'weight',
  'weight.unit': 'weight_unit',
  'dimensions.length': 'length',
  'dimensions.width': 'width',
  'dimensions.height': 'height',
  'dimensions.unit': SIZE_UNIT,
};

const cell = (row: Row, column: string): string | undefined => (row[column] === '' ? undefined : row[column]);

const missing = (row: Row, columns: readonly string[], reason: string): readonly Invalid[] =>
  columns.filter((column) => cell(row, column) === undefined).map((column) => invalid(column, 'missing', reason));

/** A decimal comma and a thousands separator are no numbers: which of them is meant cannot be told. */
const number = (text = ''): number => (/^-?\d{1,12}(\.\d{1,12})?$/.test(text) ? Number(text) : Number.NaN);

type Part<A> = { readonly faults: readonly Invalid[]; readonly value?: A };

const weightOf = (row: Row): Part<NonNullable<RawProduct['weight']>> => {
  const amount = cell(row, 'weight');
  if (amount === undefined) return { faults: [] };
  return {
    faults: missing(row, ['weight_unit'], 'the unit of the weight'),
    value: { amount: number(amount), unit: row['weight_unit'] ?? '' },
  };
};

const sizeOf = (row: Row): Part<NonNullable<RawProduct['dimensions']>> => {
  if (SIDES.every((side) => cell(row, side) === undefined)) return { faults: [] };
  const [length, width, height] = SIDES.map((side) => number(row[side]));
  const faults = missing(row, [...SIDES, SIZE_UNIT], 'all of length, width, height and size_unit');
  if (length === undefined || width === undefined || height === undefined) return { faults };
  return { faults, value: { length, width, height, unit: row[SIZE_UNIT] ?? '' } };
};

const customsOf = (row: Row): Part<NonNullable<RawProduct['customs']>> => {
  const hsNumber = cell(row, 'hs_number');
  if (hsNumber === undefined) return { faults: [] };
  const { description = '', origin_country: origin = '' } = row;
  const digits = hsNumber.replaceAll(/[. ]/g, '');
  return {
    faults: [
      ...missing(row, ['description', 'origin_country'], 'what goes with hs_number'),
      ...(/^\d{6,}$/.test(digits) ? [] : [invalid('hs_number', 'not_six_digits', 'six digits or more')]),
      ...(origin === '' || /^[A-Za-z]{2}$/.test(origin)
        ? []
        : [invalid('origin_country', 'unknown_country', 'an ISO 3166-1 code of two letters')]),
    ],
    value: { description, hsNumber: digits, originCountry: origin.toUpperCase() },
  };
};

const identifiersOf = (row: Row): Readonly<Record<string, string>> =>
  Object.fromEntries(
    IDENTIFIER_COLUMNS.flatMap((column) => {
      const text = cell(row, column);
      return text === undefined ? [] : [[column, text] as const];
    }),
  );

/** One product of the file; every fault at once, each `field` a column. */
export const productOf = (row: Row): Checked<Product> => {
  const [weight, dimensions, customs] = [weightOf(row), sizeOf(row), customsOf(row)];
  const identifiers = identifiersOf(row);
  const faults = [
    ...(Object.keys(identifiers).length === 0
      ? [invalid('', 'missing', `one of ${IDENTIFIER_COLUMNS.join(', ')}`)]
      : []),
    ...weight.faults,
    ...dimensions.faults,
    ...customs.faults,
  ];
  const raw: RawProduct = { identifiers, weight: weight.value, dimensions: dimensions.value, customs: customs.value };
  const made = makeProduct(raw, '');
  const said = new Set(faults.map(({ field }) => field));
  const further = E.isRight(made)
    ? []
    : made.left
        .map((fault) => ({ ...fault, field: columnOf[fault.field] ?? fault.field }))
        // An empty cell is no number and no unit either: once is enough.
        .filter(({ field }) => !said.has(field));
  const all = [...faults, ...further];
  return E.isRight(made) ? nothingBroken(all, made.right) : E.left([all[0] ?? made.left[0], ...all.slice(1)]);
};
