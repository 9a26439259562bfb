import * as O from 'fp-ts/lib/Option.js';
import type { Clock } from '../../application/ports/clock.js';
import { instant } from '../../domain/time.js';
import { MORNING } from './bookings.js';

/** Tells whether anything but time is still being waited for: work under way, and a count that moves with each step of it. */
export type Busyness = { readonly underway: () => number; readonly steps: () => number };

export type ManualClock = Clock & {
  /** Lets so many milliseconds pass, each timer at its moment, everything that follows from it before the next. */
  readonly advance: (milliseconds: number) => Promise<void>;
  /** Lets time pass from timer to timer until `work` has come to its end. */
  readonly until: <A>(work: Promise<A>) => Promise<A>;
  /** Lets everything happen that needs no time. */
  readonly rest: () => Promise<void>;
  /** The same time as another process sees it, whose monotonic clock started elsewhere. */
  readonly startedAt: (milliseconds: number) => Clock;
};

type Timer = { readonly at: number; readonly fire: () => void };

/** Turns of the event loop in which nothing happens before it is said that nothing will. */
const QUIET = 4;
/** Real milliseconds after which a standstill is taken for one. */
const PATIENCE = 20_000;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A clock that stands still until it is moved: the wall's time starts in the morning, the monotonic one at 0. */
export const aManualClock = (busy: Busyness): ManualClock => {
  let passed = 0;
  const timers = new Set<Timer>();

  const after = (milliseconds: number, fire: () => void): Timer => {
    const timer = { at: passed + Math.max(0, milliseconds), fire };
    timers.add(timer);
    return timer;
  };

  /** Whether everything came to rest before `done`. */
  const atRest = async (done: () => boolean): Promise<boolean> => {
    let [quiet, steps] = [0, busy.steps()];
    const since = performance.now();
    while (quiet < QUIET) {
      if (done()) return false;
      if (performance.now() - since > PATIENCE) throw new Error('what is under way does not end');
      await turn();
      const unchanged = busy.steps() === steps && busy.underway() === 0;
      quiet = unchanged ? quiet + 1 : 0;
      steps = busy.steps();
    }
    return !done();
  };

  const next = (): Timer | undefined =>
    [...timers].reduce<Timer | undefined>((first, timer) => (first && first.at <= timer.at ? first : timer), undefined);

  const fire = (timer: Timer): void => {
    passed = Math.max(passed, timer.at);
    timers.delete(timer);
    timer.fire();
  };

  const rest = async (): Promise<void> => {
    await atRest(() => false);
  };

  const seenFrom = (start: number): Clock => ({
    now: () => instant(MORNING + Math.round(passed)),
    monotonic: () => start + passed,
    sleep: (milliseconds) => () => new Promise((resolve) => void after(milliseconds, resolve)),
    within: (milliseconds) => (task) => () =>
      new Promise((resolve, reject) => {
        const timer = after(milliseconds, () => {
          resolve(O.none);
        });
        task().then(
          (value) => {
            timers.delete(timer);
            resolve(O.some(value));
          },
          (defect: unknown) => {
            timers.delete(timer);
            reject(defect instanceof Error ? defect : new Error('a task failed', { cause: defect }));
          },
        );
      }),
  });

  const until = async <A>(work: Promise<A>): Promise<A> => {
    let done = false;
    const end = (): void => {
      done = true;
    };
    work.then(end, end);
    for (let standstill = 0; standstill < PATIENCE;) {
      if (!(await atRest(() => done))) return work;
      const timer = next();
      if (timer === undefined) {
        standstill += 1;
        await new Promise((resolve) => setTimeout(resolve, 1));
      } else {
        standstill = 0;
        fire(timer);
      }
    }
    throw new Error('nothing is left that could end this work');
  };

  return {
    ...seenFrom(0),
    startedAt: seenFrom,
    rest,
    until,
    advance: async (milliseconds) => {
      const end = passed + milliseconds;
      await rest();
      for (let timer = next(); timer !== undefined && timer.at <= end; timer = next()) {
        fire(timer);
        await rest();
      }
      passed = end;
    },
  };
};
