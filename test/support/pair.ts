import type { ManualClock } from './manual-clock.js';
import { aClockFor, type Differences, type Process, type Shop } from './shop.js';
import { aStopping, type Stopping } from './stopping.js';

/** Two processes on one storage, neither of which can tell whether the other lives, on clocks that started apart. */
export type Pair = {
  readonly clock: ManualClock;
  readonly a: Process;
  readonly b: Process;
  readonly stoppingA: Stopping;
};

export const aPair = async (
  shop: Shop,
  differencesOf: (clock: ManualClock) => Differences = () => ({}),
): Promise<Pair> => {
  const [stoppingA, stoppingB] = [aStopping(), aStopping()];
  const clock = aClockFor(stoppingA, stoppingB);
  const differences = differencesOf(clock);
  const bookings = { isGone: () => false, ...differences.bookings };
  return {
    ...{ clock, stoppingA },
    a: await shop.start('serve:a', { ...differences, bookings, clock, stopping: stoppingA }),
    b: await shop.start('serve:b', {
      ...{ ...differences, bookings, stopping: stoppingB },
      clock: clock.startedAt(7_000_000),
    }),
  };
};

/** What a promise has come to, or undefined as long as it has not. */
export const watched = <A>(promise: Promise<A>): { readonly outcome: () => A | undefined } => {
  let outcome: A | undefined;
  void promise.then((value) => {
    outcome = value;
  });
  return { outcome: () => outcome };
};
