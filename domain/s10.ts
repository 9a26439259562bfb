import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Branded } from './brand.js';
import type { SerialExhausted } from './sscc.js';

/**
 * An item identifier of UPU standard S10: a service indicator of two letters, eight digits, a check digit and the two letters
 * of the country whose post issues it: `RB473124829GB`.
 */
export type S10 = Branded<string, 'S10'>;

/** Which identifiers are ours to give: an indicator, a country and the serial numbers from `first` to `last`. */
export type S10Range = {
  readonly indicator: string;
  readonly country: string;
  /** 0 to 99999999, as `last`. */
  readonly first: number;
  readonly last: number;
};

export const MOST_SERIAL = 99_999_999;

const WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7] as const;

/** UPU S10: the weighted sum's rest by 11 is taken from 11; 10 becomes 0, and 11 becomes 5. `digits` are the eight. */
export const s10CheckDigit = (digits: string): number => {
  const sum = WEIGHTS.reduce((soFar, weight, place) => soFar + weight * Number(digits[place]), 0);
  const rest = 11 - (sum % 11);
  return rest === 10 ? 0 : rest === 11 ? 5 : rest;
};

export const isS10 = (text: string): text is S10 =>
  /^[A-Z]{2}\d{9}[A-Z]{2}$/.test(text) && s10CheckDigit(text.slice(2, 10)) === Number(text[10]);

/** Absent unless indicator and country are two capitals each, and the serials go upwards within eight digits. */
export const parseS10Range = ({ indicator, country, first, last }: S10Range): O.Option<S10Range> =>
  /^[A-Z]{2}$/.test(indicator) &&
  /^[A-Z]{2}$/.test(country) &&
  [first, last].every((serial) => Number.isInteger(serial) && serial >= 0 && serial <= MOST_SERIAL) &&
  first <= last
    ? O.some({ indicator, country, first, last })
    : O.none;

/** Whether two ranges share identifiers and are not the same one: counted apart, they would give a number twice. */
export const collide = (a: S10Range, b: S10Range): boolean =>
  a.indicator === b.indicator &&
  a.country === b.country &&
  a.first <= b.last &&
  b.first <= a.last &&
  (a.first !== b.first || a.last !== b.last);

/** The identifier of the range's `count`-th serial, from 0. */
export const makeS10 = (
  { indicator, country, first, last }: S10Range,
  count: bigint,
): E.Either<SerialExhausted, S10> => {
  const capacity = BigInt(last - first + 1);
  if (count < 0n || count >= capacity) return E.left({ _tag: 'SerialExhausted', capacity });
  const digits = String(first + Number(count)).padStart(8, '0');
  return E.right(`${indicator}${digits}${s10CheckDigit(digits)}${country}` as S10);
};
