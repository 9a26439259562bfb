import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { WorkOrder } from './work-process.js';

const program = fileURLToPath(new URL('./work-process.js', import.meta.url));

export type Working = {
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
  /** However it ended: null where it was a signal. */
  readonly ended: Promise<number | null>;
  /** Claims that another process was quicker to make; known once it has been asked to end. */
  readonly lost: () => number;
};

/** A process that does the durable work of a storage. */
export const startWorking = async (order: WorkOrder): Promise<Working> => {
  const child = spawn(process.execPath, ['--enable-source-maps', program, JSON.stringify(order)]);
  let [complaints, said] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const begun = once(child.stdout, 'data').then(() => true);
  if (!(await Promise.race([begun, ended.then(() => false)]))) throw new Error(`it ended at once: ${complaints}`);
  return {
    ended,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
    lost: () => Number(/lost (\d+)/.exec(said)?.[1]),
  };
};

export type Delivery = { readonly job: string; readonly inDoubt: boolean };

export type Target = {
  readonly url: string;
  /** Every delivery that arrived, in order. */
  readonly deliveries: Delivery[];
  /** Milliseconds until a delivery is answered; Infinity: when it is said. */
  delay: number;
  /** Answers every delivery that waits for it. */
  readonly answer: () => void;
  readonly close: () => Promise<void>;
};

/** Takes deliveries on loopback, and counts them. */
export const aTarget = async (): Promise<Target> => {
  const deliveries: Delivery[] = [];
  let held: (() => void)[] = [];
  const server = createServer((request, response) => {
    const [path = '', query] = (request.url ?? '').split('?');
    deliveries.push({ job: path.slice(1), inDoubt: query === 'doubt' });
    const answer = (): void => void response.end();
    if (Number.isFinite(target.delay)) setTimeout(answer, target.delay);
    else held.push(answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const target: Target = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deliveries,
    delay: 0,
    answer: () => {
      for (const one of held) one();
      held = [];
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return target;
};
