import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { instant, type Instant } from '../../../domain/time.js';
import { makePrivateFile } from './database.js';
import { BUSY, resultCode, type Driver, type OpenDriver } from './driver.js';
import { systemCode, type StorageFault } from './fault.js';

/** Held as long as the process lives: the operating system gives it back also after a crash. */
export type FolderLock = { readonly release: () => void };

const Holder = t.strict({ pid: t.number, since: t.number });

/** Who says to hold the lock. Beside the locked file, since reading that one would cost its holder the lock. */
const holderOf = (path: string): { readonly pid?: number; readonly since?: Instant } => {
  try {
    const holder = Holder.decode(JSON.parse(readFileSync(path, 'utf8')));
    return E.isRight(holder) ? { pid: holder.right.pid, since: instant(holder.right.since) } : {};
  } catch {
    return {};
  }
};

/** One process per folder: `AnotherServes` for the second. */
export const lockFolder = (folder: string, openDriver: OpenDriver): E.Either<StorageFault, FolderLock> => {
  const path = join(folder, 'serve.lock');
  const holder = join(folder, 'serve.json');
  let driver: Driver | undefined;
  try {
    makePrivateFile(path);
    driver = openDriver(path);
    // In memory: nothing is ever written under this lock, so that no journal can be left behind.
    driver.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    writeFileSync(holder, JSON.stringify({ pid: process.pid, since: Date.now() }), { mode: 0o600 });
  } catch (cause) {
    driver?.close();
    if (resultCode(cause) === BUSY) return E.left({ _tag: 'AnotherServes', folder, ...holderOf(holder) });
    return E.left(
      resultCode(cause) === undefined
        ? { _tag: 'FolderUnusable', folder, code: systemCode(cause) }
        : { _tag: 'FileUnusable', path, cause },
    );
  }
  const held = driver;
  return E.right({
    release: () => {
      rmSync(holder, { force: true });
      held.close();
    },
  });
};
