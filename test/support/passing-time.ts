import { aManualClock, type ManualClock } from './manual-clock.js';

/** A clock for work that waits for nothing but time and itself: no file, no network, no other process. */
export const aTimeOfItsOwn = (): ManualClock => aManualClock({ underway: () => 0, steps: () => 0 });

/** Runs a whole test on a clock that passes as soon as nothing else is left to do. */
export const passing =
  (clock: ManualClock, test: () => Promise<void>): (() => Promise<void>) =>
  () =>
    clock.until(test());
