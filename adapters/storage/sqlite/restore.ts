import * as E from 'fp-ts/lib/Either.js';
import { chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fromText } from '../text.js';
import { MAIN_FILE, onFile, readBackup, sync, type BackupContent, type BackupFault } from './backup.js';
import type { OpenDriver } from './driver.js';
import { systemCode } from './fault.js';
import { lockFolder } from './lock.js';

export type LostBooking = { readonly account: string; readonly order: string; readonly reference: string };

export type Restored = {
  readonly content: BackupContent;
  /** Where what was there is now; absent where nothing was. */
  readonly aside?: string;
  /** Bookings of what was there that are not in the backup; absent where that cannot be read. */
  readonly lost?: readonly LostBooking[];
};

export type RestoreOptions = {
  readonly folder: string;
  readonly file: string;
  /** How far every counter is moved ahead: more than was given out since the backup. */
  readonly gap: number;
  /** Ends the name of what is moved aside. */
  readonly stamp: string;
  readonly openDriver: OpenDriver;
};

/** Beyond this a list is of no use to a person; the count says the rest. */
const MOST_LOST = 10_000;

const LOST = `
  SELECT account, external_order, doc ->> '$.legs[0].plan.reference' AS reference FROM before.bookings AS one
  WHERE NOT EXISTS (
    SELECT 1 FROM main.bookings AS other
    WHERE other.account = one.account AND other.external_order = one.external_order
      AND other.fingerprint = one.fingerprint AND other.generation = one.generation)
  ORDER BY created_at LIMIT ${MOST_LOST}`;

const lostOf = (path: string, aside: string, openDriver: OpenDriver): readonly LostBooking[] | undefined => {
  const found = onFile(path, openDriver, (driver) => {
    driver.prepare('ATTACH ? AS before').run(aside);
    const rows = driver.prepare(LOST).all();
    return E.right(
      rows.map((row) => ({
        account: fromText(String(row['account'])),
        order: fromText(String(row['external_order'])),
        reference: String(row['reference']),
      })),
    );
  });
  return E.isRight(found) ? found.right : undefined;
};

/** The backup as it will serve: its counters ahead, and without what only a backup has. */
const makeReady = (part: string, { file, gap, openDriver }: RestoreOptions): E.Either<BackupFault, void> => {
  rmSync(part, { force: true });
  copyFileSync(file, part);
  chmodSync(part, 0o600);
  const ready = onFile(part, openDriver, (driver) => {
    driver.exec('PRAGMA journal_mode = DELETE; BEGIN IMMEDIATE');
    driver.prepare('UPDATE serials SET next = next + ?').run(gap);
    driver.exec('DROP TABLE IF EXISTS backup; COMMIT');
    return E.right(undefined);
  });
  if (E.isRight(ready)) sync(part);
  return ready;
};

/** A log that stayed under the old name would be taken for the new file's. */
const moveAside = (path: string, aside: string, openDriver: OpenDriver): void => {
  onFile(path, openDriver, (driver) => {
    driver.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return E.right(undefined);
  });
  for (const suffix of ['-wal', '-shm'])
    if (existsSync(`${path}${suffix}`)) renameSync(`${path}${suffix}`, `${aside}${suffix}`);
  linkSync(path, aside);
};

/**
 * Puts a backup in the place of the main file while nobody serves from the folder. What was there is moved aside, never
 * deleted, and read once more to tell what is lost with it. Until the last step the folder stays as it was.
 */
export const restoreBackup = (options: RestoreOptions): E.Either<BackupFault, Restored> => {
  const { folder, file, stamp, openDriver } = options;
  const content = readBackup(file, openDriver);
  if (E.isLeft(content)) return content;
  const path = join(folder, MAIN_FILE);
  const part = `${path}.restoring`;
  const aside = `${path}.before-restore-${stamp}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const lock = lockFolder(folder, openDriver);
    if (E.isLeft(lock)) return lock;
    try {
      const ready = makeReady(part, options);
      if (E.isLeft(ready)) return ready;
      const isThere = existsSync(path);
      if (isThere) moveAside(path, aside, openDriver);
      renameSync(part, path);
      sync(folder);
      if (!isThere) return E.right({ content: content.right });
      const lost = lostOf(path, aside, openDriver);
      return E.right({ content: content.right, aside, ...(lost !== undefined && { lost }) });
    } finally {
      lock.right.release();
    }
  } catch (error) {
    return E.left({ _tag: 'FolderUnusable', folder, code: systemCode(error) });
  } finally {
    rmSync(part, { force: true });
  }
};
