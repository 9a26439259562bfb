import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Carrier, CarrierSilent } from '../../../application/ports/carrier.js';
import type { CallPriority } from '../../../application/ports/call-budget.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { ServiceRef } from '../../../domain/account.js';
import { deliveryWindow, pickupDay } from '../../../domain/calendar.js';
import { decimal } from '../../../domain/decimal.js';
import { exponentOf } from '../../../domain/currency.js';
import type { Decline, DeclineReason, Quote, QuoteRequest, StandIn } from '../../../domain/quote.js';
import type { Instant } from '../../../domain/time.js';
import type { Call, CallFault, StarshipitClient } from './client.js';
import { RatedServices, type Rated } from './codecs.js';
import { fromRated, toQuoteRequest } from './mapping.js';
import { declineOf } from './refusals.js';
import { STARSHIPIT, type StarshipitService, type StarshipitSettings } from './settings.js';
import { fromCard, type CardPrices } from './stand-ins.js';

type Deps = {
  readonly client: StarshipitClient;
  readonly clock: Clock;
  readonly settings: StarshipitSettings;
  /** Where the settings let the rate card stand in. */
  readonly cardPrices: CardPrices | undefined;
};

/** What Starshipit said of one route and parcel: its services with their prices, or that it will not have them. */
type Answer =
  | { readonly _tag: 'Rated'; readonly rows: readonly Rated[] }
  | { readonly _tag: 'Declined'; readonly reason: DeclineReason };

type Known = { readonly answer: Answer; readonly at: number; readonly since: Instant };

type Answers = E.Either<CarrierSilent, readonly (Quote | Decline)[]>;

type Question = { readonly signature: boolean; readonly services: readonly ServiceRef[] };

/** `standIn` where it is the answer to an earlier question. */
type Asked = { readonly answer: Answer; readonly standIn?: StandIn };

/** Beyond this many routes and parcels the one that was asked for first is forgotten. */
const MOST_KNOWN = 2_000;

/** An answer that comes after the offers were given is kept for the next ones. */
const LATE_ANSWER = 15_000;

const priorityOf = ({ forOffers }: QuoteRequest): CallPriority => (forOffers === true ? 'offers' : 'booking');

const outcomeOf = (body: E.Either<CallFault, unknown>): E.Either<CarrierSilent, Answer> => {
  const silent = (detail: string): E.Either<CarrierSilent, Answer> => E.left({ _tag: 'CarrierSilent', detail });
  if (E.isRight(body)) {
    const read = RatedServices.decode(body.right);
    if (E.isLeft(read)) return silent('an answer that is not understood');
    return E.right({ _tag: 'Rated', rows: [...read.right.services, ...read.right.rates] });
  }
  const fault = body.left;
  switch (fault._tag) {
    case 'Rejected':
      return E.right({ _tag: 'Declined', reason: declineOf(fault.errors) });
    case 'Denied':
      return silent(
        fault.status === 429
          ? 'called too often: HTTP status 429'
          : `HTTP status ${fault.status}: check api_key, subscription_key and base_url`,
      );
    case 'NotSent':
    case 'Silent':
      return silent(fault.detail);
  }
};

/**
 * Prices from Starshipit. One call serves everybody who asks for the same route and parcel at the same time, and those who
 * ask again while its answer is fresh.
 */
