import type { NumberedLeg } from '../../../application/ports/tracking-source.js';
import type { Sha256 } from '../../../domain/fingerprint.js';
import { cutText } from './cut-text.js';

/** Starshipit takes 1 to 50 characters. */
const MOST = 50;
const DIGITS = 10;

/** Without outer blanks, which Starshipit may not keep. `A-100`, `-2`, `-3` for further parcels, `-R` for a return: `A-100-2-R`. */
const spelledOut = ({ externalOrder, parcelNumber, plan }: NumberedLeg): string =>
  `${externalOrder.trim()}${parcelNumber === 1 ? '' : `-${parcelNumber}`}${plan.kind === 'return' ? '-R' : ''}`;

/** The beginning of the number, and a hash that makes it one of its own. */
const hashed = (beginning: string, hash: string): string =>
  `${cutText(beginning, MOST - DIGITS - 1)}-${hash.slice(0, DIGITS)}`;

/** The number that a leg takes in Starshipit's books, the same at every call: people find the order by it. */
export const orderNumberOf = (order: NumberedLeg, sha256: Sha256): string => {
  const plain = spelledOut(order);
  return plain !== '' && plain.length <= MOST ? plain : hashed(plain, sha256(plain));
};

/** The number that it takes where another order of ours has that one: `A-2` is also the second parcel of `A`. */
export const ownNumberOf = (order: NumberedLeg, sha256: Sha256): string =>
  hashed(spelledOut(order), sha256(order.plan.reference));

/** The one in its plan, where it has taken another than its first. */
export const plannedNumberOf = (order: NumberedLeg, sha256: Sha256): string =>
  order.plan.orderNumber ?? orderNumberOf(order, sha256);

/** Whether a reference was made by `referenceOf`: then its order is one of ours. */
export const isOurs = (reference: string): boolean => /^LS[0-9A-F]{20}[OR]$/.test(reference);

/** Starshipit may take `abc` and `ABC` for one number, and blanks in a row for one: so what it answers is compared like that. */
export const isSameNumber = (a: string, b: string): boolean => plainly(a) === plainly(b);

const plainly = (number: string): string => number.trim().replaceAll(/\s+/g, ' ').toLowerCase();
