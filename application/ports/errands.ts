import type { Option } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { AccountId } from '../../domain/account.js';
import type { Instant } from '../../domain/time.js';
import type { JobData, Jobs } from '../../domain/work.js';
import type { Backlog, WorkFilter } from './backlog.js';
import type { Written } from './bookings.js';
import type { Page } from './page.js';
import type { Unavailable } from './unavailable.js';

/** `topic` says what the errand is about, such as a kind of notice; `id` names it within the topic. */
export type ErrandKey = { readonly account: AccountId; readonly topic: string; readonly id: string };

/** Something with work to it that belongs to no booking. */
export type Errand = {
  readonly key: ErrandKey;
  /** From 1. */
  readonly version: number;
  /** The id of the write that made this version, so that a writer who saw no answer can recognise its own. */
  readonly writer: string;
  readonly createdAt: Instant;
  /** Small, without a secret and without a person. */
  readonly data: JobData;
  readonly work: Jobs;
};

export type ErrandFilter = WorkFilter & { readonly topic?: string };

/** Every errand, one document each. A left of a write says nothing about whether it happened, now or later. */
export interface Errands {
  readonly find: (key: ErrandKey) => TaskEither<Unavailable, Option<Errand>>;
  /** Of any number of inserts of one key one is written. Durable when it answers. */
  readonly insert: (errand: Errand) => TaskEither<Unavailable, Written>;
  /** Puts `errand` in the place of the version before it, if that is still there. Durable when it answers. */
  readonly replace: (errand: Errand) => TaskEither<Unavailable, Written>;
  /** Takes this version away, if it is still there. Durable when it answers. */
  readonly remove: (errand: Errand) => TaskEither<Unavailable, Written>;
  /** Errands of all accounts with a job that is due by `now`, as `jobsDue` says; as `Bookings.due`. */
  readonly due: (now: Instant, limit: number, from?: string) => TaskEither<Unavailable, Page<Errand>>;
  /**
   * Errands that the filter means, in one order, at most `limit`, from where a page ended. One without work is among them
   * where the filter asks for neither kind nor state.
   */
  readonly list: (filter: ErrandFilter, limit: number, from?: string) => TaskEither<Unavailable, Page<Errand>>;
  readonly backlog: TaskEither<Unavailable, Backlog>;
}
