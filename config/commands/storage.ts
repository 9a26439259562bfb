import * as E from 'fp-ts/lib/Either.js';
import { makeChance } from '../../adapters/system/chance.js';
import { sha256 } from '../../adapters/system/sha256.js';
import { makeZones } from '../../adapters/system/zones.js';
import { makeMoveArchive, type MoveFault, type Moved } from '../../application/upkeep/move-archive.js';
import { loadSettings, settingsPlace } from '../settings-file.js';
import type { Settings } from '../settings.js';
import { openStorage, storageWords, type OpenStorage } from '../storage.js';
import { ExitCode } from './exit-codes.js';
import { openingWords } from './opening-words.js';
import { complain, print, printJson, printTable } from './terminal.js';

export type StorageKind = Settings['storage']['kind'];

export type MigrateOptions = {
  readonly from: StorageKind;
  readonly to: StorageKind;
  readonly resume?: boolean;
  readonly json?: boolean;
};

const storageFault = (fault: Parameters<typeof openingWords>[0]): number => {
  const { lines, exitCode } = openingWords(fault);
  lines.forEach(complain);
  return exitCode;
};

const moveFault = (fault: MoveFault): number => {
  switch (fault._tag) {
    case 'TargetNotEmpty':
      complain(
        `the target holds ${fault.count} ${fault.shelf}; empty it, or go on with an earlier migration with --resume`,
      );
      return ExitCode.notDone;
    case 'NotTheSame':
      complain(
        `${fault.shelf} differ: ${fault.source} in the source, ${fault.target} in the target; nobody else may be writing; empty the target and begin again`,
      );
      return ExitCode.notDone;
    case 'Unavailable':
      complain(`a storage does not answer (${fault.what}); go on with --resume`);
      return ExitCode.storage;
  }
};

/** A line per kind of thing and ten per cent of it. */
const teller = (): ((shelf: string, done: number, of: number) => void) => {
  let told = '';
  return (shelf, done, of) => {
    const line = `${shelf}: ${of === 0 ? 100 : Math.floor((done * 10) / of) * 10} %`;
    if (line !== told) complain(line);
    told = line;
  };
};

const move = async (source: OpenStorage, target: OpenStorage, resume: boolean): Promise<E.Either<MoveFault, Moved>> =>
  makeMoveArchive({ sha256 })(source.archive, target.archive, { resume, progress: teller() })();

/** Both storages as a `serve` would have them: on SQLite nobody else can serve from the folder meanwhile. */
const withBoth = async (
  settings: Settings,
  { from, to }: MigrateOptions,
  work: (source: OpenStorage, target: OpenStorage) => Promise<number>,
): Promise<number> => {
  const open = async (kind: StorageKind): Promise<E.Either<number, OpenStorage>> => {
    const storage = settings.storages.find((one) => one.kind === kind);
    if (storage === undefined) {
      complain(`storage.uri is not set: it says where the ${kind} storage is`);
      return E.left(ExitCode.settings);
    }
    complain(`${kind === from ? 'from' : 'to'} ${storageWords(storage)}`);
    const unbounded = { ...settings, storage, explanations: { keepRows: Infinity, maxBytes: Infinity } };
    return E.mapLeft(storageFault)(
      await openStorage(unbounded, { owner: `serve:${makeChance().id()}`, role: 'serve' }),
    );
  };
  const source = await open(from);
  if (E.isLeft(source)) return source.left;
  const target = await open(to);
  try {
    return E.isLeft(target) ? target.left : await work(source.right, target.right);
  } finally {
    await source.right.close();
    if (E.isRight(target)) await target.right.close();
  }
};

/** Moves everything from one storage of the settings to the other; nothing may serve from either meanwhile. */
export const migrate = async (options: MigrateOptions): Promise<void> => {
  const { from, to, resume = false, json = false } = options;
  if (from === to) {
    complain('--from and --to name one storage');
    process.exitCode = ExitCode.usage;
    return;
  }
  const loaded = loadSettings(settingsPlace(process.env, process.cwd()), process.env, makeZones());
  if (E.isLeft(loaded)) {
    process.exitCode = storageFault({ _tag: 'Settings', faults: loaded.left });
    return;
  }
  process.exitCode = await withBoth(loaded.right, options, async (source, target) => {
    const moved = await move(source, target, resume);
    if (E.isLeft(moved)) return moveFault(moved.left);
    if (json) printJson(moved.right);
    else
      printTable(
        ['MOVED', 'COUNT'],
        Object.entries(moved.right).map(([shelf, count]) => [shelf, String(count)]),
      );
    if (!json && to === 'mongodb')
      print(
        'Now set storage.kind to mongodb, and offers.signing_keys to the keys of offer-keys.json in the old folder.',
      );
    return ExitCode.done;
  });
};
