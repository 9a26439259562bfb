import * as E from 'fp-ts/lib/Either.js';
import { DAY, HOUR, instant, SECOND } from '../domain/time.js';
import type { OpenHub } from './open-hub.js';

/** What ends the housekeeping: nothing new begins from then on, and it waits for what runs. */
export type EndHousekeeping = () => Promise<void>;

/** Purges what has aged and counts what overload dropped, until it is told to end. */
export const keepHouse = ({ hub, storage, settings, clock, metrics, log }: OpenHub): EndHousekeeping => {
  const { journal, explanations } = storage;
  let isStopped = false;

  const purgeJournal = (): void => {
    void journal.purge(instant(clock.now() - settings.journal.keepFor), settings.journal.maxBytes)();
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

  purgeJournal();
  // Not at once: a machine that has just started may not know yet what day it is.
  const first = setTimeout(purgeBookings, HOUR);
  const timers = [setInterval(purgeJournal, HOUR), setInterval(purgeBookings, DAY), setInterval(count, 5 * SECOND)];
  return () => {
    isStopped = true;
    clearTimeout(first);
    timers.forEach(clearInterval);
    return running;
  };
};
