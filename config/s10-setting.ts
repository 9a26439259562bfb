import { MOST_SERIAL, parseS10Range, type S10Range } from '../domain/s10.js';
import { defaulted, Refined, required, Section } from './setting.js';
import { textLike, wholeNumber } from './setting-values.js';

/** The UPU S10 identifiers that a post gave to the house. */
export const s10Range = new Refined(
  'a range of S10 identifiers, from its first serial upwards',
  new Section({
    service_indicator: required(textLike(/^[A-Z]{2}$/, 'the two capitals that begin the identifier, such as RR')),
    country: required(textLike(/^[A-Z]{2}$/, 'the two capitals of the issuing country, such as AU')),
    first_serial: defaulted(wholeNumber(0, MOST_SERIAL), 0),
    last_serial: defaulted(wholeNumber(0, MOST_SERIAL), MOST_SERIAL),
  }),
  ({ service_indicator: indicator, country, first_serial: first, last_serial: last }) =>
    parseS10Range({ indicator, country, first, last }),
);

/** `RRAU 1000-1999`, for people. */
export const s10Words = ({ indicator, country, first, last }: S10Range): string =>
  `${indicator}...${country} ${first}-${last}`;
