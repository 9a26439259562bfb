import { pipe } from 'fp-ts/lib/function.js';
import type { Document, Filter, Sort } from 'mongodb';
import type { Bookings, Written } from '../../../application/ports/bookings.js';
import type { AccountId } from '../../../domain/account.js';
import { dueOf, dutiesOf, handlesOf, type Booking, type BookingKey } from '../../../domain/booking.js';
import { BOOKING_DOCUMENT, fromDocument, toDocument } from '../../codec/booking-document.js';
import { toText } from '../text.js';
import type { Database } from './database.js';
import { decodeAll, decodeOne, idOf, isDuplicate, knownVersion, toStored, type StoredDocument } from './documents.js';
import { guarded } from './guarded.js';
import { ofAccount, withDuty, workFields, workloadOf, type WorkFields } from './work.js';

export { fromDocument };

const WHAT = 'Bookings';

/** A booking's own document, and beside it what it is found by. */
type BookingRecord = Document & {
  readonly _id: string;
  readonly handles: readonly string[];
} & WorkFields;

const newestFirst: Sort = { createdAt: -1, _id: -1 };

/** Account and order are in every look at one booking: they are what a cluster is sharded by. */
const inOrder = (account: string, order: string): Filter<BookingRecord> => ({
  'key.account': toText(account),
  'key.order': toText(order),
});

const byKey = ({ account, order, fingerprint, generation }: BookingKey): Filter<BookingRecord> => ({
  _id: idOf(account, order, fingerprint, generation),
  ...inOrder(account, order),
});

export const recordOf = (booking: Booking): BookingRecord => {
  const { account, order, fingerprint, generation } = booking.key;
  return {
    _id: idOf(account, order, fingerprint, generation),
    ...toStored(toDocument(booking)),
    handles: handlesOf(booking).map(toText),
    ...workFields(dueOf(booking), dutiesOf(booking)),
  };
};

export const makeMongoBookings = (database: Database): Bookings => {
  const { collection, ask, maxTimeMS } = database;
  const bookings = collection<BookingRecord>('bookings');

  const { due, list, backlog } = workloadOf(WHAT, collection<StoredDocument>('bookings'), fromDocument, database);

  const select = (filter: Filter<BookingRecord>, sort: Sort = {}, limit = 0): ReturnType<Bookings['ofOrder']> =>
    decodeAll(
      WHAT,
      fromDocument,
    )(ask(WHAT, () => bookings.find(filter, { sort, limit, maxTimeMS, projection: { handles: 0 } }).toArray()));

  /** The unique indexes are the arbiter, and the bookings have none but those that a write of them aims at. */
  const arbitrated = (write: () => Promise<Written>) => async (): Promise<Written> => {
    try {
      return await guarded(write, maxTimeMS);
    } catch (error) {
      if (isDuplicate(error)) return 'conflict';
      throw error;
    }
  };

  const change = (how: (record: BookingRecord) => Promise<Written>) => (booking: Booking) => {
    const record = recordOf(booking);
    return ask(
      WHAT,
      arbitrated(() => how(record)),
    );
  };

  return {
    ofOrder: (account, order) => select(inOrder(account, order)),
    find: (key) =>
      pipe(
        ask(WHAT, () => bookings.findOne(byKey(key), { maxTimeMS })),
        decodeOne(WHAT, fromDocument),
      ),
    insert: change(async (record) => {
      await bookings.insertOne(record, { maxTimeMS });
      return 'written';
    }),
    replace: (booking) =>
      change(async (record) => {
        const before = { ...byKey(booking.key), version: booking.version - 1, ...knownVersion(BOOKING_DOCUMENT) };
        const { matchedCount } = await bookings.replaceOne(before, record, { maxTimeMS });
        return matchedCount === 1 ? 'written' : 'conflict';
      })(booking),
    byHandle: (account: AccountId, handle) =>
      select({ 'key.account': toText(account), handles: toText(handle) }, newestFirst),
    recent: (account, limit) => select({ 'key.account': toText(account) }, newestFirst, limit),
    due,
    withWork: (filter, limit, from) => list({ ...withDuty(filter), ...ofAccount(filter) }, limit, from),
    backlog,
    // Other processes live or not: only their leases tell.
    isGone: () => false,
  };
};
