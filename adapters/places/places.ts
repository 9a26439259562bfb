import * as O from 'fp-ts/lib/Option.js';
import type { CountryCode } from '../../domain/address.js';
import type { Place, Places } from '../../domain/places.js';
import { countriesByCode } from './countries.js';
import { layoutOf } from './layout.js';
import { postcodesOf } from './postcodes.js';
import { statesOf } from './states.js';

/** Prints a city and is one: whoever writes the country has written the city. */
const CITY_STATES: ReadonlySet<string> = new Set(['HK', 'MC', 'VA']);

/** The countries as kept data sets describe them: see `countries.ts`, `layout.ts`, `postcodes.ts` and `states.ts`. */
export const makePlaces = (): Places => {
  const seen = new Map<CountryCode, Place>();
  const placeOf = (country: CountryCode): Place => {
    const place = seen.get(country) ?? describe(country);
    seen.set(country, place);
    return place;
  };
  return {
    find: (code) => {
      const country = countriesByCode.get(code.trim().toUpperCase());
      return country === undefined ? O.none : O.some(placeOf(country));
    },
  };
};

const describe = (country: CountryCode): Place => {
  const layout = layoutOf(country);
  return {
    country,
    city: layout.hasCity && !CITY_STATES.has(country) ? 'required' : 'optional',
    ...postcodesOf(country, layout),
    stateOf: statesOf(country),
  };
};
