/**
 * Another machine's clock as far as it is known: between `least` and `most` milliseconds ahead of one's own monotonic clock,
 * as of `at` on that.
 */
export type OtherClock = { readonly least: number; readonly most: number; readonly at: number };

/** It showed `shown` at some moment between the question and the answer, both on one's own clock. */
export type Sighting = { readonly asked: number; readonly answered: number; readonly shown: number };

/** By how much, at most, one clock gains on another; ordinary ones stay far below. */
const DRIFT = 0.000_5;

/** A time in whole milliseconds stands for any within its millisecond. */
const GRAIN = 1;

/** What is known after one more look. Where it contradicts what was known, the clock was set, and the new look alone counts. */
export const sighted = (known: OtherClock | undefined, { asked, answered, shown }: Sighting): OtherClock => {
  const fresh = { least: shown - answered, most: shown + GRAIN - asked, at: answered };
  if (known === undefined) return fresh;
  const drift = DRIFT * Math.max(0, answered - known.at);
  const least = Math.max(fresh.least, known.least - drift);
  const most = Math.min(fresh.most, known.most + drift);
  return least <= most ? { least, most, at: answered } : fresh;
};

/** When the other clock shows a time, on one's own: as likely too early as too late. */
export const momentOf = ({ least, most }: OtherClock, shown: number): number => shown - (least + most) / 2;
