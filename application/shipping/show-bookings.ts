import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { AccountId } from '../../domain/account.js';
import type { Booking } from '../../domain/booking.js';
import { externalOrderId } from '../../domain/booking-request.js';
import type { Bookings } from '../ports/bookings.js';
import type { Journal, JournalEntry } from '../ports/journal.js';
import type { Unavailable } from '../ports/unavailable.js';

/** A booking with every exchange that its order led to. */
export type BookingRecord = { readonly booking: Booking; readonly journal: readonly JournalEntry[] };

export type ShowBookings = {
  /** Newest first. */
  readonly recent: (account: AccountId, limit: number) => TE.TaskEither<Unavailable, readonly Booking[]>;
  /** By external order id, tracking code, carrier's order number or reference of ours; the oldest parcel first. */
  readonly about: (account: AccountId, word: string) => TE.TaskEither<Unavailable, readonly BookingRecord[]>;
  /** What was exchanged about an order, booked or refused; the oldest first. */
  readonly exchanges: (account: AccountId, order: string) => TE.TaskEither<Unavailable, readonly JournalEntry[]>;
};

type Deps = { readonly bookings: Bookings; readonly journal: Journal };

export const makeShowBookings = ({ bookings, journal }: Deps): ShowBookings => {
  const ofOrder = (account: AccountId, word: string): TE.TaskEither<Unavailable, readonly Booking[]> =>
    pipe(
      bookings.ofOrder(account, externalOrderId(word)),
      TE.flatMap((found) => (found.length > 0 ? TE.right(found) : bookings.byHandle(account, word))),
    );

  return {
    recent: bookings.recent,
    exchanges: journal.of,
    about: (account, word) =>
      pipe(
        ofOrder(account, word),
        TE.map((found) => [...found].sort((a, b) => a.parcelNumber - b.parcelNumber)),
        TE.flatMap(
          TE.traverseArray((booking) =>
            pipe(
              journal.of(account, booking.key.order),
              TE.map((entries) => ({ booking, journal: entries })),
            ),
          ),
        ),
      ),
  };
};
