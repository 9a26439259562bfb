import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { parseCurrency } from './currency.js';
import { allFaults, broken, type Checked } from './invalid.js';
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
export const makeWeight = (raw: RawWeight, field: string): Checked<Grams> => {
  const amount = notNegative(raw.amount, within(field, 'amount'));
  return E.isLeft(amount) ? amount : toGrams(amount.right, raw.unit, within(field, 'unit'));
};

/** Converts three sides to exact millimetres. Rules `not_finite`, `not_positive`, `unknown_unit`. */
export const makeSides = (raw: RawDimensions, field: string): Checked<Sides> => {
  const unit = within(field, 'unit');
  const unitKnown = toMillimetres({ units: 1n, scale: 0 }, raw.unit, unit);
  if (E.isLeft(unitKnown)) return unitKnown;
  const side = (amount: number, part: string): Checked<Millimetres> => {
    const exact = positive(amount, within(field, part));
    return E.isLeft(exact) ? exact : toMillimetres(exact.right, raw.unit, unit);
  };
  const [length, width, height] = [side(raw.length, 'length'), side(raw.width, 'width'), side(raw.height, 'height')];
  return E.isRight(length) && E.isRight(width) && E.isRight(height)
    ? E.right({ length: length.right, width: width.right, height: height.right })
    : allFaults(length, width, height);
};

const makePrice = (raw: { readonly amount: number; readonly currency: string }, field: string): Checked<Money> => {
  const currency = parseCurrency(raw.currency.toUpperCase());
  if (O.isNone(currency)) return broken(within(field, 'currency'), 'unknown_currency', 'an ISO 4217 code');
  const amount = notNegative(raw.amount, within(field, 'amount'));
  return E.isLeft(amount) ? amount : E.right(moneyOf(amount.right, currency.value));
};

/** Tariff numbers come with dots and with national digits; the first six digits are the world's. */
const worldsDigits = ({ description, hsNumber, originCountry }: Customs): Customs => ({
  description,
  hsNumber: (/\D/.test(hsNumber) ? hsNumber.replaceAll(/\D/g, '') : hsNumber).slice(0, 6),
  originCountry,
});

const notStated: Checked<undefined> = E.right(undefined);

type Stated = { -readonly [part in keyof Product]: Product[part] };

/** Every fault of the product at once, each at its path under `field`. */
export const makeProduct = (raw: RawProduct, field: string): Checked<Product> => {
  const weight = raw.weight === undefined ? notStated : makeWeight(raw.weight, within(field, 'weight'));
  const sides = raw.dimensions === undefined ? notStated : makeSides(raw.dimensions, within(field, 'dimensions'));
  const price = raw.price === undefined ? notStated : makePrice(raw.price, within(field, 'price'));
  if (E.isLeft(weight) || E.isLeft(sides) || E.isLeft(price)) return allFaults(weight, sides, price);
  const product: Stated = { identifiers: raw.identifiers };
  if (weight.right !== undefined) product.weight = weight.right;
  if (sides.right !== undefined) product.sides = sides.right;
  if (price.right !== undefined) product.price = price.right;
  if (raw.customs !== undefined) product.customs = worldsDigits(raw.customs);
  return E.right(product);
};

/** As `makeProduct`, and the quantity is a whole number from 1 to 100,000 (rule `out_of_range`, field `quantityField`). */
export const makeItem = (raw: RawItem, field: string, quantityField = within(field, 'quantity')): Checked<Item> => {
  const { quantity } = raw;
  const product = makeProduct(raw, field);
  if (Number.isInteger(quantity) && quantity >= 1 && quantity <= MOST_UNITS)
    return E.isLeft(product) ? product : E.right({ quantity, ...product.right });
  return allFaults(product, broken(quantityField, 'out_of_range', `a whole number from 1 to ${MOST_UNITS}`));
};
