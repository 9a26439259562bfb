import { formatAddress } from 'localized-address-format';
import type { CountryCode } from '../../domain/address.js';

/** Which parts a printed address of a country has. */
export type Layout = {
  readonly hasCity: boolean;
  readonly hasState: boolean;
  readonly hasPostcode: boolean;
  /** Letters that are printed before each postcode and are no part of it: `L` in `L-1009`. Empty where there are none. */
  readonly postcodePrefix: string;
};

/** Local where the country's post reads its own script, else latin. */
export type Script = 'local' | 'latin';

// The data set can only be asked to print. An address of marks that no text contains shows what it would print, and where.
const CITY = '\u{F0001}';
const STATE = '\u{F0002}';
const POSTCODE = '\u{F0003}';

/** Read from the print formats of Google's address data, as `localized-address-format` carries them. */
export const layoutOf = (country: CountryCode, script: Script = 'latin'): Layout => {
  const printed = formatAddress(
    { postalCountry: country, locality: CITY, administrativeArea: STATE, postalCode: POSTCODE },
    script,
  ).join('\n');
  return {
    hasCity: printed.includes(CITY),
    hasState: printed.includes(STATE),
    hasPostcode: printed.includes(POSTCODE),
    postcodePrefix: new RegExp(`(?<![A-Z])([A-Z]{1,2})[- ]?${POSTCODE}`, 'u').exec(printed)?.[1] ?? '',
  };
};
