import type { Booking } from '../../domain/booking.js';
import type { Bookings } from '../ports/bookings.js';
import type { Clock } from '../ports/clock.js';

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

/** Sightings are forgotten from the oldest on; a forgotten one only makes its booking wait longer. */
const REMEMBERED = 10_000;

export const makeLapse = ({ bookings, clock, owner, lease }: Deps): Lapse => {
  const sightings = new Map<string, { readonly writer: string; readonly since: number }>();

  const unchangedFor = ({ legs, writer }: Booking): number => {
    const { reference } = legs[0].plan;
    const now = clock.monotonic();
    const seen = sightings.get(reference);
    if (seen?.writer === writer) return now - seen.since;
    sightings.delete(reference);
    sightings.set(reference, { writer, since: now });
    const [oldest] = sightings.keys();
    if (sightings.size > REMEMBERED && oldest !== undefined) sightings.delete(oldest);
    return 0;
  };

  return {
    // Work of this process on a booking takes turns: whoever asks has the turn, so an own lease is nobody's.
    hasLapsed: (booking) =>
      booking.owner === undefined ||
      booking.owner === owner ||
      bookings.isGone(booking.owner) ||
      unchangedFor(booking) >= lease,
  };
};
