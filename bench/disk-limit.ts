import * as E from 'fp-ts/lib/Either.js';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../adapters/storage/sqlite/database.js';
import { loadDriver } from '../adapters/storage/sqlite/driver.js';

/**
 * How many transactions of so many rows, of so many bytes each, this disk takes in a second: in SQLite with nothing around
 * it, and as one write and one fdatasync each. Prints both as JSON.
 *
 *     node disk-limit.js <folder> <rows> <bytes of a row> <seconds>
 */
const [folder = '.', rowsText, bytesText, secondsText] = process.argv.slice(2);
const [rows, bytes, seconds] = [Number(rowsText), Number(bytesText), Number(secondsText)];

const perSecond = (commit: () => void): number => {
  const [startedAt, endsAt] = [performance.now(), performance.now() + seconds * 1000];
  let commits = 0;
  for (; performance.now() < endsAt; commits += 1) commit();
  return commits / ((performance.now() - startedAt) / 1000);
};

const opened = openDatabase({
  path: join(folder, 'limit.db'),
  migrations: ['CREATE TABLE entries (id INTEGER PRIMARY KEY, doc TEXT NOT NULL) STRICT'],
  synchronous: 'FULL',
  busyTimeout: 0,
  cacheKiB: 32 * 1024,
  openDriver: await loadDriver(),
  mayMigrate: () => E.right(undefined),
});
if (E.isLeft(opened)) throw new Error(JSON.stringify(opened.left));
const database = opened.right;
const row = 'x'.repeat(bytes);
const sqlite = perSecond(() => {
  database.run('BEGIN IMMEDIATE');
  for (let written = 0; written < rows; written += 1) database.run('INSERT INTO entries (doc) VALUES (?)', row);
  database.run('COMMIT');
});
database.close();

const file = openSync(join(folder, 'limit.log'), 'w');
const block = Buffer.alloc(rows * bytes, 'x');
const bare = perSecond(() => {
  writeSync(file, block);
  fdatasyncSync(file);
});
closeSync(file);

process.stdout.write(JSON.stringify({ sqlite, bare }));
