import * as E from 'fp-ts/lib/Either.js';
import { ObjectId, type Document } from 'mongodb';
import type { Explanations } from '../../../application/ports/explanations.js';
import type { Explanation } from '../../../domain/explanation.js';
import { instant } from '../../../domain/time.js';
import { fromDocument, toDocument } from '../../codec/explanation-document.js';
import { purge } from '../aging.js';
import { makeGathering } from '../gathering.js';
import { toText } from '../text.js';
import { agingStore, insertAged, oldestFirst, type AgedRecord } from './aged.js';
import type { Database } from './database.js';
import { decodeAll, toStored } from './documents.js';

export { fromDocument };

export type ExplanationLimits = {
  /** Most explanations that wait to be written; what comes beyond is dropped and counted. */
  readonly queue: number;
  /**
   * Most explanations, and most bytes of them, that are kept; the oldest go first. Each process looks after a hundredth
   * of either of its own making, so that there may be so many more.
   */
  readonly rows: number;
  readonly bytes: number;
};

/** `dropped` counts the explanations that were lost since the start, to overload or to a failing store. */
export type MongoExplanations = Explanations & { readonly dropped: () => number };

const WHAT = 'Explanations';

/** Explanations wait this long at most for others to be written with, in milliseconds. */
const GATHER = 200;
const STEP = 256;

export const recordOf = (explanation: Explanation): AgedRecord => {
  const document = toDocument(explanation);
  return {
    _id: new ObjectId(),
    ...(toStored(document) as Document & { readonly at: number }),
    bytes: Buffer.byteLength(JSON.stringify(document)),
  };
};

export const makeMongoExplanations = (
  database: Database,
  { queue, rows, bytes }: ExplanationLimits,
): MongoExplanations => {
  const { collection, ask, maxTimeMS } = database;
  const explanations = collection<AgedRecord>('explanations');
  const aging = agingStore(WHAT, explanations, database);
  let [newRows, newBytes] = [0, 0];

  const shrink = async (): Promise<void> => {
    if (newRows * 100 < rows && newBytes * 100 < bytes) return;
    [newRows, newBytes] = [0, 0];
    await purge(aging, { before: instant(0), rows, bytes })();
  };

  const { add, flush, dropped } = makeGathering<Explanation>({
    queue,
    wait: GATHER,
    step: STEP,
    store: async (waiting) => {
      const records = waiting.map(recordOf);
      const stored = await ask(WHAT, () => insertAged(explanations, records, maxTimeMS))();
      if (E.isLeft(stored)) return waiting.length;
      newRows += records.length;
      newBytes += records.reduce((sum, record) => sum + record.bytes, 0);
      await shrink();
      return stored.right;
    },
  });

  return {
    keep: add,
    find: (account, requestId) => async () => {
      await flush();
      const filter = { account: toText(account), requestId: toText(requestId) };
      const found = ask(WHAT, () => explanations.find(filter, { sort: oldestFirst, maxTimeMS }).toArray());
      return decodeAll(WHAT, fromDocument)(found)();
    },
    flush,
    dropped,
  };
};
