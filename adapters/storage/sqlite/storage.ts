import * as E from 'fp-ts/lib/Either.js';
import type { Task } from 'fp-ts/lib/Task.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { accessSync, constants, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiKeys } from '../../../application/ports/api-keys.js';
import type { Archive } from '../../../application/ports/archive.js';
import type { Bookings } from '../../../application/ports/bookings.js';
import type { Errands } from '../../../application/ports/errands.js';
import type { CallSlots } from '../../../application/ports/call-slots.js';
import type { HouseLedger } from '../../../application/ports/house-ledger.js';
import type { Retirement } from '../../../application/ports/retirement.js';
import type { Labels } from '../../../application/ports/labels.js';
import type { Serials } from '../../../application/ports/serials.js';
import type { Unavailable } from '../../../application/ports/unavailable.js';
import { makeSqliteArchive } from './archive.js';
import { makeSqliteApiKeys } from './api-keys.js';
import { makeSqliteBookings } from './bookings.js';
import { makeSqliteCallSlots } from './call-slots.js';
import { openDatabase, type Database, type DatabaseOptions } from './database.js';
import { loadDriver, type OpenDriver } from './driver.js';
import { makeSqliteErrands } from './errands.js';
import { makeSqliteExplanations, type ExplanationLimits, type SqliteExplanations } from './explanations.js';
import { systemCode, type StorageFault } from './fault.js';
import { makeGroupCommit, read, type GroupCommitOptions } from './group-commit.js';
import { makeSqliteHouseLedger } from './house-ledger.js';
import { makeSqliteJournal, type JournalLimits, type SqliteJournal } from './journal.js';
import { makeSqliteLabels } from './labels.js';
import { lockFolder, type FolderLock } from './lock.js';
import { makeSqliteRetirement } from './retirement.js';
import { explanationMigrations, storageMigrations } from './schema.js';
import { makeSqliteSerials } from './serials.js';

export type SqliteLimits = {
  readonly commit: GroupCommitOptions;
  readonly journal: JournalLimits;
  readonly explanations: ExplanationLimits;
  /** How long one statement may hold the event loop to wait for another process, in milliseconds. */
  readonly busyTimeout: number;
  readonly cacheKiB: number;
};

export const defaultLimits: SqliteLimits = {
  commit: { patience: 5_000, batch: 256 },
  journal: { queue: 5_000, bodyBytes: 4_096 },
  explanations: { queue: 10_000, rows: 200_000, bytes: 256 * 1024 * 1024 },
  busyTimeout: 50,
  cacheKiB: 32 * 1024,
};

export type SqliteOptions = {
  /** Where the files are; made with mode 0700 if need be. */
  readonly folder: string;
  /** Whose leases this process takes: `serve:<id>` or `cli:<id>`, an id that no other process ever had. */
  readonly owner: string;
  /** One `serve` per folder; commands read and write beside it. */
  readonly role: 'serve' | 'command';
  readonly limits?: Partial<SqliteLimits>;
  /** Another driver than Node's, for tests of a failing one. */
  readonly openDriver?: OpenDriver;
};

export type SqliteStorage = {
  readonly bookings: Bookings;
  readonly errands: Errands;
  readonly labels: Labels;
  readonly apiKeys: ApiKeys;
  readonly journal: SqliteJournal;
  readonly explanations: SqliteExplanations;
  readonly serials: Serials;
  readonly houseLedger: HouseLedger;
  readonly callSlots: CallSlots;
  readonly retirement: Retirement;
  /** Everything, to be moved whole. */
  readonly archive: Archive;
  /** A read of the file. */
  readonly ping: TaskEither<Unavailable, void>;
  /** Writes what is waiting, closes the files and gives the folder back. Whatever is asked after it is a left. */
  readonly close: Task<void>;
};

const makeFolder = (folder: string): E.Either<StorageFault, void> =>
  E.tryCatch(
    () => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    },
    (error) => ({ _tag: 'FolderUnusable', folder, code: systemCode(error) }),
  );

/** A lock that is held only while `work` runs: an older `serve` must not find its file changed under it. */
const nobodyServes =
  ({ folder, role }: SqliteOptions, openDriver: OpenDriver): DatabaseOptions['mayMigrate'] =>
  () =>
    role === 'serve'
      ? E.right(undefined)
      : E.map(({ release }: FolderLock) => release())(lockFolder(folder, openDriver));

