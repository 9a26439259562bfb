import type { Booking } from '../../domain/booking.js';
import { MORNING } from '../support/bookings.js';
import { knows, type Purchase } from './laws.js';
import type { Profile } from './profile.js';
import type { Store } from './store.js';
import type { World } from './world.js';

/** What holds for bookings that age and leave. */
export type AgingLaws = {
  readonly added: (booking: Booking) => void;
  /** Its labels were taken away, as it stood then. */
  readonly unlabelled: (booking: Booking) => void;
  /** It was taken away, as it stood then. */
  readonly retired: (booking: Booking) => void;
  readonly lacksLabels: (booking: Booking) => boolean;
  /** Whether the booking of this reference, or of this tracking code, was taken away. */
  readonly isPast: (handle: string) => boolean;
  /** A booking that was taken away, by its answer. */
  readonly pastAnswer: (answer: string) => Booking | undefined;
};

/** Why a booking may not leave yet, in words of this page alone. */
const whatRestsOn = ({ owner, work, legs }: Booking): string | undefined => {
  if (owner !== undefined) return `${owner} holds it`;
  if (work.length > 0) return `it has work`;
  const open = legs.find(({ state }) => !['Claimed', 'Booked', 'Refused', 'Cancelled'].includes(state._tag));
  return open && `a leg is ${open.state._tag}`;
};

export const makeAgingLaws = (
  { breach, date }: World,
  { skew, retention }: Profile,
  purchases: () => readonly Purchase[],
): AgingLaws => {
  const [numbers, references, unlabelled, past] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set()];
  const answers = new Map<string, Booking>();

  const mayLose = (what: string, booking: Booking, after: number): void => {
    const { reference } = booking.legs[0].plan;
    const why = whatRestsOn(booking);
    if (why !== undefined) breach(`${reference} loses ${what}, and ${why}`);
    if (MORNING + date() + skew - booking.updatedAt < after) breach(`${reference} loses ${what} before its time`);
  };

  return {
    added: ({ key, parcelNumber, legs }) => {
      const number = `${key.order} ${parcelNumber}`;
      if (numbers.has(number)) breach(`the parcel number ${number} is given out twice`);
      numbers.add(number);
      for (const { plan } of legs) {
        if (references.has(plan.reference)) breach(`the reference ${plan.reference} is given out twice`);
        references.add(plan.reference);
      }
    },
    unlabelled: (booking) => {
      // Should it have changed since it was seen to be due: they were due all the same.
      const age = MORNING + date() + skew - booking.createdAt;
      if (age < Math.min(retention.labels, retention.persons))
        breach(`${booking.legs[0].plan.reference} loses its labels before their time`);
      unlabelled.add(booking.legs[0].plan.reference);
    },
    retired: (booking) => {
      mayLose('all', booking, retention.bookings);
      for (const { plan, state } of booking.legs) {
        past.add(plan.reference);
        if ('bought' in state) past.add(state.bought.trackingCode);
        for (const purchase of purchases().filter(({ reference }) => reference === plan.reference)) {
          const fault = knows(booking, purchase);
          if (fault !== undefined) breach(`${plan.reference} loses all, and ${purchase.trackingCode} ${fault}`);
        }
      }
      if (booking.answer !== undefined) answers.set(booking.answer, booking);
    },
    lacksLabels: ({ legs }) => unlabelled.has(legs[0].plan.reference) || past.has(legs[0].plan.reference),
    isPast: (handle) => past.has(handle),
    pastAnswer: (answer) => answers.get(answer),
  };
};

/** What must be true once whatever was due was taken away. */
export const checkTheAged = ({ breach, date }: World, { retention }: Profile, store: Store): void => {
  for (const booking of store.all()) {
    const { reference } = booking.legs[0].plan;
    // What still guards something is looked at by the law of its leaving.
    if (whatRestsOn(booking) !== undefined || booking.legs.some(({ state }) => state._tag === 'Claimed')) continue;
    const isHalf = booking.answer === undefined && booking.legs.some(({ state }) => 'bought' in state);
    if (isHalf && booking.legs[0].state._tag !== 'Cancelled') continue;
    const age = MORNING + date() - booking.updatedAt;
    if (age >= retention.bookings) breach(`${reference} has aged and is still here`);
    const places = booking.legs.flatMap(({ plan }) => [plan.from, plan.to]);
    const isNamed = places.some((place) =>
      Object.keys(place).some((part) => !['country', 'state', 'postcode'].includes(part)),
    );
    if (age >= retention.persons && isNamed) breach(`${reference} has aged and names somebody`);
    if (age >= Math.min(retention.labels, retention.persons) && store.labelsOf(booking).length > 0)
      breach(`${reference} has aged and has labels`);
  }
  const orphans = store.orphans();
  if (orphans > 0) breach(`${orphans} labels are of no booking`);
};
