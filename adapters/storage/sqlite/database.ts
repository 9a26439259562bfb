import * as E from 'fp-ts/lib/Either.js';
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import {
  NOT_A_DATABASE,
  resultCode,
  type Driver,
  type OpenDriver,
  type Row,
  type SqlValue,
  type Statement,
} from './driver.js';
import { systemCode, type StorageFault } from './fault.js';

/** One open file. Statements are prepared once; the driver stays in reach as long as they do. */
export type Database = {
  readonly path: string;
  readonly driver: Driver;
  /** How many rows changed. */
  readonly run: (sql: string, ...values: SqlValue[]) => number;
  readonly get: (sql: string, ...values: SqlValue[]) => Row | undefined;
  readonly all: (sql: string, ...values: SqlValue[]) => readonly Row[];
  /**
   * Brings everything into the one file first: with @photostructure/sqlite the connection, and with it the log beside
   * the file, ends only when the last statement is collected.
   */
  readonly close: () => void;
};

export type DatabaseOptions = {
  readonly path: string;
  /** Version n of the schema is the first n of these. One that was released never changes. */
  readonly migrations: readonly string[];
  /** `FULL` survives a power cut, `OFF` a crash of the process only. */
  readonly synchronous: 'FULL' | 'OFF';
  /** How long a statement may hold the event loop to wait for another process, in milliseconds. */
  readonly busyTimeout: number;
  readonly cacheKiB: number;
  readonly openDriver: OpenDriver;
  /** Asked before a file of an earlier version is changed; a fault leaves the file as it is. */
  readonly mayMigrate: () => E.Either<StorageFault, void>;
};

/** `LSHR`: how a file says that it is ours. */
const APPLICATION_ID = 0x4c534852;

/** At the start waiting is right: another process may be making the file. */
const PATIENCE_AT_START = 5_000;

/** Makes the file for its owner alone; `wx` since opening one that SQLite has open would drop SQLite's locks on it. */
export const makePrivateFile = (path: string): void => {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
};

const wrap = (path: string, driver: Driver): Database => {
  const statements = new Map<string, Statement>();
  const prepared = (sql: string): Statement => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = driver.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    path,
    driver,
    run: (sql, ...values) => Number(prepared(sql).run(...values).changes),
    get: (sql, ...values) => prepared(sql).get(...values),
    all: (sql, ...values) => prepared(sql).all(...values),
    close: () => {
      statements.clear();
      try {
        driver.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // Another process reads: what is in the log is read from there.
      }
      driver.close();
    },
  };
};

const numberOf = (driver: Driver, sql: string): number =>
  Number(Object.values(driver.prepare(sql).get() ?? {})[0] ?? 0);

const versionOf = ({ driver }: Database): number => numberOf(driver, 'PRAGMA user_version');

/** Whether the file is one of ours, or empty. */
export const isOurs = (driver: Driver): boolean => {
  const id = numberOf(driver, 'PRAGMA application_id');
  return id === APPLICATION_ID || (id === 0 && numberOf(driver, 'SELECT count(*) FROM sqlite_schema') === 0);
};

/** What the file is at one moment: another process may be making it, and each question alone could see a half of that. */
const look = (database: Database): { readonly isOurs: boolean; readonly version: number } => {
  const { driver } = database;
  driver.exec('BEGIN');
  try {
    return { isOurs: isOurs(driver), version: versionOf(database) };
  } finally {
    driver.exec('COMMIT');
  }
};

/** A whole copy beside the file, on disk under its name before anything is changed. */
const copy = (database: Database, version: number): void => {
  const name = `${database.path}.v${version}`;
  const part = `${name}.part`;
  try {
    rmSync(part, { force: true });
    makePrivateFile(part);
    database.run('VACUUM INTO ?', part);
    const file = openSync(part, 'r+');
    fsyncSync(file);
    closeSync(file);
    renameSync(part, name);
  } finally {
    // A disk that is full of half a copy has no room for the next one either.
    rmSync(part, { force: true });
  }
};

const migrate = (database: Database, migrations: readonly string[]): void => {
  const { driver } = database;
  driver.exec('BEGIN IMMEDIATE');
  try {
    // Read again: the process that was waited for may have done it.
    for (const step of migrations.slice(versionOf(database))) driver.exec(step);
    driver.exec(`PRAGMA user_version = ${migrations.length}; PRAGMA application_id = ${APPLICATION_ID}; COMMIT`);
  } catch (error) {
    driver.exec('ROLLBACK');
    throw error;
  }
};

const prepare = (database: Database, options: DatabaseOptions): E.Either<StorageFault, Database> => {
  const { path, migrations, synchronous, busyTimeout, cacheKiB, mayMigrate } = options;
  const { driver } = database;
  driver.exec(`PRAGMA busy_timeout = ${PATIENCE_AT_START}`);
  const { isOurs: isKnown, version: found } = look(database);
  if (!isKnown) return E.left({ _tag: 'NotADatabase', path });
  if (found > migrations.length) return E.left({ _tag: 'NewerFile', path, found, known: migrations.length });
  driver.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = ${synchronous};
    PRAGMA wal_autocheckpoint = 1000;
    PRAGMA journal_size_limit = ${64 * 1024 * 1024};
    PRAGMA cache_size = -${cacheKiB}`);
  if (found < migrations.length) {
    const allowed = found === 0 ? E.right(undefined) : mayMigrate();
    if (E.isLeft(allowed)) return allowed;
    if (found > 0) copy(database, found);
    migrate(database, migrations);
  }
  driver.exec(`PRAGMA busy_timeout = ${busyTimeout}`);
  return E.right(database);
};

/**
 * Opens the file, made if need be with mode 0600, and brings its schema up to date in one transaction; of an earlier
 * version a copy is kept beside it as `<file>.v<version>`. Faults: `NewerFile`, `NotADatabase`, `FolderUnusable` when the
 * file cannot be made, `FileUnusable`, and whatever `mayMigrate` answers.
 */
export const openDatabase = (options: DatabaseOptions): E.Either<StorageFault, Database> => {
  const { path, openDriver } = options;
  try {
    makePrivateFile(path);
  } catch (error) {
    return E.left({ _tag: 'FolderUnusable', folder: path, code: systemCode(error) });
  }
  let driver: Driver | undefined;
  try {
    driver = openDriver(path);
    const opened = prepare(wrap(path, driver), options);
    if (E.isLeft(opened)) driver.close();
    return opened;
  } catch (cause) {
    driver?.close();
    return E.left(
      resultCode(cause) === NOT_A_DATABASE ? { _tag: 'NotADatabase', path } : { _tag: 'FileUnusable', path, cause },
    );
  }
};
