import { randomBytes } from 'node:crypto';
import { MongoClient, type Document } from 'mongodb';
import { openMongoStorage, type MongoOptions, type MongoStorage } from '../../adapters/storage/mongodb/storage.js';
import { rightOf } from './either.js';
import { eventually } from './eventually.js';
import { openProxy, type TcpProxy } from './tcp-proxy.js';

/** Any MongoDB server that the tests may make databases on, and drop them. */
export const mongoUri = process.env['LONGSHORE_TEST_MONGODB_URI'];

/** The URI with a database's name in it, and without what else stood in that place. */
export const uriOf = (server: string, database: string): string =>
  server.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)\/?[^?]*/, `$1/${database}`);

/** Declares the suite where a server is named, and else shows it as pending with the reason. */
export const describeMongo = (title: string, suite: (this: Mocha.Suite, server: string) => void): void => {
  describe(title, function () {
    if (mongoUri === undefined) {
      it('needs a server, which LONGSHORE_TEST_MONGODB_URI names');
      return;
    }
    suite.call(this, mongoUri);
  });
};

/** A database of the test's own, looked at past every adapter. */
export type TestDatabase = {
  readonly uri: string;
  readonly documents: (collection: string) => Promise<readonly Document[]>;
  readonly indexes: (collection: string) => Promise<readonly Document[]>;
  readonly change: (collection: string, update: Document) => Promise<void>;
  readonly makeIndex: (collection: string, name: string, key: { readonly [field: string]: 1 }) => Promise<void>;
  /** Empties every collection but those that are named, and keeps the indexes. */
  readonly empty: (...but: readonly string[]) => Promise<void>;
  readonly drop: () => Promise<void>;
};

export const aDatabase = async (server: string): Promise<TestDatabase> => {
  const name = `longshore_test_${randomBytes(6).toString('hex')}`;
  const uri = uriOf(server, name);
  const client = await new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 }).connect();
  const database = client.db(name);
  return {
    uri,
    documents: (collection) => database.collection(collection).find().toArray(),
    indexes: (collection) => database.collection(collection).indexes(),
    change: async (collection, update) => {
      await database.collection(collection).updateMany({}, update);
    },
    makeIndex: async (collection, name, key) => {
      await database.collection(collection).createIndexes([{ key: { ...key }, name }]);
    },
    empty: async (...but) => {
      const collections = await database.listCollections({}, { nameOnly: true }).toArray();
      const emptied = collections.filter(({ name: one }) => !but.includes(one));
      await Promise.all(emptied.map((one) => database.collection(one.name).deleteMany({})));
    },
    drop: async () => {
      await database.dropDatabase();
      await client.close();
    },
  };
};

export const openStorage = async (uri: string, limits: MongoOptions['limits'] = {}): Promise<MongoStorage> =>
  rightOf(await openMongoStorage({ uri, limits: { timeout: 30_000, ...limits } }));

export type OpenedMongo<A> = {
  readonly storage: MongoStorage;
  readonly reopen: () => Promise<A>;
  readonly close: () => Promise<void>;
};

/** Declares a suite in a database of its own, dropped after it and emptied after each test. */
export const describeMongoPort = <A>(
  title: string,
  pick: (storage: MongoStorage) => A,
  suite: (open: () => Promise<OpenedMongo<A>>) => void,
): void => {
  describeMongo(title, (server) => {
    let database: TestDatabase;
    before(async () => {
      database = await aDatabase(server);
    });
    after(() => database.drop());
    suite(async () => {
      const storage = await openStorage(database.uri);
      let current = storage;
      return {
        storage,
        reopen: async () => {
          await current.close();
          current = await openStorage(database.uri);
          return pick(current);
        },
        close: async () => {
          await current.close();
          await database.empty();
        },
      };
    });
  });
};

export type ProxiedDatabase = { readonly database: TestDatabase; readonly uri: string; readonly proxy: TcpProxy };

/** A database of the test's own that a storage reaches through a proxy alone. */
export const aProxiedDatabase = async (server: string, options = ''): Promise<ProxiedDatabase> => {
  const database = await aDatabase(server);
  const [, login = '', host = '', port = '27017', path = ''] =
    /^mongodb:\/\/([^@/]*@)?([^:/?,]+)(?::(\d+))?[^/]*(.*)$/.exec(database.uri) ?? [];
  const proxy = await openProxy(host, Number(port));
  const separator = path.includes('?') ? '&' : '?';
  const uri = `mongodb://${login}127.0.0.1:${proxy.port}${path}${separator}directConnection=true${options}`;
  return { database, uri, proxy };
};

/** A storage in a database of its own, whose next answer is lost on the way when it is said. */
export const openLosing = async (
  server: string,
): Promise<{
  readonly storage: MongoStorage;
  readonly loseAnswer: () => void;
  readonly mend: () => Promise<void>;
  readonly close: () => Promise<void>;
}> => {
  // A replica set's driver would write once more by itself, and be told that it is done.
  const { database, uri, proxy } = await aProxiedDatabase(server, '&retryWrites=false&retryReads=false');
  const storage = await openStorage(uri);
  return {
    storage,
    loseAnswer: () => proxy.set('deaf'),
    mend: async () => {
      proxy.set('open');
      await eventually(() => rightOf(storage.ping));
    },
    close: async () => {
      await storage.close();
      await proxy.close();
      await database.drop();
    },
  };
};
