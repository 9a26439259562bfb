import { sequenceS } from 'fp-ts/lib/Apply.js';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { sameService, serviceKey, type ServiceRef } from '../../domain/account.js';
import type { Address } from '../../domain/address.js';
import type { LegKind } from '../../domain/booking.js';
import type { BookingRequest } from '../../domain/booking-request.js';
import { needsItn, type CustomsInfo } from '../../domain/customs.js';
import type { Sha256 } from '../../domain/fingerprint.js';
import { makeGoods, type Goods } from '../../domain/goods.js';
import { all, under, type Checked, type Invalids } from '../../domain/invalid.js';
import { makeItem, type Item } from '../../domain/item.js';
import type { Money } from '../../domain/money.js';
import { unfitParcel, whyNoOffers, type NoOffers } from '../../domain/no-offers.js';
import { isExpired, makeOffers, pricedDigest } from '../../domain/offer.js';
import { rateDigest, type OfferTerms } from '../../domain/offer-terms.js';
import { makePackaging, packParcel, type Packaging, type Parcel } from '../../domain/parcel.js';
import { makeBookingAddress, type Places } from '../../domain/places.js';
import { quotesOf, type QuoteRequest } from '../../domain/quote.js';
import { selectServices, type Selection } from '../../domain/service-selection.js';
import type { Instant } from '../../domain/time.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import type { OfferSeal } from '../ports/offer-seal.js';
import { checkEach } from './check-each.js';
import type { QuoteCarriers } from './quote-carriers.js';
import { readOffer, type OfferExpired, type OfferForged, type OfferRead } from './read-offer.js';

/** A leg as far as it is decided by request and prices. */
export type PricedLeg = {
  readonly kind: LegKind;
  readonly service: ServiceRef;
  readonly serviceName: string;
  readonly price: Money;
  readonly from: Address;
  readonly to: Address;
};

/** All that is decided before anything is paid. */
export type Plan = {
  readonly parcel: Parcel;
  readonly goods: readonly Goods[];
  readonly customs?: CustomsInfo;
  readonly legs: readonly [PricedLeg] | readonly [PricedLeg, PricedLeg];
  readonly notes: readonly string[];
};

export type Unplannable =
  | NoOffers
  | OfferForged
  | OfferExpired
  /** The United States want the export filed first, and the request names no number of it. */
  | { readonly _tag: 'ItnMissing' }
  /** The account does not let NewStore name this carrier. */
  | { readonly _tag: 'CarrierCodeUnknown' };

/** Finds every fault that can be found before a claim, and prices every leg. Writes nothing. */
export type PlanBooking = (desk: Desk, request: BookingRequest, requestId: string) => TE.TaskEither<Unplannable, Plan>;

type Deps = {
  readonly places: Places;
  readonly quoteCarriers: QuoteCarriers;
  readonly seal: OfferSeal;
  readonly clock: Clock;
  readonly sha256: Sha256;
};

type Contents = { readonly parcel: Parcel; readonly goods: readonly Goods[] };
type Facts = Contents & { readonly sender: Address; readonly receiver: Address };

/** One planning: the request and what has been found out about it. */
type Planning = {
  readonly desk: Desk;
  readonly request: BookingRequest;
  readonly requestId: string;
  readonly now: Instant;
  readonly facts: Facts;
  readonly offer: OfferRead;
};

type Route = { readonly from: Address; readonly to: Address };

