import { isLive, phaseOf, type Booking } from './booking.js';
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
  /** Lives, and differs in its offer: as it is to be written before it is met as the request's own. */
  | { readonly _tag: 'Joinable'; readonly booking: Booking }
  /** Nothing was bought: planned anew under the same generation, with the mark of a suspected duplicate where it is one. */
  | { readonly _tag: 'Refused'; readonly booking: Booking }
  /** Somebody works on it, or somebody did. */
  | { readonly _tag: 'Underway'; readonly booking: Booking }
  /** Only an operator may decide. */
  | { readonly _tag: 'Parked'; readonly booking: Booking };

const newest = (bookings: readonly Booking[]): Booking | undefined =>
  bookings.reduce<Booking | undefined>(
    (best, booking) => (best === undefined || booking.parcelNumber > best.parcelNumber ? booking : best),
    undefined,
  );

const highest = (numbers: readonly number[]): number => numbers.reduce((most, number) => Math.max(most, number), 0);

/** What is refused or cancelled ends the company: the request is a booking of its own again. */
const isLivingOwn =
  (stored: ReadonlySet<string>) =>
  (booking: Booking): boolean =>
    isLive(booking) && [booking.key.fingerprint, ...(booking.joinedBy ?? [])].some((each) => stored.has(each));

const joined = (booking: Booking, { fingerprint }: Identity): Booking => ({
  ...booking,
  joinedBy: [...(booking.joinedBy ?? []), fingerprint],
});

const meet = (booking: Booking): Encounter => {
  const phase = phaseOf(booking);
  if (phase === 'Booked' && booking.answer !== undefined) return { _tag: 'Answered', booking, answer: booking.answer };
  return { _tag: phase === 'Parked' ? 'Parked' : 'Underway', booking };
};

/**
 * Decides what a request meets. `ofOrder` is every booking of the order; `stored` every fingerprint under which the request
 * may have been kept, its kin among them; `isRunning` tells whether a living request works on a booking. A live booking that
 * differs only in its offer is joined when no caller was ever given its answer and nobody works on it; else the request is a
 * booking of its own, marked for the operator.
 */
export const encounter = (
  ofOrder: readonly Booking[],
  identity: Identity,
  stored: ReadonlySet<string>,
  isRunning: (booking: Booking) => boolean,
): Encounter => {
  const living = newest(ofOrder.filter(isLivingOwn(stored)));
  if (living !== undefined) return meet(living);

  const kin = ofOrder.filter((booking) => stored.has(booking.kin) && isLive(booking));
  const joinable = newest(kin.filter((booking) => !booking.answered && !isRunning(booking)));
  if (joinable !== undefined) return { _tag: 'Joinable', booking: joined(joinable, identity) };

  const suspect = newest(kin);
  const suspicion = suspect === undefined ? {} : { suspectedDuplicateOf: suspect.legs[0].plan.reference };
  const own = ofOrder.filter(({ key }) => stored.has(key.fingerprint));
  const refused = newest(own.filter((booking) => phaseOf(booking) === 'Refused'));
  if (refused !== undefined) return { _tag: 'Refused', booking: { ...refused, ...suspicion } };

  // Other settings may have counted generations of their own: a number is free under one fingerprint, not in all.
  const generations = own.flatMap(({ key }) => (key.fingerprint === identity.fingerprint ? [key.generation] : []));
  return {
    _tag: 'Unclaimed',
    generation: highest(generations) + 1,
    parcelNumber: highest(ofOrder.map((booking) => booking.parcelNumber)) + 1,
    ...suspicion,
  };
};
