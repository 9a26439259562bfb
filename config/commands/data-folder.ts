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

/** In words about `file`, the backup that was named, where the fault is its own. */
const wordsOf = (fault: BackupFault, file: string): OpeningWords => {
  const ofBackup = 'path' in fault && fault.path === file;
  const storage = (line: string): OpeningWords => ({ lines: [line], exitCode: ExitCode.storage });
  switch (fault._tag) {
    case 'FileThere':
      return {
        lines: [`${fault.path}: is there already, and is not written over; choose another name`],
        exitCode: ExitCode.notDone,
      };
    case 'NoFile':
      return { lines: [`${fault.path}: there is no such file`], exitCode: ExitCode.notDone };
    case 'CopyUnwritable': {
      const mend = fault.code === 'ENOSPC' ? 'its disk is full: make room there' : 'let this user write there';
      return storage(`${fault.path}: the copy cannot be written (${fault.code}); ${mend}, or choose another place`);
    }
    case 'Damaged': {
      const mend = ofBackup ? 'restore an earlier backup' : 'see docs/operations.md, "When something breaks"';
      return {
        lines: [
          `${fault.path}: is damaged; ${mend}. SQLite says:`,
          ...fault.complaints.slice(0, 10).map((one) => `  ${one}`),
        ],
        exitCode: ExitCode.storage,
      };
    }
    case 'NotADatabase':
      return ofBackup
        ? storage(`${fault.path}: is no backup of Longshore; name a file that longshore backup made`)
        : openingWords(fault);
    case 'FileUnusable': {
      const { cause } = fault;
      return ofBackup
        ? storage(
            `${fault.path}: cannot be read as a backup (${cause instanceof Error ? cause.message : 'unknown fault'}); restore an earlier one`,
          )
        : openingWords(fault);
    }
    case 'NewerFile':
      return ofBackup
        ? storage(
            `${fault.path}: was made by a newer release (schema ${fault.found}, known here: ${fault.known}); restore it with that release`,
          )
        : openingWords(fault);
    case 'FolderUnusable':
    case 'AnotherServes':
      return openingWords(fault);
  }
};

/** Says why a backup to a file or a restore of it was not done; answers the exit code. */
export const notDone = (fault: BackupFault, file: string): number => complainOf(wordsOf(fault, file));
