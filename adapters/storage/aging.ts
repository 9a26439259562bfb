import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Unavailable } from '../../application/ports/unavailable.js';
import type { Instant } from '../../domain/time.js';

/** One of the entries that may go. */
export type Aged<Id> = { readonly id: Id; readonly at: number; readonly bytes: number };

/** How many entries there are, and the bytes of all of them. */
export type Size = { readonly rows: number; readonly bytes: number };

/** What may stay: nothing older than `before`, and no more rows and bytes than these. */
export type Bounds = Size & { readonly before: Instant };

/** A store whose oldest entries may go. Nothing that guards a booking is ever kept in one. */
export type AgingStore<Id> = {
  readonly size: TaskEither<Unavailable, Size>;
  /** At most so many, the oldest first. */
  readonly oldest: (limit: number) => TaskEither<Unavailable, readonly Aged<Id>[]>;
  /** Answers how many were there to go. */
  readonly drop: (ids: readonly Id[]) => TaskEither<Unavailable, number>;
};

/** Entries of one step: what bounds how long a purge holds the store. */
export const PURGE_STEP = 500;

const less = <Id>({ rows, bytes }: Size, gone: Aged<Id>): Size => ({ rows: rows - 1, bytes: bytes - gone.bytes });

/** Those of the oldest, from the first on, that must go until every bound holds. */
export const surplusOf = <Id>(
  oldest: readonly Aged<Id>[],
  size: Size,
  { before, rows, bytes }: Bounds,
): readonly Aged<Id>[] => {
  let left = size;
  const staying = oldest.findIndex((entry) => {
    if (entry.at >= before && left.rows <= rows && left.bytes <= bytes) return true;
    left = less(left, entry);
    return false;
  });
  return staying < 0 ? oldest : oldest.slice(0, staying);
};

/**
 * Drops the oldest entries, a step at a time, until every bound holds; answers how many went. Two that purge at once drop
 * the same entries, each of which is counted once.
 */
export const purge =
  <Id>(store: AgingStore<Id>, bounds: Bounds): TaskEither<Unavailable, number> =>
  async () => {
    const size = await store.size();
    if (E.isLeft(size)) return size;
    for (let left = size.right, gone = 0; ;) {
      const oldest = await store.oldest(PURGE_STEP)();
      if (E.isLeft(oldest)) return oldest;
      const surplus = surplusOf(oldest.right, left, bounds);
      if (surplus.length === 0) return E.right(gone);
      const dropped = await store.drop(surplus.map(({ id }) => id))();
      if (E.isLeft(dropped)) return dropped;
      gone += dropped.right;
      left = surplus.reduce<typeof left>(less, left);
      if (surplus.length < PURGE_STEP) return E.right(gone);
    }
  };
