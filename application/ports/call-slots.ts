import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { SlotAnswer, SlotRules } from '../../domain/call-slots.js';
import type { Unavailable } from './unavailable.js';

/**
 * Moments for calls, given out one by one to every process that shares a key. Times are milliseconds of the storage's own
 * clock, so that no process's clock can be wrong. `name` is no secret. After a left a moment may have been given out: it is
 * lost, and never given to another.
 */
export interface CallSlots {
  /** The next free moment, where there is one in time: one question to the storage. */
  readonly reserve: (name: string, rules: SlotRules) => TaskEither<Unavailable, SlotAnswer>;
  /** No moment is given out for so many milliseconds; a shorter pause does not shorten a longer one. */
  readonly pause: (name: string, milliseconds: number) => TaskEither<Unavailable, void>;
  /** No moment for `wait` milliseconds, and then a trial alone, which is told that it ends a rest of `rest`. */
  readonly rest: (name: string, wait: number, rest: number) => TaskEither<Unavailable, void>;
  /** Ends rest and trial. */
  readonly resume: (name: string) => TaskEither<Unavailable, void>;
}
