import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Page } from '../../../application/ports/page.js';
import type { PastNumbers, Retirement, RetiredOrder } from '../../../application/ports/retirement.js';
import type { AccountId } from '../../../domain/account.js';
import type { ExternalOrderId } from '../../../domain/booking-request.js';
import type { Booking } from '../../../domain/booking.js';
import { capabilitiesOf } from '../../../domain/retention.js';
import type { Instant } from '../../../domain/time.js';
import { fromDocument } from '../../codec/booking-document.js';
import { fromText, toText } from '../text.js';
import type { Database } from './database.js';
import { readDocuments } from './documents.js';
import type { Row } from './driver.js';
import { read, type GroupCommit } from './group-commit.js';

const WHAT = 'Retirement';

const NEXT_ACCOUNT = `SELECT account FROM bookings WHERE account > ? ORDER BY account LIMIT 1`;
// Account by account, each by its own index: what is younger is not looked at.
const AGED = `
  SELECT id, created_at, doc FROM bookings
  WHERE account = ? AND (created_at, id) > (?, ?) AND created_at < ? ORDER BY created_at, id LIMIT ?`;
const STANDING = `
  SELECT id, handles FROM bookings
  WHERE account = ? AND external_order = ? AND fingerprint = ? AND generation = ? AND version = ?`;
const REMEMBER = `
  INSERT INTO retired_orders (account, external_order, parcel_number, generation) VALUES (?, ?, ?, ?)
  ON CONFLICT (account, external_order) DO UPDATE SET
    parcel_number = max(parcel_number, excluded.parcel_number), generation = max(generation, excluded.generation)`;
const PAST = `SELECT * FROM retired_orders WHERE account = ? AND external_order = ?`;
const DROP_HANDLE = `DELETE FROM handles WHERE account = ? AND handle = ? AND booking = ?`;
const DROP_LABELS = `DELETE FROM labels WHERE capability = ?`;
const DROP = `DELETE FROM bookings WHERE id = ?`;

/** Where a page ended, as it is stored: behind this booking of this account. */
type Place = readonly [account: string, createdAt: number, id: number];

type Found = { readonly rows: readonly Row[]; readonly next: Place | undefined };

const NO_BOOKING = [-8.64e15, 0] as const;

export const retiredOrderOf = (row: Row): RetiredOrder => ({
  account: fromText(String(row['account'])) as AccountId,
  order: fromText(String(row['external_order'])) as ExternalOrderId,
  parcelNumber: Number(row['parcel_number']),
  generation: Number(row['generation']),
});

export const remember = (database: Database, { account, order, parcelNumber, generation }: RetiredOrder): void => {
  database.run(REMEMBER, toText(account), toText(order), parcelNumber, generation);
};

export const makeSqliteRetirement = (database: Database, { write }: GroupCommit): Retirement => {
  const dropLabels = (booking: Booking): number =>
    capabilitiesOf(booking).reduce((gone, capability) => gone + database.run(DROP_LABELS, toText(capability)), 0);

  const firstOf = (after: string): Place | undefined => {
    const row = database.get(NEXT_ACCOUNT, after);
    return row === undefined ? undefined : [String(row['account']), ...NO_BOOKING];
  };

  const pageBehind = (place: Place | undefined, before: Instant, limit: number): Found => {
    if (place === undefined) return { rows: [], next: undefined };
    const [account, ...behind] = place;
    const rows = database.all(AGED, account, ...behind, before, limit);
    const last = rows.at(-1);
    const isLast = rows.length < limit || last === undefined;
    return { rows, next: isLast ? firstOf(account) : [account, Number(last['created_at']), Number(last['id'])] };
  };

  const retire = (booking: Booking): boolean => {
    const { account, order, fingerprint, generation } = booking.key;
    const key = [toText(account), toText(order), toText(fingerprint), generation];
    const row = database.get(STANDING, ...key, booking.version);
    if (row === undefined) return false;
    remember(database, { account, order, parcelNumber: booking.parcelNumber, generation });
    const id = Number(row['id']);
    for (const handle of JSON.parse(String(row['handles'])) as readonly string[])
      database.run(DROP_HANDLE, toText(account), handle, id);
    dropLabels(booking);
    database.run(DROP, id);
    return true;
  };

  return {
    aged: (before, limit, from) =>
      pipe(
        read(WHAT, () => pageBehind(from === undefined ? firstOf('') : (JSON.parse(from) as Place), before, limit)),
        TE.flatMap(({ rows, next }) =>
          pipe(
            readDocuments(WHAT, fromDocument, () => rows),
            TE.map((items): Page<Booking> => (next === undefined ? { items } : { items, next: JSON.stringify(next) })),
          ),
        ),
      ),
    dropLabels: (booking) => write(WHAT, () => dropLabels(booking)),
    retire: (booking) => write(WHAT, () => retire(booking)),
    pastNumbers: (account, order) =>
      pipe(
        read(WHAT, () => database.get(PAST, toText(account), toText(order))),
        TE.map((row): PastNumbers => (row === undefined ? { parcelNumber: 0, generation: 0 } : retiredOrderOf(row))),
      ),
  };
};
