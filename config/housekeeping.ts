import { HOUR, instant, SECOND } from '../domain/time.js';
import type { OpenHub } from './open-hub.js';

/** Purges what has aged and counts what overload dropped, until it is told to end. */
export const keepHouse = ({ storage, settings, clock, metrics }: OpenHub): (() => void) => {
  const { journal, explanations } = storage;
  const purge = (): void => {
    void journal.purge(instant(clock.now() - settings.journal.keepFor), settings.journal.maxBytes)();
  };

  let [lostEntries, lostExplanations] = [0, 0];
  const count = (): void => {
    const [entries, lost] = [journal.dropped(), explanations.dropped()];
    metrics.metrics.journalDropped(entries - lostEntries);
    metrics.metrics.explanationsDropped(lost - lostExplanations);
    [lostEntries, lostExplanations] = [entries, lost];
  };

  purge();
  const timers = [setInterval(purge, HOUR), setInterval(count, 5 * SECOND)];
  return () => timers.forEach(clearInterval);
};
