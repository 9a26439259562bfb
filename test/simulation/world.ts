import { createHash } from 'node:crypto';
import { makeRandom, type Random } from './random.js';

/** A law that did not hold, in words. */
export type Breach = { readonly law: string; readonly at: number };

export type Timer = { readonly cancel: () => void };

/**
 * Time, order and chance of one run. Whatever takes time is an event here; nothing happens but from an event, and all that
 * follows from one without waiting happens before the next.
 */
export type World = {
  readonly random: Random;
  /** Milliseconds since the run began. */
  readonly now: () => number;
  /** As `now`, by the clocks on the wall: with the time that has passed in which nothing happened. */
  readonly date: () => number;
  /** Lets so much time pass in which nobody does anything. */
  readonly leap: (milliseconds: number) => void;
  readonly after: (milliseconds: number, fire: () => void) => Timer;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Lets events happen, in the order of their times and by chance among those of one time, until `done` or a breach. */
  readonly run: (done: () => boolean) => Promise<void>;
  readonly note: (line: string) => void;
  /** The first breach stays, and ends the run. */
  readonly breach: (law: string) => void;
  readonly breached: () => Breach | undefined;
  readonly trace: readonly string[];
  /** Of the whole trace: two runs are one and the same if theirs are. */
  readonly hash: () => string;
};

type Event = { readonly at: number; readonly tie: number; readonly fire: () => void; isOff: boolean };

/** Events of one run: many times what the longest takes. */
const MOST_EVENTS = 60_000;

const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.tie < b.tie);

/** A heap: the first event on top. */
const makeQueue = () => {
  const heap: Event[] = [];
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  };
  const rise = (from: number): void => {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[at]!, heap[parent]!)) return;
      swap(at, parent);
      at = parent;
    }
  };
  const sink = (): void => {
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      if (left >= heap.length) return;
      const child = right < heap.length && isBefore(heap[right]!, heap[left]!) ? right : left;
      if (!isBefore(heap[child]!, heap[at]!)) return;
      swap(at, child);
      at = child;
    }
  };
  return {
    add: (event: Event): void => {
      heap.push(event);
      rise(heap.length - 1);
    },
    next: (): Event | undefined => {
      const [first] = heap;
      const last = heap.pop();
      if (first === undefined || last === undefined) return undefined;
      if (heap.length > 0) {
        heap[0] = last;
        sink();
      }
      return first;
    },
  };
};

/**
 * Asked for by what goes on after a promise, Node runs a tick when no promise has anything left to do: no timer, no turn of
 * the event loop.
 */
const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

export const makeWorld = (seed: number): World => {
  const random = makeRandom(seed);
  const queue = makeQueue();
  const trace: string[] = [];
  let [passed, events, leapt] = [0, 0, 0];
  let broken: Breach | undefined;

  const note = (line: string): void => void trace.push(`${String(passed).padStart(7)} ${line}`);

  const breach = (law: string): void => {
    if (broken !== undefined) return;
    broken = { law, at: passed };
    note(`BROKEN: ${law}`);
  };

  const after = (milliseconds: number, fire: () => void): Timer => {
    const at = passed + Math.max(0, Math.round(milliseconds));
    const event: Event = { at, tie: random.fraction(), fire, isOff: false };
    queue.add(event);
    return { cancel: () => void (event.isOff = true) };
  };

  const run = async (done: () => boolean): Promise<void> => {
    // Asked for by a turn of the event loop, a tick comes before the promises of that turn.
    await Promise.resolve();
    await settled();
    while (broken === undefined && !done()) {
      const event = queue.next();
      if (event === undefined) return breach('everything stands still, and something is still waited for');
      if (event.isOff) continue;
      events += 1;
      if (events > MOST_EVENTS) return breach('the run does not come to its end');
      passed = Math.max(passed, event.at);
      event.fire();
      await settled();
    }
  };

  return {
    ...{ random, after, run, note, breach, trace },
    now: () => passed,
    date: () => passed + leapt,
    leap: (milliseconds) => {
      leapt += milliseconds;
      // A run after it may take as long as one before.
      events = 0;
      note(`${milliseconds / 86_400_000} days pass`);
    },
    sleep: (milliseconds) => new Promise((resolve) => void after(milliseconds, resolve)),
    breached: () => broken,
    hash: () => createHash('sha256').update(trace.join('\n')).digest('hex'),
  };
};
