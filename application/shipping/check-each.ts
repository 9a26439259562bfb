import * as E from 'fp-ts/lib/Either.js';
import { allFaults, type Checked } from '../../domain/invalid.js';

/** Checks each with its position, and collects the faults of all of them. */
export const checkEach = <A, B>(
  raw: readonly A[],
  check: (one: A, position: number) => Checked<B>,
): Checked<readonly B[]> => {
  const checked = raw.map(check);
  const right = checked.filter(E.isRight);
  return right.length === checked.length ? E.right(right.map((one) => one.right)) : allFaults(...checked);
};
