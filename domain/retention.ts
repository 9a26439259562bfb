import type { Address } from './address.js';
import { phaseOf, type Booking, type Leg, type LegState } from './booking.js';
import type { Instant } from './time.js';

/** How long after its last change a booking keeps what, in milliseconds. */
export type Retention = {
  /** All of it. */
  readonly bookings: number;
  /** Its labels' bytes: no longer than labels are served. */
  readonly labels: number;
  /** The persons in its addresses, and the labels with them, which show the same; undefined: as long as the booking. */
  readonly persons?: number;
};

/** What is due to a booking now. `guards`: it is as old as others that go, and something still rests on it. */
export type Due = 'nothing' | 'guards' | 'drop_labels' | 'forget_persons' | 'retire';

const pending: ReadonlySet<LegState['_tag']> = new Set(['Buying', 'Unknown', 'Parked', 'Cancelling']);

/** Whether a process or a person may still have to do with it or with its work, or a carrier's silence be settled by it. */
export const isGuarding = (booking: Booking): boolean => {
  const phase = phaseOf(booking);
  const isAtRest = phase === 'Booked' || phase === 'Refused' || phase === 'Cancelled';
  const isWorkedOn = booking.owner !== undefined || booking.work.length > 0;
  return !isAtRest || isWorkedOn || booking.legs.some(({ state }) => pending.has(state._tag));
};

export const dueTo = (booking: Booking, now: Instant, { bookings, labels, persons = Infinity }: Retention): Due => {
  const age = now - booking.updatedAt;
  const due: Due =
    age >= bookings
      ? 'retire'
      : age >= persons && booking.faded !== 'persons'
        ? 'forget_persons'
        : age >= labels && booking.faded === undefined
          ? 'drop_labels'
          : 'nothing';
  return due !== 'nothing' && isGuarding(booking) ? 'guards' : due;
};

/** Under each of these something of the booking is served, in any format: what goes with its labels. */
export const capabilitiesOf = ({ legs }: Booking): readonly string[] =>
  legs.flatMap(({ plan: { capability, invoice } }) => (invoice === undefined ? [capability] : [capability, invoice]));

const placeOf = ({ country, state, postcode }: Address): Address => ({
  country,
  ...(state !== undefined && { state }),
  ...(postcode !== undefined && { postcode }),
});

/** A carrier's own words may repeat what they were told. */
const withoutWords = (state: LegState): LegState =>
  state._tag === 'Refused' ? { ...state, refusal: { ...state.refusal, detail: '' } } : state;

const anonymous = ({ plan, state }: Leg): Leg => ({
  plan: { ...plan, from: placeOf(plan.from), to: placeOf(plan.to) },
  state: withoutWords(state),
});

/** The booking without its labels. */
export const withoutLabels = (booking: Booking): Booking => ({ ...booking, faded: booking.faded ?? 'labels' });

/** The booking of nobody: of its addresses country, state and postcode are left. Its stored answer names no person. */
export const withoutPersons = ({ customs, ...booking }: Booking): Booking => {
  const [first, second] = booking.legs;
  return {
    ...booking,
    // Who signs is a person; the number of a filing is none.
    ...(customs?.itn !== undefined && { customs: { itn: customs.itn } }),
    legs: second === undefined ? [anonymous(first)] : [anonymous(first), anonymous(second)],
    faded: 'persons',
  };
};
