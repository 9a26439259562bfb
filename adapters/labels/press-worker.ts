import * as E from 'fp-ts/lib/Either.js';
import { parentPort, workerData } from 'node:worker_threads';
import type { LabelSettings } from './lettering.js';
import type { PressAnswer, PressJob } from './press-job.js';
import { makeLabelPress } from './press.js';

/** The thread's own program: draws what it is sent, in turn. */
const press = makeLabelPress(workerData as LabelSettings);

const answerTo = async (job: PressJob): Promise<PressAnswer> => {
  const drawn = await (job._tag === 'Label' ? press.draw(job.content, job.format) : press.drawInvoice(job.content))();
  if (E.isRight(drawn)) return { bytes: drawn.right };
  const { cause } = drawn.left;
  return { fault: cause instanceof Error ? `${cause.name}: ${cause.message}` : 'unknown' };
};

parentPort?.on('message', (job: PressJob) => {
  void answerTo(job).then((answer) => parentPort?.postMessage(answer));
});
