import * as T from 'fp-ts/lib/Task.js';
import type { Handler, JobRun } from '../../application/work/handler.js';
import { done, type Outcome } from '../../domain/work.js';

export type ScriptedHandler = Handler & {
  /** Every run, in the order of beginning. */
  readonly runs: JobRun[];
  answer: (run: JobRun) => T.Task<Outcome>;
};

/** Does whatever a job asks, at once, unless its script says otherwise. */
export const aHandler = (
  answer: (run: JobRun) => T.Task<Outcome> = () => T.of(done),
  over: Partial<Pick<Handler, 'targetOf' | 'whenInDoubt'>> = {},
): ScriptedHandler => {
  const runs: JobRun[] = [];
  const handler: ScriptedHandler = {
    targetOf: () => 'newstore',
    whenInDoubt: 'run',
    runs,
    answer,
    run: (run) => {
      runs.push(run);
      return handler.answer(run);
    },
    ...over,
  };
  return handler;
};

/** Never comes to an end. */
export const hanging: T.Task<Outcome> = () => new Promise(() => undefined);
