import type { Task } from 'fp-ts/lib/Task.js';
import type { BookingKey } from '../../domain/booking.js';

/** Work on one booking in this process: one at a time, in the order of asking. */
export type Turns = {
  readonly take: (key: string) => <A>(work: Task<A>) => Task<A>;
  readonly isTaken: (key: string) => boolean;
  /** Waits until no work is left, that which begins meanwhile included. */
  readonly idle: Task<void>;
};

/** All generations of a booking share one line. */
export const turnOf = ({ account, order, fingerprint }: Omit<BookingKey, 'generation'>): string =>
  JSON.stringify([account, order, fingerprint]);

export const makeTurns = (): Turns => {
  /** The last work in line for each key. It never rejects. */
  const last = new Map<string, Promise<void>>();

  const take =
    (key: string) =>
    <A>(work: Task<A>): Task<A> =>
    async () => {
      const before = last.get(key) ?? Promise.resolve();
      const mine = before.then(work);
      const settled = mine.then(
        () => undefined,
        () => undefined,
      );
      last.set(key, settled);
      void settled.then(() => {
        if (last.get(key) === settled) last.delete(key);
      });
      return mine;
    };

  const idle = async (): Promise<void> => {
    while (last.size > 0) await Promise.all(last.values());
  };

  return { take, isTaken: (key) => last.has(key), idle };
};
