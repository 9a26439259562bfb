import * as E from 'fp-ts/lib/Either.js';
import type { Access } from '../../../application/access/authenticate.js';
import type { JournalEntry } from '../../../application/ports/journal.js';
import type { BookingError } from '../../../application/shipping/book-shipment.js';
import type { NamedLeg, NotCancelled } from '../../../application/shipping/cancel-shipment.js';
import { LENGTH_UNITS, MASS_UNITS } from '../../../domain/units.js';
import type { Instant } from '../../../domain/time.js';
import type { Context } from '../state.js';
import type { BookingBody, WireAddress } from './codecs.js';

/** The parts of an address that may be kept. */
const place = ({ country_code, state, zip_code }: WireAddress) => ({ country_code, state, zip_code });

const units: readonly string[] = [...MASS_UNITS, ...LENGTH_UNITS];

/** A unit that is none may be any text. */
const measured = <A extends { readonly unit: string }>(measure: A): A | Omit<A, 'unit'> =>
  units.includes(measure.unit) ? measure : { ...measure, unit: undefined };

const packaging = ({ weight, dimensions }: NonNullable<BookingBody['package_option']>) => ({
  weight: measured(weight),
  ...(dimensions !== undefined && { dimensions: measured(dimensions) }),
});

const common = (ctx: Context, access: Access, took: number, at: Instant) => ({
  at,
  account: access.desk.account.id,
  requestId: ctx.state.requestId,
  system: 'newstore',
  direction: 'in' as const,
  method: ctx.method,
  endpoint: ctx.state.route ?? '',
  status: String(ctx.status),
  retries: 0,
  took: Math.round(took),
});

/** NewStore's booking as the journal keeps it: no name, street, phone or e-mail, and no label address. */
export const bookingExchange = (
  ctx: Context,
  access: Access,
  body: BookingBody,
  outcome: E.Either<BookingError, string>,
  took: number,
  at: Instant,
): JournalEntry => ({
  ...common(ctx, access, took, at),
  order: body.external_order_id,
  did: E.isRight(outcome) ? 'answered the booking' : outcome.left._tag,
  body: {
    rate: body.rate,
    carrier_code: body.carrier_code,
    booking_method: body.booking_method,
    fulfillment_node_id: body.fulfillment_node_id,
    items: body.items.length,
    ...(body.package_option !== undefined && { package_option: packaging(body.package_option) }),
    sender_address: place(body.sender_address),
    shipping_address: place(body.shipping_address),
    has_offer: body.offer !== undefined && body.offer !== '',
    ...(E.isLeft(outcome) && outcome.left._tag === 'Unfit' && { faults: outcome.left.faults }),
  },
});

export const cancelExchange = (
  ctx: Context,
  access: Access,
  code: string,
  outcome: E.Either<NotCancelled, NamedLeg>,
  took: number,
  at: Instant,
): JournalEntry => {
  const leg = E.isRight(outcome) ? outcome.right : outcome.left.leg;
  return {
    ...common(ctx, access, took, at),
    ...(leg !== undefined && { order: leg.order, reference: leg.reference }),
    did: E.isRight(outcome) ? 'cancelled' : outcome.left.failure._tag,
    body: { tracking_code: code.slice(0, 64) },
  };
};
