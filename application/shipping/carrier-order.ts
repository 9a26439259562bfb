import type { Booking, Leg, LegPlan } from '../../domain/booking.js';
import type { Carrier, CarrierOrder } from '../ports/carrier.js';
import type { Desk } from '../ports/desks.js';

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
