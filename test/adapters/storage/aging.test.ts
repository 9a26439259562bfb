import { expect } from 'chai';
import fc from 'fast-check';
import * as TE from 'fp-ts/lib/TaskEither.js';
import {
  purge,
  PURGE_STEP,
  surplusOf,
  type Aged,
  type AgingStore,
  type Bounds,
} from '../../../adapters/storage/aging.js';
import { unavailable } from '../../../application/ports/unavailable.js';
import { instant } from '../../../domain/time.js';
import { leftOf, rightOf } from '../../support/either.js';

const everything: Bounds = { before: instant(0), rows: Infinity, bytes: Infinity };

const sizeOf = (entries: readonly Aged<number>[]): { readonly rows: number; readonly bytes: number } => ({
  rows: entries.length,
  bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
});

/** Entries in memory, in the order of their age. */
const aStore = (entries: readonly Aged<number>[]) => {
  let kept = entries;
  const store: AgingStore<number> = {
    size: () => TE.right(sizeOf(kept))(),
    oldest: (limit) => () => TE.right(kept.slice(0, limit))(),
    drop: (ids) => () => {
      const before = kept.length;
      kept = kept.filter(({ id }) => !ids.includes(id));
      return TE.right(before - kept.length)();
    },
  };
  return { store, kept: () => kept };
};

const entriesOf = (sizes: readonly number[]): readonly Aged<number>[] =>
  sizes.map((bytes, at) => ({ id: at, at, bytes }));

describe('the purge of what ages', () => {
  it('drops the oldest, no more than it must, until every bound holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(100), { maxLength: 60 }),
        fc.record({ before: fc.nat(60).map(instant), rows: fc.nat(60), bytes: fc.nat(3_000) }),
        async (sizes, bounds) => {
          const entries = entriesOf(sizes);
          const { store, kept } = aStore(entries);
          const gone = await rightOf(purge(store, bounds));
          const left = kept();
          expect(left).to.deep.equal(entries.slice(gone));
          const holds = (some: readonly Aged<number>[]): boolean =>
            some.every(({ at }) => at >= bounds.before) &&
            sizeOf(some).rows <= bounds.rows &&
            sizeOf(some).bytes <= bounds.bytes;
          expect(holds(left)).to.equal(true);
          expect(gone === 0 || !holds(entries.slice(gone - 1))).to.equal(true);
        },
      ),
    );
  });

  it('drops more than fit into one step', async () => {
    const { store, kept } = aStore(entriesOf(Array.from({ length: 2 * PURGE_STEP + 7 }, () => 1)));
    expect(await rightOf(purge(store, { ...everything, rows: 3 }))).to.equal(2 * PURGE_STEP + 4);
    expect(kept()).to.have.length(3);
  });

  it('drops nothing that is within every bound', () => {
    const entries = entriesOf([5, 5, 5]);
    expect(surplusOf(entries, sizeOf(entries), everything)).to.deep.equal([]);
    expect(surplusOf(entries, sizeOf(entries), { before: instant(0), rows: 3, bytes: 15 })).to.deep.equal([]);
  });

  it('ends where the store does not answer', async () => {
    const { store } = aStore(entriesOf([5, 5, 5]));
    const drop = (): TE.TaskEither<ReturnType<ReturnType<typeof unavailable>>, never> =>
      TE.left(unavailable('Journal')('away'));
    expect((await leftOf(purge({ ...store, drop }, { ...everything, rows: 1 })))._tag).to.equal('Unavailable');
  });
});
