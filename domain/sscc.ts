import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Branded } from './brand.js';

/** GS1 Serial Shipping Container Code: 18 digits, the last of them the check digit, without the (00). */
export type Sscc = Branded<string, 'Sscc'>;

/** The 7 to 10 digits that GS1 lent to the house. */
export type CompanyPrefix = Branded<string, 'CompanyPrefix'>;

/** The first digit of the code, 0 to 9, free for the house to use. */
export type ExtensionDigit = Branded<number, 'ExtensionDigit'>;

/** All serial numbers under one extension digit and prefix are used up, or the serial is below zero. */
export type SerialExhausted = { readonly _tag: 'SerialExhausted'; readonly capacity: bigint };

const LENGTH = 18;

/**
 * GS1 General Specifications, section 7.9: weights 3 and 1 in turn from the right, and what is missing to the next ten.
 * Any one wrong digit changes it. `digits` is the code without its check digit.
 */
export const checkDigit = (digits: string): number => {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    sum += Number(digits[digits.length - 1 - place]) * (place % 2 === 0 ? 3 : 1);
  }
  return (10 - (sum % 10)) % 10;
};

export const isSscc = (text: string): text is Sscc =>
  /^\d{18}$/.test(text) && checkDigit(text.slice(0, -1)) === Number(text.slice(-1));

export const parseCompanyPrefix = (text: string): O.Option<CompanyPrefix> =>
  /^\d{7,10}$/.test(text) ? O.some(text as CompanyPrefix) : O.none;

export const parseExtensionDigit = (digit: number): O.Option<ExtensionDigit> =>
  Number.isInteger(digit) && digit >= 0 && digit <= 9 ? O.some(digit as ExtensionDigit) : O.none;

/** How many codes one extension digit and prefix have: a prefix of 7 digits leaves 9 for the serial. */
export const ssccCapacity = (prefix: CompanyPrefix): bigint => 10n ** BigInt(LENGTH - 2 - prefix.length);

/** The code of one serial number, counted from 0. */
export const makeSscc = (
  extension: ExtensionDigit,
  prefix: CompanyPrefix,
  serial: bigint,
): E.Either<SerialExhausted, Sscc> => {
  const capacity = ssccCapacity(prefix);
  if (serial < 0n || serial >= capacity) return E.left({ _tag: 'SerialExhausted', capacity });
  const digits = `${extension}${prefix}${serial.toString().padStart(LENGTH - 2 - prefix.length, '0')}`;
  return E.right(`${digits}${checkDigit(digits)}` as Sscc);
};
