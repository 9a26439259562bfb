import * as O from 'fp-ts/lib/Option.js';
import { exponentOf, type Currency } from './currency.js';
import { decimal, decimalNumber, decimalText, rounded, times, type Decimal } from './decimal.js';

/** A whole number of the currency's minor units: 12.40 AUD is `{ minor: 1240n, currency: 'AUD' }`. */
export type Money = { readonly minor: bigint; readonly currency: Currency };

/** In major units. */
export const moneyAmount = ({ minor, currency }: Money): Decimal => decimal(minor, exponentOf(currency));

/** Rounds half up to the currency's minor unit; the one place where a price is rounded. */
export const moneyOf = (amount: Decimal, currency: Currency): Money => ({
  minor: rounded(amount, exponentOf(currency), 'half_up').units,
  currency,
});

/** Absent when the currencies differ. */
export const addMoney = (a: Money, b: Money): O.Option<Money> =>
  a.currency === b.currency ? O.some({ minor: a.minor + b.minor, currency: a.currency }) : O.none;

/**
 * Negative, zero or positive, as `a` is less than, equal to or greater than `b`. Different currencies are never equal:
 * they go by their codes, so that any list of prices has one order.
 */
export const compareMoney = (a: Money, b: Money): -1 | 0 | 1 => {
  if (a.currency !== b.currency) return a.currency < b.currency ? -1 : 1;
  return a.minor < b.minor ? -1 : a.minor > b.minor ? 1 : 0;
};

/** So many per cent of an amount, exact: 8.5 per cent of 20 is 1.70. */
export const percentOf = (percent: Decimal, amount: Decimal): Decimal =>
  times(amount, decimal(percent.units, percent.scale + 2));

/** For the wire: a JSON number in major units, made from the exact decimal, so that it prints as 12.4 and not 12.400000001. */
export const priceNumber = (money: Money): number => decimalNumber(moneyAmount(money));

/** In major units with all of the currency's decimal places: `12.40`. */
export const priceText = (money: Money): string => decimalText(moneyAmount(money));
