import type { Option } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { AccountId } from '../../domain/account.js';
import type { Booking, BookingKey } from '../../domain/booking.js';
import type { ExternalOrderId } from '../../domain/booking-request.js';
import type { Instant } from '../../domain/time.js';
import type { Backlog, WorkFilter } from './backlog.js';
import type { Page } from './page.js';
import type { Unavailable } from './unavailable.js';

/**
 * `conflict`: nothing was written, since somebody else's version, key or parcel number is there. Who is there is learned by
 * reading back.
 */
export type Written = 'written' | 'conflict';

/** Every booking, one document each. A left of a write says nothing about whether it happened, now or later. */
export interface Bookings {
  /** Every booking of the order, in any order; what was written before the call is there. */
  readonly ofOrder: (account: AccountId, order: ExternalOrderId) => TaskEither<Unavailable, readonly Booking[]>;
  readonly find: (key: BookingKey) => TaskEither<Unavailable, Option<Booking>>;
  /** Of any number of inserts of one key, or of one parcel number of an order, one is written. Durable when it answers. */
  readonly insert: (booking: Booking) => TaskEither<Unavailable, Written>;
  /** Puts `booking` in the place of the version before it, if that is still there. Durable when it answers. */
  readonly replace: (booking: Booking) => TaskEither<Unavailable, Written>;
  /** Bookings of the account that carry this tracking code, carrier's order number or reference of ours; newest first. */
  readonly byHandle: (account: AccountId, handle: string) => TaskEither<Unavailable, readonly Booking[]>;
  /**
   * Bookings of all accounts that ask for something by `now`, as `dueOf` says, whoever is at it: the longest due first, at
   * most `limit`, from the beginning or from where an earlier page ended.
   */
  readonly due: (now: Instant, limit: number, from?: string) => TaskEither<Unavailable, Page<Booking>>;
  /** Bookings with a duty of `dutiesOf` that the filter means, in one order, at most `limit`, from where a page ended. */
  readonly withWork: (filter: WorkFilter, limit: number, from?: string) => TaskEither<Unavailable, Page<Booking>>;
  readonly backlog: TaskEither<Unavailable, Backlog>;
  /** The account's bookings, newest first, at most `limit`. */
  readonly recent: (account: AccountId, limit: number) => TaskEither<Unavailable, readonly Booking[]>;
  /**
   * Whether the process that holds this lease is known to be gone, without waiting for the lease to lapse. A storage that
   * lets in one process at a time knows it; another says false.
   */
  readonly isGone: (owner: string) => boolean;
}
