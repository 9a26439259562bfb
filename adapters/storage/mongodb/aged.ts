import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import {
  MongoBulkWriteError,
  type Collection,
  type Document,
  type ObjectId,
  type OptionalUnlessRequiredId,
} from 'mongodb';
import type { AgingStore } from '../aging.js';
import type { Database } from './database.js';

/** An entry that goes when it is old. Its id grows with its making, within one process. */
export type AgedRecord = Document & { readonly _id: ObjectId; readonly at: number; readonly bytes: number };

/** The oldest first; those of one moment as they were made. */
export const oldestFirst = { at: 1, _id: 1 } as const;

/** Stores entries at once and answers how many of them were lost. */
export const insertAged = async <D extends AgedRecord>(
  collection: Collection<D>,
  records: readonly D[],
  maxTimeMS: number,
): Promise<number> => {
  try {
    const all = records as unknown as readonly OptionalUnlessRequiredId<D>[];
    await collection.insertMany(all, { ordered: false, maxTimeMS });
    return 0;
  } catch (error) {
    return records.length - (error instanceof MongoBulkWriteError ? error.insertedCount : 0);
  }
};

/** A collection of such entries, for the purge: read through its index on age alone. */
export const agingStore = (
  what: string,
  collection: Collection<AgedRecord>,
  { askPatiently, maxTimeMS: oneAnswer }: Database,
): AgingStore<ObjectId> => {
  const maxTimeMS = 10 * oneAnswer;
  return {
    size: askPatiently(what, async () => {
      const group = { _id: null, rows: { $sum: 1 }, bytes: { $sum: '$bytes' } };
      const steps = [{ $match: { at: { $gte: 0 } } }, { $group: group }];
      const [size] = await collection.aggregate<{ rows: number; bytes: number }>(steps, { maxTimeMS }).toArray();
      return { rows: size?.rows ?? 0, bytes: size?.bytes ?? 0 };
    }),
    oldest: (limit) =>
      pipe(
        askPatiently(what, () =>
          collection.find({}, { projection: { at: 1, bytes: 1 }, sort: oldestFirst, limit, maxTimeMS }).toArray(),
        ),
        TE.map((found) => found.map(({ _id, at, bytes }) => ({ id: _id, at, bytes }))),
      ),
    drop: (ids) =>
      askPatiently(what, async () => {
        const { deletedCount } = await collection.deleteMany({ _id: { $in: [...ids] } }, { maxTimeMS });
        return deletedCount;
      }),
  };
};
