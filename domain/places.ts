import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as NEA from 'fp-ts/lib/ReadonlyNonEmptyArray.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Address, CountryCode } from './address.js';
import { broken, type Checked, type Invalid, invalid, nothingBroken } from './invalid.js';

/**
 * What must be known of a country to check an address in it. `required`: an address there has one; `optional`: one exists
 * but many addresses go without; `none`: there is no such thing, so that any text given in its stead is kept as it came.
 */
export type Place = {
  readonly country: CountryCode;
  readonly city: 'required' | 'optional';
  readonly postcode: 'required' | 'optional' | 'none';
  /** A real postcode, spelled as the country's post spells it. */
  readonly postcodeExample: O.Option<string>;
  /** The post's own spelling of the text (`sw1a1aa` is `SW1A 1AA`), or none when the text cannot be a postcode there. */
  readonly toPostcode: (text: string) => O.Option<string>;
  /** The state, as the post abbreviates it, of a postcode in the post's spelling; none unless all of it is in that state. */
  readonly stateOf: (postcode: string) => O.Option<string>;
};

/** The countries of the world. Given from outside, as its facts change without us. */
export type Places = {
  /** By ISO 3166-1 alpha-2 or alpha-3 code in any case. */
  readonly find: (code: string) => O.Option<Place>;
};

/** For a source of `Places` alone, of a code that it knows to exist; everyone else gets codes from `Places.find`. */
export const countryCode = (alpha2: string): CountryCode => alpha2 as CountryCode;

/** How the callers spell each part: the field that a fault is reported under. */
export const fieldOf = {
  country: 'country_code',
  state: 'state',
  city: 'city',
  postcode: 'zip_code',
  line1: 'address_line_1',
  line2: 'address_line_2',
  company: 'company',
  firstName: 'first_name',
  lastName: 'last_name',
  email: 'email',
  phone: 'phone',
} as const satisfies Record<keyof Address, string>;

type Part = keyof Address;

/** An address as it was sent, any part of it absent or blank. */
export type RawAddress = { readonly [part in Part]?: string | undefined };

/**
 * For a price: the country is enough, and must be known. A postcode that is given must fit its country. Parts lose outer
 * blanks, and one of nothing else is absent; the postcode gets the post's spelling, and a missing state is filled in where
 * the postcode leaves no doubt.
 *
 * Faults: `required` and `unknown_country` of `country_code`, `postcode_does_not_fit` of `zip_code` (expected: a real one).
 */
export const makeRouteAddress = (places: Places, raw: RawAddress): Checked<Address> => check(places, raw, () => []);

/**
 * For a label: as for a price, and who and where must be said: `first_name`, `last_name`, `address_line_1`, `city` where the
 * country has cities and `zip_code` where it uses postcodes. A person of one name may repeat it. Phone and e-mail may be
 * absent, and so may the state: only the chosen carrier knows whether it can do without.
 *
 * Faults: those of `makeRouteAddress`, and `required` of each part that is missing (with an example of a postcode).
 */
export const makeBookingAddress = (places: Places, raw: RawAddress): Checked<Address> =>
  check(places, raw, neededToBook);

type Parts = { readonly [part in Part]?: string };
type Settling = { -readonly [part in keyof Address]: Address[part] };

const neededToBook = (place: O.Option<Place>): readonly Part[] => [
  'firstName',
  'lastName',
  'line1',
  // Where the country is not known, what holds nearly everywhere is asked for in the same answer.
  ...(O.isNone(place) || place.value.city === 'required' ? (['city'] as const) : []),
  ...(O.isSome(place) && place.value.postcode === 'required' ? (['postcode'] as const) : []),
];

const check = (
  places: Places,
  raw: RawAddress,
  needed: (place: O.Option<Place>) => readonly Part[],
): Checked<Address> => {
  const parts = withoutBlanks(raw);
  const place = findPlace(places, parts.country);
  const known = O.getRight(place);
  const unsaid = missing(parts, needed(known), known);
  const address = E.isLeft(place) ? place : settle(parts, place.right);
  return E.isLeft(address) ? E.left(pipe(unsaid, NEA.concat(address.left))) : nothingBroken(unsaid, address.right);
};

const findPlace = (places: Places, country: string | undefined): Checked<Place> => {
  if (country === undefined) return broken(fieldOf.country, 'required');
  const place = places.find(country);
  return O.isSome(place) ? E.right(place.value) : broken(fieldOf.country, 'unknown_country', 'ISO 3166-1 alpha-2');
};

const missing = (parts: Parts, needed: readonly Part[], place: O.Option<Place>): readonly Invalid[] =>
  needed
    .filter((part) => parts[part] === undefined)
    .map((part) => invalid(fieldOf[part], 'required', part === 'postcode' ? exampleIn(place) : undefined));

const exampleIn = (place: O.Option<Place>): string | undefined =>
  pipe(
    place,
    O.flatMap(({ postcodeExample }) => postcodeExample),
    O.toUndefined,
  );

/** The parts in the country's own spelling, and what follows from them. */
const settle = (parts: Parts, place: Place): Checked<Address> => {
  const found = postcodeIn(place, parts.postcode);
  if (E.isLeft(found)) return found;
  const address: Settling = { ...parts, country: place.country };
  const postcode = O.toUndefined(found.right);
  if (postcode === undefined) return E.right(address);
  address.postcode = postcode;
  const state = parts.state ?? O.toUndefined(place.stateOf(postcode));
  if (state !== undefined) address.state = state;
  return E.right(address);
};

const postcodeIn = (place: Place, text: string | undefined): Checked<O.Option<string>> => {
  if (text === undefined) return E.right(O.none);
  if (place.postcode === 'none') return E.right(O.some(text));
  const postcode = place.toPostcode(text);
  return O.isSome(postcode)
    ? E.right(postcode)
    : broken(fieldOf.postcode, 'postcode_does_not_fit', exampleIn(O.some(place)));
};

const withoutBlanks = (raw: RawAddress): Parts => {
  const parts: { [part in Part]?: string } = {};
  for (const part of allParts) {
    const text = onOneLine(raw[part]);
    if (text !== '') parts[part] = text;
  }
  return parts;
};

const allParts = Object.keys(fieldOf) as readonly Part[];

/** What is invisible (line ends, tabs, the zero-width marks that copying leaves) becomes one blank, or nothing at the ends. */
const onOneLine = (text = ''): string => (UNTIDY.test(text) ? text.replace(INVISIBLE, ' ').trim() : text);

const INVISIBLE = /[\s\p{Cc}\u200B\uFEFF]+/gu;

/** What `onOneLine` would change: anything invisible but a single blank between two words. */
const UNTIDY = /^ | $| {2}|[^\S ]|[\p{Cc}\u200B\uFEFF]/u;
