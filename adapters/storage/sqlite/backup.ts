import * as E from 'fp-ts/lib/Either.js';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { instant, type Instant } from '../../../domain/time.js';
import { fromText } from '../text.js';
import { isOurs, makePrivateFile } from './database.js';
import { FULL, NOT_A_DATABASE, resultCode, type Driver, type OpenDriver } from './driver.js';
import { systemCode, type StorageFault } from './fault.js';
import { storageMigrations } from './schema.js';

/** The file that a backup is of, in its folder. */
export const MAIN_FILE = 'longshore.db';

/** The newest booking of an account with a carrier: what comes after it at the carrier is not in the file. */
export type NewestBooking = {
  readonly account: string;
  readonly carrier: string;
  readonly createdAt: Instant;
  readonly order: string;
  readonly reference: string;
  readonly carrierOrder?: string;
};

/** What a whole and readable backup says of itself. */
export type BackupContent = {
  /** Absent in a copy that `longshore backup` did not make. */
  readonly madeAt?: Instant;
  readonly release?: string;
  /** The offer keys' file of the folder, as it was; absent where there was none. */
  readonly offerKeys?: string;
  readonly schema: number;
  /** Rows of each table. */
  readonly counts: Readonly<Record<string, number>>;
  readonly newest: readonly NewestBooking[];
};

export type BackupFault =
  | StorageFault
  /** There is something under this name already: it is never written over. */
  | { readonly _tag: 'FileThere'; readonly path: string }
  | { readonly _tag: 'NoFile'; readonly path: string }
  /** There is no room for the copy, or no right or folder to make it; `code` is the operating system's. */
  | { readonly _tag: 'CopyUnwritable'; readonly path: string; readonly code: string }
  /** SQLite's own check complains; `complaints` name pages and tables, and no content. */
  | { readonly _tag: 'Damaged'; readonly path: string; readonly complaints: readonly string[] };

export type BackupOptions = {
  readonly folder: string;
  readonly file: string;
  readonly madeAt: Instant;
  readonly release: string;
  readonly offerKeys: string | undefined;
  readonly openDriver: OpenDriver;
};

const PATIENCE = 5_000;

