import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openSqliteStorage, type SqliteOptions, type SqliteStorage } from '../../adapters/storage/sqlite/storage.js';
import { aKey, nth } from './bookings.js';
import { rightOf } from './either.js';

/** What another process does with a storage: it tells each step of it in a line of its own, durable before it is told. */
export type Job = 'hold' | 'insert' | 'reserve';

const tell = (line: string): void => void writeSync(1, `${line}\n`);

const jobs: Record<Job, (storage: SqliteStorage) => Promise<void>> = {
  hold: () => new Promise(() => setInterval(() => undefined, 1_000)),
  insert: async ({ bookings }) => {
    let n = 0;
    const insertOn = async (): Promise<void> => {
      for (;;) {
        n += 1;
        const booking = nth(n, { key: aKey({ fingerprint: `1o.${n}` }) });
        await rightOf(bookings.insert(booking));
        tell(`${booking.parcelNumber}`);
      }
    };
    await Promise.all(Array.from({ length: 8 }, insertOn));
  },
  reserve: async ({ serials }) => {
    const reserveOften = async (): Promise<void> => {
      for (let round = 0; round < 5; round += 1) tell(`${await rightOf(serials.reserve('sscc', 3))}`);
    };
    await Promise.all(Array.from({ length: 64 }, reserveOften));
  },
};

export type OtherProcess = {
  readonly process: ChildProcess;
  readonly lines: () => readonly string[];
  readonly ended: Promise<void>;
};

/** Starts another process on `folder`, and waits until it has the storage open. */
export const startProcess = async (folder: string, role: SqliteOptions['role'], job: Job): Promise<OtherProcess> => {
  const started = fork(fileURLToPath(import.meta.url), [folder, role, job], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let told = '';
  started.stdout?.on('data', (chunk: Buffer) => (told += chunk.toString()));
  const ended = once(started, 'close').then(() => undefined);
  await Promise.race([once(started, 'message'), ended]);
  // The last line may have been cut by the end of its process.
  return { process: started, lines: () => told.split('\n').slice(0, -1), ended };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , folder = '', role, job] = process.argv;
  const storage = rightOf(
    await openSqliteStorage({
      folder,
      owner: `${role === 'serve' ? 'serve' : 'cli'}:${process.pid}`,
      role: role === 'serve' ? 'serve' : 'command',
    }),
  );
  process.send?.('open');
  await jobs[job as Job](storage);
  await storage.close();
  process.disconnect();
}
