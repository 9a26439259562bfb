import { sequenceS } from 'fp-ts/lib/Apply.js';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as O from 'fp-ts/lib/Option.js';
import { parseCurrency } from './currency.js';
import type { Decimal } from './decimal.js';
import { all, broken, type Checked } from './invalid.js';
import { moneyOf, type Money } from './money.js';
import { notNegative, positive, toGrams, toMillimetres, type Grams, type Millimetres } from './units.js';

export type RawWeight = { readonly amount: number; readonly unit: string };

export type RawDimensions = {
  readonly length: number;
  readonly width: number;
  readonly height: number;
  readonly unit: string;
};

export type Customs = { readonly description: string; readonly hsNumber: string; readonly originCountry: string };

/** What a caller or a products file says of one kind of goods, numbers and units as they were written. */
export type RawProduct = {
  /** `product_id`, `sku`, `EAN`, `EPC` and any other, in any case. */
  readonly identifiers: Readonly<Record<string, string>>;
  /** Of one unit. */
  readonly weight?: RawWeight | undefined;
  readonly dimensions?: RawDimensions | undefined;
  readonly price?: { readonly amount: number; readonly currency: string } | undefined;
  readonly customs?: Customs | undefined;
};

export type RawItem = RawProduct & { readonly quantity: number };

/** The three sides of one unit in exact millimetres. */
export type Sides = { readonly length: Millimetres; readonly width: Millimetres; readonly height: Millimetres };

/** One kind of goods. What nobody stated is absent. */
export type Product = {
  readonly identifiers: Readonly<Record<string, string>>;
  /** Of one unit. Zero only when somebody stated zero. */
  readonly weight?: Grams;
  readonly sides?: Sides;
  /** What one unit is worth. */
  readonly price?: Money;
  readonly customs?: Customs;
};

export type Item = Product & { readonly quantity: number };

/** More units than any parcel holds; keeps sums far from where integers lose their last digit. */
export const MOST_UNITS = 100_000;

const within = (field: string, part: string): string => (field === '' ? part : `${field}.${part}`);

/** Converts a weight of zero or more to exact grams. Rules `not_finite`, `negative`, `unknown_unit`. */
export const makeWeight = (raw: RawWeight, field: string): Checked<Grams> =>
  pipe(
    notNegative(raw.amount, within(field, 'amount')),
    E.flatMap((amount) => toGrams(amount, raw.unit, within(field, 'unit'))),
  );

/** Converts three sides to exact millimetres. Rules `not_finite`, `not_positive`, `unknown_unit`. */
export const makeSides = (raw: RawDimensions, field: string): Checked<Sides> => {
  const unit = within(field, 'unit');
  const unitKnown = toMillimetres({ units: 1n, scale: 0 }, raw.unit, unit);
  if (E.isLeft(unitKnown)) return unitKnown;
  const side = (amount: number, part: string): Checked<Millimetres> =>
    E.flatMap((exact: Decimal) => toMillimetres(exact, raw.unit, unit))(positive(amount, within(field, part)));
  return sequenceS(all)({
    length: side(raw.length, 'length'),
    width: side(raw.width, 'width'),
    height: side(raw.height, 'height'),
  });
};

const makePrice = (raw: { readonly amount: number; readonly currency: string }, field: string): Checked<Money> => {
  const currency = parseCurrency(raw.currency.toUpperCase());
  if (O.isNone(currency)) return broken(within(field, 'currency'), 'unknown_currency', 'an ISO 4217 code');
  return E.map((amount: Decimal) => moneyOf(amount, currency.value))(notNegative(raw.amount, within(field, 'amount')));
};

/** Tariff numbers come with dots and with national digits; the first six digits are the world's. */
const worldsDigits = (customs: Customs): Customs => ({
  ...customs,
  hsNumber: customs.hsNumber.replaceAll(/\D/g, '').slice(0, 6),
});

const ifStated = <Raw, A>(raw: Raw | undefined, make: (raw: Raw) => Checked<A>): Checked<A | undefined> =>
  raw === undefined ? E.right(undefined) : make(raw);

/** Every fault of the product at once, each at its path under `field`. */
export const makeProduct = (raw: RawProduct, field: string): Checked<Product> =>
  pipe(
    sequenceS(all)({
      weight: ifStated(raw.weight, (weight) => makeWeight(weight, within(field, 'weight'))),
      sides: ifStated(raw.dimensions, (dimensions) => makeSides(dimensions, within(field, 'dimensions'))),
      price: ifStated(raw.price, (price) => makePrice(price, within(field, 'price'))),
    }),
    E.map(({ weight, sides, price }) => ({
      identifiers: raw.identifiers,
      ...(weight === undefined ? {} : { weight }),
      ...(sides === undefined ? {} : { sides }),
      ...(price === undefined ? {} : { price }),
      ...(raw.customs === undefined ? {} : { customs: worldsDigits(raw.customs) }),
    })),
  );

/** As `makeProduct`, and the quantity is a whole number from 1 to 100,000 (rule `out_of_range`, field `quantityField`). */
export const makeItem = (raw: RawItem, field: string, quantityField = within(field, 'quantity')): Checked<Item> => {
  const { quantity } = raw;
  const counted: Checked<number> =
    Number.isInteger(quantity) && quantity >= 1 && quantity <= MOST_UNITS
      ? E.right(quantity)
      : broken(quantityField, 'out_of_range', `a whole number from 1 to ${MOST_UNITS}`);
  return pipe(
    sequenceS(all)({ product: makeProduct(raw, field), quantity: counted }),
    E.map(({ product, quantity: units }) => ({ ...product, quantity: units })),
  );
};
