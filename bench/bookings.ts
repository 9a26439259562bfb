import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeBookings, type BookingSource } from './booking-source.js';
import type { Written } from './counting-driver.js';
import { makeHubFolder, type HubFolder } from './hub-folder.js';
import { load, percentile, type Load } from './load.js';
import { leaveServersAlone, onAnyCore, onServersCore, startServer, type ServerProcess } from './processes.js';
import { machine, median, nodeOptions, option, print, table, whole } from './report.js';

/**
 * Bookings a second over HTTP, each on disk before it is answered: with the label drawn on the thread that answers or on one
 * beside it (which needs a processor more, and shares the load's), with one label for all, and what the disk itself takes of
 * as many rows in as large transactions.
 */
const CONNECTIONS = 64;

/** One hub under load, and every tracking code that it gave out. */
type Subject = {
  readonly folder: HubFolder;
  readonly server: ServerProcess;
  readonly bookings: BookingSource;
};

const start = async (press: 'real' | 'thread' | 'constant'): Promise<Subject> => {
  const folder = makeHubFolder();
  const script = new URL('booking-server.js', import.meta.url).pathname;
  const placed = press === 'thread' ? onAnyCore : onServersCore;
  const server = await startServer([...nodeOptions(), '--enable-source-maps', script, press], folder.path, placed);
  const bookings = makeBookings(folder.key, () => 'order');
  await load(server.port, CONNECTIONS, 3, bookings.next);
  return { folder, server, bookings };
};

type Measured = Load & { readonly cpu: number; readonly busy: number; readonly memory: number };

const measure = async ({ server, bookings: { next } }: Subject, seconds: number): Promise<Measured> => {
  const before = server.cpu();
  const loaded = await load(server.port, CONNECTIONS, seconds, next);
  const used = server.cpu() - before;
  return { ...loaded, cpu: (used / loaded.answers) * 1e6, busy: used / loaded.seconds, memory: server.memory() };
};

/** What a booking came to on disk, on average. */
type PerBooking = { readonly commits: number; readonly rows: number; readonly bytes: number };

const stop = async ({ folder, server, bookings }: Subject): Promise<PerBooking> => {
  await server.stop();
  const written = JSON.parse(readFileSync(join(folder.path, 'written.json'), 'utf8')) as Written;
  folder.remove();
  const each = (value: number): number => value / bookings.codes.size;
  return { commits: each(written.commits), rows: each(written.rows), bytes: each(written.bytes) };
};

/** Bookings a second, if writing them were all there is to do. */
const limits = (path: string, { commits, rows, bytes }: PerBooking, seconds: number) => {
  const script = new URL('disk-limit.js', import.meta.url).pathname;
  const shape = [rows / commits, bytes / rows].map((value) => String(Math.round(value)));
  const [file, ...args] = onServersCore([process.execPath, script, path, ...shape, String(seconds)]);
  const { sqlite, bare } = JSON.parse(execFileSync(file, args, { encoding: 'utf8' })) as {
    sqlite: number;
    bare: number;
  };
  return { sqlite: sqlite / commits, bare: bare / commits };
};

const row = (name: string, all: readonly Measured[]): readonly string[] => {
  const of = (value: (one: Measured) => number): number => median(all.map(value));
  return [
    name,
    whole(of(({ answers, seconds }) => answers / seconds)),
    whole(of(({ cpu }) => cpu)),
    `${Math.round(of(({ busy }) => busy) * 100)} %`,
    of(({ latencies }) => percentile(latencies, 0.5)).toFixed(1),
    of(({ latencies }) => percentile(latencies, 0.99)).toFixed(1),
    Math.max(...all.map(({ memory }) => memory)).toFixed(0),
  ];
};

leaveServersAlone();
const [rounds, seconds] = [option('rounds', 5), option('seconds', 5)];
const subjects = { drawn: await start('real'), beside: await start('thread'), constant: await start('constant') };
const all: { readonly [Name in keyof typeof subjects]: Measured }[] = [];
for (let round = 0; round < rounds; round += 1)
  all.push({
    drawn: await measure(subjects.drawn, seconds),
    beside: await measure(subjects.beside, seconds),
    constant: await measure(subjects.constant, seconds),
  });
const [withLabel, , without] = [await stop(subjects.drawn), await stop(subjects.beside), await stop(subjects.constant)];
const disk = makeHubFolder();
const limit = limits(disk.path, without, seconds);
disk.remove();

print(machine());
print(
  `A booking is ${withLabel.rows.toFixed(1)} rows and ${whole(withLabel.bytes)} bytes, in transactions of ` +
    `${(withLabel.rows / withLabel.commits).toFixed(0)} rows (${(without.rows / without.commits).toFixed(0)} without drawing).`,
);
print('');
print(
  table(
    ['', 'bookings/s', 'CPU µs', 'CPU', 'p50 ms', 'p99 ms', 'RSS MB'],
    [
      row(
        'label drawn where requests are answered',
        all.map(({ drawn }) => drawn),
      ),
      row(
        'label drawn on a thread beside',
        all.map(({ beside }) => beside),
      ),
      row(
        'one label for all',
        all.map(({ constant }) => constant),
      ),
      ['SQLite alone, as large transactions', whole(limit.sqlite), '', '', '', '', ''],
      ['write and fdatasync alone', whole(limit.bare), '', '', '', '', ''],
    ],
  ),
);
