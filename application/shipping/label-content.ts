import type { Booking, Leg } from '../../domain/booking.js';
import { boughtOf } from '../../domain/booking.js';
import { isDeclared } from '../../domain/customs.js';
import { declarationOf } from '../../domain/commercial-invoice.js';
import type { LabelStyle } from '../../domain/label-style.js';
import type { AddressLines } from '../ports/address-lines.js';
import type { CarrierLabel } from '../ports/carrier.js';
import type { Desk } from '../ports/desks.js';
import type { LabelContent } from '../ports/label-press.js';
import { carrierOf } from './carrier-order.js';

export type ToDraw = Extract<CarrierLabel, { readonly _tag: 'ToDraw' }>;

/** What the account puts on its labels as things are now. */
export const styleOf = ({ account: { labels, customs }, logo }: Desk): LabelStyle => ({
  ...(labels.returnText !== undefined && { returnText: labels.returnText }),
  ...(logo !== undefined && { logo: logo.digest }),
  ...(customs.declaration === 'cn22' && { cn22: true }),
  ...(customs.signer !== undefined && { signer: customs.signer }),
});

/** A logo that is not the account's any more is left out: the label has none rather than another one than its PDF. */
const logoOf = (style: LabelStyle, desk: Desk | undefined): Pick<LabelContent, 'logo'> =>
  desk?.logo !== undefined && desk.logo.digest === style.logo ? { logo: desk.logo } : {};

/** What the label of a leg says: all of it from the booking, but for the logo, which the booking only names. */
export const labelContent = (
  booking: Booking,
  { plan, state }: Leg,
  label: Omit<ToDraw, '_tag'>,
  desk: Desk | undefined,
  lines: AddressLines,
): LabelContent => {
  const style = booking.style ?? (desk === undefined ? {} : styleOf(desk));
  return {
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
    ...logoOf(style, desk),
    ...(style.returnText !== undefined && { returnText: style.returnText }),
    ...(style.cn22 === true &&
      isDeclared(plan, booking.goods ?? []) && { declaration: declarationOf(booking, { plan, state }, style) }),
  };
};

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