const openMain = (
  options: SqliteOptions,
  limits: SqliteLimits,
  openDriver: OpenDriver,
): E.Either<StorageFault, Database> =>
  openDatabase({
    path: join(options.folder, 'longshore.db'),
    migrations: storageMigrations,
    synchronous: 'FULL',
    busyTimeout: limits.busyTimeout,
    cacheKiB: limits.cacheKiB,
    openDriver,
    mayMigrate: nobodyServes(options, openDriver),
  });

/**
 * Nothing rests on the explanations, and a power cut may have left their file unreadable: then `serve` begins a new one.
 */
const openExplanations = (
  options: SqliteOptions,
  limits: SqliteLimits,
  openDriver: OpenDriver,
): E.Either<StorageFault, Database> => {
  const path = join(options.folder, 'explanations.db');
  const open = (): E.Either<StorageFault, Database> =>
    openDatabase({
      path,
      migrations: explanationMigrations,
      synchronous: 'OFF',
      busyTimeout: limits.busyTimeout,
      cacheKiB: Math.ceil(limits.cacheKiB / 8),
      openDriver,
      mayMigrate: nobodyServes(options, openDriver),
    });
  const opened = open();
  if (options.role === 'command' || E.isRight(opened)) return opened;
  if (opened.left._tag !== 'NotADatabase' && opened.left._tag !== 'FileUnusable') return opened;
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
  return open();
};

type Files = { readonly lock?: FolderLock; readonly main: Database; readonly explanations: Database };

const openFiles = (
  options: SqliteOptions,
  limits: SqliteLimits,
  openDriver: OpenDriver,
): E.Either<StorageFault, Files> => {
  const lock = options.role === 'serve' ? lockFolder(options.folder, openDriver) : E.right(undefined);
  if (E.isLeft(lock)) return lock;
  const main = openMain(options, limits, openDriver);
  if (E.isLeft(main)) {
    lock.right?.release();
    return main;
  }
  const explanations = openExplanations(options, limits, openDriver);
  if (E.isLeft(explanations)) {
    main.right.close();
    lock.right?.release();
    return explanations;
  }
  const files = { main: main.right, explanations: explanations.right };
  return E.right(lock.right === undefined ? files : { ...files, lock: lock.right });
};

const serveFrom = (
  { main, explanations: explanationsFile, lock }: Files,
  owner: string,
  limits: SqliteLimits,
): SqliteStorage => {
  const commit = makeGroupCommit(main, limits.commit);
  const journal = makeSqliteJournal(main, commit, limits.journal);
  const explanations = makeSqliteExplanations(explanationsFile, limits.explanations);
  // The lock lets in one `serve` at a time, so that every other one of which there is word has ended.
  const isGone = (other: string): boolean => lock !== undefined && other.startsWith('serve:') && other !== owner;
  const close = async (): Promise<void> => {
    await Promise.all([journal.flush(), explanations.flush()]);
    await commit.close();
    main.close();
    explanationsFile.close();
    lock?.release();
  };
  let closing: Promise<void> | undefined;
  const ports = {
    bookings: makeSqliteBookings(main, commit, isGone),
    errands: makeSqliteErrands(main, commit),
    labels: makeSqliteLabels(main, commit),
    apiKeys: makeSqliteApiKeys(main, commit),
    explanations,
    houseLedger: makeSqliteHouseLedger(main, commit),
  };
  return {
    ...ports,
    journal,
    serials: makeSqliteSerials(main, commit),
    callSlots: makeSqliteCallSlots(main, commit),
    retirement: makeSqliteRetirement(main, commit),
    archive: makeSqliteArchive(main, explanationsFile, commit, ports),
    ping: read('Storage', () => void main.get('SELECT id FROM bookings LIMIT 1')),
    close: () => (closing ??= close()),
  };
};

/** Opens the data folder. Every fault is found here, before anything is served from it. */
export const openSqliteStorage = async (options: SqliteOptions): Promise<E.Either<StorageFault, SqliteStorage>> => {
  const limits: SqliteLimits = { ...defaultLimits, ...options.limits };
  const openDriver = options.openDriver ?? (await loadDriver());
  const folder = makeFolder(options.folder);
  if (E.isLeft(folder)) return folder;
  const files = openFiles(options, limits, openDriver);
  return E.isLeft(files) ? files : E.right(serveFrom(files.right, options.owner, limits));
};
