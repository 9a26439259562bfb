import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type {
  CarrierOrder,
  CarrierRefused,
  CarrierSilent,
  CarrierUnclear,
  NothingBought,
  NotSent,
  Till,
} from '../../../application/ports/carrier.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { Bought } from '../../../domain/booking.js';
import type { Sha256 } from '../../../domain/fingerprint.js';
import { aboutOf } from './call-records.js';
import { patienceFor, type Call, type CallFault, type StarshipitClient } from './client.js';
import { Shipment } from './codecs.js';
import { notAnswered, notBought, notLooked, silent } from './faults.js';
import { stageOf, toBought, toCreate, toPrint, toUpdate, type CountryName, type OrderParts } from './mapping.js';
import { isOurs, orderNumberOf, ownNumberOf, plannedNumberOf } from './order-number.js';
import { orderIn, printCall, writeCall, type Known, type StarshipitOrders } from './orders.js';
import { refused } from './refusals.js';
import type { StarshipitSettings } from './settings.js';

/** The two steps whose marks are durable before their calls are sent. The second one costs money. */
export const CREATING = 'creating';
const PRINTING = 'printing';

type Failure = CarrierRefused | CarrierSilent | CarrierUnclear | NothingBought | NotSent;
type Outcome<A> = Promise<E.Either<Failure, A>>;

/** One leg on its way through Starshipit. */
type Errand = { readonly parts: OrderParts; readonly till: Till };

export type PurchaseDeps = {
  readonly client: StarshipitClient;
  readonly orders: StarshipitOrders;
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly countryName: CountryName;
  readonly settings: StarshipitSettings;
  /** Takes the labels that come with a print, under our reference. */
  readonly keepLabels: (reference: string, labels: readonly string[]) => void;
};

export type Purchase = {
  readonly book: (order: CarrierOrder, till: Till) => Outcome<Bought>;
  readonly find: (
    order: CarrierOrder,
    step: string,
  ) => Promise<E.Either<CarrierSilent | CarrierUnclear | NothingBought, readonly Bought[]>>;
};

/** Milliseconds between the first two looks for a tracking number; each further pause is twice as long, for looks are calls. */
const NUMBER_LOOK = 1_500;

const isMine = ({ order }: Pick<OrderParts, 'order'>, shown: Known | undefined): boolean =>
  shown?.reference === order.plan.reference;

const NO_NUMBER = 'printed, and no tracking number yet';

const unclear = (why: string): E.Either<CarrierUnclear, never> => E.left({ _tag: 'CarrierUnclear', why });

