import * as E from 'fp-ts/lib/Either.js';
import { join } from 'node:path';
import { makeSqliteBookings } from '../../adapters/storage/sqlite/bookings.js';
import { makeSqliteErrands } from '../../adapters/storage/sqlite/errands.js';
import { openDatabase, type Database } from '../../adapters/storage/sqlite/database.js';
import type { OpenDriver } from '../../adapters/storage/sqlite/driver.js';
import type { GroupCommit } from '../../adapters/storage/sqlite/group-commit.js';
import { makeSqliteHouseLedger } from '../../adapters/storage/sqlite/house-ledger.js';
import { makeSqliteLabels } from '../../adapters/storage/sqlite/labels.js';
import { makeSqliteRetirement } from '../../adapters/storage/sqlite/retirement.js';
import { storageMigrations } from '../../adapters/storage/sqlite/schema.js';
import { makeSqliteSerials } from '../../adapters/storage/sqlite/serials.js';
import type { Bookings } from '../../application/ports/bookings.js';
import type { Errand, ErrandKey, Errands } from '../../application/ports/errands.js';
import type { HouseLedger } from '../../application/ports/house-ledger.js';
import type { Labels } from '../../application/ports/labels.js';
import type { Retirement } from '../../application/ports/retirement.js';
import type { Serials } from '../../application/ports/serials.js';
import { unavailable } from '../../application/ports/unavailable.js';
import type { Booking, BookingKey } from '../../domain/booking.js';
import { rightOf } from '../support/either.js';

export type StoragePorts = {
  readonly bookings: Bookings;
  readonly errands: Errands;
  readonly labels: Labels;
  readonly serials: Serials;
  readonly houseLedger: HouseLedger;
  readonly retirement: Retirement;
};

export type StoredLabelRow = { readonly capability: string; readonly leg: string; readonly bytes: string };
export type LedgerRow = { readonly reference: string; readonly sscc: string; readonly isCancelled: boolean };

/** What is truly stored, for those who watch the run: read at once, and past every fault. */
export type Store = {
  readonly ports: StoragePorts;
  readonly database: Database;
  readonly all: () => readonly Booking[];
  readonly ofOrder: (order: string) => readonly Booking[];
  readonly booking: (key: BookingKey) => Booking | undefined;
  readonly errand: (key: ErrandKey) => Errand | undefined;
  readonly errands: () => readonly Errand[];
  readonly byReference: (reference: string) => Booking | undefined;
  readonly labelsOf: (booking: Booking) => readonly StoredLabelRow[];
  readonly ledger: () => readonly LedgerRow[];
  /** Labels of no booking. */
  readonly orphans: () => number;
  readonly close: () => void;
};

/**
 * A transaction of its own for each write, at the moment at which it arrives. The group commit of `serve` gathers by
 * turns of the event loop, which a run on virtual time has none of; it has tests of its own.
 */
const oneByOne = (database: Database, onDefect: (cause: unknown) => void): GroupCommit => ({
  write: (what, work) => () => {
    database.run('BEGIN IMMEDIATE');
    try {
      const value = work();
      database.run('COMMIT');
      return Promise.resolve(E.right(value));
    } catch (cause) {
      database.run('ROLLBACK');
      onDefect(cause);
      return Promise.resolve(E.left(unavailable(what)(cause)));
    }
  },
  close: () => Promise.resolve(),
});

/** A document leaves out what is empty. */
type Stored = Omit<Booking, 'work'> & Partial<Pick<Booking, 'work'>>;

const BOOKINGS = 'SELECT doc FROM bookings';
const ERRANDS = 'SELECT doc FROM errands';
const BY_REFERENCE = `SELECT doc FROM handles JOIN bookings ON bookings.id = handles.booking WHERE handle = ?`;

/** The storage of `serve` on a database in memory. `folder` is only where a file would be. */
export const openStore = (folder: string, openDriver: OpenDriver, onDefect: (cause: unknown) => void): Store => {
  const database = rightOf(
    openDatabase({
      path: join(folder, 'longshore.db'),
      migrations: storageMigrations,
      synchronous: 'OFF',
      busyTimeout: 0,
      cacheKiB: 1024,
      openDriver: () => openDriver(':memory:'),
      mayMigrate: () => E.right(undefined),
    }),
  );
  const commit = oneByOne(database, onDefect);
  // Watchers need no money and no job's data: what of a document is not the same in the aggregate is left as it is.
  const documents = (sql: string, ...values: (string | number)[]): readonly unknown[] =>
    database.all(sql, ...values).map(({ doc }): unknown => JSON.parse(String(doc)));
  const read = (sql: string, ...values: (string | number)[]) =>
    (documents(sql, ...values) as readonly Stored[]).map((document): Booking => ({
      ...document,
      work: document.work ?? [],
    }));
  const readErrands = (sql: string, ...values: string[]) => documents(sql, ...values) as readonly Errand[];
  return {
    database,
    ports: {
      bookings: makeSqliteBookings(database, commit, () => false),
      errands: makeSqliteErrands(database, commit),
      labels: makeSqliteLabels(database, commit),
      serials: makeSqliteSerials(database, commit),
      houseLedger: makeSqliteHouseLedger(database, commit),
      retirement: makeSqliteRetirement(database, commit),
    },
    all: () => read(BOOKINGS),
    ofOrder: (order) => read(`${BOOKINGS} WHERE external_order = ?`, order),
    booking: ({ account, order, fingerprint, generation }) =>
      read(
        `${BOOKINGS} WHERE account = ? AND external_order = ? AND fingerprint = ? AND generation = ?`,
        ...[account, order, fingerprint, generation],
      )[0],
    errand: ({ account, topic, id }) =>
      readErrands(`${ERRANDS} WHERE account = ? AND topic = ? AND name = ?`, account, topic, id)[0],
    errands: () => readErrands(ERRANDS),
    byReference: (reference) => read(BY_REFERENCE, reference)[0],
    labelsOf: ({ key }) =>
      database
        .all(
          'SELECT capability, leg, bytes FROM labels WHERE external_order = ? AND fingerprint = ? AND generation = ?',
          ...[key.order, key.fingerprint, key.generation],
        )
        .map(({ capability, leg, bytes }) => ({
          capability: String(capability),
          leg: String(leg),
          bytes: bytes instanceof Uint8Array ? Buffer.from(bytes).toString('latin1') : '',
        })),
    ledger: () =>
      database.all('SELECT reference, sscc, cancelled_at FROM house_ledger').map((row) => ({
        reference: String(row['reference']),
        sscc: String(row['sscc']),
        isCancelled: row['cancelled_at'] !== null,
      })),
    orphans: () =>
      Number(
        database.get(`SELECT count(*) AS n FROM labels WHERE NOT EXISTS (
          SELECT 1 FROM bookings WHERE bookings.external_order = labels.external_order
          AND bookings.fingerprint = labels.fingerprint AND bookings.generation = labels.generation)`)?.['n'],
      ),
    close: () => database.close(),
  };
};
