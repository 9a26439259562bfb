import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import type { HouseLedger, LedgerEntry } from '../../../application/ports/house-ledger.js';
import { unavailable, type Unavailable } from '../../../application/ports/unavailable.js';
import type { AccountId } from '../../../domain/account.js';
import type { Instant } from '../../../domain/time.js';
import { readDocument, record, trusted, whole, type DocumentFault } from '../../codec/stored.js';
import type { Database } from './database.js';
import { decodeOne, idOf, isDuplicate, knownVersion, toStored, type StoredDocument } from './documents.js';
import { guarded } from './guarded.js';
import { refuseNewer } from './newer.js';

const WHAT = 'HouseLedger';

const LEDGER_DOCUMENT = 1;

/** A parcel's number stands under the name of the one kind that there was at first. */
const EntryCodec = record(
  {
    account: trusted<AccountId>(t.string),
    reference: t.string,
    sscc: t.string,
    service: t.string,
    bookedAt: whole<Instant>(),
  },
  { routingCode: t.string, cancelledAt: whole<Instant>() },
);

export const fromDocument = (document: unknown): E.Either<DocumentFault, LedgerEntry> =>
  E.map(({ sscc, ...entry }: t.TypeOf<typeof EntryCodec>): LedgerEntry => ({ ...entry, number: sscc }))(
    readDocument(EntryCodec, LEDGER_DOCUMENT, document),
  );

export const recordOf = ({ number, ...entry }: LedgerEntry): StoredDocument => ({
  _id: idOf(entry.account, entry.reference),
  docVersion: LEDGER_DOCUMENT,
  ...toStored({ ...entry, sscc: number }),
});

export const makeMongoHouseLedger = ({ collection, ask, maxTimeMS }: Database): HouseLedger => {
  const ledger = collection<StoredDocument>('houseLedger');

  const find: HouseLedger['find'] = (account, reference) =>
    pipe(
      ask(WHAT, () => ledger.findOne({ _id: idOf(account, reference) }, { maxTimeMS })),
      decodeOne(WHAT, fromDocument),
    );

  const insert = (entry: LedgerEntry): TE.TaskEither<Unavailable, boolean> => {
    const entered = recordOf(entry);
    return ask(WHAT, async () => {
      try {
        await guarded(() => ledger.insertOne(entered, { maxTimeMS }), maxTimeMS);
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    });
  };

  /** Refused, though nothing is under the reference: its number is another parcel's, which no write aims at. */
  const numberTaken = unavailable(WHAT)({ reason: 'the number is entered for another parcel' });

  return {
    enter: (entry) =>
      pipe(
        insert(entry),
        TE.flatMap((isNew) => (isNew ? TE.right(O.some(entry)) : find(entry.account, entry.reference))),
        TE.flatMap(TE.fromOption(() => numberTaken)),
      ),
    find,
    cancel: (account, reference, at) =>
      ask(WHAT, async () => {
        const live = { _id: idOf(account, reference), cancelledAt: { $exists: false } };
        const known = { ...live, ...knownVersion(LEDGER_DOCUMENT) };
        const { matchedCount } = await ledger.updateOne(known, { $set: { cancelledAt: at } }, { maxTimeMS });
        if (matchedCount === 0) await refuseNewer(ledger, live, LEDGER_DOCUMENT, maxTimeMS);
      }),
  };
};
