import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What a server says of itself: bytes, counts, and milliseconds that its event loop was late since it was last asked. */
export type Probed = {
  readonly heap: number;
  readonly rss: number;
  readonly resources: { readonly [type: string]: number };
  readonly files: number;
  readonly late: { readonly p50: number; readonly p99: number; readonly most: number };
};

export const PROBED = 'probed.json';

/** Milliseconds between two looks at the event loop, which are part of what the histogram counts. */
const RESOLUTION = 1;

/** Loaded into the server before the program itself: it tells how the process is when it gets the signal, in `probed.json`. */
const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
delay.enable();

const milliseconds = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION);

const counted = (types: readonly string[]): Probed['resources'] =>
  Object.fromEntries([...new Set(types)].sort().map((type) => [type, types.filter((one) => one === type).length]));

process.on('SIGUSR2', () => {
  const late = {
    p50: milliseconds(delay.percentile(50)),
    p99: milliseconds(delay.percentile(99)),
    most: milliseconds(delay.max),
  };
  // Twice: what the first finds dead may hold what only the second can free.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed: heap, rss } = process.memoryUsage();
  const resources = counted(process.getActiveResourcesInfo());
  const files = readdirSync('/proc/self/fd').length;
  writeFileSync(`${PROBED}.new`, JSON.stringify({ heap, rss, resources, files, late } satisfies Probed));
  renameSync(`${PROBED}.new`, PROBED);
  // The collection is not the traffic's doing.
  setImmediate(() => delay.reset());
});
