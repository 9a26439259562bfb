import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import {
  MongoClient,
  MongoServerSelectionError,
  type Collection,
  type Db,
  type Document,
  type TopologyDescription,
} from 'mongodb';
import { unavailable, type Unavailable } from '../../../application/ports/unavailable.js';
import type { MongoFault } from './fault.js';
import { indexes } from './indexes.js';
import { mendLooks } from './looks.js';
import { upgrade } from './upgrade.js';

export type CollectionName =
  | 'bookings'
  | 'errands'
  | 'labels'
  | 'apiKeys'
  | 'journal'
  | 'explanations'
  | 'serials'
  | 'houseLedger'
  | 'callSlots'
  | 'retiredOrders';

/** A database of which every question is answered in bounded time. */
export type Database = {
  /**
   * Writes are acknowledged by a majority and reads see what a majority has, from the primary, whatever the URI says.
   */
  readonly collection: <D extends Document>(name: CollectionName) => Collection<D>;
  /** Gives up after the timeout, and at once where no server has been there for that long. A left may have happened. */
  readonly ask: <A>(what: string, work: () => Promise<A>) => TaskEither<Unavailable, A>;
  /** For what nobody waits for: gives up after ten times the timeout. */
  readonly askPatiently: <A>(what: string, work: () => Promise<A>) => TaskEither<Unavailable, A>;
  /** Milliseconds that the server may take over one command: to be given with every command. */
  readonly maxTimeMS: number;
  readonly close: () => Promise<void>;
};

export type DatabaseOptions = {
  /** Names the database behind its host; `longshore` where it names none. */
  readonly uri: string;
  /** Milliseconds after which a question is given up. */
  readonly timeout: number;
};

/** How often a server is looked at, in milliseconds: what bounds how long its return goes unnoticed. */
const HEARTBEAT = 1_000;

/** Several processes that start at once may get into each other's way while they make the indexes. */
const INDEX_ATTEMPTS = 5;

const closed = { reason: 'closed' };
const away = { reason: 'no server that takes writes' };

const writable: ReadonlySet<string> = new Set(['Standalone', 'RSPrimary', 'Mongos', 'LoadBalancer']);

const takesWrites = ({ servers }: TopologyDescription): boolean =>
  [...servers.values()].some(({ type }) => writable.has(type));

/** Tells for how many milliseconds no server that takes writes has been there: 0 while one is. */
const watchServers = (client: MongoClient): (() => number) => {
  let awaySince: number | undefined = performance.now();
  client.on('topologyDescriptionChanged', ({ newDescription }) => {
    awaySince = takesWrites(newDescription) ? undefined : (awaySince ?? performance.now());
  });
  return () => (awaySince === undefined ? 0 : performance.now() - awaySince);
};

/** `work`, or a rejection once the time is over. The work is not stopped, and its own end is then nobody's. */
const within = async <A>(milliseconds: number, work: () => Promise<A>): Promise<A> => {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      work(),
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('no answer in time')), milliseconds);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
};

const databaseNameOf = (uri: string): string => /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?/]+)/.exec(uri)?.[1] ?? 'longshore';

const openClient = ({ uri, timeout }: DatabaseOptions): E.Either<MongoFault, MongoClient> =>
  E.tryCatch(
    () =>
      new MongoClient(uri, {
        appName: 'longshore',
        serverSelectionTimeoutMS: timeout,
        waitQueueTimeoutMS: timeout,
        connectTimeoutMS: timeout,
        socketTimeoutMS: 10 * timeout,
        heartbeatFrequencyMS: HEARTBEAT,
        ignoreUndefined: true,
      }),
    (cause) => ({ _tag: 'UriUnusable', cause }),
  );

const makeIndexes = async (database: Db): Promise<void> => {
  for (const [name, wanted] of Object.entries(indexes)) {
    await database.collection(name).createIndexes([...wanted]);
  }
};

/** Tries again, a little later each time. */
const persistently = async (work: () => Promise<void>, attempts: number): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (cause) {
      if (attempt >= attempts || cause instanceof MongoServerSelectionError) throw cause;
      await new Promise((resolve) => setTimeout(resolve, 100 * attempt));
    }
  }
};

/** Connects, makes the indexes and brings documents of an earlier release up to date. Faults are found here; from then on the driver connects again by itself. */
export const openDatabase = async (options: DatabaseOptions): Promise<E.Either<MongoFault, Database>> => {
  const { timeout } = options;
  const opened = openClient(options);
  if (E.isLeft(opened)) return opened;
  const client = opened.right;
  const database = client.db(databaseNameOf(options.uri));

  const awayFor = watchServers(client);

  try {
    await client.connect();
    await persistently(() => makeIndexes(database), INDEX_ATTEMPTS);
    await persistently(() => upgrade(database), INDEX_ATTEMPTS);
  } catch (cause) {
    const hosts = client.options.hosts.map(({ host = '', port = 0 }) => `${host}:${port}`);
    await client.close();
    return E.left({ _tag: awayFor() === 0 ? 'ServerRefuses' : 'ServerAway', hosts, cause });
  }

  const leaveOff = mendLooks(client, {
    ...{ awayFor, pause: HEARTBEAT },
    // A look has the timeout twice; a login's questions have the one of the socket.
    lookPatience: 3 * timeout,
    connectionPatience: 12 * timeout,
  });
  let isClosed = false;
  const bounded =
    (milliseconds: number): Database['ask'] =>
    (what, work) =>
    async () => {
      if (isClosed) return E.left(unavailable(what)(closed));
      if (awayFor() > timeout) {
        // Not in the same turn: whoever asks over and over leaves the others theirs.
        await new Promise((resolve) => void setImmediate(resolve));
        return E.left(unavailable(what)(away));
      }
      try {
        return E.right(await within(milliseconds, work));
      } catch (cause) {
        return E.left(unavailable(what)(cause));
      }
    };
  return E.right({
    collection: (name) =>
      database.collection(name, {
        writeConcern: { w: 'majority', wtimeoutMS: timeout },
        readConcern: 'majority',
        readPreference: 'primary',
      }),
    ask: bounded(timeout),
    askPatiently: bounded(10 * timeout),
    maxTimeMS: timeout,
    close: async () => {
      isClosed = true;
      leaveOff();
      await client.close();
    },
  });
};
