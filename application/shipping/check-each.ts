import * as RA from 'fp-ts/lib/ReadonlyArray.js';
import { pipe } from 'fp-ts/lib/function.js';
import { all, type Checked } from '../../domain/invalid.js';

/** Checks each with its position, and collects the faults of all of them. */
export const checkEach = <A, B>(
  raw: readonly A[],
  check: (one: A, position: number) => Checked<B>,
): Checked<readonly B[]> =>
  pipe(
    raw,
    RA.traverseWithIndex(all)((position, one) => check(one, position)),
  );
