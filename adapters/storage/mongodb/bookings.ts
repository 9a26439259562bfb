import { pipe } from 'fp-ts/lib/function.js';
import type { Document, Filter, Sort } from 'mongodb';
import type { Bookings, Written } from '../../../application/ports/bookings.js';
import type { AccountId } from '../../../domain/account.js';
import { handlesOf, isUnfinished, type Booking, type BookingKey } from '../../../domain/booking.js';
import { BOOKING_DOCUMENT, fromDocument, toDocument } from '../../codec/booking-document.js';
import { toText } from '../text.js';
import type { Database } from './database.js';
import { decodeAll, decodeOne, idOf, isDuplicate, knownVersion, toStored } from './documents.js';
import { guarded } from './guarded.js';

export { fromDocument };

const WHAT = 'Bookings';

/** A booking's own document, and beside it what it is found by. */
type BookingRecord = Document & {
  readonly _id: string;
  readonly handles: readonly string[];
  /** Present where something is left to do: the index of these holds no other. */
  readonly unfinished?: true;
};

const newestFirst: Sort = { createdAt: -1, _id: -1 };
const oldestFirst: Sort = { createdAt: 1, _id: 1 };

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
    ...(isUnfinished(booking) ? { unfinished: true } : {}),
  };
};

export const makeMongoBookings = ({ collection, ask, maxTimeMS }: Database): Bookings => {
  const bookings = collection<BookingRecord>('bookings');

  const select = (filter: Filter<BookingRecord>, sort: Sort = {}, limit = 0): ReturnType<Bookings['ofOrder']> =>
    decodeAll(
      WHAT,
      fromDocument,
    )(ask(WHAT, () => bookings.find(filter, { sort, limit, maxTimeMS, projection: { handles: 0 } }).toArray()));

  /** The unique indexes are the arbiter, and the bookings have none but those that a write of them aims at. */
  const arbitrated = (write: () => Promise<Written>) => async (): Promise<Written> => {
    try {
      return await guarded(write);
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
    unfinished: (limit) => select({ unfinished: true }, oldestFirst, limit),
    recent: (account, limit) => select({ 'key.account': toText(account) }, newestFirst, limit),
    // Other processes live or not: only their leases tell.
    isGone: () => false,
  };
};
