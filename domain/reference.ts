import type { BookingKey, LegKind } from './booking.js';
import { canonicalText, type Sha256 } from './fingerprint.js';

/**
 * Our reference of a leg, given to carriers with every call: the same for one booking and leg after any crash, another one
 * for the next generation. `LS`, 20 hexadecimal digits, and `O` for outbound or `R` for return.
 */
export const referenceOf = (key: BookingKey, kind: LegKind, sha256: Sha256): string => {
  const { account, order, fingerprint, generation } = key;
  const digest = sha256(canonicalText([account, order, fingerprint, generation]))
    .slice(0, 20)
    .toUpperCase();
  return `LS${digest}${kind === 'outbound' ? 'O' : 'R'}`;
};
