import { legOf, type Booking, type BookingKey, type Leg, type LegState } from '../../domain/booking.js';
import { isDeclared } from '../../domain/customs.js';
import type { Identity, Sha256 } from '../../domain/fingerprint.js';
import { referenceOf } from '../../domain/reference.js';
import type { Chance } from '../ports/chance.js';
import type { Clock } from '../ports/clock.js';
import type { Carrier } from '../ports/carrier.js';
import type { Desk } from '../ports/desks.js';
import type { Draft } from './hold.js';
import { styleOf } from './label-content.js';
import type { Plan, PricedLeg } from './plan-booking.js';

/** A place among the bookings of an order that a request may claim. */
export type Vacancy = {
  readonly generation: number;
  readonly parcelNumber: number;
  readonly suspectedDuplicateOf?: string;
};

/** Turns a plan into the booking that its claim writes, the mark of the first paid step included. */
export type DraftBooking = {
  readonly fresh: (desk: Desk, key: BookingKey, identity: Identity, vacancy: Vacancy, plan: Plan) => Draft;
  /** Nothing was bought under `refused`: the same booking with another plan. */
  readonly again: (desk: Desk, refused: Booking, plan: Plan) => Booking;
};

type Deps = { readonly chance: Chance; readonly clock: Clock; readonly sha256: Sha256 };

export const makeDraftBooking = ({ chance, clock, sha256 }: Deps): DraftBooking => {
  const carrierOf = ({ carriers }: Desk, { service }: PricedLeg): Carrier | undefined =>
    carriers.find(({ id }) => id === service.carrier);

  const firstState = (desk: Desk, priced: PricedLeg): LegState => {
    const carrier = carrierOf(desk, priced);
    return carrier === undefined
      ? { _tag: 'Claimed' }
      : { _tag: 'Buying', step: carrier.firstStep, sentAt: clock.now() };
  };

  const hasInvoice = (desk: Desk, priced: PricedLeg, { goods }: Plan): boolean => {
    const { invoice } = desk.account.customs;
    if (invoice === 'none' || !isDeclared(priced, goods)) return false;
    return invoice === 'all' || carrierOf(desk, priced)?.nameOnLabels !== undefined;
  };

  const leg = (key: BookingKey, desk: Desk, plan: Plan, priced: PricedLeg, state: LegState, before?: Leg): Leg => {
    const carrierName = carrierOf(desk, priced)?.nameOnLabels;
    return {
      plan: {
        ...priced,
        reference: referenceOf(key, priced.kind, sha256),
        capability: before?.plan.capability ?? chance.capability(),
        ...(hasInvoice(desk, priced, plan) && { invoice: before?.plan.invoice ?? chance.capability() }),
        ...(carrierName !== undefined && { carrierName }),
      },
      state,
    };
  };

  const legs = (desk: Desk, key: BookingKey, plan: Plan, before?: Booking): Booking['legs'] => {
    const [first, second] = plan.legs;
    const known = (kind: PricedLeg['kind']) => (before === undefined ? undefined : legOf(before, kind));
    const main = leg(key, desk, plan, first, firstState(desk, first), known(first.kind));
    return second === undefined
      ? [main]
      : [main, leg(key, desk, plan, second, { _tag: 'Claimed' }, known(second.kind))];
  };

  return {
    fresh: (desk, key, identity, { parcelNumber, suspectedDuplicateOf }, plan) => ({
      key,
      kin: identity.kin,
      parcelNumber,
      createdAt: clock.now(),
      parcel: plan.parcel,
      goods: plan.goods,
      ...(plan.customs !== undefined && { customs: plan.customs }),
      style: styleOf(desk),
      legs: legs(desk, key, plan),
      notes: plan.notes,
      answered: false,
      work: [],
      ...(suspectedDuplicateOf !== undefined && { suspectedDuplicateOf }),
    }),
    // Another plan has labels and persons of its own.
    again: (desk, { faded, ...refused }, plan) => ({
      ...refused,
      parcel: plan.parcel,
      goods: plan.goods,
      ...(plan.customs !== undefined && { customs: plan.customs }),
      style: styleOf(desk),
      legs: legs(desk, refused.key, plan, refused),
      notes: plan.notes,
    }),
  };
};
