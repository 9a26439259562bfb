import * as O from 'fp-ts/lib/Option.js';

/** An exact decimal number: `units / 10^scale`, the scale never negative. 12.40 is `{ units: 1240n, scale: 2 }`. */
export type Decimal = { readonly units: bigint; readonly scale: number };

/** `up` goes towards plus infinity; `half_up` to the nearest, and a tie away from zero. */
export type Rounding = 'up' | 'half_up';

const SHAPE = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;

/** More than any finite JSON number needs (1.8e308, 5e-324), and too little to fill a memory. */
const MOST_DIGITS = 400;

const POWERS: readonly bigint[] = Array.from({ length: 64 }, (_, exponent) => 10n ** BigInt(exponent));

const powerOfTen = (exponent: number): bigint => POWERS[exponent] ?? 10n ** BigInt(exponent);

export const decimal = (units: bigint, scale = 0): Decimal => ({ units, scale });

export const ZERO: Decimal = decimal(0n);

/** Reads `12.40`, `-3`, `1e-7`. Absent for anything else, and for more than 400 digits. */
export const parseDecimal = (text: string): O.Option<Decimal> => {
  const found = SHAPE.exec(text);
  if (found === null || text.length > MOST_DIGITS) return O.none;
  const [, sign, whole = '', fraction = '', exponent = '0'] = found;
  const digits = BigInt(whole + fraction);
  const units = sign === '-' ? -digits : digits;
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > MOST_DIGITS) return O.none;
  return O.some(scale >= 0 ? decimal(units, scale) : decimal(units * powerOfTen(-scale)));
};

/** So many decimal places are tried before a number is written out; people seldom write more. */
const MOST_TRIED = 6;

/** Of so many digits no two decimals of one scale are the same double. */
const DISTINCT = 1e15;

/**
 * The decimal that a JSON number was written as, which is its shortest text: 0.1 is one tenth. Absent for what JSON cannot
 * say (NaN, the infinities).
 */
export const decimalOf = (number: number): O.Option<Decimal> => {
  for (let [scale, power] = [0, 1]; scale <= MOST_TRIED; scale += 1, power *= 10) {
    const units = Math.round(number * power);
    if (Math.abs(units) < DISTINCT && units / power === number) return O.some(decimal(BigInt(units), scale));
  }
  return parseDecimal(String(number));
};

const unitsAt = ({ units, scale }: Decimal, wanted: number): bigint =>
  wanted === scale ? units : units * powerOfTen(wanted - scale);

export const plus = (a: Decimal, b: Decimal): Decimal => {
  const scale = Math.max(a.scale, b.scale);
  return decimal(unitsAt(a, scale) + unitsAt(b, scale), scale);
};

export const negated = ({ units, scale }: Decimal): Decimal => decimal(-units, scale);

export const times = (a: Decimal, b: Decimal): Decimal => decimal(a.units * b.units, a.scale + b.scale);

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`; 1.0 equals 1.00. */
export const compare = (a: Decimal, b: Decimal): -1 | 0 | 1 => {
  const scale = Math.max(a.scale, b.scale);
  const [left, right] = [unitsAt(a, scale), unitsAt(b, scale)];
  return left < right ? -1 : left > right ? 1 : 0;
};

export const larger = (a: Decimal, b: Decimal): Decimal => (compare(a, b) < 0 ? b : a);

export const isZero = ({ units }: Decimal): boolean => units === 0n;

export const isNegative = ({ units }: Decimal): boolean => units < 0n;

/** `numerator / denominator` to a whole number. The denominator is not zero. */
const divideWhole = (numerator: bigint, denominator: bigint, rounding: Rounding): bigint => {
  const [top, bottom] = denominator < 0n ? [-numerator, -denominator] : [numerator, denominator];
  const quotient = top / bottom;
  const rest = top % bottom;
  if (rounding === 'up') return rest > 0n ? quotient + 1n : quotient;
  const size = rest < 0n ? -rest : rest;
  if (size * 2n < bottom) return quotient;
  return top < 0n ? quotient - 1n : quotient + 1n;
};

/** `a / b`, rounded once to `scale` decimal places. Absent when `b` is zero. */
export const dividedBy = (a: Decimal, b: Decimal, scale: number, rounding: Rounding): O.Option<Decimal> => {
  if (isZero(b)) return O.none;
  const numerator = a.units * powerOfTen(b.scale + scale);
  return O.some(decimal(divideWhole(numerator, b.units * powerOfTen(a.scale), rounding), scale));
};

/** The same number with exactly `scale` decimal places. */
export const rounded = (a: Decimal, scale: number, rounding: Rounding): Decimal =>
  a.scale <= scale
    ? decimal(unitsAt(a, scale), scale)
    : decimal(divideWhole(a.units, powerOfTen(a.scale - scale), rounding), scale);

/** Plain notation with as many decimal places as the scale: `12.40`. */
export const decimalText = ({ units, scale }: Decimal): string => {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
};

/** The powers of ten that a double has exactly. */
const EXACT_POWERS: readonly number[] = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** For the border: the double nearest to the exact number, so that JSON prints a short decimal as it was. */
export const decimalNumber = (a: Decimal): number => {
  const [units, power] = [Number(a.units), EXACT_POWERS[a.scale]];
  // Of two exact numbers the quotient is the double nearest to it.
  return power !== undefined && Number.isSafeInteger(units) ? units / power : Number(decimalText(a));
};
