import type { Task } from 'fp-ts/lib/Task.js';

/** Takes in what nobody waits for, and has it stored a few at a time. */
export type Gathering<A> = {
  /** Never fails and never waits. What comes while the queue is full is dropped and counted. */
  readonly add: (item: A) => void;
  /** Waits until everything that was added is stored, or until a step of it failed whole. */
  readonly flush: Task<void>;
  /** How many were lost since the start, to overload or to a failing store. */
  readonly dropped: () => number;
};

export type GatheringOptions<A> = {
  /** Most items that wait to be stored. */
  readonly queue: number;
  /** How long an item waits at most for others to be stored with, in milliseconds. */
  readonly wait: number;
  /** Most items of one step: what bounds how long a step takes. */
  readonly step: number;
  /** Stores a step and answers how many of it were lost. It does not reject. */
  readonly store: (items: readonly A[]) => Promise<number>;
};

export const makeGathering = <A>({ queue, wait, step, store }: GatheringOptions<A>): Gathering<A> => {
  const waiting: A[] = [];
  let draining: Promise<boolean> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let dropped = 0;

  const schedule = (): void => {
    timer ??= setTimeout(() => void flush(), wait).unref();
  };

  /** One step after the other. One that is lost whole ends it: a store that is away costs one wait, not one per step. */
  const drain = async (): Promise<boolean> => {
    clearTimeout(timer);
    timer = undefined;
    while (waiting.length > 0) {
      const items = waiting.slice(0, step);
      const lost = await store(items);
      waiting.splice(0, items.length);
      dropped += lost;
      if (lost === items.length) return false;
    }
    return true;
  };

  const flush = async (): Promise<void> => {
    let goesWell = true;
    while (goesWell && (waiting.length > 0 || draining !== undefined)) {
      draining ??= drain().finally(() => (draining = undefined));
      goesWell = await draining;
    }
    if (waiting.length > 0) schedule();
  };

  return {
    add: (item) => {
      if (waiting.length >= queue) {
        dropped += 1;
        return;
      }
      waiting.push(item);
      schedule();
    },
    flush,
    dropped: () => dropped,
  };
};
