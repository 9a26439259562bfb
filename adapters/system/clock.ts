import * as O from 'fp-ts/lib/Option.js';
import type { Task } from 'fp-ts/lib/Task.js';
import type { Clock } from '../../application/ports/clock.js';
import { instant } from '../../domain/time.js';

/** Node fires a longer timer at once. */
const LONGEST_TIMER = 2_147_483_647;

const timer = (then: () => void, milliseconds: number): NodeJS.Timeout =>
  setTimeout(then, Math.min(Math.max(0, milliseconds), LONGEST_TIMER));

const within =
  (milliseconds: number) =>
  <A>(task: Task<A>): Task<O.Option<A>> =>
  () =>
    new Promise((resolve, reject) => {
      let isOver = false;
      let waiting: NodeJS.Timeout | undefined;
      // A timer that nobody waits for would keep the process alive until it fires.
      const end = (): void => {
        isOver = true;
        clearTimeout(waiting);
      };
      // Most tasks end without waiting for anything, and a timer costs more than all else that is done here.
      process.nextTick(() => {
        if (isOver) return;
        waiting = timer(() => {
          resolve(O.none);
        }, milliseconds);
      });
      task().then(
        (value) => {
          end();
          resolve(O.some(value));
        },
        (defect: unknown) => {
          end();
          reject(defect instanceof Error ? defect : new Error('a task failed', { cause: defect }));
        },
      );
    });

/** The clocks of this machine. No wait is longer than 24 days. */
export const makeClock = (): Clock => ({
  now: () => instant(Date.now()),
  monotonic: () => performance.now(),
  sleep: (milliseconds) => () =>
    new Promise((resolve) => {
      timer(resolve, milliseconds);
    }),
  within,
});
