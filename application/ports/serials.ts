import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Unavailable } from './unavailable.js';

/** Durable counters, one per name, shared by every account and process of the deployment. */
export interface Serials {
  /** The first of `count` numbers that nobody was or will be given, counted from 0. Gaps are allowed, repeats are not. */
  readonly reserve: (name: string, count: number) => TaskEither<Unavailable, bigint>;
}
