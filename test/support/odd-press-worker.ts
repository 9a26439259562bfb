import { parentPort } from 'node:worker_threads';
import type { PressJob } from '../../adapters/labels/press-job.js';

/**
 * A thread's program for tests, which does what the order reference says: `die` ends it, `hang` never answers, `fault` fails;
 * else it answers with the reference itself. It never ends by itself.
 */
parentPort?.on('message', (job: PressJob) => {
  const word = job._tag === 'Label' ? job.content.orderReference : job.content.order;
  if (word === 'die') process.exit(7);
  if (word === 'throw') throw new Error('thrown');
  if (word === 'hang') return;
  parentPort?.postMessage(word === 'fault' ? { fault: 'no such font' } : { bytes: Buffer.from(word) });
});
