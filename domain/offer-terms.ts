import * as O from 'fp-ts/lib/Option.js';
import type { ServiceRef } from './account.js';
import { parseCurrency } from './currency.js';
import type { Money } from './money.js';
import { instant, type Instant } from './time.js';
import type { Sha256 } from './fingerprint.js';

/** What an offer promises, as its signed token carries it: enough to honour it without a look-up. */
export type OfferTerms = {
  readonly account: string;
  readonly service: ServiceRef;
  /** Digest of the provider rate under which it was offered; a rate may be too long to travel whole. */
  readonly rateDigest: string;
  readonly price: Money;
  readonly expiresAt: Instant;
  /** See `pricedDigest`. */
  readonly priced: string;
};

export const rateDigest = (rate: string, sha256: Sha256): string => sha256(rate).slice(0, 16);

/** A short text for signing. */
export const termsText = (terms: OfferTerms): string =>
  JSON.stringify([
    terms.account,
    terms.service.carrier,
    terms.service.service,
    terms.rateDigest,
    String(terms.price.minor),
    terms.price.currency,
    terms.expiresAt,
    terms.priced,
  ]);

/** Reads what `termsText` wrote; none for anything else, and so for another spelling of the same terms. */
export const parseTerms = (text: string): O.Option<OfferTerms> => {
  const parts = parseJson(text);
  if (!Array.isArray(parts) || parts.length !== 8) return O.none;
  const [account, carrier, service, rate, minor, code, expires, priced] = parts as readonly unknown[];
  const texts = [account, carrier, service, rate, minor, code, priced];
  if (!texts.every((part) => typeof part === 'string') || typeof expires !== 'number') return O.none;
  const [forAccount, ofCarrier, ofService, ofRate, units, currencyCode, digest] = texts as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const currency = parseCurrency(currencyCode);
  if (O.isNone(currency) || !/^-?\d+$/.test(units)) return O.none;
  const terms: OfferTerms = {
    account: forAccount,
    service: { carrier: ofCarrier, service: ofService },
    rateDigest: ofRate,
    price: { minor: BigInt(units), currency: currency.value },
    expiresAt: instant(expires),
    priced: digest,
  };
  return termsText(terms) === text ? O.some(terms) : O.none;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
