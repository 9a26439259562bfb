import type { AccountId, ServiceRef } from './account.js';
import type { Address } from './address.js';
import type { ExternalOrderId } from './booking-request.js';
import type { CustomsInfo } from './customs.js';
import type { Goods } from './goods.js';
import type { LabelStyle } from './label-style.js';
import type { Money } from './money.js';
import type { Parcel } from './parcel.js';
import type { Instant } from './time.js';
import type { Tracking } from './tracking.js';
import { dutyOf, jobsDue, type Duty, type Jobs } from './work.js';

export type LegKind = 'outbound' | 'return';

/** Which booking this is. A cancel ends a generation; an identical request after it starts the next. */
export type BookingKey = {
  readonly account: AccountId;
  readonly order: ExternalOrderId;
  readonly fingerprint: string;
  /** From 1. */
  readonly generation: number;
};

/** All of a leg that was decided before anything was paid. */
export type LegPlan = {
  readonly kind: LegKind;
  /** Ours, given to the carrier with every call: the same after a crash, another one after a cancel. */
  readonly reference: string;
  /** The unguessable part of the label's address. */
  readonly capability: string;
  /** That of its commercial invoice, where it has one; a label and its invoice never share one. */
  readonly invoice?: string;
  /** The carrier's name as our own label has it; absent where the carrier brings the label. */
  readonly carrierName?: string;
  readonly service: ServiceRef;
  readonly serviceName: string;
  readonly price: Money;
  readonly from: Address;
  readonly to: Address;
  /**
   * The number under which the leg stands in the carrier's books, where another's order had the number that it would have
   * taken. Durable before the carrier learns it.
   */
  readonly orderNumber?: string;
};

/** What the carrier gave for a leg that it sold. */
export type Bought = {
  readonly trackingCode: string;
  readonly trackingUrl?: string;
  /** The carrier's own number of its order, where it has one beside the tracking code. */
  readonly carrierOrder?: string;
  /** Where a carrier gave one parcel several codes: those beside the first. */
  readonly furtherTrackingCodes?: readonly string[];
  /** Whether the carrier's courier has been told of the parcel already, where the carrier says so. */
  readonly manifested?: boolean;
  /** Sorting code that the carrier wants on its label. */
  readonly routingCode?: string;
};

/** The carrier's clear no. `detail` is the carrier's own text, for the operator. */
export type Refusal = {
  readonly reason:
    | 'not_served'
    | 'sender_not_served'
    | 'address'
    | 'sender_address'
    | 'customs'
    | 'configuration'
    | 'too_late'
    | 'not_supported'
    | 'other';
  readonly detail: string;
};

type Mark = { readonly step: string; readonly sentAt: Instant };

export type LegState =
  | { readonly _tag: 'Claimed' }
  /** `step` is the carrier's name for the call that was about to be sent at `sentAt`. */
  | ({ readonly _tag: 'Buying' } & Mark)
  | ({ readonly _tag: 'Unknown' } & Mark)
  | ({ readonly _tag: 'Parked'; readonly why: string } & Mark)
  | { readonly _tag: 'Refused'; readonly refusal: Refusal }
  | { readonly _tag: 'Bought'; readonly bought: Bought }
  | { readonly _tag: 'Booked'; readonly bought: Bought; readonly tracking: Tracking }
  | { readonly _tag: 'Cancelling'; readonly bought: Bought; readonly tracking: Tracking; readonly sentAt: Instant }
  | {
      readonly _tag: 'Cancelled';
      readonly bought: Bought;
      readonly at: Instant;
      /** The courier was not told: a person must, or the parcel may be billed. */
      readonly courierUntold?: true;
    };

export type Leg = { readonly plan: LegPlan; readonly state: LegState };

/** One parcel of an order, from its claim to its end. Every change is one atomic write guarded by `version`. */
export type Booking = {
  readonly key: BookingKey;
  readonly version: number;
  /** The id of the write that made this version, so that a writer who saw no answer can recognise its own. */
  readonly writer: string;
  /** The process that holds the lease; undefined when nobody works on it. */
  readonly owner: string | undefined;
  /** Fingerprint without the offer. */
  readonly kin: string;
  /** Which parcel of its order, from 1; never reused. */
  readonly parcelNumber: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly parcel: Parcel;
  /** What is in it, for customs; absent in bookings of earlier releases. */
  readonly goods?: readonly Goods[];
  readonly customs?: CustomsInfo;
  /** Absent in bookings of earlier releases, whose labels are drawn by the settings of the moment. */
  readonly style?: LabelStyle;
  /** In the order in which they are bought; the first one's end is the booking's. */
  readonly legs: readonly [Leg] | readonly [Leg, Leg];
  /** Facts of planning that an operator may ask about, such as an offer that was not ours. */
  readonly notes: readonly string[];
  /** The body of the 201, replayed byte for byte. Present from the moment that every leg is booked. */
  readonly answer?: string;
  /** Whether a caller was there to be given the 201. */
  readonly answered: boolean;
  /** Fingerprints of requests that joined it and differ in their offer: when they come again, its answer is theirs. */
  readonly joinedBy?: readonly string[];
  /** Our reference of a live booking that differs in its offer at most. */
  readonly suspectedDuplicateOf?: string;
  /** What is to be done beside the booking itself, in the order in which it was caused. */
  readonly work: Jobs;
  /** Present from a settle that left it unfinished to the next change of hands: when it is settled again. */
  readonly settle?: { readonly attempts: number; readonly due: Instant; readonly why: string };
  /** What it was rid of since it aged: its labels, or these and the persons in its addresses. */
  readonly faded?: Faded;
};

