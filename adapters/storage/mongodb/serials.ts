import type { Serials } from '../../../application/ports/serials.js';
import { toText } from '../text.js';
import type { Database } from './database.js';
import { isDuplicate, knownVersion } from './documents.js';

const SERIAL_DOCUMENT = 1;

/** `next` has 64 bits: a counter may grow beyond what a number holds exactly. */
type Counter = { readonly _id: string; readonly docVersion: number; readonly next: bigint };

/** Of those that make a counter at once all but one are refused; from then on it is there. */
const ATTEMPTS = 3;

const WHAT = 'Serials';

/** A count that is no whole number of at least 1 is a left, as is a counter that would leave 64 bits. */
export const makeMongoSerials = ({ collection, ask, maxTimeMS }: Database): Serials => {
  const counters = collection<Counter>('serials');

  const count = async (name: string, by: number): Promise<bigint> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const counter = await counters.findOneAndUpdate(
          { _id: toText(name), ...knownVersion(SERIAL_DOCUMENT) },
          { $inc: { next: BigInt(by) }, $setOnInsert: { docVersion: SERIAL_DOCUMENT } },
          { upsert: true, returnDocument: 'after', useBigInt64: true, maxTimeMS },
        );
        if (counter === null) throw new Error('the counter is not there');
        return counter.next - BigInt(by);
      } catch (error) {
        if (!isDuplicate(error) || attempt >= ATTEMPTS) throw error;
      }
    }
  };

  return {
    reserve: (name, by) =>
      ask(WHAT, () => {
        if (!Number.isSafeInteger(by) || by < 1) throw new RangeError('not a count');
        return count(name, by);
      }),
  };
};
