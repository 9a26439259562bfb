import * as O from 'fp-ts/lib/Option.js';
import type { Address, CountryCode } from './address.js';
import { businessDays, type BusinessDays, type LocalDate, type Weekday } from './calendar.js';

/** Days off in a country, or in some of its states only. */
export type RegionalHolidays = {
  readonly country: CountryCode;
  /** Codes or names, compared in any case; the whole country where there is none. */
  readonly states: readonly string[];
  readonly days: readonly LocalDate[];
};

type Country = { readonly whole: BusinessDays; readonly states: ReadonlyMap<string, BusinessDays> };

/** The business days of every region that has holidays of its own. */
export type RegionalDays = {
  readonly everywhere: BusinessDays;
  readonly countries: ReadonlyMap<CountryCode, Country>;
};

const canonical = (state: string): string => state.trim().toUpperCase();

/** Absent when no weekday is worked. A state has its own holidays, its country's and those of all. */
export const makeRegionalDays = (
  weekdays: readonly Weekday[],
  holidays: readonly LocalDate[],
  regional: readonly RegionalHolidays[],
): O.Option<RegionalDays> => {
  const everywhere = businessDays(weekdays, holidays);
  if (O.isNone(everywhere)) return O.none;
  const daysWith = (more: readonly LocalDate[]): BusinessDays =>
    O.getOrElse(() => everywhere.value)(businessDays(weekdays, [...holidays, ...more]));
  const countryOf = (country: CountryCode): Country => {
    const own = regional.filter((one) => one.country === country);
    const whole = own.filter(({ states }) => states.length === 0).flatMap(({ days }) => days);
    const named = new Set(own.flatMap(({ states }) => states.map(canonical)));
    const inState = (state: string): readonly LocalDate[] =>
      own.filter(({ states }) => states.some((one) => canonical(one) === state)).flatMap(({ days }) => days);
    return {
      whole: daysWith(whole),
      states: new Map([...named].map((state) => [state, daysWith([...whole, ...inState(state)])])),
    };
  };
  const countries = new Set(regional.map(({ country }) => country));
  return O.some({
    everywhere: everywhere.value,
    countries: new Map([...countries].map((country) => [country, countryOf(country)])),
  });
};

/** The days that count where an address is; of a state that is not said, its country's. */
export const daysAt = ({ everywhere, countries }: RegionalDays, { country, state }: Address): BusinessDays => {
  const found = countries.get(country);
  if (found === undefined) return everywhere;
  return (state === undefined ? undefined : found.states.get(canonical(state))) ?? found.whole;
};
