import type * as E from 'fp-ts/lib/Either.js';
import type { Explanation } from '../../domain/explanation.js';
import type { Checked } from '../../domain/invalid.js';
import type { NoOffers } from '../../domain/no-offers.js';
import type { Offer } from '../../domain/offer.js';
import type { OffersRequest } from '../../domain/offers-request.js';
import type { CarrierOutcome, QuoteRequest } from '../../domain/quote.js';
import type { Selection } from '../../domain/service-selection.js';
import type { Instant } from '../../domain/time.js';
import type { Desk } from '../ports/desks.js';

/** How far a request came. */
export type Inquiry = {
  readonly desk: Desk;
  readonly request: OffersRequest;
  readonly requestId: string;
  readonly now: Instant;
  readonly checked: Checked<QuoteRequest>;
  readonly selection: Selection;
  readonly outcomes: readonly CarrierOutcome[];
};

export type SignedOffer = Offer & { readonly token: string };

/** What the caller is told, and what the operator may read about it. */
export type Offered = {
  readonly result: E.Either<NoOffers, readonly SignedOffer[]>;
  readonly explanation: Explanation;
};
