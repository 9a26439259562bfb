import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BUILT, makeHubFolder } from './hub-folder.js';
import { percentile } from './load.js';
import { leaveServersAlone, startServer, type ServerProcess } from './processes.js';
import { machine, median, option, print, table, whole } from './report.js';
import { PROBED, type Probed } from './soak-probe.js';
import { makeTraffic, type Traffic } from './soak-traffic.js';

/**
 * Mixed traffic for a while, at a rate that the server can keep up with: whether memory, handles and the delay of the event
 * loop stay where they are. 60 things done in a second for three minutes are what a shop does that ships 1,300 parcels.
 */
const seconds = option('seconds', 180);
const rate = option('rate', 60);
const seed = option('seed', 1);

/** The server's own figures are taken this often under load, and at rest before, half-way and at the end. */
const STRETCHES = 6;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const probe = async (server: ServerProcess, folder: string): Promise<Probed> => {
  const file = join(folder, PROBED);
  process.kill(server.pid, 'SIGUSR2');
  while (!existsSync(file)) await pause(5);
  const probed = JSON.parse(readFileSync(file, 'utf8')) as Probed;
  rmSync(file);
  return probed;
};

/** Seconds for which the server's main thread could have run and had no processor: what others on the machine took. */
const waited = ({ pid }: ServerProcess): number => {
  const [, nanoseconds] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e9;
};

/** Bytes of what storage has written, by file. */
const sizes = (folder: string): { readonly database: number; readonly log: number } => {
  const of = (suffix: RegExp): number =>
    readdirSync(join(folder, 'data'))
      .filter((name) => suffix.test(name))
      .reduce((sum, name) => sum + statSync(join(folder, 'data', name)).size, 0);
  return { database: of(/\.db$/), log: of(/\.db-wal$/) };
};

/** Acts at random moments, whether or not what was asked before is answered; ends when all of it is. */
const soak = async (traffic: Traffic, forSeconds: number): Promise<void> => {
  const startedAt = performance.now();
  const underWay = new Set<Promise<void>>();
  const faults: unknown[] = [];
  for (let at = 0; at < forSeconds * 1000; at += (-Math.log(1 - traffic.chance()) * 1000) / rate) {
    await pause(Math.max(0, startedAt + at - performance.now()));
    const acting = traffic
      .act()
      .catch((fault: unknown) => void faults.push(fault))
      .finally(() => underWay.delete(acting));
    underWay.add(acting);
    if (faults.length > 0) break;
  }
  await Promise.all(underWay);
  if (faults.length > 0) throw faults[0];
};

type Rested = Probed & ReturnType<typeof sizes>;

/** With no connection open and nothing under way. */
const atRest = async (server: ServerProcess, folder: string, traffic: Traffic): Promise<Rested> => {
  traffic.rest();
  await pause(1_500);
  return { ...(await probe(server, folder)), ...sizes(folder) };
};

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
const handles = ({ resources }: Probed): number => Object.values(resources).reduce((sum, one) => sum + one, 0);

const restRow = (when: string, rested: Rested): readonly string[] => [
  when,
  megabytes(rested.heap),
  megabytes(rested.rss),
  String(handles(rested)),
  String(rested.files),
  megabytes(rested.database),
  megabytes(rested.log),
];

leaveServersAlone();
const folder = makeHubFolder();
const operator = JSON.parse(
  execFileSync(process.execPath, [BUILT, 'keys', 'create', '--role', 'operator', '--json'], {
    cwd: folder.path,
    encoding: 'utf8',
  }),
) as { readonly key: string };
const flags = ['--expose-gc', '--import', new URL('soak-probe.js', import.meta.url).href, '--enable-source-maps'];
const server = await startServer([...flags, BUILT, 'serve'], folder.path);
const traffic = makeTraffic(server.port, { newstore: folder.key, operator: operator.key }, seed);

// Code that was never run is compiled, caches fill: that is no growth.
await soak(traffic, Math.min(20, seconds / 4));
const rests: Rested[] = [await atRest(server, folder.path, traffic)];
const stretches: (Probed & { readonly waited: number })[] = [];
const cpu = server.cpu();
for (let stretch = 1; stretch <= STRETCHES; stretch += 1) {
  const before = waited(server);
  await soak(traffic, seconds / STRETCHES);
  stretches.push({ waited: waited(server) - before, ...(await probe(server, folder.path)) });
  if (stretch === STRETCHES / 2 || stretch === STRETCHES) rests.push(await atRest(server, folder.path, traffic));
}
const busy = (server.cpu() - cpu) / seconds;
await server.stop();
folder.remove();

const [start, middle, end] = rests as [Rested, Rested, Rested];
const p99 = median(stretches.map(({ late }) => late.p99));
const done = Object.entries(traffic.done()).sort(([, a], [, b]) => b.length - a.length);

print(machine());
print(`${seconds} s at ${rate} a second, seed ${seed}; the server's processor ${Math.round(busy * 100)} % busy`);
print('');
print(
  table(
    ['done', 'times', 'p50 ms', 'p99 ms'],
    done.map(([name, times]) => {
      const sorted = Float64Array.from(times).sort();
      return [name, whole(times.length), percentile(sorted, 0.5).toFixed(1), percentile(sorted, 0.99).toFixed(1)];
    }),
  ),
);
print('');
print(
  table(
    ['at rest', 'heap MB', 'RSS MB', 'handles', 'files', 'db MB', 'wal MB'],
    [restRow('start', start), restRow('middle', middle), restRow('end', end)],
  ),
);
print('');
print(
  table(
    ['event loop late by', 'p50 ms', 'p99 ms', 'most ms', 'waited for a processor s'],
    stretches.map(({ late, waited: noise }, at) => [
      `stretch ${at + 1}`,
      ...[late.p50, late.p99, late.most, noise].map((value) => value.toFixed(1)),
    ]),
  ),
);
print('');
print(`resources at the end: ${JSON.stringify(end.resources)}`);

/** What the runtime itself moves between two collections. */
const SLACK = 3 * 2 ** 20;

const verdicts = [
  ['heap flat', end.heap <= middle.heap * 1.05 + SLACK],
  ['handles flat', handles(end) <= handles(start) && end.files <= start.files + 2],
  ['event loop p99 under 20 ms, median of the stretches', p99 < 20],
] as const;
for (const [what, holds] of verdicts) print(`${what}: ${holds ? 'met' : 'MISSED'}`);
if (verdicts.some(([, holds]) => !holds)) process.exitCode = 1;
