import { execFileSync } from 'node:child_process';
import { makeBookings } from './booking-source.js';
import { another, firstShipment, scatteredOrder } from './history-seed.js';
import { mongoStore, sqliteStore, type Store } from './history-storage.js';
import { BUILT } from './hub-folder.js';
import { load, percentile, type Exchange, type Load } from './load.js';
import { mongoServer } from './mongo-database.js';
import { leaveServersAlone, startServer } from './processes.js';
import { machine, median, nodeOptions, option, print, table, whole } from './report.js';

/**
 * How long a booking takes over HTTP with few shipments stored and with many, on each storage. Every run is a new process,
 * warmed up; few and many take turns.
 */
const CONNECTIONS = 8;
const CHUNK = 2_000;

const upTo = (count: number, next: () => Exchange): (() => Exchange | undefined) => {
  let asked = 0;
  return () => ((asked += 1) <= count ? next() : undefined);
};

/** `cpu` is milliseconds of the hub's processor time for a booking, its start and all that warmed it up included. */
type Run = Load & { readonly cpu: number };

/** Books so many, on a hub that is started for it; what it answers is of the last. */
const book = async ({ folder }: Store, ...counts: readonly number[]): Promise<Run> => {
  const server = await startServer([...nodeOptions(), '--enable-source-maps', BUILT, 'serve'], folder.path);
  const { next } = makeBookings(folder.key, scatteredOrder);
  let last: Load | undefined;
  for (const count of counts) last = await load(server.port, CONNECTIONS, Infinity, upTo(count, next));
  const cpu = (1000 * server.cpu()) / counts.reduce((sum, count) => sum + count, 0);
  await server.stop();
  if (last === undefined) throw new RangeError('nothing to book');
  return { ...last, cpu };
};

/** A storage with so many shipments: one that the program itself has booked, and others made after it. */
const seeded = async (store: Store, size: number): Promise<Store> => {
  const startedAt = performance.now();
  await book(store, 1);
  const { archive, put, close } = await store.fill();
  const model = await firstShipment(archive);
  for (let stored = 1; stored < size; stored += CHUNK) {
    const count = Math.min(CHUNK, size - stored);
    await put(Array.from({ length: count }, (_, turn) => another(model, stored + turn)));
    if ((stored - 1) % 100_000 === 0) process.stderr.write(`${stored + count} stored\n`);
  }
  await close();
  // What the system has not written yet would be written while the first run is measured.
  execFileSync('sync');
  process.stderr.write(`${whole(size)} shipments in ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  return store;
};

const runs = option('runs', 5);
const [bookings, warmUp] = [option('bookings', 2_000), option('warm-up', 1_000)];
const few = option('few', 1_000);

type Pair = { readonly few: Run; readonly many: Run };

const measure = async (makeStore: () => Store, many: number): Promise<readonly Pair[]> => {
  const large = await seeded(makeStore(), many);
  const pairs: Pair[] = [];
  for (let run = 0; run < runs; run += 1) {
    // A new one for each run, which would else be one of several thousand at the end.
    const small = await seeded(makeStore(), few);
    pairs.push({ few: await book(small, warmUp, bookings), many: await book(large, warmUp, bookings) });
    await small.drop();
  }
  await large.drop();
  return pairs;
};

const rowsOf = (storage: string, many: number, pairs: readonly Pair[]): readonly (readonly string[])[] => {
  const row = (size: number, which: keyof Pair): readonly string[] => {
    const at = (share: number): string =>
      median(pairs.map((pair) => percentile(pair[which].latencies, share))).toFixed(2);
    const perSecond = median(pairs.map((pair) => pair[which].answers / pair[which].seconds));
    const p99s = pairs.map((pair) => percentile(pair[which].latencies, 0.99).toFixed(1)).join(', ');
    const ratio = (share: number): string => {
      const of = (load: Load): number => percentile(load.latencies, share);
      return which === 'few' ? '1.00' : (Number(at(share)) / median(pairs.map((pair) => of(pair.few)))).toFixed(2);
    };
    const cpu = median(pairs.map((pair) => pair[which].cpu)).toFixed(2);
    return [`${storage}, ${whole(size)}`, whole(perSecond), cpu, at(0.5), ratio(0.5), at(0.99), ratio(0.99), p99s];
  };
  return [row(few, 'few'), row(many, 'many')];
};

leaveServersAlone();
const rows: (readonly string[])[] = [];
const inSqlite = option('sqlite', 1_000_000);
if (inSqlite > 0) rows.push(...rowsOf('SQLite', inSqlite, await measure(sqliteStore, inSqlite)));
const inMongo = option('mongodb', 1_000_000);
if (mongoServer === undefined) print('MongoDB is left out: LONGSHORE_TEST_MONGODB_URI names no server.');
else if (inMongo > 0)
  rows.push(...rowsOf('MongoDB', inMongo, await measure(() => mongoStore(mongoServer ?? ''), inMongo)));

print(machine());
print(
  `${whole(bookings)} bookings a run after ${whole(warmUp)} to warm up, ${CONNECTIONS} at a time; medians of ${runs} runs.`,
);
print('');
print(
  table(
    ['stored shipments', 'bookings/s', 'hub CPU ms', 'p50 ms', 'of few', 'p99 ms', 'of few', 'p99 of each run, ms'],
    rows,
  ),
);
