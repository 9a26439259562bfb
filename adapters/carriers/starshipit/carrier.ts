import type { CallBudget } from '../../../application/ports/call-budget.js';
import type { Carrier } from '../../../application/ports/carrier.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { Journal } from '../../../application/ports/journal.js';
import type { Log } from '../../../application/ports/log.js';
import type { AccountId } from '../../../domain/account.js';
import type { Sha256 } from '../../../domain/fingerprint.js';
import { entryOf } from './call-records.js';
import { makeCancel } from './cancel.js';
import { makeStarshipitClient, type CallRecord, type StarshipitAgent } from './client.js';
import { makeLabelShelf } from './label-shelf.js';
import type { CountryName } from './mapping.js';
import { makeStarshipitQuote } from './offers.js';
import { makeStarshipitOrders } from './orders.js';
import { CREATING, makePurchase } from './purchase.js';
import { STARSHIPIT, type StarshipitSettings } from './settings.js';
import { makeCardPrices } from './stand-ins.js';
import { makeStandingOrder } from './standing-order.js';
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

  const standing = makeStandingOrder(orders, sha256);
  const { keep: keepLabels, label } = makeLabelShelf({ client, standing, labelWait: settings.labelWait });
  const { book, find } = makePurchase({ client, orders, clock, sha256, countryName, settings, keepLabels });
  const cancel = makeCancel({ orders, standing, settings, log });

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
