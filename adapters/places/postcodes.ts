import * as O from 'fp-ts/lib/Option.js';
import { validate } from 'postal-codes-js';
import type { CountryCode } from '../../domain/address.js';
import type { Place } from '../../domain/places.js';
import type { Layout } from './layout.js';
import { examples, patterns, seldomUsed, spellings } from './postcode-facts.js';

/** What `Place` says of postcodes. */
export type Postcodes = Pick<Place, 'postcode' | 'postcodeExample' | 'toPostcode'>;

/**
 * A country uses postcodes when two data sets agree: one prints them in its addresses and one has a pattern for them. Where
 * only one does, a postcode is neither asked for nor held against a pattern.
 */
export const postcodesOf = (country: CountryCode, layout: Layout): Postcodes => {
  const hasPattern = patterns.has(country) || knowsPattern(country);
  const postcodeExample = O.fromNullable(examples.get(country));
  if (!layout.hasPostcode || !hasPattern) {
    const postcode = layout.hasPostcode || hasPattern ? 'optional' : 'none';
    return { postcode, postcodeExample, toPostcode: O.some };
  }
  const postcode = seldomUsed.has(country) ? 'optional' : 'required';
  return { postcode, postcodeExample, toPostcode: remembered(toPostcode(country, layout.postcodePrefix)) };
};

/** Texts kept per country. */
const MOST_KEPT = 10_000;

/** The data set reads its patterns anew for each postcode, and a shop sends parcels to the same few thousand. */
const remembered = (toPostcode: Place['toPostcode']): Place['toPostcode'] => {
  const kept = new Map<string, O.Option<string>>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const postcode = toPostcode(text);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(text, postcode);
    return postcode;
  };
};

// Text that no pattern takes is accepted of the countries without one, and only of those.
const knowsPattern = (country: CountryCode): boolean => validate(country, '?') !== true;

/** `CH-8001` and `L-1009` are what is printed; the postcode is what follows. `AD500` is all postcode: without AD none fits. */
const toPostcode = (country: CountryCode, printedPrefix: string): Place['toPostcode'] => {
  const prefix = new RegExp(`^(?:${[country, printedPrefix].filter((letters) => letters !== '').join('|')})`);
  const asPosted = (bare: string): O.Option<string> => {
    const spelled = spell(country, bare);
    return fits(country, bare, spelled) ? O.some(spelled) : O.none;
  };
  return (text) => {
    const written = text
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[\s\p{Pd}\u2212.]/gu, '');
    const bare = written.replace(prefix, '');
    const found = asPosted(bare);
    return O.isSome(found) || bare === written ? found : asPosted(written);
  };
};

const fits = (country: CountryCode, bare: string, spelled: string): boolean =>
  patterns.get(country)?.test(bare) ?? (bare !== '' && validate(country, spelled) === true);

const spell = (country: CountryCode, bare: string): string => {
  const spelling = spellings.get(country)?.find(([from]) => from.test(bare));
  return spelling === undefined ? bare : bare.replace(spelling[0], spelling[1]);
};
