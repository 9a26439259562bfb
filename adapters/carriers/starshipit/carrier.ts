import * as E from 'fp-ts/lib/Either.js';
import type { CallBudget } from '../../../application/ports/call-budget.js';
import type {
  Cancelled,
  Carrier,
  CarrierLabel,
  CarrierOrder,
  CarrierRefused,
  CarrierSilent,
} from '../../../application/ports/carrier.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { Journal } from '../../../application/ports/journal.js';
import type { Log } from '../../../application/ports/log.js';
import type { AccountId } from '../../../domain/account.js';
import type { Bought } from '../../../domain/booking.js';
import type { Sha256 } from '../../../domain/fingerprint.js';
import { aboutOf, entryOf } from './call-records.js';
import { makeStarshipitClient, type CallRecord, type StarshipitAgent } from './client.js';
import { Shipment } from './codecs.js';
import { notAnswered, notBought, silent } from './faults.js';
import { decodedPdfs, labelsIn, mergedPdf } from './labels.js';
import { numbersOf, stageOf, toReprint, type CountryName } from './mapping.js';
import { makeStarshipitQuote } from './offers.js';
import { orderNumberOf } from './order-number.js';
import { makeStarshipitOrders, printCall, type Known, type StarshipitOrders } from './orders.js';
import { CREATING, makePurchase } from './purchase.js';
import { refused } from './refusals.js';
import { STARSHIPIT, type StarshipitSettings } from './settings.js';
import { makeCardPrices } from './stand-ins.js';
import { makeStarshipitTracking } from './tracking/source.js';

type Deps = {
  readonly account: AccountId;
  readonly settings: StarshipitSettings;
  readonly agent: StarshipitAgent;
  /** The account's rate card, where it has one. */
  readonly rateCard?: Carrier | undefined;
  /** Of the subscription key. */
  readonly budget: CallBudget;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: Pick<Journal, 'record'>;
  readonly sha256: Sha256;
  readonly countryName: CountryName;
};

type Answer<A> = Promise<E.Either<CarrierSilent, A>>;

const unprinted: Cancelled = { courierUntold: false };
const untold: Cancelled = { courierUntold: true };

/** Labels that came with their print and are not fetched yet: at most so many are remembered. */
const MOST_LABELS = 64;

