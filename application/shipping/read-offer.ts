import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Account } from '../../domain/account.js';
import { isExpired } from '../../domain/offer.js';
import { parseTerms, type OfferTerms } from '../../domain/offer-terms.js';
import type { Instant } from '../../domain/time.js';
import type { OfferSeal } from '../ports/offer-seal.js';

/** Signed by a key of ours and altered, or given to another account. */
export type OfferForged = { readonly _tag: 'OfferForged' };
/** Only where the account refuses expired offers; others are rated anew. */
export type OfferExpired = { readonly _tag: 'OfferExpired' };

/** What a booking may take from its offer. `note` says what an operator should know of it. */
export type OfferRead = { readonly terms: O.Option<OfferTerms>; readonly note?: string };

const noted = (note: string): E.Either<never, OfferRead> => E.right({ terms: O.none, note });

/**
 * Reads the offer that came back with a booking. A string of another make is no offer: at a change of provider NewStore
 * books with offers of the previous one. A token under a key that is not known any more is not trusted, and rated anew.
 */
export const readOffer = (
  seal: OfferSeal,
  account: Account,
  offer: string | undefined,
  now: Instant,
): E.Either<OfferForged | OfferExpired, OfferRead> => {
  if (offer === undefined) return E.right({ terms: O.none });
  const opening = seal.open(offer);
  switch (opening._tag) {
    case 'Foreign':
      return noted('offer_not_ours');
    case 'KeyUnknown':
      return noted('offer_key_unknown');
    case 'Forged':
      return E.left({ _tag: 'OfferForged' });
    case 'Opened': {
      const terms = parseTerms(opening.text);
      if (O.isNone(terms) || terms.value.account !== account.id) return E.left({ _tag: 'OfferForged' });
      if (!isExpired(terms.value.expiresAt, now)) return E.right({ terms });
      return account.expiredOffer === 'refuse'
        ? E.left({ _tag: 'OfferExpired' })
        : E.right({ terms, note: 'offer_expired' });
    }
  }
};
