import * as E from 'fp-ts/lib/Either.js';
import type { CarrierOrder, CarrierSilent } from '../../../application/ports/carrier.js';
import type { Bought } from '../../../domain/booking.js';
import type { Sha256 } from '../../../domain/fingerprint.js';
import { aboutOf } from './call-records.js';
import { notAnswered } from './faults.js';
import { numbersOf } from './mapping.js';
import { plannedNumberOf } from './order-number.js';
import type { Known, StarshipitOrders } from './orders.js';

/** The order of a leg as it stands; undefined where Starshipit says that there is none. */
export type StandingOrder = (
  order: CarrierOrder,
  bought: Bought,
) => Promise<E.Either<CarrierSilent, Known | undefined>>;

/**
 * What an operator settled is known by its number alone: an order that has neither our reference nor that number is another
 * parcel, with another shopper's label.
 */
export const makeStandingOrder =
  (orders: StarshipitOrders, sha256: Sha256): StandingOrder =>
  async (order, { carrierOrder, trackingCode }) => {
    if (carrierOrder !== undefined) return E.mapLeft(notAnswered)(await orders.read(aboutOf(order), carrierOrder));
    const rows = await orders.under(aboutOf(order), plannedNumberOf(order, sha256));
    if (E.isLeft(rows)) return E.left(notAnswered(rows.left));
    const own = rows.right.find(({ reference }) => reference === order.plan.reference);
    return E.right(own ?? rows.right.find((row) => numbersOf(row, undefined).includes(trackingCode)));
  };
