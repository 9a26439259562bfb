import { boughtOf, legOf, phaseOf, type Booking, type Bought } from '../../domain/booking.js';
import type { AgingLaws } from './aging-laws.js';
import type { Sale } from './carrier-books.js';
import { MORNING } from '../support/bookings.js';
import type { Profile } from './profile.js';
import type { Store } from './store.js';
import type { World } from './world.js';

/** What holds at every moment of every run, looked at in storage and in the carriers' books themselves. */
export type Laws = {
  /** `owner` sends the call of this step now. */
  readonly sent: (owner: string, reference: string, step: string) => void;
  /** `owner` asks the carrier to cancel now. */
  readonly cancelSent: (owner: string, reference: string) => void;
  readonly created: (before: number, reference: string) => void;
  readonly sold: (before: readonly Sale[], reference: string) => void;
  /** Something was written. */
  readonly written: (order: string) => void;
  /** A caller was given a 201. `cancelled`: references of bookings that were cancelled before it asked. */
  readonly answered: (order: string, fingerprint: string, body: string, cancelled: ReadonlySet<string>) => void;
  /** A caller was told that its request cannot be planned; `booked` were booked when it asked. */
  readonly refusedUnseen: (order: string, fingerprint: string, booked: ReadonlySet<string>, reason: string) => void;
};

/** References of the first legs of an order's bookings, by what has become of them. */
export const referencesOf = (bookings: readonly Booking[], phase: 'Cancelled' | 'Booked'): ReadonlySet<string> =>
  new Set(bookings.filter((booking) => phaseOf(booking) === phase).map(({ legs }) => legs[0].plan.reference));

/** Whether the booking is that of requests with this fingerprint, from the first or since they joined it. */
export const isFor =
  (fingerprint: string) =>
  ({ key, joinedBy }: Booking): boolean =>
    key.fingerprint === fingerprint || (joinedBy ?? []).includes(fingerprint);

export const makeLaws = (
  { breach, breached, date }: World,
  { freshness, skew }: Profile,
  store: () => Store,
  aging: Pick<AgingLaws, 'lacksLabels' | 'pastAnswer'>,
): Laws => {
  const answers = new Map<string, string>();
  const labels = new Map<string, string>();

  const keepsItsAnswer = ({ legs, answer }: Booking): void => {
    const { reference } = legs[0].plan;
    const first = answers.get(reference);
    if (first !== undefined && answer !== first) breach(`the stored answer of ${reference} has changed`);
    if (answer !== undefined) answers.set(reference, answer);
  };

  const hasOneLabelPerLeg = (booking: Booking): void => {
    const kept = store().labelsOf(booking);
    for (const { plan } of booking.legs) {
      const own = kept.filter(({ leg }) => leg === plan.kind);
      if (own.length > 1) breach(`${plan.reference} has ${own.length} labels`);
      const first = labels.get(plan.reference);
      const bytes = own[0]?.bytes;
      if (first !== undefined && bytes !== first && !aging.lacksLabels(booking))
        breach(`the label of ${plan.reference} has changed`);
      if (bytes !== undefined) labels.set(plan.reference, bytes);
    }
  };

  const hasItsLabels = (booking: Booking): void => {
    if (aging.lacksLabels(booking)) return;
    const kept = store().labelsOf(booking);
    for (const { plan } of booking.legs)
      if (!kept.some(({ capability }) => capability === plan.capability))
        breach(`a 201 was answered, and the label of ${plan.reference} is nowhere`);
  };

  const standing = (reference: string) => {
    const booking = store().byReference(reference);
    const state = booking?.legs.find(({ plan }) => plan.reference === reference)?.state;
    return { holder: booking?.owner, state };
  };

  return {
    sent: (owner, reference, step) => {
      const { holder, state } = standing(reference);
      if (state?._tag !== 'Buying' || state.step !== step)
        return breach(`${step} of ${reference} is paid for without its mark`);
      if (holder !== owner) breach(`${step} of ${reference} is paid for by one who does not hold it`);
      // The settle delay of one who died counts from there.
      if (MORNING + date() - state.sentAt > freshness + skew + 1)
        breach(`${step} of ${reference} is paid for long after its mark`);
    },
    cancelSent: (owner, reference) => {
      const { holder, state } = standing(reference);
      if (state?._tag !== 'Cancelling' || holder !== owner)
        breach(`${reference} is cancelled by one who does not hold it`);
    },
    created: (before, reference) => {
      if (before > 0) breach(`${reference} is created twice at the carrier`);
    },
    sold: (before, reference) => {
      if (before.length > 0)
        breach(
          before.some(({ cancelled }) => cancelled)
            ? `${reference} is bought after its cancel`
            : `${reference} is bought twice`,
        );
      if (store().byReference(reference) === undefined) breach(`${reference} is bought, and belongs to no booking`);
    },
    written: (order) => {
      if (breached() !== undefined) return;
      for (const booking of store().ofOrder(order)) {
        keepsItsAnswer(booking);
        hasOneLabelPerLeg(booking);
      }
    },
    answered: (order, fingerprint, body, cancelled) => {
      const [booking = aging.pastAnswer(body), another] = store()
        .ofOrder(order)
        .filter(({ answer }) => answer === body);
      if (booking === undefined || another !== undefined)
        return breach(`a 201 is not the stored answer of one booking of ${order}: ${body}`);
      const { reference } = booking.legs[0].plan;
      if (!isFor(fingerprint)(booking)) breach(`the answer of ${reference} was given to another request`);
      if (cancelled.has(reference)) breach(`the answer of ${reference} was given to one who asked after its cancel`);
      hasItsLabels(booking);
    },
    refusedUnseen: (order, fingerprint, booked, reason) => {
      const still = store()
        .ofOrder(order)
        .filter(isFor(fingerprint))
        .find((booking) => phaseOf(booking) === 'Booked' && booked.has(booking.legs[0].plan.reference));
      if (still !== undefined) breach(`${reason} to a request whose label is bought: ${still.legs[0].plan.reference}`);
    },
  };
};

