import * as E from 'fp-ts/lib/Either.js';
import * as T from 'fp-ts/lib/Task.js';
import type * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { AccountId } from '../../domain/account.js';
import type { Bought } from '../../domain/booking.js';
import type {
  Carrier,
  CarrierOrder,
  CarrierRefused,
  CarrierSilent,
  CarrierUnclear,
  NothingBought,
  NotSent,
} from '../ports/carrier.js';
import type { Clock } from '../ports/clock.js';
import type { Journal, JournalEntry } from '../ports/journal.js';
import type { Log } from '../ports/log.js';

type Deps = { readonly clock: Clock; readonly journal: Journal; readonly log: Log };

type Failure = CarrierRefused | CarrierSilent | CarrierUnclear | NothingBought | NotSent;

/** What one call did, in the journal's words. */
type Deed = { readonly did: string; readonly bought?: Bought | undefined };

/** What an operator may act on. A refusal's own words may quote an address: they stay with the booking. */
const whyNot = (failure: Failure): { readonly [field: string]: unknown } => {
  switch (failure._tag) {
    case 'CarrierRefused':
      return { refusal: failure.refusal.reason };
    case 'CarrierSilent':
      return { reason: failure.detail };
    case 'CarrierUnclear':
    case 'NothingBought':
      return { reason: failure.why };
    case 'Overtaken':
    case 'Unavailable':
      return {};
  }
};

/**
 * The same carrier, leaving a line in the log for each question, and an entry in the journal for each that concerns a booking
 * unless the carrier enters its own calls.
 */
export const observeCarrier = (account: AccountId, carrier: Carrier, { clock, journal, log }: Deps): Carrier => {
  const observed =
    (method: string, order: CarrierOrder) =>
    <E extends Failure, A>(call: TE.TaskEither<E, A>, deed: (answer: A) => Deed): TE.TaskEither<E, A> =>
    () => {
      const [startedAt, at] = [clock.monotonic(), clock.now()];
      return pipe(
        call,
        T.tap((outcome) => {
          const { did, bought } = E.isRight(outcome) ? deed(outcome.right) : { did: 'nothing' };
          const status = E.isRight(outcome) ? 'ok' : outcome.left._tag;
          const { requestId, externalOrder, plan } = order;
          const common = { system: carrier.id, method, status, did, retries: 0, requestId, order: externalOrder };
          const took = Math.round(clock.monotonic() - startedAt);
          const numbers = bought?.carrierOrder === undefined ? {} : { carrierOrder: bought.carrierOrder };
          const entry: JournalEntry = {
            ...common,
            ...numbers,
            at,
            account,
            took,
            direction: 'out',
            endpoint: carrier.id,
            reference: plan.reference,
            body: {
              service: plan.service.service,
              leg: plan.kind,
              parcel: order.parcelNumber,
              grams: order.parcel.grams,
              ...(bought !== undefined && { tracking_code: bought.trackingCode }),
              ...(E.isLeft(outcome) && whyNot(outcome.left)),
            },
          };
          if (carrier.journalsItsCalls !== true) journal.record(entry);
          log.info('carrier_call', { ...common, account, reference: plan.reference, took });
          return T.of(undefined);
        }),
      )();
    };

  return {
    ...carrier,
    quote: (request, services) => async () => {
      const startedAt = clock.monotonic();
      const outcome = await carrier.quote(request, services)();
      const took = Math.round((clock.monotonic() - startedAt) * 1000) / 1000;
      const status = E.isRight(outcome) ? 'ok' : outcome.left._tag;
      const { requestId } = request;
      log.info('carrier_call', { system: carrier.id, method: 'quote', status, account, requestId, took });
      return outcome;
    },
    book: (order, till) => observed('book', order)(carrier.book(order, till), (bought) => ({ did: 'created', bought })),
    find: (order, step) =>
      observed('find', order)(carrier.find(order, step), ([bought]) => ({
        did: bought === undefined ? 'found none' : 'found',
        bought,
      })),
    label: (order, bought) =>
      observed('label', order)(carrier.label(order, bought), () => ({ did: 'labelled', bought })),
    cancel: (order, bought) =>
      observed('cancel', order)(carrier.cancel(order, bought), ({ courierUntold }) => ({
        did: courierUntold ? 'cancelled, the courier untold' : 'cancelled',
        bought,
      })),
  };
};
