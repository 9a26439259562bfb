import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { serveHub } from '../hub.js';
import { impatient, makeFuzzer } from './fuzz.js';

/** `npm run fuzz -- --seed 7 --runs 20000 --route bookShipment`: more of what `npm test` does a little of. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    runs: { type: 'string', default: '10000' },
    route: { type: 'string' },
    path: { type: 'string' },
  },
});

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;

const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
const runs = Number(values.runs);
say(`seed ${seed}`);
const served = await serveHub(undefined, impatient);
try {
  const { run, slow, heap, told } = await makeFuzzer(served);
  const startedAt = performance.now();
  if (values.path === undefined && values.route === undefined) await slow(seed, 200);
  const before = heap();
  const tally = await run({ seed, runs, route: values.route, path: values.path });
  for (const [id, statuses] of tally)
    say(
      `${id}: ${[...statuses]
        .sort(([a], [b]) => a - b)
        .map(([status, times]) => `${status} x ${times}`)
        .join(', ')}`,
    );
  say(
    `${runs} calls in ${((performance.now() - startedAt) / 1000).toFixed(0)} s; heap ${megabytes(before)}, then ${megabytes(heap())}`,
  );
  if ((await told()).length > 0) throw new Error('the log tells a secret');
} catch (error) {
  const what = error instanceof Error ? error.message : String(error);
  say(what.length > 12_000 ? `${what.slice(0, 8_000)}\n… \n${what.slice(-4_000)}` : what);
  say(`Again: npm run fuzz -- --seed ${seed} --runs ${runs}, and --path with what the message names as path.`);
  process.exitCode = 1;
} finally {
  await served.close();
}
