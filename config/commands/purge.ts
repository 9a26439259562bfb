import * as E from 'fp-ts/lib/Either.js';
import { instant } from '../../domain/time.js';
import { ExitCode } from './exit-codes.js';
import { print, printJson, printTable } from './terminal.js';
import { storageFailed, withHub } from './with-hub.js';

export type PurgeCommand = { readonly dryRun?: boolean; readonly json?: boolean };

/** Purges as `serve` does once a day, beside one or without; the journal too. */
export const purge = ({ dryRun = false, json = false }: PurgeCommand): Promise<void> =>
  withHub(async ({ hub, storage, settings, clock }) => {
    const purged = await hub.purgeBookings(settings.keep, { dryRun, isStopped: () => false })();
    if (E.isLeft(purged)) return storageFailed(purged.left);
    const { keepFor, maxBytes } = settings.journal;
    const entries = dryRun
      ? E.right(undefined)
      : await storage.journal.purge(instant(clock.now() - keepFor), maxBytes)();
    if (E.isLeft(entries)) return storageFailed(entries.left);
    const { retired, forgotten, unlabelled, guarding } = purged.right;
    if (json) {
      printJson({ dry_run: dryRun, retired, forgotten, unlabelled, guarding, journal_entries: entries.right ?? null });
      return ExitCode.done;
    }
    const rows: readonly (readonly [string, number | undefined])[] = [
      ['bookings deleted, with their labels', retired],
      ['bookings rid of persons and labels', forgotten],
      ['bookings rid of their labels', unlabelled],
      ['old bookings kept: unfinished, parked, half refused, held or with work to do', guarding],
      ['journal entries deleted', entries.right],
    ];
    printTable(
      [dryRun ? 'WOULD BE' : 'DONE', 'COUNT'],
      rows.flatMap(([what, count]) => (count === undefined ? [] : [[what, String(count)]])),
    );
    if (guarding > 0)
      print('`longshore bookings list`, `bookings settle` and `work list` are for those that are kept.');
    return ExitCode.done;
  });
