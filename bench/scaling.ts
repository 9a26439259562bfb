import { cpus } from 'node:os';
import { makeBookings, type BookingSource } from './booking-source.js';
import { BUILT, makeHubFolder, type HubFolder } from './hub-folder.js';
import { load, percentile, type Load } from './load.js';
import { freshDatabase, mongoServer, mongoSettings, type FreshDatabase } from './mongo-database.js';
import { onAnyCore, startServer, type ServerProcess } from './processes.js';
import { machine, median, nodeOptions, option, print, table, whole } from './report.js';

/** Bookings a second of one, two and four processes on one MongoDB database. They take turns, and share every processor. */
const PROCESSES = [1, 2, 4];

/** In all, however many processes share them. */
const CONNECTIONS = 32;

/** Processes of one account on a database of their own. */
type Subject = {
  readonly database: FreshDatabase;
  readonly folder: HubFolder;
  readonly servers: readonly ServerProcess[];
  readonly bookings: BookingSource;
};

const start = async (uri: string, processes: number): Promise<Subject> => {
  const database = freshDatabase(uri);
  const folder = makeHubFolder(mongoSettings(database.uri));
  const args = [...nodeOptions(), '--enable-source-maps', BUILT, 'serve'];
  const servers = await Promise.all(Array.from({ length: processes }, () => startServer(args, folder.path, onAnyCore)));
  return { database, folder, servers, bookings: makeBookings(folder.key, () => 'order') };
};

const stop = async ({ servers, folder, database }: Subject): Promise<void> => {
  await Promise.all(servers.map((server) => server.stop()));
  folder.remove();
  await database.drop();
};

/** Seconds of processor time of the whole machine. */
const busySeconds = (): number =>
  cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000;

const hubSeconds = ({ servers }: Subject): number => servers.reduce((sum, server) => sum + server.cpu(), 0);

const loadSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Processor time is in milliseconds for a booking; `rest` is of all that is neither hub nor load: the database above all. */
type Measured = Load & { readonly hub: number; readonly load: number; readonly rest: number };

const measure = async (subject: Subject, seconds: number): Promise<Measured> => {
  const { servers, bookings } = subject;
  const clocks = [() => hubSeconds(subject), loadSeconds, busySeconds] as const;
  const before = clocks.map((read) => read());
  const all = await Promise.all(
    servers.map(({ port }) => load(port, CONNECTIONS / servers.length, seconds, bookings.next)),
  );
  const [hub = 0, own = 0, busy = 0] = clocks.map((read, at) => read() - (before[at] ?? 0));
  const answers = all.reduce((sum, one) => sum + one.answers, 0);
  const each = (used: number): number => (used / answers) * 1000;
  return {
    answers,
    seconds: Math.max(...all.map((one) => one.seconds)),
    latencies: Float64Array.from(all.flatMap(({ latencies }) => [...latencies])).sort(),
    ...{ hub: each(hub), load: each(own), rest: each(busy - hub - own) },
  };
};

const perSecond = ({ answers, seconds }: Load): number => answers / seconds;

const rowsOf = (rounds: readonly (readonly Measured[])[]): readonly (readonly string[])[] =>
  PROCESSES.map((processes, variant) => {
    const all = rounds.flatMap((round) => round[variant] ?? []);
    const of = (value: (one: Measured) => number): number => median(all.map(value));
    const ratio = median(
      rounds.flatMap(([one, ...others]) => {
        const several = [one, ...others][variant];
        return one === undefined || several === undefined ? [] : [perSecond(several) / perSecond(one)];
      }),
    );
    return [
      String(processes),
      whole(of(perSecond)),
      ratio.toFixed(2),
      ...[of(({ hub }) => hub), of((one) => one.load), of(({ rest }) => rest)].map((cpu) => cpu.toFixed(2)),
      ...[0.5, 0.99].map((share) => of(({ latencies }) => percentile(latencies, share)).toFixed(1)),
    ];
  });

// Each server and folder is cleared away at the end, and they are more than Node takes for normal.
process.setMaxListeners(50);

const compare = async (uri: string): Promise<void> => {
  const [rounds, seconds] = [option('rounds', 5), option('seconds', 5)];
  const subjects: Subject[] = [];
  for (const processes of PROCESSES) subjects.push(await start(uri, processes));
  for (const subject of subjects) await measure(subject, option('warm-up', 5));
  const measured: (readonly Measured[])[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const inTurn: Measured[] = [];
    for (const subject of subjects) inTurn.push(await measure(subject, seconds));
    measured.push(inTurn);
  }
  for (const subject of subjects) await stop(subject);
  print(machine(false));
  print(`${CONNECTIONS} bookings at a time in all, ${rounds} rounds of ${seconds} s.`);
  print('');
  print(
    table(
      ['processes', 'bookings/s', 'of one', 'hub CPU ms', 'load CPU ms', 'other CPU ms', 'p50 ms', 'p99 ms'],
      rowsOf(measured),
    ),
  );
};

if (mongoServer === undefined) {
  print('This needs a MongoDB server, which LONGSHORE_TEST_MONGODB_URI names.');
  process.exitCode = 2;
} else await compare(mongoServer);