export type Faded = 'labels' | 'persons';

/**
 * Where a booking as a whole is. `Open`: something is still to be done, by a living process or by whoever takes over.
 * `HalfRefused`: the outbound is bought and the return was refused.
 */
export type Phase = 'Open' | 'Booked' | 'Refused' | 'HalfRefused' | 'Parked' | 'Cancelling' | 'Cancelled';

export const phaseOf = (booking: Booking): Phase => {
  const [main] = booking.legs;
  const states = booking.legs.map((leg) => leg.state._tag);
  if (main.state._tag === 'Cancelled') return 'Cancelled';
  if (main.state._tag === 'Cancelling') return 'Cancelling';
  if (booking.answer !== undefined) return 'Booked';
  if (states.includes('Parked')) return 'Parked';
  if (states.includes('Unknown') || states.includes('Buying')) return 'Open';
  if (!states.includes('Refused')) return 'Open';
  return states.includes('Bought') || states.includes('Booked') ? 'HalfRefused' : 'Refused';
};

/** Whether something of this booking is bought, or may be. */
export const isLive = (booking: Booking): boolean => {
  const phase = phaseOf(booking);
  return phase !== 'Refused' && phase !== 'Cancelled';
};

/** Whether a leg is being cancelled, whatever the booking as a whole is: its return alone may be, or the last of it. */
export const hasLegCancelling = ({ legs }: Booking): boolean => legs.some(({ state }) => state._tag === 'Cancelling');

/** Whether something is still to be done by a process. A booking that is parked or half refused waits for a person. */
export const isUnfinished = (booking: Booking): boolean => phaseOf(booking) === 'Open' || hasLegCancelling(booking);

/** Whether a settle would do anything: what is merely claimed waits for its next request, once nobody holds it. */
export const isSettleable = (booking: Booking): boolean => {
  if (!isUnfinished(booking)) return false;
  if (booking.owner !== undefined || hasLegCancelling(booking)) return true;
  return booking.legs.find(({ state }) => boughtOf(state) === undefined)?.state._tag !== 'Claimed';
};

/** Whether nothing happens to an unfinished booking before its request comes again: nobody works on it, and nothing is unknown. */
export const awaitsRequest = (booking: Booking): boolean => isUnfinished(booking) && !isSettleable(booking);

/** Whoever takes the booking on asks anew. */
export const withoutPutOff = (booking: Booking): Booking => {
  const { settle, ...rest } = booking;
  return settle === undefined ? booking : rest;
};

/** When something is to be done about the booking: to settle it, or the earliest of its jobs. */
export const dueOf = (booking: Booking): Instant | undefined => {
  const ofJobs = jobsDue(booking.work);
  if (!isSettleable(booking)) return ofJobs;
  const ofSettle = booking.settle?.due ?? booking.updatedAt;
  return ofJobs !== undefined && ofJobs < ofSettle ? ofJobs : ofSettle;
};

/** Everything that is to be done about the booking, or waits for a person. */
export const dutiesOf = (booking: Booking): readonly Duty[] => {
  const jobs = booking.work.map(dutyOf);
  if (phaseOf(booking) === 'Parked') return [{ kind: 'settle', state: 'parked' }, ...jobs];
  if (!isSettleable(booking)) return jobs;
  return [{ kind: 'settle', state: booking.owner === undefined ? 'waiting' : 'running' }, ...jobs];
};

/**
 * Whether what can wait may be written down in it: nobody holds it, and no leg is being cancelled. One that was left in the
 * middle is settled first, which ends its owner's hold.
 */
export const isFree = (booking: Booking): boolean => booking.owner === undefined && !hasLegCancelling(booking);

export const legOf = (booking: Booking, kind: LegKind): Leg | undefined =>
  booking.legs.find((leg) => leg.plan.kind === kind);

export const boughtOf = (state: LegState): Bought | undefined => ('bought' in state ? state.bought : undefined);

/** Every word under which an operator or a caller may ask for this booking. */
export const handlesOf = (booking: Booking): readonly string[] => [
  ...new Set(
    booking.legs.flatMap(({ plan, state }) => {
      const bought = boughtOf(state);
      const codes = [bought?.trackingCode, ...(bought?.furtherTrackingCodes ?? []), bought?.carrierOrder];
      return [plan.reference, ...codes].filter((handle) => handle !== undefined);
    }),
  ),
];

/** Whether a courier must be told by a person that a leg is cancelled. */
export const isCourierUntold = ({ legs }: Booking): boolean =>
  legs.some(({ state }) => state._tag === 'Cancelled' && state.courierUntold === true);

/** The refusal that ended or halted a booking. */
export const refusalOf = (booking: Booking): Refusal | undefined =>
  booking.legs.flatMap(({ state }) => (state._tag === 'Refused' ? [state.refusal] : []))[0];

const changed = (booking: Booking, kind: LegKind, change: (leg: Leg) => Leg): Booking => {
  const changeIfMeant = (leg: Leg): Leg => (leg.plan.kind === kind ? change(leg) : leg);
  const [first, second] = booking.legs;
  return {
    ...booking,
    legs: second === undefined ? [changeIfMeant(first)] : [changeIfMeant(first), changeIfMeant(second)],
  };
};

export const withLeg = (booking: Booking, kind: LegKind, state: LegState): Booking =>
  changed(booking, kind, (leg) => ({ ...leg, state }));

export const withOrderNumber = (booking: Booking, kind: LegKind, orderNumber: string): Booking =>
  changed(booking, kind, (leg) => ({ ...leg, plan: { ...leg.plan, orderNumber } }));
