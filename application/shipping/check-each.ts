import * as E from 'fp-ts/lib/Either.js';
import { nothingBroken, type Checked, type Invalid } from '../../domain/invalid.js';

/**
 * Checks each with its position, and collects the faults of all of them. A loop, since a caller may send ten thousand items
 * and an applicative copies what it has so far for each.
 */
export const checkEach = <A, B>(
  raw: readonly A[],
  check: (one: A, position: number) => Checked<B>,
): Checked<readonly B[]> => {
  const values: B[] = [];
  const faults: Invalid[] = [];
  for (const [position, one] of raw.entries()) {
    const checked = check(one, position);
    if (E.isRight(checked)) values.push(checked.right);
    else for (const fault of checked.left) faults.push(fault);
  }
  return nothingBroken(faults, values);
};
