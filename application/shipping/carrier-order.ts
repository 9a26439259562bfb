import type { Booking, Leg, LegPlan } from '../../domain/booking.js';
import type { Carrier, CarrierOrder } from '../ports/carrier.js';
import type { Desk } from '../ports/desks.js';
import type { BuyingRun } from './buying-run.js';

/** The carrier that a leg was planned with; undefined where the settings have dropped it since. */
export const carrierOf = (desk: Desk, plan: LegPlan): Carrier | undefined =>
  desk.carriers.find(({ id }) => id === plan.service.carrier);

export const carrierOrder = (booking: Booking, { plan }: Leg, requestId: string): CarrierOrder => ({
  plan,
  parcel: booking.parcel,
  goods: booking.goods ?? [],
  externalOrder: booking.key.order,
  parcelNumber: booking.parcelNumber,
  requestId,
});

/** Of a run that may pay somebody waits for the outcome; one that only settles has time. */
export const runsOrder = (
  { requestId, mayPay }: Pick<BuyingRun, 'requestId' | 'mayPay'>,
  booking: Booking,
  leg: Leg,
): CarrierOrder =>
  mayPay ? carrierOrder(booking, leg, requestId) : { ...carrierOrder(booking, leg, requestId), isUnhurried: true };