/** The couriers behind one Starshipit account. */
export const makeStarshipitCarrier = (deps: Deps): Carrier => {
  const { account, settings, agent, budget, clock, log, journal, sha256, countryName } = deps;
  const record = (call: CallRecord): void => {
    const entry = entryOf(account, call);
    journal.record(entry);
    const { system, method, endpoint, status, did, retries, took, requestId, order, reference, carrierOrder } = entry;
    log.info('carrier_request', {
      ...{ account, system, method, endpoint, status, did, retries, took },
      ...(requestId !== undefined && { requestId }),
      ...(order !== undefined && { order }),
      ...(reference !== undefined && { reference }),
      ...(carrierOrder !== undefined && { carrierOrder }),
    });
  };
  const client = makeStarshipitClient(settings, { agent, budget, clock, record });
  const orders = makeStarshipitOrders(client);
  const { fallback } = settings;
  const cardPrices =
    fallback._tag === 'RateCard' && deps.rateCard !== undefined
      ? makeCardPrices(deps.rateCard, fallback.services, settings.currency)
      : undefined;

  /** Base64, by our reference. Lost ones are fetched again, which costs a call and nothing else. */
  const fresh = new Map<string, readonly string[]>();
  const keepLabels = (reference: string, labels: readonly string[]): void => {
    if (labels.length === 0) return;
    fresh.set(reference, labels);
    const [oldest] = fresh.keys();
    if (fresh.size > MOST_LABELS && oldest !== undefined) fresh.delete(oldest);
  };

  const { book, find } = makePurchase({ client, orders, clock, sha256, countryName, settings, keepLabels });

  /**
   * The order as it stands; undefined where Starshipit says that there is none. What an operator settled is known by its
   * number alone: an order that has neither our reference nor that one is another parcel, with another shopper's label.
   */
  const orderOf = async (order: CarrierOrder, { carrierOrder, trackingCode }: Bought): Answer<Known | undefined> => {
    if (carrierOrder !== undefined) return E.mapLeft(notAnswered)(await orders.read(aboutOf(order), carrierOrder));
    const rows = await orders.under(aboutOf(order), order.plan.orderNumber ?? orderNumberOf(order, sha256));
    if (E.isLeft(rows)) return E.left(notAnswered(rows.left));
    const own = rows.right.find(({ reference }) => reference === order.plan.reference);
    return E.right(own ?? rows.right.find((row) => numbersOf(row, undefined).includes(trackingCode)));
  };

  /** Only of an order that is known to be printed: for another one the same call would buy. */
  const reprinted = async (order: CarrierOrder, orderId: string): Answer<readonly string[]> => {
    const call = printCall(aboutOf(order), 'reprinted', toReprint(orderId), settings.labelWait);
    const turn = await client.reserve({ priority: 'booking', wait: settings.labelWait }, call)();
    if (E.isLeft(turn)) return E.left(notAnswered(turn.left));
    const answer = await client.send(turn.right, call)();
    if (E.isLeft(answer)) return E.left(notAnswered(answer.left));
    const shipment = Shipment.decode(answer.right);
    return E.isRight(shipment)
      ? E.right(shipment.right.labels.flatMap((label) => label ?? []))
      : E.left(silent('reprinted, with an answer that is not understood'));
  };

  const labelsOf = async (order: CarrierOrder, bought: Bought): Answer<readonly string[]> => {
    const kept = fresh.get(order.plan.reference);
    if (kept !== undefined) return E.right(kept);
    const found = await orderOf(order, bought);
    if (E.isLeft(found)) return found;
    if (found.right === undefined || stageOf(found.right) === 'unshipped')
      return E.left(silent('the order is not printed in Starshipit'));
    const stored = labelsIn(found.right);
    return stored === undefined ? reprinted(order, found.right.order_id) : E.right(stored);
  };

  const label = async (order: CarrierOrder, bought: Bought): Answer<CarrierLabel> => {
    const labels = await labelsOf(order, bought);
    if (E.isLeft(labels)) return labels;
    const pdfs = decodedPdfs(labels.right);
    if (pdfs === undefined) {
      fresh.delete(order.plan.reference);
      return E.left(silent('a label that is no PDF, or none'));
    }
    try {
      return E.right({ _tag: 'Printed', pdf: await mergedPdf(pdfs) });
    } catch {
      return E.left(silent('labels that cannot be merged'));
    }
  };

  /** A no to a repeated call is no refusal where the first one did it, and its answer was lost. */
  const putAway = async (
    order: CarrierOrder,
    { order_id: orderId }: Known,
    away: StarshipitOrders['remove'],
    done: Cancelled,
  ): Promise<E.Either<CarrierRefused | CarrierSilent, Cancelled>> => {
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

  const sayUntold = (order: CarrierOrder, { carrierOrder }: Bought): void =>
    log.warn('cancel_with_courier', {
      ...{ carrier: STARSHIPIT, requestId: order.requestId, order: order.externalOrder },
      ...(carrierOrder !== undefined && { carrierOrder }),
      reference: order.plan.reference,
      reason: 'archived in Starshipit, which does not tell the courier: cancel it there too',
    });

  const cancelStanding = async (
    order: CarrierOrder,
    standing: Known | undefined,
  ): Promise<E.Either<CarrierRefused | CarrierSilent, Cancelled>> => {
    // Gone from Starshipit's books, or put away there by an earlier attempt: the courier was paid and knows of it either way.
    if (standing === undefined) return E.right(untold);
    const { reference, manifested, status } = standing;
    if (reference !== order.plan.reference)
      return E.left(refused('other', 'the order in Starshipit does not carry our reference'));
    const stage = stageOf(standing);
    if (stage === 'archived') return E.right(untold);
    if (manifested === true) return E.left(refused('too_late', 'manifested already'));
    switch (stage) {
      case 'unshipped':
        return putAway(order, standing, orders.remove, unprinted);
      case 'printed':
        return settings.cancelPrinted === 'refuse'
          ? E.left(refused('not_supported', 'printed already; Starshipit cannot cancel with the courier'))
          : putAway(order, standing, orders.archive, untold);
      case 'moving':
        return E.left(refused('too_late', `the order is ${status ?? 'in no known state'}`));
    }
  };

  const cancel = async (
    order: CarrierOrder,
    bought: Bought,
  ): Promise<E.Either<CarrierRefused | CarrierSilent, Cancelled>> => {
    const found = await orderOf(order, bought);
    if (E.isLeft(found)) return found;
    const outcome = await cancelStanding(order, found.right);
    if (E.isRight(outcome) && outcome.right.courierUntold) sayUntold(order, bought);
    return outcome;
  };

  return {
    id: STARSHIPIT,
    services: settings.services.map(({ code, name }) => ({ ref: { carrier: STARSHIPIT, service: code }, name })),
    // It keeps to its own time within the deadline, and may then have last known prices.
    quoteTimeout: undefined,
    settleDelay: settings.settleDelay,
    firstStep: CREATING,
    journalsItsCalls: true,
    quote: makeStarshipitQuote({ client, clock, settings, cardPrices }),
    // Couriers' numbers have nothing in common but that they are written without blanks.
    isNumber: (text) => /^[\x21-\x7e]{4,64}$/.test(text),
    book: (order, till) => () => book(order, till),
    find: (order, step) => () => find(order, step),
    label: (order, bought) => () => label(order, bought),
    cancel: (order, bought) => () => cancel(order, bought),
    tracking: makeStarshipitTracking({ client, settings, sha256 }),
  };
};
