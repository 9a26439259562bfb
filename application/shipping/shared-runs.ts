import type { Option } from 'fp-ts/lib/Option.js';
import type { Task } from 'fp-ts/lib/Task.js';
import type { Clock } from '../ports/clock.js';

/**
 * Runs that several requests wait for. A request joins the run that is on for its key, or starts one; it waits for its own
 * budget at most, and the run goes on to its own end, whoever has stopped waiting.
 */
export type SharedRuns<A> = {
  readonly join: (key: string, budget: number, run: (audience: Audience) => Task<A>) => Task<Option<A>>;
};

/** Who is waiting for a run at this moment. */
export type Audience = { readonly isThere: () => boolean };

type Run<A> = { readonly outcome: Promise<A>; readonly audience: { waiting: number } };

export const makeSharedRuns = <A>(clock: Clock): SharedRuns<A> => {
  const runs = new Map<string, Run<A>>();

  const start = (key: string, work: (audience: Audience) => Task<A>): Run<A> => {
    const audience = { waiting: 0 };
    const run = { outcome: work({ isThere: () => audience.waiting > 0 })(), audience };
    const end = (): void => {
      runs.delete(key);
    };
    runs.set(key, run);
    run.outcome.then(end, end);
    return run;
  };

  return {
    join: (key, budget, work) => async () => {
      const { outcome, audience } = runs.get(key) ?? start(key, work);
      audience.waiting += 1;
      try {
        return await clock.within(budget)<A>(() => outcome)();
      } finally {
        audience.waiting -= 1;
      }
    },
  };
};
