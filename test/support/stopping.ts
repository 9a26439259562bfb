import * as E from 'fp-ts/lib/Either.js';
import type { Task } from 'fp-ts/lib/Task.js';
import type { Busyness } from './manual-clock.js';

/**
 * How a port stops. `refused`: the call is not made, and fails. `unacknowledged`: it is made, and fails all the same.
 * `away`: as `refused`, and every call after it too. `dead before` and `dead after` end the process at the call, which is not made or made:
 * it hears of nothing any more, and does nothing any more.
 */
export const manners = ['refused', 'unacknowledged', 'away', 'dead before', 'dead after'] as const;
export type Manner = (typeof manners)[number];

export type Stopping = Busyness & {
  /** The same port, counted and stopped from outside. `failure` is the left of a call that fails. */
  readonly wrap: <P extends object>(name: string, port: P, failure: unknown) => P;
  /** Counts from now on, and stops at the nth call of all ports. */
  readonly stopAt: (nth: number, manner: Manner) => void;
  readonly goOn: () => void;
  /** Calls since counting began. */
  readonly calls: () => number;
  /** The port and the function that was stopped. */
  readonly stopped: () => string | undefined;
  readonly isDead: () => boolean;
};

const never = <A>(): Promise<A> => new Promise(() => undefined);

/** Watches the ports of one process, and stops one of them at a chosen call. */
export const aStopping = (): Stopping => {
  let plan: { readonly nth: number; readonly manner: Manner } | undefined;
  let [calls, underway, steps, dead] = [0, 0, 0, false];
  let stopped: string | undefined;

  const made = async (call: Task<unknown>, counts: boolean): Promise<unknown> => {
    steps += 1;
    if (counts) underway += 1;
    try {
      const answer = await call();
      return dead ? await never() : answer;
    } finally {
      steps += 1;
      if (counts) underway -= 1;
    }
  };

  const around = (what: string, call: Task<unknown>, failure: unknown, counts: boolean) => (): Promise<unknown> => {
    if (dead) return never();
    calls += 1;
    const isHere = plan !== undefined && plan.nth === calls;
    if (isHere) stopped = what;
    if (plan?.manner === 'away' && calls >= plan.nth) return Promise.resolve(E.left(failure));
    if (plan === undefined || !isHere) return made(call, counts);
    switch (plan.manner) {
      case 'away':
      case 'refused':
        return Promise.resolve(E.left(failure));
      case 'unacknowledged':
        return made(call, counts).then(() => E.left(failure));
      case 'dead before':
        dead = true;
        return never();
      case 'dead after': {
        const last = made(call, counts);
        // What the call itself still does is done; whoever made it is gone.
        void last.catch(() => undefined);
        return last.then(() => {
          dead = true;
          return never();
        });
      }
    }
  };

  return {
    wrap: <P extends object>(name: string, port: P, failure: unknown): P => {
      // What a carrier waits for is its own: a ledger, or a time that a script has chosen.
      const counts = name !== 'carrier';
      const members = Object.entries(port).map(([member, value]: [string, unknown]) => {
        if (typeof value !== 'function') return [member, value] as const;
        const asked = (...given: unknown[]): unknown => {
          const answer: unknown = Reflect.apply(value, port, given);
          return typeof answer === 'function'
            ? around(`${name}.${member}`, answer as Task<unknown>, failure, counts)
            : answer;
        };
        return [member, asked] as const;
      });
      return Object.fromEntries(members) as P;
    },
    stopAt: (nth, manner) => {
      plan = { nth, manner };
      [calls, stopped] = [0, undefined];
    },
    goOn: () => {
      plan = undefined;
    },
    calls: () => calls,
    stopped: () => stopped,
    isDead: () => dead,
    underway: () => underway,
    steps: () => steps,
  };
};

/** Whether the process is at its end after it. */
export const ends = (manner: Manner): boolean => manner === 'dead before' || manner === 'dead after';
