import * as E from 'fp-ts/lib/Either.js';
import { purgeUnknown } from '../application/tracking/unknown-parcels.js';
import { DAY, HOUR, instant, SECOND } from '../domain/time.js';
import type { OpenHub } from './open-hub.js';

/** For so long a parcel that is none of ours is shown. */
const UNKNOWN_FOR = 14 * DAY;

/** What ends the housekeeping: nothing new begins from then on, and it waits for what runs. */
export type EndHousekeeping = () => Promise<void>;

/** Sees that carriers are polled, purges what has aged and counts what overload dropped, until it is told to end. */
export const keepHouse = ({ hub, storage, settings, clock, metrics, log, beginPolling }: OpenHub): EndHousekeeping => {
  const { journal, explanations } = storage;
  let isStopped = false;

  const purgeJournal = (): void => {
    void journal.purge(instant(clock.now() - settings.journal.keepFor), settings.journal.maxBytes)();
    void purgeUnknown(storage.errands, instant(clock.now() - UNKNOWN_FOR))();
  };

  let running: Promise<void> = Promise.resolve();
  const purgeBookings = (): void => {
    running = running.then(async () => {
      if (isStopped) return;
      const purged = await hub.purgeBookings(settings.keep, { dryRun: false, isStopped: () => isStopped })();
      if (E.isLeft(purged)) log.log.warn('purge_failed', { reason: purged.left.what });
      else log.log.info('purged', { count: purged.right.retired + purged.right.forgotten + purged.right.unlabelled });
    });
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

  purgeJournal();
  void beginPolling();
  void weigh();
  // Not at once: a machine that has just started may not know yet what day it is.
  const first = setTimeout(purgeBookings, HOUR);
  const timers = [
    setInterval(purgeJournal, HOUR),
    setInterval(purgeBookings, DAY),
    // The storage may not have answered the last time.
    setInterval(() => void beginPolling(), HOUR),
    setInterval(count, 5 * SECOND),
    setInterval(() => void weigh(), 15 * SECOND),
  ];
  return () => {
    isStopped = true;
    clearTimeout(first);
    timers.forEach(clearInterval);
    return running;
  };
};
