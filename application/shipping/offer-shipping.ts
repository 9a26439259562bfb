import * as E from 'fp-ts/lib/Either.js';
import * as T from 'fp-ts/lib/Task.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Sha256 } from '../../domain/fingerprint.js';
import { allFaults, under, type Checked } from '../../domain/invalid.js';
import { makeItem } from '../../domain/item.js';
import { makeOffers, pricedDigest, RATE_ANEW, type Offer } from '../../domain/offer.js';
import { rateDigest, termsText } from '../../domain/offer-terms.js';
import type { OffersRequest } from '../../domain/offers-request.js';
import { whyNoOffers } from '../../domain/no-offers.js';
import { packParcel, type Parcel } from '../../domain/parcel.js';
import { makeRouteAddress, type Places } from '../../domain/places.js';
import { quotesOf, type CarrierOutcome, type QuoteRequest } from '../../domain/quote.js';
import { selectServices, servicesOf } from '../../domain/service-selection.js';
import { instant, type Instant } from '../../domain/time.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import type { Explanations } from '../ports/explanations.js';
import type { OfferSeal } from '../ports/offer-seal.js';
import { checkEach } from './check-each.js';
import { explain } from './explain-offers.js';
import type { Inquiry, Offered, SignedOffer } from './offers-inquiry.js';
import type { QuoteCarriers } from './quote-carriers.js';

/** Answers by the deadline with whoever has answered; a carrier that is silent is a fact of the explanation. */
export type OfferShipping = (desk: Desk, request: OffersRequest, requestId: string) => T.Task<Offered>;

type Deps = {
  readonly places: Places;
  readonly quoteCarriers: QuoteCarriers;
  readonly seal: OfferSeal;
  readonly explanations: Explanations;
  readonly clock: Clock;
  readonly sha256: Sha256;
};

export const makeOfferShipping = (deps: Deps): OfferShipping => {
  const { places, quoteCarriers, seal, explanations, clock, sha256 } = deps;

  const pack = (desk: Desk, { deliverables }: OffersRequest): Checked<Parcel> => {
    const items = checkEach(deliverables, (item, at) => makeItem(item, `deliverables[${at}].item`));
    if (E.isLeft(items)) return items;
    const { catalogue, parcelDefaults: defaults } = desk;
    return packParcel({ items: items.right, catalogue, defaults, field: 'deliverables' });
  };

  const check = (desk: Desk, request: OffersRequest, requestId: string, now: Instant): Checked<QuoteRequest> => {
    const from = under('sender_address')(makeRouteAddress(places, request.sender));
    const to = under('shipping_address')(makeRouteAddress(places, request.receiver));
    const parcel = pack(desk, request);
    if (E.isLeft(from) || E.isLeft(to) || E.isLeft(parcel)) return allFaults(from, to, parcel);
    return E.right({
      from: from.right,
      to: to.right,
      leg: 'outbound',
      parcel: parcel.right,
      readyAt: instant(Math.max(now, request.readyBy)),
      zone: desk.zoneOf(request.nodeId),
      requestId,
      forOffers: true,
    });
  };

  const sign = (
    desk: Desk,
    request: OffersRequest,
    quoted: QuoteRequest,
    offers: readonly Offer[],
  ): readonly SignedOffer[] => {
    const priced = pricedDigest(quoted.from, quoted.to, quoted.parcel, sha256);
    const rate = rateDigest(request.providerRate, sha256);
    // The token first: a literal that begins with a spread is several times slower to add to.
    return offers.map((offer) => ({
      token: seal.seal(
        termsText({
          account: desk.account.id,
          service: offer.service,
          rateDigest: offer.requested ? rate : rateDigest(offer.providerRate, sha256),
          price: offer.price,
          expiresAt: offer.expiresAt,
          priced: offer.isStandIn === true ? RATE_ANEW : priced,
        }),
      ),
      ...offer,
    }));
  };

  const conclude = (inquiry: Inquiry): Offered['result'] => {
    const { desk, request, now, checked, selection, outcomes } = inquiry;
    if (E.isLeft(checked)) return E.left({ _tag: 'Unfit', faults: checked.left });
    const offers = makeOffers(quotesOf(outcomes), selection, request.providerRate, now);
    const none = offers.length > 0 ? undefined : whyNoOffers(selection, outcomes);
    return none === undefined ? E.right(sign(desk, request, checked.right, offers)) : E.left(none);
  };

  return (desk, request, requestId) => {
    const [startedAt, now] = [clock.monotonic(), clock.now()];
    const checked = check(desk, request, requestId, now);
    const offered = desk.carriers.flatMap(({ services }) => services.map(({ ref }) => ref));
    const selection = selectServices(desk.account, offered, request.providerRate, request.serviceLevel);
    const tooFar = request.readyBy > now + desk.account.readyHorizon;

    const asked: T.Task<readonly CarrierOutcome[]> =
      E.isLeft(checked) || tooFar ? T.of([]) : quoteCarriers(desk.carriers, checked.right, servicesOf(selection));

    return pipe(
      asked,
      T.map((outcomes) => {
        const inquiry: Inquiry = { desk, request, requestId, now, checked, selection, outcomes };
        const result: Offered['result'] =
          E.isRight(checked) && selection._tag !== 'Unmatched' && tooFar
            ? E.left({ _tag: 'WindowImpossible' })
            : conclude(inquiry);
        const explanation = explain(inquiry, result, clock.monotonic() - startedAt);
        explanations.keep(explanation);
        return { result, explanation };
      }),
    );
  };
};
