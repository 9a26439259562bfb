import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { AccountId } from '../../domain/account.js';
import { boughtOf, isLive, type Booking, type Leg } from '../../domain/booking.js';
import { externalOrderId } from '../../domain/booking-request.js';
import type { Bookings } from '../ports/bookings.js';
import type { Carrier } from '../ports/carrier.js';
import type { Sighting } from '../ports/tracking-source.js';
import type { Unavailable } from '../ports/unavailable.js';

export type FoundParcel = {
  readonly booking: Booking;
  readonly leg: Leg;
  /** The code that the sighting names, where it is not the parcel's first. */
  readonly furtherCode?: string;
};

/** The leg that a carrier means by what it says of a parcel. */
export type FindParcel = (
  account: AccountId,
  carrier: Carrier,
  sighting: Sighting,
) => TE.TaskEither<Unavailable, O.Option<FoundParcel>>;

type Fit = FoundParcel & { readonly weight: number };

/** The orders that a carrier's order number may have been made from: it ends with the parcel's number and a mark of returns. */
const ordersBehind = (orderNumber: string): readonly string[] => {
  const outbound = orderNumber.replace(/-R$/, '');
  return [...new Set([orderNumber, outbound, outbound.replace(/-\d+$/, '')])].filter((order) => order !== '');
};

/** Our reference says most, then the code; couriers use codes again, and people rename orders. */
const weighed = (carrier: Carrier, { trackingCode, orderNumber, reference }: Sighting) => {
  const fitOf = (booking: Booking, leg: Leg): Fit => {
    const { plan, state } = leg;
    const bought = boughtOf(state);
    const furtherCode = bought?.furtherTrackingCodes?.find((code) => code === trackingCode);
    const isCode = furtherCode !== undefined || (trackingCode !== undefined && bought?.trackingCode === trackingCode);
    const named = { plan, externalOrder: booking.key.order, parcelNumber: booking.parcelNumber };
    const isOrder = orderNumber !== undefined && carrier.tracking?.orderNumberOf(named) === orderNumber;
    const weight = (plan.reference === reference ? 4 : 0) + (isCode ? 2 : 0) + (isOrder ? 1 : 0);
    return { booking, leg, weight, ...(furtherCode !== undefined && { furtherCode }) };
  };
  return (booking: Booking): readonly Fit[] =>
    booking.legs
      .filter(({ plan }) => plan.service.carrier === carrier.id)
      .map((leg) => fitOf(booking, leg))
      .filter(({ weight }) => weight > 0);
};

/** The better fit, then the living, then the newest booking. */
const better = (a: Fit, b: Fit): number =>
  b.weight - a.weight ||
  Number(isLive(b.booking)) - Number(isLive(a.booking)) ||
  b.booking.createdAt - a.booking.createdAt ||
  b.booking.key.generation - a.booking.key.generation;

export const makeFindParcel =
  ({ bookings }: { readonly bookings: Bookings }): FindParcel =>
  (account, carrier, sighting) => {
    const { trackingCode, orderNumber, reference } = sighting;
    const handles = [reference, trackingCode].filter((handle) => handle !== undefined);
    const fits = weighed(carrier, sighting);
    const lookUps = [
      ...handles.map((handle) => bookings.byHandle(account, handle)),
      ...(orderNumber === undefined ? [] : ordersBehind(orderNumber)).map((order) =>
        bookings.ofOrder(account, externalOrderId(order)),
      ),
    ];
    return pipe(
      TE.sequenceArray(lookUps),
      TE.map((found) => O.fromNullable(found.flatMap((some) => some.flatMap(fits)).toSorted(better)[0])),
    );
  };
