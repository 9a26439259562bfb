import * as E from 'fp-ts/lib/Either.js';
import { purgeUnknown } from '../application/tracking/unknown-parcels.js';
import { DAY, HOUR, instant, SECOND } from '../domain/time.js';
import type { OpenHub } from './open-hub.js';

/** For so long a parcel that is none of ours is shown. */
const UNKNOWN_FOR = 14 * DAY;

/** Sees that carriers are polled, purges what has aged and counts what overload dropped, until it is told to end. */
export const keepHouse = ({ storage, settings, clock, metrics, beginPolling }: OpenHub): (() => void) => {
  const { journal, explanations } = storage;
  const purge = (): void => {
    void journal.purge(instant(clock.now() - settings.journal.keepFor), settings.journal.maxBytes)();
    void purgeUnknown(storage.errands, instant(clock.now() - UNKNOWN_FOR))();
  };

  let [lostEntries, lostExplanations] = [0, 0];
  const count = (): void => {
    const [entries, lost] = [journal.dropped(), explanations.dropped()];
    metrics.metrics.journalDropped(entries - lostEntries);
    metrics.metrics.explanationsDropped(lost - lostExplanations);
    [lostEntries, lostExplanations] = [entries, lost];
  };

  const weigh = async (): Promise<void> => {
    const [ofBookings, ofErrands] = await Promise.all([storage.bookings.backlog(), storage.errands.backlog()]);
    if (E.isLeft(ofBookings) || E.isLeft(ofErrands)) return;
    const backlogs = [ofBookings.right, ofErrands.right];
    const oldest = Math.min(...backlogs.map(({ oldestDue }) => oldestDue ?? Infinity));
    const parked = backlogs.reduce((sum, backlog) => sum + backlog.parked, 0);
    metrics.metrics.backlogSeen(parked, Math.max(0, Number.isFinite(oldest) ? clock.now() - oldest : 0));
  };

  purge();
  void beginPolling();
  void weigh();
  const timers = [
    setInterval(purge, HOUR),
    // The storage may not have answered the last time.
    setInterval(() => void beginPolling(), HOUR),
    setInterval(count, 5 * SECOND),
    setInterval(() => void weigh(), 15 * SECOND),
  ];
  return () => timers.forEach(clearInterval);
};
