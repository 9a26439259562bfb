import * as E from 'fp-ts/lib/Either.js';
import type { Cancelled, CarrierOrder, CarrierRefused, CarrierSilent } from '../../../application/ports/carrier.js';
import type { Log } from '../../../application/ports/log.js';
import type { Bought } from '../../../domain/booking.js';
import { aboutOf } from './call-records.js';
import { notAnswered, notBought, silent } from './faults.js';
import { stageOf } from './mapping.js';
import type { Known, StarshipitOrders } from './orders.js';
import { refused } from './refusals.js';
import { STARSHIPIT, type StarshipitSettings } from './settings.js';
import type { StandingOrder } from './standing-order.js';

type Outcome = Promise<E.Either<CarrierRefused | CarrierSilent, Cancelled>>;

type Deps = {
  readonly orders: StarshipitOrders;
  readonly standing: StandingOrder;
  readonly settings: Pick<StarshipitSettings, 'cancelPrinted'>;
  readonly log: Log;
};

const unprinted: Cancelled = { courierUntold: false };
const untold: Cancelled = { courierUntold: true };

/** Deletes or archives an order, as far as it may still be. Starshipit itself cancels with no courier. */
export const makeCancel = ({ orders, standing, settings, log }: Deps) => {
  /** A no to a repeated call is no refusal where the first one did it, and its answer was lost. */
  const putAway = async (
    order: CarrierOrder,
    { order_id: orderId }: Known,
    away: StarshipitOrders['remove'],
    done: Cancelled,
  ): Outcome => {
    const outcome = await away(aboutOf(order), orderId);
    if (E.isRight(outcome)) return E.right(done);
    if (outcome.left._tag === 'Rejected') {
      const seen = await orders.read(aboutOf(order), orderId);
      if (E.isLeft(seen)) return E.left(notAnswered(seen.left));
      if (seen.right === undefined || stageOf(seen.right) === 'archived') return E.right(done);
    }
    const failure = notBought(outcome.left);
    return E.left(failure._tag === 'NothingBought' ? silent(failure.why) : failure);
  };

  const cancelAs = async (order: CarrierOrder, found: Known | undefined): Outcome => {
    // Gone from Starshipit's books, or put away there before: the courier was paid and knows of it either way.
    if (found === undefined) return E.right(untold);
    const { reference, manifested, status } = found;
    if (reference !== order.plan.reference)
      return E.left(refused('other', 'the order in Starshipit does not carry our reference'));
    const stage = stageOf(found);
    if (stage === 'archived') return E.right(untold);
    if (manifested === true) return E.left(refused('too_late', 'manifested already'));
    switch (stage) {
      case 'unshipped':
        return putAway(order, found, orders.remove, unprinted);
      case 'printed':
        return settings.cancelPrinted === 'refuse'
          ? E.left(refused('not_supported', 'printed already; Starshipit cannot cancel with the courier'))
          : putAway(order, found, orders.archive, untold);
      case 'moving':
        return E.left(refused('too_late', `the order is ${status ?? 'in no known state'}`));
    }
  };

  const warn = (order: CarrierOrder, { carrierOrder }: Bought): void =>
    log.warn('cancel_with_courier', {
      ...{ carrier: STARSHIPIT, requestId: order.requestId, order: order.externalOrder },
      ...(carrierOrder !== undefined && { carrierOrder }),
      reference: order.plan.reference,
      reason: 'archived in Starshipit, which does not tell the courier: cancel it there too',
    });

  return async (order: CarrierOrder, bought: Bought): Outcome => {
    const found = await standing(order, bought);
    if (E.isLeft(found)) return found;
    const outcome = await cancelAs(order, found.right);
    if (E.isRight(outcome) && outcome.right.courierUntold) warn(order, bought);
    return outcome;
  };
};
