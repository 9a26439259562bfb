import type * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import type { Document, Filter } from 'mongodb';
import type { Page } from '../../../application/ports/page.js';
import type { PastNumbers, Retirement, RetiredOrder } from '../../../application/ports/retirement.js';
import type { AccountId } from '../../../domain/account.js';
import type { ExternalOrderId } from '../../../domain/booking-request.js';
import type { Booking } from '../../../domain/booking.js';
import { capabilitiesOf } from '../../../domain/retention.js';
import type { Instant } from '../../../domain/time.js';
import { BOOKING_DOCUMENT, fromDocument as bookingOf } from '../../codec/booking-document.js';
import { readDocument, record, trusted, whole, type DocumentFault } from '../../codec/stored.js';
import { toText } from '../text.js';
import type { Database } from './database.js';
import { decodeAll, idOf, knownVersion, toStored, type StoredDocument } from './documents.js';
import { guarded } from './guarded.js';

const WHAT = 'Retirement';

const RETIRED_DOCUMENT = 1;

const RetiredCodec = record(
  {
    account: trusted<AccountId>(t.string),
    order: trusted<ExternalOrderId>(t.string),
    parcelNumber: whole<number>(),
    generation: whole<number>(),
  },
  {},
);

export const fromDocument = (document: unknown): E.Either<DocumentFault, RetiredOrder> =>
  readDocument<RetiredOrder>(RetiredCodec, RETIRED_DOCUMENT, document);

export const recordOf = (retired: RetiredOrder): StoredDocument => ({
  _id: idOf(retired.account, retired.order),
  docVersion: RETIRED_DOCUMENT,
  ...toStored(retired),
});

type Aged = Document & { readonly _id: string; readonly createdAt: number };

/** Where a page ended, as it is stored: behind this booking of this account. */
type Place = readonly [account: string, createdAt: number, id: string];

const behind = ([account, createdAt, id]: Place, before: Instant): Filter<Aged> => ({
  'key.account': account,
  createdAt: { $gte: createdAt, $lt: before },
  $or: [{ createdAt: { $gt: createdAt } }, { createdAt, _id: { $gt: id } }],
});

const NO_BOOKING = [-8.64e15, ''] as const;

/** Every format of a capability: their ids begin alike, and `"` is followed by `#`. */
const labelsOf = (booking: Booking): Filter<StoredDocument> => ({
  $or: capabilitiesOf(booking).map((capability) => {
    const begin = idOf(capability).slice(0, -1);
    return { _id: { $gt: `${begin},"`, $lt: `${begin},#` } };
  }),
});

export const makeMongoRetirement = ({ collection, ask, askPatiently, maxTimeMS }: Database): Retirement => {
  const bookings = collection<Aged>('bookings');
  const labels = collection<StoredDocument>('labels');
  const retired = collection<StoredDocument>('retiredOrders');

  const firstOf = async (after: string): Promise<Place | undefined> => {
    const [found] = await bookings
      .find({ 'key.account': { $gt: after } })
      .project<{ key: { account: string } }>({ 'key.account': 1 })
      .sort({ 'key.account': 1, createdAt: 1, _id: 1 })
      .limit(1)
      .maxTimeMS(maxTimeMS)
      .toArray();
    return found === undefined ? undefined : [found.key.account, ...NO_BOOKING];
  };

  const dropLabels = async (booking: Booking): Promise<number> =>
    (await labels.deleteMany(labelsOf(booking), { maxTimeMS })).deletedCount;

  /** Before anything is deleted: there is no moment at which a number is in neither place. */
  const remember = async ({ key: { account, order, generation }, parcelNumber }: Booking): Promise<void> => {
    const named = { docVersion: RETIRED_DOCUMENT, ...toStored({ account, order }) };
    await guarded(
      () =>
        retired.updateOne(
          { _id: idOf(account, order), ...knownVersion(RETIRED_DOCUMENT) },
          { $max: { parcelNumber, generation }, $setOnInsert: named },
          { upsert: true, maxTimeMS },
        ),
      maxTimeMS,
    );
  };

  const retire = async (booking: Booking): Promise<boolean> => {
    const { account, order, fingerprint, generation } = booking.key;
    const standing: Filter<Aged> = {
      _id: idOf(account, order, fingerprint, generation),
      'key.account': toText(account),
      'key.order': toText(order),
      version: booking.version,
      ...knownVersion(BOOKING_DOCUMENT),
    };
    if ((await bookings.findOne(standing, { projection: { _id: 1 }, maxTimeMS })) === null) return false;
    await remember(booking);
    await dropLabels(booking);
    return (await bookings.deleteOne(standing, { maxTimeMS })).deletedCount === 1;
  };

  return {
    aged: (before, limit, from) =>
      pipe(
        askPatiently(WHAT, async () => {
          const place = from === undefined ? await firstOf('') : (JSON.parse(from) as Place);
          if (place === undefined) return { found: [], next: undefined };
          const found = await bookings
            .find(behind(place, before))
            .project<Aged>({ handles: 0 })
            .sort({ createdAt: 1, _id: 1 })
            .limit(limit)
            .maxTimeMS(10 * maxTimeMS)
            .toArray();
          const last = found.at(-1);
          const isLast = found.length < limit || last === undefined;
          const next: Place | undefined = isLast ? await firstOf(place[0]) : [place[0], last.createdAt, last._id];
          return { found, next };
        }),
        TE.flatMap(({ found, next }) =>
          pipe(
            TE.right(found),
            decodeAll(WHAT, bookingOf),
            TE.map((items): Page<Booking> => (next === undefined ? { items } : { items, next: JSON.stringify(next) })),
          ),
        ),
      ),
    dropLabels: (booking) => ask(WHAT, () => dropLabels(booking)),
    retire: (booking) => ask(WHAT, () => retire(booking)),
    pastNumbers: (account, order) =>
      pipe(
        ask(WHAT, () => retired.findOne({ _id: idOf(account, order) }, { maxTimeMS })),
        TE.map((found) => (found === null ? [] : [found])),
        decodeAll(WHAT, fromDocument),
        TE.map(([past]): PastNumbers => past ?? { parcelNumber: 0, generation: 0 }),
      ),
  };
};
