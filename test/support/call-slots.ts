import * as TE from 'fp-ts/lib/TaskEither.js';
import type { CallSlots } from '../../application/ports/call-slots.js';
import { endRest, giveSlot, noSlots, pauseSlots, restSlots } from '../../domain/call-slots.js';

/** Slots that live as long as the test, on the given clock. */
export const makeSlotsInMemory = (time: () => number = () => Math.floor(performance.now())): CallSlots => {
  const kept = new Map<string, typeof noSlots>();
  const change = <A>(name: string, next: (slots: typeof noSlots) => readonly [A, typeof noSlots]) =>
    TE.fromIO(() => {
      const [answer, slots] = next(kept.get(name) ?? noSlots);
      kept.set(name, slots);
      return answer;
    });
  return {
    reserve: (name, rules) => change(name, (slots) => giveSlot(slots, time(), rules)),
    pause: (name, milliseconds) => change(name, (slots) => [undefined, pauseSlots(slots, time(), milliseconds)]),
    rest: (name, wait, rest) => change(name, (slots) => [undefined, restSlots(slots, time(), wait, rest)]),
    resume: (name) => change(name, (slots) => [undefined, endRest(slots)]),
  };
};
