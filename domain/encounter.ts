import { isLive, phaseOf, type Booking, type Phase } from './booking.js';
import type { Identity } from './fingerprint.js';

/** What a booking request finds among the bookings of its order. */
export type Encounter =
  | {
      readonly _tag: 'Unclaimed';
      readonly generation: number;
      readonly parcelNumber: number;
      readonly suspectedDuplicateOf?: string;
    }
  /** Every paid step is done: the stored answer is the answer, whatever the request says now. */
  | { readonly _tag: 'Answered'; readonly booking: Booking; readonly answer: string }
  /** Nothing was bought: planned anew under the same generation. */
  | { readonly _tag: 'Refused'; readonly booking: Booking }
  /** Somebody works on it, or somebody did. */
  | { readonly _tag: 'Underway'; readonly booking: Booking }
  /** Only an operator may decide. */
  | { readonly _tag: 'Parked'; readonly booking: Booking };

const met = (booking: Booking, phase: Exclude<Phase, 'Cancelled'>): Encounter => {
  switch (phase) {
    case 'Booked':
      return booking.answer === undefined
        ? { _tag: 'Underway', booking }
        : { _tag: 'Answered', booking, answer: booking.answer };
    case 'Refused':
      return { _tag: 'Refused', booking };
    case 'Parked':
      return { _tag: 'Parked', booking };
    case 'Open':
    case 'HalfRefused':
    case 'Cancelling':
      return { _tag: 'Underway', booking };
  }
};

const newest = (bookings: readonly Booking[]): Booking | undefined =>
  bookings.reduce<Booking | undefined>(
    (best, booking) => (best === undefined || booking.parcelNumber > best.parcelNumber ? booking : best),
    undefined,
  );

/**
 * Decides what an identical request meets. `ofOrder` is every booking of the order; `stored` every fingerprint under which
 * the request may have been kept; `isRunning` tells whether a living request works on a booking. A live booking that
 * differs only in its offer is joined when no caller was ever given its answer and nobody works on it; else the request
 * is a booking of its own, marked for the operator.
 */
export const encounter = (
  ofOrder: readonly Booking[],
  identity: Identity,
  stored: ReadonlySet<string>,
  isRunning: (booking: Booking) => boolean,
): Encounter => {
  const parcelNumber = ofOrder.reduce((last, booking) => Math.max(last, booking.parcelNumber), 0) + 1;
  const same = newestGeneration(ofOrder.filter((booking) => stored.has(booking.key.fingerprint)));
  const phase = same === undefined ? 'Cancelled' : phaseOf(same);
  if (same !== undefined && phase !== 'Cancelled') return met(same, phase);

  const generation = same?.key.fingerprint === identity.fingerprint ? same.key.generation + 1 : 1;
  const kin = newest(
    ofOrder.filter(
      (booking) => booking.kin === identity.kin && !stored.has(booking.key.fingerprint) && isLive(booking),
    ),
  );
  const kinPhase = kin === undefined ? 'Cancelled' : phaseOf(kin);
  if (kin === undefined || kinPhase === 'Cancelled') return { _tag: 'Unclaimed', generation, parcelNumber };
  if (!kin.answered && !isRunning(kin)) return met(kin, kinPhase);
  return { _tag: 'Unclaimed', generation, parcelNumber, suspectedDuplicateOf: kin.legs[0].plan.reference };
};

/** A live generation first; else the latest one that ended. */
const newestGeneration = (bookings: readonly Booking[]): Booking | undefined =>
  newest(bookings.filter((booking) => phaseOf(booking) !== 'Cancelled')) ?? newest(bookings);
