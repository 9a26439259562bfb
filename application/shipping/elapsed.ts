import type { Instant } from '../../domain/time.js';
import type { Clock } from '../ports/clock.js';

/** Milliseconds since a moment that some process wrote down; 0 where the moment is in the future by every count. */
export type Elapsed = (since: Instant) => number;

/**
 * The wall's clock may have been set since the moment was written down. So time is also counted from this process's start
 * on a clock that only grows: a moment from before a jump fits that count, one from after it the wall's. The shorter count
 * that fits is believed, since what waits too long loses nothing.
 */
export const makeElapsed = (clock: Clock): Elapsed => {
  const [startedAt, counted] = [clock.now(), clock.monotonic()];
  return (since) => {
    const steady = startedAt + (clock.monotonic() - counted);
    const fitting = [clock.now() - since, steady - since].filter((elapsed) => elapsed >= 0);
    return fitting.length === 0 ? 0 : Math.min(...fitting);
  };
};
