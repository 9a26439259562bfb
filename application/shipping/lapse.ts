import type { Booking } from '../../domain/booking.js';
import type { Bookings } from '../ports/bookings.js';
import type { Clock } from '../ports/clock.js';
import { makeSightings } from './sightings.js';

/**
 * Tells whether nobody works on a booking any more. Another process's lease has lapsed when this process has seen one
 * version of the booking unchanged for a whole lease, on its own monotonic clock: no two clocks are compared.
 */
export type Lapse = { readonly hasLapsed: (booking: Booking) => boolean };

type Deps = {
  readonly bookings: Pick<Bookings, 'isGone'>;
  readonly clock: Clock;
  readonly owner: string;
  /** Milliseconds. */
  readonly lease: number;
};

export const makeLapse = ({ bookings, clock, owner, lease }: Deps): Lapse => {
  const sightings = makeSightings(clock);
  return {
    // Work of this process on a booking takes turns: whoever asks has the turn, so an own lease is nobody's.
    hasLapsed: (booking) =>
      booking.owner === undefined ||
      booking.owner === owner ||
      bookings.isGone(booking.owner) ||
      sightings.unchangedFor(booking.legs[0].plan.reference, booking.writer) >= lease,
  };
};
