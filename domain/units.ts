import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { decimal, decimalOf, isNegative, isZero, times, type Decimal } from './decimal.js';
import { broken, type Checked } from './invalid.js';

/** Exact grams, not yet rounded. */
export type Grams = Decimal;
/** Exact millimetres, not yet rounded. */
export type Millimetres = Decimal;

/** The international avoirdupois pound is 453.59237 g by definition, the ounce a sixteenth of it. */
const GRAMS: Readonly<Record<string, Decimal>> = {
  g: decimal(1n),
  kg: decimal(1000n),
  lb: decimal(45_359_237n, 5),
  oz: decimal(28_349_523_125n, 9),
};

/** The international inch is 25.4 mm by definition. */
const MILLIMETRES: Readonly<Record<string, Decimal>> = {
  mm: decimal(1n),
  cm: decimal(10n),
  m: decimal(1000n),
  in: decimal(254n, 1),
  ft: decimal(3048n, 1),
};

export const MASS_UNITS: readonly string[] = Object.keys(GRAMS);
export const LENGTH_UNITS: readonly string[] = Object.keys(MILLIMETRES);

const factor = (units: Readonly<Record<string, Decimal>>, unit: string, field: string): Checked<Decimal> => {
  const one = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return one === undefined ? broken(field, 'unknown_unit', Object.keys(units).join(', ')) : E.right(one);
};

const converted = (amount: Decimal, one: Checked<Decimal>): Checked<Decimal> =>
  E.isLeft(one) ? one : E.right(times(amount, one.right));

/** Converts without rounding. Rule `unknown_unit` when the unit is none of lb, oz, kg and g. */
export const toGrams = (amount: Decimal, unit: string, field: string): Checked<Grams> =>
  converted(amount, factor(GRAMS, unit, field));

/** Converts without rounding. Rule `unknown_unit` when the unit is none of mm, cm, m, in and ft. */
export const toMillimetres = (amount: Decimal, unit: string, field: string): Checked<Millimetres> =>
  converted(amount, factor(MILLIMETRES, unit, field));

/** Rules `not_finite` and `negative`. */
export const notNegative = (amount: number, field: string): Checked<Decimal> => {
  const exact = decimalOf(amount);
  if (O.isNone(exact)) return broken(field, 'not_finite');
  return isNegative(exact.value) ? broken(field, 'negative', 'at least 0') : E.right(exact.value);
};

/** Rules `not_finite` and `not_positive`. */
export const positive = (amount: number, field: string): Checked<Decimal> => {
  const exact = decimalOf(amount);
  if (O.isNone(exact)) return broken(field, 'not_finite');
  const { value } = exact;
  return isNegative(value) || isZero(value) ? broken(field, 'not_positive', 'more than 0') : E.right(value);
};
