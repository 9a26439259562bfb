import * as E from 'fp-ts/lib/Either.js';
import { join, resolve } from 'node:path';
import type { BackupContent } from '../../adapters/storage/sqlite/backup.js';
import { loadDriver } from '../../adapters/storage/sqlite/driver.js';
import { restoreBackup, type Restored } from '../../adapters/storage/sqlite/restore.js';
import { makeClock } from '../../adapters/system/clock.js';
import { createFile } from '../../adapters/system/new-file.js';
import { OFFER_KEYS_FILE } from '../../adapters/system/offer-keys.js';
import { rfc3339, type Instant } from '../../domain/time.js';
import { readText } from '../settings-file.js';
import { notDone, withDataFolder } from './data-folder.js';
import { ExitCode } from './exit-codes.js';
import { complain, print, printJson, printTable } from './terminal.js';

export type RestoreCommand = { readonly gap: string; readonly json?: boolean };

const MOST_GAP = 1_000_000_000;

const gapOf = (text: string): number | undefined => {
  const gap = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  return gap >= 1 && gap <= MOST_GAP ? gap : undefined;
};

/** Keys that are there stay: offers signed with them are out. Answers what became of those of the backup. */
const restoreKeys = (folder: string, stamp: string, { offerKeys }: BackupContent): string => {
  if (offerKeys === undefined) return 'none in the backup';
  const path = join(folder, OFFER_KEYS_FILE);
  if (createFile(path, offerKeys, 0o600)) return `restored to ${path}`;
  if (readText(path) === offerKeys) return 'the same as in the data folder';
  const beside = `${path}.of-backup-${stamp}`;
  createFile(beside, offerKeys, 0o600);
  return `differ from those in the data folder, which stay; add the missing ones of ${beside} behind them`;
};

const tellWhatIsLost = ({ content: { madeAt, newest }, lost, aside }: Restored, now: Instant): void => {
  const from = madeAt === undefined ? 'the backup, whose time is not known,' : rfc3339(madeAt);
  print();
  print(`Bookings and cancels between ${from} and ${rfc3339(now)} are missing.`);
  if (lost !== undefined) {
    print(`What was here could still be read: ${lost.length} of its bookings are not in the backup.`);
    if (lost.length > 0)
      printTable(
        ['ACCOUNT', 'ORDER', 'REFERENCE'],
        lost.map(({ account, order, reference }) => [account, order, reference]),
      );
  } else print('Which ones cannot be told from here: their record was in what is lost.');
  print();
  print('The newest booking that is known, by account and carrier:');
  printTable(
    ['ACCOUNT', 'CARRIER', 'MADE', 'ORDER', 'REFERENCE', "CARRIER'S ORDER"],
    newest.map((one) => [
      ...[one.account, one.carrier, rfc3339(one.createdAt), one.order, one.reference],
      one.carrierOrder ?? '',
    ]),
  );
  print();
  print(`Before NewStore may call again, compare with each carrier what it sold after that time, order by order:
  starshipit  its orders created since then, whose order numbers begin with NewStore's; archive what is not to be sent
  rate-card   labels printed since then; their numbers are not given out again, thanks to the gap
A request for one of these orders would otherwise be taken for a new one, and buy a second label.`);
  if (aside !== undefined) print(`What was here is kept in ${aside}.`);
};

/** Puts a backup in the place of the data, and says what is missing since. Only while nobody serves. */
export const restore = (name: string, { gap: written, json = false }: RestoreCommand): Promise<void> =>
  withDataFolder(async (folder) => {
    const gap = gapOf(written);
    if (gap === undefined) {
      complain(`--gap: write a whole number from 1 to ${MOST_GAP}`);
      return ExitCode.usage;
    }
    const now = makeClock().now();
    const stamp = rfc3339(now).replaceAll(':', '');
    const file = resolve(name);
    const restored = restoreBackup({ ...{ folder, file, gap, stamp }, openDriver: await loadDriver() });
    if (E.isLeft(restored)) return notDone(restored.left, file);
    const { content, aside, lost } = restored.right;
    const keys = restoreKeys(folder, stamp, content);
    if (json) {
      const { schema, counts, newest, madeAt } = content;
      const missing = { since: madeAt === undefined ? null : rfc3339(madeAt), until: rfc3339(now), lost: lost ?? null };
      printJson({ schema, counts, gap, offer_keys: keys, aside: aside ?? null, missing, newest });
      return ExitCode.done;
    }
    print(`Restored ${file}: schema ${content.schema}, ${content.counts['bookings'] ?? 0} bookings.`);
    print(`Every counter is ${gap} ahead.`);
    print(`Keys that sign offers: ${keys}.`);
    tellWhatIsLost(restored.right, now);
    return ExitCode.done;
  });
