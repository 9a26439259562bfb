import { openSqliteStorage } from '../../../adapters/storage/sqlite/storage.js';
import { itMovesWhole } from '../../contract/archive.contract.js';
import { rightOf } from '../../support/either.js';
import { aFolder } from '../../support/folder.js';
import { aDatabase, describeMongo, openStorage } from '../../support/mongodb.js';

const openFolder = async () => {
  const { folder, remove } = aFolder();
  const storage = rightOf(await openSqliteStorage({ folder, owner: 'serve:here', role: 'serve' }));
  return {
    storage,
    close: async () => {
      await storage.close();
      remove();
    },
  };
};

describeMongo('moving between storages', (server) => {
  const openDatabase = async () => {
    const database = await aDatabase(server);
    const storage = await openStorage(database.uri);
    return {
      storage,
      close: async () => {
        await storage.close();
        await database.drop();
      },
    };
  };

  const pairOf = async (from: typeof openFolder | typeof openDatabase, to: typeof from) => {
    const [source, target] = [await from(), await to()];
    return {
      source: source.storage,
      target: target.storage,
      close: async () => {
        await source.close();
        await target.close();
      },
    };
  };

  describe('from SQLite to MongoDB', () => {
    itMovesWhole(() => pairOf(openFolder, openDatabase));
  });

  describe('from MongoDB to SQLite', () => {
    itMovesWhole(() => pairOf(openDatabase, openFolder));
  });
});

describe('moving between two SQLite folders', () => {
  itMovesWhole(async () => {
    const [source, target] = [await openFolder(), await openFolder()];
    return {
      source: source.storage,
      target: target.storage,
      close: async () => {
        await source.close();
        await target.close();
      },
    };
  });
});
