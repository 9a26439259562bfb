import type { Address } from './address.js';
import type { ServiceRef } from './account.js';
import type { Sha256 } from './fingerprint.js';
import { compareMoney, type Money } from './money.js';
import type { Parcel } from './parcel.js';
import type { DeliveryWindow } from './calendar.js';
import type { Quote } from './quote.js';
import type { Selection } from './service-selection.js';
import { later, MINUTE, type Instant } from './time.js';

/** An offer may be booked for fifteen minutes after it was made (Starshipit's NewStore integration does the same). */
export const OFFER_LIFETIME = 15 * MINUTE;

/** Expired at the fifteenth minute, not after it. */
export const isExpired = (expiresAt: Instant, now: Instant): boolean => now >= expiresAt;

/** An offer before it is signed. */
export type Offer = {
  /** The requested rate, or the service's own code where the service is beyond what was asked for. */
  readonly providerRate: string;
  readonly requested: boolean;
  readonly service: ServiceRef;
  readonly price: Money;
  readonly window: DeliveryWindow;
  readonly expiresAt: Instant;
  /** Its price is not the carrier's own: a booking of it is rated anew. */
  readonly isStandIn?: true;
};

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Requested rate first, then cheapest, then earliest, then by code: a total order. */
export const compareOffers = (a: Offer, b: Offer): number =>
  Number(b.requested) - Number(a.requested) ||
  compareMoney(a.price, b.price) ||
  a.window.endsAt - b.window.endsAt ||
  a.window.startsAt - b.window.startsAt ||
  text(a.service.carrier, b.service.carrier) ||
  text(a.service.service, b.service.service);

/** Every quote as an offer, in order, one per service. */
export const makeOffers = (
  quotes: readonly Quote[],
  selection: Selection,
  rate: string,
  now: Instant,
): readonly Offer[] => {
  const requested = selection._tag === 'Chosen';
  const offers = quotes.map(({ service, price, window, standIn }): Offer => ({
    providerRate: requested ? rate : service.service,
    requested,
    service,
    price,
    window,
    expiresAt: later(now, OFFER_LIFETIME),
    ...(standIn !== undefined && { isStandIn: true }),
  }));
  return offers
    .sort(compareOffers)
    .filter(
      ({ service }, at) =>
        offers.findIndex(
          (other) => other.service.carrier === service.carrier && other.service.service === service.service,
        ) === at,
    );
};

/** In the place of the digest where the price may not be honoured: it is the digest of nothing. */
export const RATE_ANEW = '';

/** Digest of what was priced: the route as far as prices know it, and the parcel. Not the street, which comes later. */
export const pricedDigest = (from: Address, to: Address, parcel: Parcel, sha256: Sha256): string => {
  const end = ({ country, state, postcode, city }: Address) => [country, state, postcode, city];
  const { grams, lengthMm, widthMm, heightMm } = parcel;
  return sha256(JSON.stringify([end(from), end(to), grams, lengthMm, widthMm, heightMm])).slice(0, 32);
};
