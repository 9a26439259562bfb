import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { AccountId } from '../../domain/account.js';
import type { Booking } from '../../domain/booking.js';
import type { ExternalOrderId } from '../../domain/booking-request.js';
import type { Instant } from '../../domain/time.js';
import type { Page } from './page.js';
import type { Unavailable } from './unavailable.js';

/** The highest numbers that retired bookings of an order had; 0 where none is retired. */
export type PastNumbers = { readonly parcelNumber: number; readonly generation: number };

/** What of an order outlives its bookings. */
export type RetiredOrder = PastNumbers & { readonly account: AccountId; readonly order: ExternalOrderId };

/** How bookings that have aged leave, each in a write of its own that holds nobody up. */
export interface Retirement {
  /**
   * At most `limit` bookings made before a moment, account by account and the oldest of each first, from the beginning or
   * from where an earlier page ended. A page may hold fewer, and none, before the last.
   */
  readonly aged: (before: Instant, limit: number, from: string | undefined) => TaskEither<Unavailable, Page<Booking>>;
  /** Deletes every label of this booking; answers how many there were. */
  readonly dropLabels: (booking: Booking) => TaskEither<Unavailable, number>;
  /**
   * Deletes the booking with its labels if this is still its version, and remembers its numbers before: none is ever given
   * out again. False where it has changed. Ledger entries and counters stay.
   */
  readonly retire: (booking: Booking) => TaskEither<Unavailable, boolean>;
  /** Asked after the order's bookings were read: whatever is missing among them is in it. */
  readonly pastNumbers: (account: AccountId, order: ExternalOrderId) => TaskEither<Unavailable, PastNumbers>;
}
