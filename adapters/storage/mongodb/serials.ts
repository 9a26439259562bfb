import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { Counter } from '../../../application/ports/archive.js';
import type { Serials } from '../../../application/ports/serials.js';
import { readDocument, record, type DocumentFault } from '../../codec/stored.js';
import { toText } from '../text.js';
import type { Database } from './database.js';
import { isDuplicate, knownVersion } from './documents.js';

const WHAT = 'Serials';

const SERIAL_DOCUMENT = 1;

/** `next` has 64 bits: a counter may grow beyond what a number holds exactly. */
type CounterRecord = { readonly _id: string; readonly docVersion: number; readonly next: bigint };

export const recordOf = ({ name, next }: Counter): CounterRecord => ({
  _id: toText(name),
  docVersion: SERIAL_DOCUMENT,
  next,
});

const CounterCodec = record({ _id: t.string, next: t.bigint }, {});

/** Read with whole numbers as bigints: so is its version. */
export const fromDocument = (document: unknown): E.Either<DocumentFault, Counter> => {
  const { docVersion, ...rest } = document as { readonly docVersion?: unknown };
  const versioned = { ...rest, docVersion: typeof docVersion === 'bigint' ? Number(docVersion) : docVersion };
  return E.map(({ _id: name, next }: t.TypeOf<typeof CounterCodec>): Counter => ({ name, next }))(
    readDocument(CounterCodec, SERIAL_DOCUMENT, versioned),
  );
};

/** A count that is no whole number of at least 1 is a left, as is a counter that would leave 64 bits. */
export const makeMongoSerials = ({ collection, ask, maxTimeMS }: Database): Serials => {
  const counters = collection<CounterRecord>('serials');

  /** Where the counter stands after it; none where there is no counter that this release knows. */
  const advance = async (_id: string, by: bigint): Promise<bigint | undefined> => {
    const counter = await counters.findOneAndUpdate(
      { _id, ...knownVersion(SERIAL_DOCUMENT) },
      { $inc: { next: by } },
      { returnDocument: 'after', useBigInt64: true, maxTimeMS },
    );
    return counter?.next;
  };

  /** Of those that make a counter at once one succeeds, which is as good for the others. */
  const begin = async (_id: string): Promise<void> => {
    try {
      await counters.insertOne({ _id, docVersion: SERIAL_DOCUMENT, next: 0n }, { maxTimeMS });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  };

  const reserve = async (_id: string, by: bigint): Promise<bigint> => {
    const standing = await advance(_id, by);
    if (standing !== undefined) return standing - by;
    await begin(_id);
    const begun = await advance(_id, by);
    if (begun === undefined) throw new Error('a newer release counts here');
    return begun - by;
  };

  return {
    reserve: (name, count) =>
      ask(WHAT, () => {
        if (!Number.isSafeInteger(count) || count < 1) throw new RangeError('not a count');
        return reserve(toText(name), BigInt(count));
      }),
  };
};