export const makeStarshipitQuote = ({ client, clock, settings, cardPrices }: Deps): Carrier['quote'] => {
  const known = new Map<string, Known>();
  const underWay = new Map<string, Promise<E.Either<CarrierSilent, Answer>>>();

  const keep = (key: string, answer: Answer): void => {
    known.delete(key);
    known.set(key, { answer, at: clock.monotonic(), since: clock.now() });
    const [oldest] = known.keys();
    if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
  };

  const ask = async (key: string, body: unknown, request: QuoteRequest): Promise<E.Either<CarrierSilent, Answer>> => {
    const path = settings.quotes === 'rates' ? '/api/rates' : '/api/deliveryservices';
    const call: Call = {
      method: 'POST',
      path,
      body,
      timeout: LATE_ANSWER,
      does: 'quoted',
      about: { requestId: request.requestId },
    };
    const patience = { priority: priorityOf(request), wait: settings.quoteTimeout };
    const answer = outcomeOf(await client.ask(patience, call, 1)());
    if (E.isRight(answer)) keep(key, answer.right);
    return answer;
  };

  /** A booking joins no call of offers, which waits behind all bookings for its turn; offers join either. */
  const joined = (key: string, body: unknown, request: QuoteRequest): Promise<E.Either<CarrierSilent, Answer>> => {
    const own = `${priorityOf(request)} ${key}`;
    const running = underWay.get(`booking ${key}`) ?? underWay.get(own);
    if (running !== undefined) return running;
    const flight = ask(key, body, request).finally(() => underWay.delete(own));
    underWay.set(own, flight);
    return flight;
  };

  const answerFor = async (
    request: QuoteRequest,
    key: string,
    body: unknown,
  ): Promise<E.Either<CarrierSilent, Asked>> => {
    const fresh = known.get(key);
    if (fresh !== undefined && clock.monotonic() - fresh.at < settings.quoteCache) return E.right(fresh);
    const answer = await clock.within(settings.quoteTimeout)(() => joined(key, body, request))();
    if (O.isNone(answer)) return E.left({ _tag: 'CarrierSilent', detail: 'no answer in time' });
    return E.map((given: Answer): Asked => ({ answer: given }))(answer.value);
  };

  const windowOf = ({ readyAt, zone }: QuoteRequest, { transit }: StarshipitService): Quote['window'] => {
    const { cutOff, hours, businessDays } = settings;
    const pickup = pickupDay(readyAt, cutOff, zone, businessDays);
    return deliveryWindow(pickup, readyAt, transit, hours, zone, businessDays);
  };

  const quoteOne = (request: QuoteRequest, ref: ServiceRef, { answer, standIn }: Asked): Quote | Decline => {
    const service = settings.services.find(({ code }) => code === ref.service);
    const declined = (reason: DeclineReason): Decline => ({ _tag: 'Declined', service: ref, reason });
    if (service === undefined) return declined({ _tag: 'Declined', detail: 'not among the services of the settings' });
    if (answer._tag === 'Declined') return declined(answer.reason);
    const found = fromRated(answer.rows, service, settings.currency);
    switch (found._tag) {
      case 'Absent':
        return declined({ _tag: 'NotServed' });
      case 'Unpriced':
        return declined({ _tag: 'Declined', detail: `no price in ${settings.currency}` });
      case 'Priced': {
        const { price } = found;
        const amount = decimal(price.minor, exponentOf(price.currency));
        return {
          _tag: 'Quoted',
          service: ref,
          serviceName: service.name,
          price,
          lines: [{ kind: 'freight', name: STARSHIPIT, amount }],
          window: windowOf(request, service),
          ...(standIn !== undefined && { standIn }),
        };
      }
    }
  };

  /** Prices of an earlier answer, where the account asks for them and there is one that is young enough. */
  const lastKnown = (
    request: QuoteRequest,
    services: readonly ServiceRef[],
    key: string,
    why: string,
    maxAge: number,
  ) => {
    const last = known.get(key);
    if (last?.answer._tag !== 'Rated' || clock.monotonic() - last.at >= maxAge) return [];
    const standIn: StandIn = { basis: 'last_known', since: last.since, why };
    return services.map((service) => quoteOne(request, service, { answer: last.answer, standIn }));
  };

  const byCard = async (request: QuoteRequest, services: readonly ServiceRef[], why: string) => {
    const prices = await cardPrices?.(request, services);
    return services.map((ref): Quote | Decline => {
      const service = settings.services.find(({ code }) => code === ref.service);
      const price = prices?.get(ref.service);
      return service === undefined || price === undefined
        ? { _tag: 'Declined', service: ref, reason: { _tag: 'Declined', detail: `${why}, and nothing stands in` } }
        : fromCard(service, price, windowOf(request, service), why);
    });
  };

  /** Where nothing stands in, Starshipit is as silent as it was. */
  const standIns = async (
    request: QuoteRequest,
    services: readonly ServiceRef[],
    key: string,
    failure: CarrierSilent,
  ): Promise<Answers> => {
    const { fallback } = settings;
    if (request.forOffers !== true || fallback._tag === 'None') return E.left(failure);
    const answers =
      fallback._tag === 'LastKnown'
        ? lastKnown(request, services, key, failure.detail, fallback.maxAge)
        : await byCard(request, services, failure.detail);
    return answers.some(({ _tag }) => _tag === 'Quoted') ? E.right(answers) : E.left(failure);
  };

  /** Of services that are asked for in the same words. */
  const quoteAlike = async (
    request: QuoteRequest,
    services: readonly ServiceRef[],
    signature: boolean,
  ): Promise<Answers> => {
    const body = toQuoteRequest(request, settings, signature);
    const key = JSON.stringify(body);
    const asked = await answerFor(request, key, body);
    return E.isRight(asked)
      ? E.right(services.map((service) => quoteOne(request, service, asked.right)))
      : standIns(request, services, key, asked.left);
  };

  /** A courier may charge for a signature: with and without one are two questions, where the API can be asked so. */
  const questionsOf = (services: readonly ServiceRef[]): readonly Question[] => {
    const isSigned = ({ service }: ServiceRef): boolean =>
      settings.quotes === 'deliveryservices' &&
      settings.services.some(({ code, signatureRequired }) => code === service && signatureRequired);
    return [true, false].flatMap((signature) => {
      const alike = services.filter((one) => isSigned(one) === signature);
      return alike.length === 0 ? [] : [{ signature, services: alike }];
    });
  };

  /** Silent only where no question was answered: what was, is offered. */
  const together = (services: readonly ServiceRef[], answers: readonly Answers[]): Answers => {
    const given = answers.flatMap((one) => (E.isRight(one) ? one.right : []));
    const failure = answers.find(E.isLeft);
    if (failure !== undefined && given.length === 0) return failure;
    const reason: DeclineReason = { _tag: 'Declined', detail: failure?.left.detail ?? 'not asked for' };
    return E.right(
      services.map(
        (ref): Quote | Decline =>
          given.find(({ service }) => service.service === ref.service) ?? { _tag: 'Declined', service: ref, reason },
      ),
    );
  };

  return (request, services) => async () => {
    const questions = questionsOf(services);
    const answers = await Promise.all(
      questions.map(({ signature, services: alike }) => quoteAlike(request, alike, signature)),
    );
    return together(services, answers);
  };
};
