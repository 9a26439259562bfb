import { formatAddress } from 'localized-address-format';
import type { AddressLines } from '../../application/ports/address-lines.js';
import type { Address } from '../../domain/address.js';
import { nameOf } from './countries.js';
import { type Layout, layoutOf, type Script } from './layout.js';
import { postcodesOf } from './postcodes.js';

/** Prints by Google's address formats, as `localized-address-format` carries them. */
export const makeAddressLines = (): AddressLines => ({
  write: (address) => {
    const country = nameOf(address.country).toUpperCase();
    const script = scriptOf(address);
    const lines = formatAddress(
      {
        postalCountry: address.country,
        name: nameLine(address),
        organization: address.company ?? '',
        postalCode: address.postcode ?? '',
        ...streetAndPlace(address, layoutOf(address.country, script), country),
      },
      script,
    );
    return [...lines.map(withoutLooseCommas).filter((line) => line !== ''), country];
  },
});

/** A person of one name has repeated it to be let in. */
const nameLine = ({ firstName, lastName }: Address): string =>
  said(firstName === lastName ? [lastName] : [firstName, lastName]).join(' ');

/**
 * Nothing that finds the door may be lost because the country's format has no place for it: where no city is printed, it
 * stands for the state, else follows the street, unless it only repeats the country.
 */
const streetAndPlace = (
  address: Address,
  layout: Layout,
  country: string,
): { readonly addressLines: string[]; readonly locality: string; readonly administrativeArea: string } => {
  const street = said([address.line1, address.line2]);
  const state = address.state ?? '';
  const city = address.city ?? '';
  if (layout.hasCity) {
    return { addressLines: street, locality: cityLine(address, layout), administrativeArea: state };
  }
  if (layout.hasState && state === '') return { addressLines: street, locality: '', administrativeArea: city };
  const repeats = [state.toUpperCase(), country].includes(city.toUpperCase());
  return { addressLines: repeats ? street : said([...street, city]), locality: '', administrativeArea: state };
};

/** Some countries got postcodes after the formats were made. */
const cityLine = (address: Address, layout: Layout): string => {
  const usesPostcodes = postcodesOf(address.country, layout).postcode !== 'none';
  return said([address.city, !layout.hasPostcode && usesPostcodes ? address.postcode : undefined]).join(' ');
};

const said = (parts: readonly (string | undefined)[]): string[] =>
  parts.flatMap((part) => (part === undefined || part === '' ? [] : [part]));

/** An address with letters of another script is read by the country's own post; so is its format. */
const scriptOf = ({ line1, city, state }: Address): Script =>
  /(?!\p{Script=Latin})\p{L}/u.test(said([line1, city, state]).join(' ')) ? 'local' : 'latin';

/** Formats join parts with commas, and leave one behind where a part is absent or on a line of its own. */
const withoutLooseCommas = (line: string): string => line.replace(/^[\s,]+|[\s,]+$/g, '');