// In the copy alone: a restore takes it out again.
const ABOUT = `CREATE TABLE backup (made_at INTEGER NOT NULL, release TEXT NOT NULL, offer_keys TEXT) STRICT`;
const ADD_ABOUT = `INSERT INTO backup (made_at, release, offer_keys) VALUES (?, ?, ?)`;
const TABLES = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`;
const NEWEST = `
  SELECT account, doc ->> '$.legs[0].plan.service.carrier' AS carrier, max(created_at) AS at, external_order,
    doc ->> '$.legs[0].plan.reference' AS reference, doc ->> '$.legs[0].state.bought.carrierOrder' AS carrier_order
  FROM bookings GROUP BY account, carrier ORDER BY account, carrier`;

const numberOf = (driver: Driver, sql: string): number =>
  Number(Object.values(driver.prepare(sql).get() ?? {})[0] ?? 0);

/** Runs `work` on an open file, in words of faults whatever happens. */
export const onFile = <A>(
  path: string,
  openDriver: OpenDriver,
  work: (driver: Driver) => E.Either<BackupFault, A>,
): E.Either<BackupFault, A> => {
  let driver: Driver | undefined;
  try {
    driver = openDriver(path);
    driver.exec(`PRAGMA busy_timeout = ${PATIENCE}`);
    return work(driver);
  } catch (cause) {
    return E.left(
      resultCode(cause) === NOT_A_DATABASE ? { _tag: 'NotADatabase', path } : { _tag: 'FileUnusable', path, cause },
    );
  } finally {
    driver?.close();
  }
};

/** On disk before anything depends on it. */
export const sync = (path: string): void => {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** An index that contradicts its table counts: a booking that is not found by it would be bought again. */
const complaintsOf = (driver: Driver): readonly string[] =>
  driver
    .prepare('PRAGMA integrity_check')
    .all()
    .map((row) => String(row['integrity_check']))
    .filter((complaint) => complaint !== 'ok');

const newestOf = (driver: Driver): readonly NewestBooking[] =>
  driver
    .prepare(NEWEST)
    .all()
    .map((row) => ({
      account: fromText(String(row['account'])),
      carrier: String(row['carrier']),
      createdAt: instant(Number(row['at'])),
      order: fromText(String(row['external_order'])),
      reference: String(row['reference']),
      ...(row['carrier_order'] !== null && { carrierOrder: String(row['carrier_order']) }),
    }));

const aboutOf = (driver: Driver): Pick<BackupContent, 'madeAt' | 'release' | 'offerKeys'> => {
  const about = driver.prepare('SELECT made_at, release, offer_keys FROM backup').get();
  if (about === undefined) return {};
  const { made_at: madeAt, release, offer_keys: offerKeys } = about;
  const mandatory = { madeAt: instant(Number(madeAt)), release: String(release) };
  return typeof offerKeys === 'string' ? { ...mandatory, offerKeys } : mandatory;
};

/** Reads every page of the file, and counts what is in it. A file of a newer release is refused: its counts mean nothing here. */
export const readBackup = (path: string, openDriver: OpenDriver): E.Either<BackupFault, BackupContent> => {
  if (!existsSync(path)) return E.left({ _tag: 'NoFile', path });
  return onFile(path, openDriver, (driver) => {
    driver.exec('PRAGMA query_only = 1');
    const complaints = complaintsOf(driver);
    if (complaints.length > 0) return E.left({ _tag: 'Damaged', path, complaints });
    const schema = numberOf(driver, 'PRAGMA user_version');
    if (schema === 0 || !isOurs(driver)) return E.left({ _tag: 'NotADatabase', path });
    const known = storageMigrations.length;
    if (schema > known) return E.left({ _tag: 'NewerFile', path, found: schema, known });
    const tables = driver
      .prepare(TABLES)
      .all()
      .map(({ name }) => String(name));
    const counted = tables.filter((name) => name !== 'backup');
    return E.right({
      ...(tables.includes('backup') ? aboutOf(driver) : {}),
      schema,
      counts: Object.fromEntries(counted.map((name) => [name, numberOf(driver, `SELECT count(*) FROM "${name}"`)])),
      newest: newestOf(driver),
    });
  });
};

/** The finished file gets its name only where nothing has it. */
const publish = (part: string, path: string): E.Either<BackupFault, void> => {
  try {
    linkSync(part, path);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return E.left({ _tag: 'FileThere', path });
    // Some file systems have no links.
    if (existsSync(path)) return E.left({ _tag: 'FileThere', path });
    renameSync(part, path);
  }
  return E.right(undefined);
};

/** The copy fills its own disk, which need not be the data's. */
const onCopy =
  (path: string) =>
  (fault: BackupFault): BackupFault =>
    fault._tag === 'FileUnusable' && resultCode(fault.cause) === FULL
      ? { _tag: 'CopyUnwritable', path, code: 'ENOSPC' }
      : fault;

/**
 * Copies the main file as it is at one moment, beside whoever works on it, into a file of mode 0600 that appears whole and
 * checked or not at all. `file` must not be there. What is copied is checked too: a copy has its indexes made anew, and so
 * would hide that those in use are damaged.
 */
export const backUp = (options: BackupOptions): E.Either<BackupFault, BackupContent> => {
  const { folder, file, madeAt, release, offerKeys, openDriver } = options;
  const source = join(folder, MAIN_FILE);
  const part = `${file}.part`;
  if (!existsSync(source)) return E.left({ _tag: 'NoFile', path: source });
  if (existsSync(file)) return E.left({ _tag: 'FileThere', path: file });
  try {
    rmSync(part, { force: true });
    makePrivateFile(part);
    const copied = onFile(source, openDriver, (driver) => {
      const complaints = complaintsOf(driver);
      if (complaints.length > 0) return E.left({ _tag: 'Damaged', path: source, complaints });
      driver.prepare('VACUUM INTO ?').run(part);
      return E.right(undefined);
    });
    if (E.isLeft(copied)) return E.mapLeft(onCopy(file))(copied);
    const marked = onFile(part, openDriver, (driver) => {
      driver.exec(`PRAGMA journal_mode = DELETE; ${ABOUT}`);
      driver.prepare(ADD_ABOUT).run(madeAt, release, offerKeys ?? null);
      return E.right(undefined);
    });
    if (E.isLeft(marked)) return E.mapLeft(onCopy(file))(marked);
    const content = readBackup(part, openDriver);
    if (E.isLeft(content)) return content;
    sync(part);
    const published = publish(part, file);
    if (E.isLeft(published)) return published;
    sync(dirname(file));
    return content;
  } catch (error) {
    return E.left({ _tag: 'CopyUnwritable', path: file, code: systemCode(error) });
  } finally {
    rmSync(part, { force: true });
  }
};
