import type { Booking, Leg } from '../../domain/booking.js';
import { boughtOf } from '../../domain/booking.js';
import { isDeclared } from '../../domain/customs.js';
import { declarationOf } from '../../domain/commercial-invoice.js';
import type { AddressLines } from '../ports/address-lines.js';
import type { CarrierLabel } from '../ports/carrier.js';
import type { Desk } from '../ports/desks.js';
import type { LabelContent } from '../ports/label-press.js';
import { carrierOf } from './carrier-order.js';

export type ToDraw = Extract<CarrierLabel, { readonly _tag: 'ToDraw' }>;

/** What the label of a leg says: of the booking all that is of the parcel, of the desk what is of the account. */
export const labelContent = (
  booking: Booking,
  { plan, state }: Leg,
  label: Omit<ToDraw, '_tag'>,
  desk: Desk | undefined,
  lines: AddressLines,
): LabelContent => ({
  sender: lines.write(plan.from),
  receiver: lines.write(plan.to),
  carrierName: label.carrierName,
  serviceName: plan.serviceName,
  weight: booking.parcel.grams,
  orderReference: booking.key.order,
  parcelNumber: booking.parcelNumber,
  leg: plan.kind,
  ...(label.routingCode !== undefined && { routingCode: label.routingCode }),
  number: label.number,
  plannedAt: booking.createdAt,
  ...(desk?.logo !== undefined && { logo: desk.logo }),
  ...(desk?.account.labels.returnText !== undefined && { returnText: desk.account.labels.returnText }),
  ...(desk?.account.customs.declaration === 'cn22' &&
    isDeclared(plan, booking.goods ?? []) && {
      declaration: declarationOf(booking, { plan, state }, desk.account.customs),
    }),
});

/**
 * What our own label of a leg says, from what is stored; absent where the carrier brought the label. Bookings of earlier
 * releases do not say whose it was: there the carrier tells, if it is still among the settings.
 */
export const storedContent = (
  booking: Booking,
  leg: Leg,
  desk: Desk | undefined,
  lines: AddressLines,
): LabelContent | undefined => {
  const bought = boughtOf(leg.state);
  const carrierName =
    leg.plan.carrierName ?? (desk === undefined ? undefined : carrierOf(desk, leg.plan)?.nameOnLabels);
  if (bought === undefined || carrierName === undefined) return undefined;
  const { trackingCode: number, routingCode } = bought;
  return labelContent(
    booking,
    leg,
    { carrierName, number, ...(routingCode !== undefined && { routingCode }) },
    desk,
    lines,
  );
};
