import type { Clock } from '../ports/clock.js';

/**
 * How long this process has seen things unchanged, on its own monotonic clock. Sightings are forgotten from the oldest on;
 * a forgotten one only makes whoever waits for it wait longer.
 */
export type Sightings = {
  /** Milliseconds since `name` was first seen as `state`; 0 where it is seen so for the first time. */
  readonly unchangedFor: (name: string, state: string) => number;
};

const REMEMBERED = 10_000;

export const makeSightings = (clock: Pick<Clock, 'monotonic'>): Sightings => {
  const seen = new Map<string, { readonly state: string; readonly since: number }>();
  return {
    unchangedFor: (name, state) => {
      const now = clock.monotonic();
      const before = seen.get(name);
      if (before?.state === state) return now - before.since;
      seen.delete(name);
      seen.set(name, { state, since: now });
      const [oldest] = seen.keys();
      if (seen.size > REMEMBERED && oldest !== undefined) seen.delete(oldest);
      return 0;
    },
  };
};
