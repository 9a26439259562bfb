import type { Branded } from './brand.js';

/** ISO 3166-1 alpha-2, upper case, of a country that exists. */
export type CountryCode = Branded<string, 'CountryCode'>;

/**
 * One party of a shipment, checked. A part that the sender of the request left out or empty is absent. At offers time the
 * country may be all that there is; `makeBookingAddress` of `places.ts` says what a booking needs.
 */
export type Address = {
  readonly country: CountryCode;
  readonly state?: string;
  readonly city?: string;
  readonly postcode?: string;
  readonly line1?: string;
  readonly line2?: string;
  readonly company?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly phone?: string;
};
