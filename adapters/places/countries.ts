import { createRequire } from 'node:module';
// The package's own entry loads the names in all of its languages, which costs ten times as much as all else in this folder.
import countries, { type LocaleData } from 'i18n-iso-countries/index.js';
import type { CountryCode } from '../../domain/address.js';
import { countryCode } from '../../domain/places.js';

const require = createRequire(import.meta.url);
countries.registerLocale(require('i18n-iso-countries/langs/en.json') as LocaleData);

/** Every country by its alpha-2 and its alpha-3 code. Kosovo's XK, which ISO leaves to users, is among them. */
export const countriesByCode: ReadonlyMap<string, CountryCode> = new Map(
  Object.entries(countries.getAlpha2Codes()).flatMap(([alpha2, alpha3]) => [
    [alpha2, countryCode(alpha2)],
    [alpha3, countryCode(alpha2)],
  ]),
);

/** In English, as ISO 3166-1 or the country itself has it: `United States of America`. */
export const nameOf = (country: CountryCode): string => countries.getName(country, 'en') ?? country;
