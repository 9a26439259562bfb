import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Bookings, Written } from '../../../application/ports/bookings.js';
import type { AccountId } from '../../../domain/account.js';
import { dueOf, dutiesOf, handlesOf, type Booking, type BookingKey } from '../../../domain/booking.js';
import { fromDocument, toDocument } from '../../codec/booking-document.js';
import type { Database } from './database.js';
import { readDocuments } from './documents.js';
import type { Row, SqlValue } from './driver.js';
import type { GroupCommit } from './group-commit.js';
import { toText } from '../text.js';
import { dutiesText, withDuty, withText, workloadOf } from './work.js';

const WHAT = 'Bookings';

const ROW = `account = ? AND external_order = ? AND fingerprint = ? AND generation = ?`;

const OF_ORDER = `SELECT doc FROM bookings WHERE account = ? AND external_order = ?`;
const FIND = `SELECT doc FROM bookings WHERE ${ROW}`;
const RECENT = `SELECT doc FROM bookings WHERE account = ? ORDER BY created_at DESC, id DESC LIMIT ?`;
const BY_HANDLE = `
  SELECT doc FROM handles JOIN bookings ON bookings.id = handles.booking
  WHERE handles.account = ? AND handle = ? ORDER BY created_at DESC, id DESC`;

// The two promises that an insert aims at; a duplicate anywhere else is a defect and throws.
const INSERT = `
  INSERT INTO bookings (account, external_order, fingerprint, generation, parcel_number, version, created_at, due, duties, handles, doc)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (account, external_order, fingerprint, generation) DO NOTHING
  ON CONFLICT (account, external_order, parcel_number) DO NOTHING
  RETURNING id`;
const STANDING = `SELECT id, version, parcel_number, handles FROM bookings WHERE ${ROW}`;
const PARCEL = `SELECT id FROM bookings WHERE account = ? AND external_order = ? AND parcel_number = ?`;
const UPDATE = `
  UPDATE bookings SET version = ?, parcel_number = ?, created_at = ?, due = ?, duties = ?, handles = ?, doc = ?
  WHERE id = ?`;
const ADD_HANDLE = `INSERT INTO handles (account, handle, booking) VALUES (?, ?, ?)`;
const DROP_HANDLE = `DELETE FROM handles WHERE account = ? AND handle = ? AND booking = ?`;

/** A booking as columns, made when it is handed over: what the caller does with it later changes nothing. */
type Prepared = {
  readonly account: string;
  readonly key: readonly SqlValue[];
  readonly handles: readonly string[];
  readonly booking: Booking;
  /** `due` and `duties`. */
  readonly work: readonly SqlValue[];
  readonly doc: string;
};

const keyColumns = ({ account, order, fingerprint, generation }: BookingKey): readonly SqlValue[] => [
  toText(account),
  toText(order),
  toText(fingerprint),
  generation,
];

const prepare = (booking: Booking): Prepared => ({
  account: toText(booking.key.account),
  key: keyColumns(booking.key),
  handles: handlesOf(booking).map(toText),
  booking,
  work: [dueOf(booking) ?? null, dutiesText(dutiesOf(booking))],
  doc: JSON.stringify(toDocument(booking)),
});

const insert = (database: Database, { account, key, handles, booking, work, doc }: Prepared): Written => {
  const { parcelNumber, version, createdAt } = booking;
  const values = [parcelNumber, version, createdAt, ...work, JSON.stringify(handles), doc];
  const row = database.get(INSERT, ...key, ...values);
  if (row === undefined) return 'conflict';
  for (const handle of handles) database.run(ADD_HANDLE, account, handle, Number(row['id']));
  return 'written';
};

const changeHandles = (
  database: Database,
  account: string,
  id: number,
  before: string,
  after: readonly string[],
): void => {
  if (before === JSON.stringify(after)) return;
  const known = new Set(JSON.parse(before) as readonly string[]);
  for (const handle of after) if (!known.delete(handle)) database.run(ADD_HANDLE, account, handle, id);
  for (const gone of known) database.run(DROP_HANDLE, account, gone, id);
};

const takesAnothersNumber = (database: Database, { key, booking }: Prepared, standing: Row): boolean =>
  standing['parcel_number'] !== booking.parcelNumber &&
  database.get(PARCEL, key[0] ?? null, key[1] ?? null, booking.parcelNumber) !== undefined;

const replace = (database: Database, prepared: Prepared): Written => {
  const { account, key, handles, booking, work, doc } = prepared;
  const standing = database.get(STANDING, ...key);
  if (standing === undefined || standing['version'] !== booking.version - 1) return 'conflict';
  if (takesAnothersNumber(database, prepared, standing)) return 'conflict';
  const id = Number(standing['id']);
  const { version, parcelNumber, createdAt } = booking;
  database.run(UPDATE, version, parcelNumber, createdAt, ...work, JSON.stringify(handles), doc, id);
  changeHandles(database, account, id, String(standing['handles']), handles);
  return 'written';
};

/** `isGone` as the port has it: given in, since only the folder's lock can tell. */
export const makeSqliteBookings = (
  database: Database,
  { write }: GroupCommit,
  isGone: (owner: string) => boolean,
): Bookings => {
  const select = (sql: string, ...values: readonly SqlValue[]): ReturnType<Bookings['ofOrder']> =>
    readDocuments(WHAT, fromDocument, () => database.all(sql, ...values));
  const workload = workloadOf(WHAT, 'bookings', fromDocument, database);
  const change =
    (how: typeof insert) =>
    (booking: Booking): ReturnType<Bookings['insert']> => {
      const prepared = prepare(booking);
      return write(WHAT, () => how(database, prepared));
    };
  return {
    ofOrder: (account, order) => select(OF_ORDER, toText(account), toText(order)),
    find: (key) =>
      pipe(
        select(FIND, ...keyColumns(key)),
        TE.map(([found]) => O.fromNullable(found)),
      ),
    insert: change(insert),
    replace: change(replace),
    byHandle: (account: AccountId, handle) => select(BY_HANDLE, toText(account), toText(handle)),
    recent: (account, limit) => select(RECENT, toText(account), limit),
    due: workload.due,
    withWork: (filter, limit, from) =>
      workload.list([withDuty(filter), ...withText('account', filter.account)], limit, from),
    backlog: workload.backlog,
    isGone,
  };
};
