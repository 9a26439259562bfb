import type { Option } from 'fp-ts/lib/Option.js';
import type { Task } from 'fp-ts/lib/Task.js';
import type { Clock } from '../ports/clock.js';

/**
 * Runs that several requests wait for. A request joins the run that is on for its key, or starts one; it waits for its own
 * budget at most, and the run goes on to its own end, whoever has stopped waiting. An outcome that does not hold `forAll`
 * is that of those who came before the last look that it rests on: the others have one more run between them.
 */
export type SharedRuns<A> = {
  readonly join: (
    key: string,
    budget: number,
    run: (audience: Audience) => Task<A>,
    forAll?: (outcome: A) => boolean,
  ) => Task<Option<A>>;
};

/** Those who wait for a run. */
export type Audience = {
  /** Whether anybody waits at this moment. */
  readonly isThere: () => boolean;
  /**
   * Said as a look at storage is sent; what it gives back is said where what was found holds for all who had come by then.
   */
  readonly looks: () => () => void;
};

/** Of a run that no request waits for. */
export const nobody: Audience = { isThere: () => false, looks: () => () => undefined };

type Run<A> = { readonly outcome: Promise<A>; waiting: number; came: number; cameBeforeLook: number };

/** One that waits for a run, and the how manieth it is. */
type Seat<A> = { readonly run: Run<A>; readonly number: number };

export const makeSharedRuns = <A>(clock: Clock): SharedRuns<A> => {
  const runs = new Map<string, Run<A>>();

  const start = (key: string, work: (audience: Audience) => Task<A>): Run<A> => {
    const looks = () => {
      const { came } = run;
      return (): void => {
        run.cameBeforeLook = came;
      };
    };
    const run: Run<A> = {
      ...{ waiting: 0, came: 0, cameBeforeLook: 1 },
      // In a later tick: whoever has started the run has come by then.
      outcome: Promise.resolve().then(() => work({ isThere: () => run.waiting > 0, looks })()),
    };
    const end = (): void => {
      runs.delete(key);
    };
    runs.set(key, run);
    run.outcome.then(end, end);
    return run;
  };

  const attend = (key: string, work: (audience: Audience) => Task<A>): Seat<A> => {
    const run = runs.get(key) ?? start(key, work);
    run.waiting += 1;
    run.came += 1;
    return { run, number: run.came };
  };

  return {
    join:
      (key, budget, work, forAll = () => true) =>
      async () => {
        let seat = attend(key, work);
        let isWaiting = true;
        const leave = (): void => {
          seat.run.waiting -= 1;
        };
        const outcome = async (): Promise<A> => {
          const { run, number } = seat;
          const first = await run.outcome;
          if (!isWaiting || number <= run.cameBeforeLook || forAll(first)) return first;
          leave();
          seat = attend(key, work);
          return seat.run.outcome;
        };
        try {
          return await clock.within(budget)<A>(outcome)();
        } finally {
          isWaiting = false;
          leave();
        }
      },
  };
};
