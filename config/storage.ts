import type * as E from 'fp-ts/lib/Either.js';
import type { Archive } from '../application/ports/archive.js';
import type { MongoFault } from '../adapters/storage/mongodb/fault.js';
import type { StorageFault } from '../adapters/storage/sqlite/fault.js';
import type { Storage } from './container.js';
import type { Settings } from './settings.js';

export type StorageOpeningFault = StorageFault | MongoFault;

/** Every storage port, and what whoever opened it looks after. */
export type OpenStorage = Storage & {
  readonly journal: { readonly dropped: () => number };
  readonly explanations: { readonly dropped: () => number };
  readonly archive: Archive;
  /** Writes what is waiting and lets go. Whatever is asked after it is a left. */
  readonly close: () => Promise<void>;
};

export type StorageUser = {
  /** `serve:<id>` or `cli:<id>`, an id that no other process ever had. */
  readonly owner: string;
  /** On SQLite one `serve` per folder; commands read and write beside it. */
  readonly role: 'serve' | 'command';
};

/** Opens the storage that the settings name: the only place that knows that there are two. */
export const openStorage = async (
  { storage, explanations: { keepRows: rows, maxBytes: bytes } }: Pick<Settings, 'storage' | 'explanations'>,
  { owner, role }: StorageUser,
): Promise<E.Either<StorageOpeningFault, OpenStorage>> => {
  // Loaded when it is chosen: a shop that runs on SQLite does not wait for the other's driver.
  if (storage.kind === 'mongodb') {
    const { openMongoStorage, defaultLimits } = await import('../adapters/storage/mongodb/storage.js');
    const explanations = { ...defaultLimits.explanations, rows, bytes };
    return openMongoStorage({ uri: storage.uri, limits: { timeout: storage.timeout, explanations } });
  }
  const { openSqliteStorage, defaultLimits } = await import('../adapters/storage/sqlite/storage.js');
  const explanations = { ...defaultLimits.explanations, rows, bytes };
  return openSqliteStorage({ folder: storage.folder, owner, role, limits: { explanations } });
};

/** Where the storage is, in words: no login of the URI is in them. */
export const storageWords = (storage: Settings['storage']): string =>
  storage.kind === 'sqlite'
    ? `sqlite in ${storage.folder}`
    : `mongodb at ${/^[^/]*\/\/(?:[^@]*@)?([^/?]*)/.exec(storage.uri)?.[1] ?? ''}`;
