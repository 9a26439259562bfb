import * as E from 'fp-ts/lib/Either.js';
import type { BackupFault } from '../../adapters/storage/sqlite/backup.js';
import { makeZones } from '../../adapters/system/zones.js';
import { loadSettings, settingsPlace } from '../settings-file.js';
import { ExitCode } from './exit-codes.js';
import { openingWords, type OpeningWords } from './opening-words.js';
import { complain } from './terminal.js';

/** The data folder of the settings for `work`, which answers the exit code; nothing is opened in it. */
export const withDataFolder = async (work: (folder: string) => Promise<number>): Promise<void> => {
  const loaded = loadSettings(settingsPlace(process.env, process.cwd()), process.env, makeZones());
  if (E.isLeft(loaded)) {
    process.exitCode = complainOf(openingWords({ _tag: 'Settings', faults: loaded.left }));
    return;
  }
  const { storage } = loaded.right;
  if (storage.kind === 'sqlite') {
    process.exitCode = await work(storage.folder);
    return;
  }
  complain('storage.kind is mongodb: back up and restore with the means of the server; see docs/operations.md');
  process.exitCode = ExitCode.usage;
};

const complainOf = ({ lines, exitCode }: OpeningWords): number => {
  lines.forEach(complain);
  return exitCode;
};

const wordsOf = (fault: BackupFault): OpeningWords => {
  switch (fault._tag) {
    case 'FileThere':
      return {
        lines: [`${fault.path}: is there already, and is not written over; choose another name`],
        exitCode: ExitCode.notDone,
      };
    case 'NoFile':
      return { lines: [`${fault.path}: there is no such file`], exitCode: ExitCode.notDone };
    case 'Damaged':
      return {
        lines: [`${fault.path}: is damaged:`, ...fault.complaints.slice(0, 10).map((one) => `  ${one}`)],
        exitCode: ExitCode.storage,
      };
    case 'FolderUnusable':
    case 'AnotherServes':
    case 'NotADatabase':
    case 'NewerFile':
    case 'FileUnusable':
      return openingWords(fault);
  }
};

/** Says why a backup or a restore was not done; answers the exit code. */
export const notDone = (fault: BackupFault): number => complainOf(wordsOf(fault));