/** Finds or creates the order, prints it once, and reads what the courier gave. */
export const makePurchase = (deps: PurchaseDeps): Purchase => {
  const { client, orders, clock, sha256, countryName, settings, keepLabels } = deps;

  /** The turn is taken before the mark, so that the call leaves in the same tick as the check of the lease. */
  const pay = async (
    { till }: Errand,
    step: string,
    call: Call,
    orderNumber?: string,
  ): Promise<E.Either<CallFault | NotSent, unknown>> => {
    const turn = await client.reserve(patienceFor(call.about), call)();
    if (E.isLeft(turn)) return turn;
    const answer = await till.pay(step, client.send(turn.right, call), orderNumber)();
    // Where the call was made, its outcome is reported already, and the first report counts.
    turn.right.report({ _tag: 'NotMade' });
    return answer;
  };

  const failureOf = (failure: CallFault | NotSent): Failure =>
    failure._tag === 'Overtaken' || failure._tag === 'Unavailable' ? failure : notBought(failure);

  /** What stands under the number decides what is done. `refusal`: of a create that was tried before this look. */
  const begin = async (errand: Errand, refusal?: CallFault): Outcome<Bought> => {
    const { order, orderNumber } = errand.parts;
    const rows = await orders.under(aboutOf(order), orderNumber);
    if (E.isLeft(rows)) return E.left(refusal === undefined ? notLooked(rows.left) : notAnswered(rows.left));
    const own = rows.right.filter((row) => isMine({ order }, row));
    const [mine, another] = own;
    if (another !== undefined) return unclear(`${own.length} orders in Starshipit carry this reference`);
    if (mine !== undefined) return goOn(errand, mine);
    const [theirs] = rows.right;
    if (theirs !== undefined) return meet(errand, theirs);
    return refusal === undefined ? create(errand) : E.left(notBought(refusal));
  };

  /** Another booking of ours has the number; or nobody that we know. */
  const meet = async (errand: Errand, theirs: Known): Outcome<Bought> => {
    const { parts, till } = errand;
    const { order, orderNumber } = parts;
    if (theirs.reference !== undefined && isOurs(theirs.reference)) {
      const own = ownNumberOf(order, sha256);
      if (own === orderNumber) return unclear(`Starshipit has order ${own} under another booking's reference`);
      return begin({ parts: { ...parts, orderNumber: own }, till });
    }
    if (stageOf(theirs) !== 'unshipped')
      return unclear(`Starshipit has order ${orderNumber}, not made here and ${theirs.status ?? 'in no known state'}`);
    if (!settings.adoptUnshipped)
      return unclear(`Starshipit has an unshipped order ${orderNumber} that was not made here; see adopt_unshipped`);
    return update(errand, theirs);
  };

  const create = async (errand: Errand): Outcome<Bought> => {
    const { parts } = errand;
    const isPlain = parts.orderNumber === orderNumberOf(parts.order, sha256);
    const chosen = isPlain ? undefined : parts.orderNumber;
    const call = writeCall(aboutOf(parts.order), 'POST', toCreate(parts), settings.labelWait);
    const answer = await pay(errand, CREATING, call, chosen);
    if (E.isLeft(answer)) {
      // The number may be taken: by an earlier attempt of ours, or by somebody else meanwhile.
      return answer.left._tag === 'Rejected' ? begin(errand, answer.left) : E.left(failureOf(answer.left));
    }
    const created = orderIn(answer.right);
    return created === undefined ? E.left(silent('created, and no order in the answer')) : toPrinter(errand, created);
  };

  /** An order of ours from an earlier attempt: bought already, or still to be printed. */
  const goOn = (errand: Errand, mine: Known): Outcome<Bought> =>
    stageOf(mine) === 'unshipped' ? update(errand, mine) : Promise.resolve(printedBefore(errand.parts, mine));

  const printedBefore = (parts: OrderParts, mine: Known): E.Either<CarrierRefused | CarrierSilent, Bought> =>
    stageOf(mine) === 'archived'
      ? E.left(refused('other', 'the order of this reference is archived in Starshipit'))
      : asBought(parts, mine);

  /** Makes the found order the planned one before it is printed. One that was not ours must have taken our reference. */
  const update = async (errand: Errand, found: Known): Outcome<Bought> => {
    const { parts } = errand;
    const call = writeCall(aboutOf(parts.order), 'PUT', toUpdate(parts, found), settings.labelWait);
    const answer = await pay(errand, CREATING, call);
    if (E.isLeft(answer)) return refusedOrBought(parts, found, answer.left);
    const updated = orderIn(answer.right);
    if (isMine(parts, updated) || isMine(parts, found)) return toPrinter(errand, updated ?? found);
    const seen = await orders.read(aboutOf(parts.order), found.order_id);
    if (E.isLeft(seen)) return E.left(notAnswered(seen.left));
    return seen.right !== undefined && isMine(parts, seen.right)
      ? toPrinter(errand, seen.right)
      : unclear(`order ${parts.orderNumber} in Starshipit was to get our reference and does not have it`);
  };

  /** The last look before money is spent: the answer to a create or an update may show another order, or one that is printed. */
  const toPrinter = async (errand: Errand, shown: Known): Outcome<Bought> => {
    const { parts } = errand;
    if (shown.reference !== undefined && !isMine(parts, shown))
      return unclear(`Starshipit answered with order ${shown.order_id}, which does not carry our reference`);
    const isUnprinted = shown.status === undefined || stageOf(shown) === 'unshipped';
    return isUnprinted ? print(errand, shown) : printedBefore(parts, shown);
  };

  const print = async ({ parts, till }: Errand, unprinted: Known): Outcome<Bought> => {
    const orderId = unprinted.order_id;
    const until = clock.monotonic() + settings.labelWait;
    const body = toPrint(orderId, parts.service);
    const call = printCall(aboutOf(parts.order), 'labelled', body, settings.labelWait);
    const answer = await pay({ parts, till }, PRINTING, call);
    if (E.isLeft(answer)) return refusedOrBought(parts, unprinted, answer.left);
    const shipment = Shipment.decode(answer.right);
    if (E.isLeft(shipment)) return E.left(silent('printed, with an answer that is not understood'));
    keepLabels(
      parts.order.plan.reference,
      shipment.right.labels.flatMap((label) => label ?? []),
    );
    return numbered(parts, orderId, shipment.right, until);
  };

  /** Starshipit may say no to what it has printed before: only an order that is unprinted still is not bought. */
  const refusedOrBought = async (parts: OrderParts, found: Known, failure: CallFault | NotSent): Outcome<Bought> => {
    if (failure._tag !== 'Rejected') return E.left(failureOf(failure));
    const order = await orders.read(aboutOf(parts.order), found.order_id);
    if (E.isLeft(order)) return E.left(notAnswered(order.left));
    const standing = order.right;
    if (standing === undefined || stageOf(standing) === 'unshipped') return E.left(notBought(failure));
    return isMine(parts, standing)
      ? printedBefore(parts, standing)
      : unclear(`order ${parts.orderNumber} in Starshipit is printed, and does not carry our reference`);
  };

  /** The order as it stands after its print. Its number may come later than its label. */
  const numbered = async (parts: OrderParts, orderId: string, shipment: Shipment, until: number): Outcome<Bought> => {
    for (let pause = NUMBER_LOOK; ; pause *= 2) {
      const order = await orders.read(aboutOf(parts.order), orderId);
      const bought = toBought(orderId, E.isRight(order) ? order.right : undefined, shipment);
      if (O.isSome(bought)) return E.right(bought.value);
      if (clock.monotonic() + pause >= until) return withoutNumber(parts.orderNumber, orderId, NO_NUMBER);
      await clock.sleep(pause)();
    }
  };

  const withoutNumber = (orderNumber: string, orderId: string, why: string): E.Either<CarrierSilent, Bought> =>
    settings.noTrackingNumber === 'use_order_number'
      ? E.right({ trackingCode: orderNumber, carrierOrder: orderId })
      : E.left(silent(why));

  const asBought = (
    { orderNumber }: Pick<OrderParts, 'orderNumber'>,
    order: Known,
  ): E.Either<CarrierSilent, Bought> => {
    const bought = toBought(order.order_id, order, undefined);
    if (O.isSome(bought)) return E.right(bought.value);
    // Of an order in no state at all nobody knows whether it was printed.
    if (order.status === undefined) return E.left(silent('the order is in no known state'));
    return withoutNumber(orderNumber, order.order_id, `the order is ${order.status}, and has no tracking number yet`);
  };

  const book: Purchase['book'] = async (order, till) => {
    const service = settings.services.find(({ code }) => code === order.plan.service.service);
    if (service === undefined)
      return E.left(refused('configuration', `the service ${order.plan.service.service} is not set up any more`));
    const parts = { order, orderNumber: plannedNumberOf(order, sha256), service, settings, countryName };
    return begin({ parts, till });
  };

  const find: Purchase['find'] = async (order, step) => {
    const orderNumber = plannedNumberOf(order, sha256);
    const rows = await orders.under(aboutOf(order), orderNumber);
    if (E.isLeft(rows)) return E.left(notAnswered(rows.left));
    const own = rows.right.filter((row) => isMine({ order }, row));
    const [mine, another] = own;
    if (another !== undefined) return unclear(`${own.length} orders in Starshipit carry this reference`);
    if (mine === undefined)
      return rows.right.length > 0 && step === PRINTING
        ? unclear(`order ${orderNumber} in Starshipit does not carry our reference any more`)
        : E.right([]);
    switch (stageOf(mine)) {
      case 'archived':
        return E.right([]);
      case 'unshipped':
        // Before the print's mark no print was sent; after it one may still be at work.
        return step === CREATING ? E.left({ _tag: 'NothingBought', why: 'created and not printed' }) : E.right([]);
      case 'printed':
      case 'moving':
        return E.map((bought: Bought) => [bought])(asBought({ orderNumber }, mine));
    }
  };

  return { book, find };
};
