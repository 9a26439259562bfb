import * as E from 'fp-ts/lib/Either.js';
import { join, resolve } from 'node:path';
import { backUp } from '../../adapters/storage/sqlite/backup.js';
import { loadDriver } from '../../adapters/storage/sqlite/driver.js';
import { makeClock } from '../../adapters/system/clock.js';
import { OFFER_KEYS_FILE } from '../../adapters/system/offer-keys.js';
import { readText } from '../settings-file.js';
import { version } from '../version.js';
import { notDone, withDataFolder } from './data-folder.js';
import { ExitCode } from './exit-codes.js';
import { print, printJson, printTable } from './terminal.js';

/** Copies the data folder's main file and the offer keys into one file, beside a running `serve` or without one. */
export const backup = (name: string, { json = false }: { readonly json?: boolean }): Promise<void> =>
  withDataFolder(async (folder) => {
    const file = resolve(name);
    const made = backUp({
      ...{ folder, file, release: version },
      madeAt: makeClock().now(),
      offerKeys: readText(join(folder, OFFER_KEYS_FILE)),
      openDriver: await loadDriver(),
    });
    if (E.isLeft(made)) return notDone(made.left, file);
    const { schema, counts, offerKeys } = made.right;
    if (json) {
      printJson({ file, schema, counts, offer_keys: offerKeys !== undefined });
      return ExitCode.done;
    }
    printTable(
      ['INSIDE', 'ROWS'],
      Object.entries(counts).map(([table, count]) => [table, String(count)]),
    );
    print(`offer-keys.json: ${offerKeys === undefined ? 'none in the data folder' : 'inside: keep the file secret'}`);
    print('Not inside: settings, rate cards, products files, fonts, explanations.');
    print(`${file}: whole, schema ${schema}`);
    return ExitCode.done;
  });
