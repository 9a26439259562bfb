import * as E from 'fp-ts/lib/Either.js';
import { join } from 'node:path';
import type { Archive } from '../application/ports/archive.js';
import { openMongoStorage } from '../adapters/storage/mongodb/storage.js';
import { openSqliteStorage } from '../adapters/storage/sqlite/storage.js';
import { done, type Shipment } from './history-seed.js';
import { makeHubFolder, type HubFolder } from './hub-folder.js';
import { freshDatabase, mongoSettings } from './mongo-database.js';

/** A storage that is opened to be filled, past every use case. */
export type Filling = {
  readonly archive: Archive;
  /** Stores all of these, durably. */
  readonly put: (shipments: readonly Shipment[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** One hub's own storage, empty at first. */
export type Store = {
  readonly folder: HubFolder;
  readonly fill: () => Promise<Filling>;
  readonly drop: () => Promise<void>;
};

const opened = <A>(result: E.Either<unknown, A>): A => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left));
  return result.right;
};

/** Through the group commit, in transactions of thousands of rows. */
const fillSqlite = async (folder: string): Promise<Filling> => {
  const limits = { commit: { patience: 60_000, batch: 6_000 }, cacheKiB: 2 * 1024 * 1024 };
  const storage = opened(
    await openSqliteStorage({ folder: join(folder, 'data'), owner: 'cli:seed', role: 'command', limits }),
  );
  const { bookings, labels, houseLedger, archive, close } = storage;
  return {
    archive,
    close,
    put: async (shipments) => {
      const written = await Promise.all([
        ...shipments.map(({ booking }) => done('a booking', bookings.insert(booking))),
        ...shipments.map(({ label }) => done('a label', labels.keep(label))),
        ...shipments.map(({ entry }) => done('an entry', houseLedger.enter(entry))),
      ]);
      if (written.includes('conflict')) throw new Error('two seeded bookings are one');
    },
  };
};

/** With many documents in one command. */
const fillMongo = async (uri: string): Promise<Filling> => {
  const { archive, close } = opened(await openMongoStorage({ uri, limits: { timeout: 60_000 } }));
  return {
    archive,
    close,
    put: async (shipments) => {
      const pick = <A>(of: (shipment: Shipment) => A): readonly A[] => shipments.map(of);
      await Promise.all([
        done('bookings', archive.bookings.put(pick(({ booking }) => booking))),
        done('labels', archive.labels.put(pick(({ label }) => label))),
        done('entries', archive.houseLedger.put(pick(({ entry }) => entry))),
      ]);
    },
  };
};

export const sqliteStore = (): Store => {
  const folder = makeHubFolder();
  return { folder, fill: () => fillSqlite(folder.path), drop: () => Promise.resolve(folder.remove()) };
};

export const mongoStore = (server: string): Store => {
  const { uri, drop } = freshDatabase(server);
  const folder = makeHubFolder(mongoSettings(uri));
  return {
    folder,
    fill: () => fillMongo(uri),
    drop: async () => {
      await drop();
      folder.remove();
    },
  };
};
