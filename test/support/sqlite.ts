import { join } from 'node:path';
import { openSqliteStorage, type SqliteOptions, type SqliteStorage } from '../../adapters/storage/sqlite/storage.js';
import { rightOf } from './either.js';
import { aFolder } from './folder.js';

export type OpenedSqlite<A> = {
  readonly storage: SqliteStorage;
  readonly folder: string;
  readonly reopen: () => Promise<A>;
  readonly close: () => Promise<void>;
};

/** A SQLite storage in a folder of its own, opened again by another `serve` when asked, gone when closed. */
export const openSqlite = async <A>(
  pick: (storage: SqliteStorage) => A,
  over: Partial<SqliteOptions> = {},
): Promise<OpenedSqlite<A>> => {
  const { folder: parent, remove } = aFolder();
  const folder = join(parent, 'data');
  const open = async (owner: string): Promise<SqliteStorage> =>
    rightOf(await openSqliteStorage({ folder, owner, role: 'serve', ...over }));
  const storage = await open('serve:first');
  let current = storage;
  return {
    storage,
    folder,
    reopen: async () => {
      await current.close();
      current = await open('serve:second');
      return pick(current);
    },
    close: async () => {
      await current.close();
      remove();
    },
  };
};