export type Purchase = { readonly reference: string; readonly trackingCode: string; readonly isCancelled: boolean };

export const knows = (
  booking: Booking | undefined,
  { reference, trackingCode, isCancelled }: Purchase,
): string | undefined => {
  const leg = booking?.legs.find(({ plan }) => plan.reference === reference);
  if (leg === undefined) return 'belongs to no booking';
  const bought: Bought | undefined = boughtOf(leg.state);
  if (bought?.trackingCode !== trackingCode) return `is lost: its leg is ${leg.state._tag}`;
  const isEnded = leg.state._tag === 'Cancelled';
  return isEnded === isCancelled
    ? undefined
    : `is ${isCancelled ? '' : 'not '}cancelled there and ${leg.state._tag} here`;
};

/** All that was bought, by the carriers' own books and the rate card's ledger. */
export const purchasesOf = (store: Store, sales: readonly Sale[]): readonly Purchase[] => {
  const sold = sales.map(({ reference, trackingCode, cancelled }): Purchase => ({
    reference,
    trackingCode,
    isCancelled: cancelled,
  }));
  const entered = store
    .ledger()
    .map(({ reference, sscc, isCancelled }): Purchase => ({ reference, trackingCode: sscc, isCancelled }));
  return [...sold, ...entered];
};

/** What must be true once everything is well again and everybody has asked until they were answered. */
export const checkTheEnd = (
  { breach }: World,
  store: Store,
  purchases: readonly Purchase[],
  { isPast }: Pick<AgingLaws, 'isPast'>,
): void => {
  for (const purchase of purchases) {
    if (isPast(purchase.reference)) continue;
    const fault = knows(store.byReference(purchase.reference), purchase);
    if (fault !== undefined) breach(`${purchase.trackingCode} under ${purchase.reference} ${fault}`);
  }
  for (const booking of store.all()) {
    const [{ plan }] = booking.legs;
    const phase = phaseOf(booking);
    const isAtRest = phase === 'Booked' || phase === 'Refused' || phase === 'HalfRefused' || phase === 'Cancelled';
    if (!isAtRest) breach(`${plan.reference} is ${phase} at the end`);
    for (const kind of ['outbound', 'return'] as const) {
      const leg = legOf(booking, kind);
      const code = leg && boughtOf(leg.state)?.trackingCode;
      if (code !== undefined && !purchases.some(({ trackingCode }) => trackingCode === code))
        breach(`${code} of ${leg?.plan.reference ?? ''} was never bought`);
    }
  }
};
