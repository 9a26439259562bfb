import { MongoServerError } from 'mongodb';
import { isDuplicate } from './documents.js';

/** Milliseconds, at most: the first pause, doubled from one to the next, and the longest. */
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 640;

/** By chance: those that met must not meet again. */
const pauseAfter = (attempt: number): number =>
  Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1)) * Math.random();

const isRefusedForNow = (error: unknown): boolean => error instanceof MongoServerError && !isDuplicate(error);

/**
 * Sends a write again that the server answered with an error, as it may when many writes meet in one place. Only for a
 * write that its own key or version guards: if the first one did happen after all, the next finds it there; and for one that
 * does no harm twice. Given up after half the milliseconds that its caller waits.
 */
export const guarded = async <A>(write: () => Promise<A>, timeout: number): Promise<A> => {
  const until = performance.now() + timeout / 2;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      const pause = pauseAfter(attempt);
      if (performance.now() + pause >= until || !isRefusedForNow(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
};