export const makePlanBooking = ({ places, quoteCarriers, seal, clock, sha256 }: Deps): PlanBooking => {
  const check = (desk: Desk, request: BookingRequest): Checked<Facts> =>
    pipe(
      parts(desk, request),
      E.map(({ contents, ...addresses }) => ({ ...addresses, ...contents })),
    );

  const parts = (desk: Desk, request: BookingRequest) =>
    sequenceS(all)({
      sender: under('sender_address')(makeBookingAddress(places, request.sender)),
      receiver: under('shipping_address')(makeBookingAddress(places, request.receiver)),
      contents: pipe(
        sequenceS(all)({
          items: checkEach(request.items, (item, at) => makeItem({ ...item, quantity: 1 }, `items[${at}]`)),
          packaging:
            request.package === undefined ? E.right(undefined) : makePackaging(request.package, 'package_option'),
        }),
        E.flatMap(({ items, packaging }) => pack(desk, items, packaging)),
      ),
    });

  const carrierAllowed = ({ account }: Desk, code: string): E.Either<Unplannable, undefined> =>
    account.carrierCodes === undefined || account.carrierCodes.has(code)
      ? E.right(undefined)
      : E.left({ _tag: 'CarrierCodeUnknown' });

  const byRate = ({ desk, request }: Planning): Selection =>
    selectServices(desk.account, servicesAt(desk), request.rate, undefined);

  /**
   * The offer decides when it was made for the requested rate, or when the rate names its service; and where the rate
   * leads to no service of its own, since then the offer alone says what the shopper chose.
   */
  const decides = (planning: Planning, terms: OfferTerms): boolean => {
    const { desk, request } = planning;
    const agrees = terms.rateDigest === rateDigest(request.rate, sha256) || terms.service.service === request.rate;
    const isKept = servicesAt(desk).some((service) => sameService(service, terms.service));
    return isKept && (agrees || byRate(planning)._tag !== 'Chosen');
  };

  const quoteRequest = (planning: Planning, leg: LegKind, route: Route): QuoteRequest => ({
    ...route,
    leg,
    parcel: planning.facts.parcel,
    readyAt: planning.now,
    zone: planning.desk.zoneOf(planning.request.nodeId),
    requestId: planning.requestId,
  });

  const rate = (
    planning: Planning,
    kind: LegKind,
    route: Route,
    selection: Selection,
  ): TE.TaskEither<Unplannable, PricedLeg> => {
    if (selection._tag === 'Unmatched') return TE.left({ _tag: 'RateNotEnabled' });
    return pipe(
      TE.fromTask(quoteCarriers(planning.desk.carriers, quoteRequest(planning, kind, route), selection.services)),
      TE.flatMap((outcomes) => {
        const quotes = quotesOf(outcomes);
        const [best] = makeOffers(quotes, selection, planning.request.rate, planning.now);
        const quote = quotes.find(({ service }) => best !== undefined && sameService(service, best.service));
        if (quote === undefined)
          return TE.left<Unplannable, PricedLeg>(
            whyNoOffers(selection, outcomes) ?? { _tag: 'Unfit', faults: unfitParcel(outcomes) },
          );
        const { service, serviceName, price } = quote;
        return TE.right<Unplannable, PricedLeg>({ kind, service, serviceName, price, ...route });
      }),
    );
  };

  /** An offer that still holds and was priced for this very route and parcel is not rated again. Offers are of the way there. */
  const asOffered = (planning: Planning, kind: LegKind, route: Route, terms: OfferTerms): O.Option<PricedLeg> => {
    const { desk, facts, now } = planning;
    const named = desk.carriers.flatMap(({ services }) => services).find(({ ref }) => sameService(ref, terms.service));
    const holds =
      kind === 'outbound' &&
      !isExpired(terms.expiresAt, now) &&
      terms.priced === pricedDigest(route.from, route.to, facts.parcel, sha256);
    return named !== undefined && holds
      ? O.some({ kind, service: terms.service, serviceName: named.name, price: terms.price, ...route })
      : O.none;
  };

  const firstLeg = (planning: Planning, kind: LegKind, route: Route): TE.TaskEither<Unplannable, PricedLeg> => {
    const terms = pipe(
      planning.offer.terms,
      O.filter((offered) => decides(planning, offered)),
    );
    if (O.isNone(terms)) return rate(planning, kind, route, byRate(planning));
    const offered = asOffered(planning, kind, route, terms.value);
    return O.isSome(offered)
      ? TE.right(offered.value)
      : rate(planning, kind, route, { _tag: 'Chosen', services: [terms.value.service] });
  };

  const returnLeg = (planning: Planning, outbound: PricedLeg): TE.TaskEither<Unplannable, PricedLeg> => {
    const service = planning.desk.account.returns.services.get(serviceKey(outbound.service)) ?? outbound.service;
    const route = { from: outbound.to, to: outbound.from };
    return rate(planning, 'return', route, { _tag: 'Chosen', services: [service] });
  };

  const legs = (planning: Planning): TE.TaskEither<Unplannable, Plan['legs']> => {
    const { desk, request, facts } = planning;
    const there = { from: facts.sender, to: facts.receiver };
    const back = { from: facts.receiver, to: facts.sender };
    switch (request.method) {
      case 'only_shipping':
        return pipe(
          firstLeg(planning, 'outbound', there),
          TE.map((leg) => [leg]),
        );
      case 'only_return':
        return pipe(
          firstLeg(planning, 'return', desk.account.returns.onlyReturnSwapsAddresses ? back : there),
          TE.map((leg) => [leg]),
        );
      case 'shipping_and_return':
        return pipe(
          firstLeg(planning, 'outbound', there),
          TE.flatMap((outbound) =>
            pipe(
              returnLeg(planning, outbound),
              TE.map((homeward): Plan['legs'] => [outbound, homeward]),
            ),
          ),
        );
    }
  };

  const notesOf = (planning: Planning): readonly string[] => {
    const { terms, note } = planning.offer;
    const unheeded = O.isSome(terms) && !decides(planning, terms.value) ? ['offer_for_another_rate'] : [];
    return [...(note === undefined ? [] : [note]), ...unheeded];
  };

  const complete = (planning: Planning, planned: Plan['legs']): E.Either<Unplannable, Plan> => {
    const { parcel, goods } = planning.facts;
    const { customs } = planning.request;
    const limit = planning.desk.account.customs.itnAbove;
    if (customs?.itn === undefined && planned.some((leg) => needsItn(leg, goods, limit)))
      return E.left({ _tag: 'ItnMissing' });
    return E.right({
      parcel,
      goods,
      ...(customs !== undefined && { customs }),
      legs: planned,
      notes: notesOf(planning),
    });
  };

  return (desk, request, requestId) => () => {
    const now = clock.now();
    return pipe(
      TE.fromEither<Unplannable, undefined>(carrierAllowed(desk, request.carrierCode)),
      TE.flatMapEither(() => E.mapLeft(unfit)(check(desk, request))),
      TE.bindTo('facts'),
      TE.bindW('offer', () => TE.fromEither(readOffer(seal, desk.account, request.offer, now))),
      TE.map(({ facts, offer }): Planning => ({ desk, request, requestId, now, facts, offer })),
      TE.flatMap((planning) =>
        pipe(
          legs(planning),
          TE.flatMapEither((planned) => complete(planning, planned)),
        ),
      ),
    )();
  };
};

const pack = (desk: Desk, items: readonly Item[], packaging: Packaging | undefined): Checked<Contents> => {
  const { catalogue, parcelDefaults: defaults } = desk;
  return pipe(
    packParcel({ items, catalogue, defaults, field: 'items', ...(packaging !== undefined && { packaging }) }),
    E.map((parcel) => ({ parcel, goods: makeGoods(items, catalogue) })),
  );
};

const unfit = (faults: Invalids): Unplannable => ({ _tag: 'Unfit', faults });

const servicesAt = (desk: Desk): readonly ServiceRef[] =>
  desk.carriers.flatMap(({ services }) => services.map(({ ref }) => ref));
