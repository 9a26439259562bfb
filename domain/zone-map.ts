import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Address, CountryCode } from './address.js';
import { invalid, nothingBroken, type Checked, type Invalid } from './invalid.js';
import { findByPostcode, makePostcodeIndex, type PostcodeIndex, type PostcodeRule } from './postcode-index.js';

/** Stands for every country that no zone names. */
export const REST_OF_WORLD = '*';

/**
 * Where a price holds. With neither states nor postcodes it is all of its countries; with either it is those parts of its
 * one country, and both together are added up.
 */
export type RawZone = {
  readonly name: string;
  /** Printed on labels for sorting. */
  readonly routing?: string;
  readonly countries: readonly (CountryCode | typeof REST_OF_WORLD)[];
  /** Codes or names, compared in any case. */
  readonly states: readonly string[];
  /** Entries as `postcode-index.ts` reads them. */
  readonly postcodes: readonly string[];
};

export type Zone = { readonly name: string; readonly routing?: string };

type Places = {
  readonly postcodes: PostcodeIndex;
  readonly states: ReadonlyMap<string, number>;
  readonly whole?: number;
};

export type ZoneMap = {
  readonly zones: readonly Zone[];
  /** The countries, or `*`, that each zone has a part in. */
  readonly regions: readonly (readonly string[])[];
  readonly positions: ReadonlyMap<string, number>;
  readonly countries: ReadonlyMap<string, Places>;
};

/** Why an address is in no zone: none covers it, or the part that decides is not known. */
export type Unplaced =
  { readonly _tag: 'NoZone' } | { readonly _tag: 'PartMissing'; readonly part: 'postcode' | 'state' };

type Rules = {
  readonly postcodes: PostcodeRule[];
  readonly states: Map<string, number>;
  whole?: { readonly zone: number; readonly field: string };
};

const canonicalState = (state: string): string => state.trim().toUpperCase();

const addStates = (rules: Rules, zone: RawZone, position: number, faults: Invalid[]): void => {
  zone.states.forEach((state, place) => {
    const key = canonicalState(state);
    const other = rules.states.get(key);
    if (other === undefined) rules.states.set(key, position);
    else faults.push(invalid(`zones.${position}.states.${place}`, 'overlaps', `zones.${other}`));
  });
};

const addZone = (byCountry: Map<string, Rules>, zone: RawZone, position: number, faults: Invalid[]): void => {
  const at = `zones.${position}`;
  const inParts = zone.states.length + zone.postcodes.length > 0;
  if (inParts && (zone.countries.length !== 1 || zone.countries[0] === REST_OF_WORLD)) {
    faults.push(invalid(`${at}.country`, 'one_country_for_parts'));
    return;
  }
  for (const country of zone.countries) {
    const rules: Rules = byCountry.get(country) ?? { postcodes: [], states: new Map() };
    byCountry.set(country, rules);
    addStates(rules, zone, position, faults);
    zone.postcodes.forEach((text, place) => {
      rules.postcodes.push({ text, field: `${at}.postcodes.${place}`, zone: position });
    });
    if (inParts) continue;
    if (rules.whole === undefined) rules.whole = { zone: position, field: `${at}.country` };
    else faults.push(invalid(`${at}.country`, 'overlaps', rules.whole.field));
  }
};

/**
 * Compiles zones for finding. Faults are at `zones.N...`: `duplicate` names, `overlaps` of two zones of one specificity,
 * `one_country_for_parts`, and those of a postcode entry.
 */
export const makeZoneMap = (raw: readonly RawZone[]): Checked<ZoneMap> => {
  const faults: Invalid[] = [];
  const positions = new Map<string, number>();
  const byCountry = new Map<string, Rules>();
  raw.forEach((zone, position) => {
    const other = positions.get(zone.name);
    if (other === undefined) positions.set(zone.name, position);
    else faults.push(invalid(`zones.${position}.name`, 'duplicate', `zones.${other}.name`));
    addZone(byCountry, zone, position, faults);
  });
  const countries = new Map<string, Places>();
  for (const [country, { postcodes, states, whole }] of byCountry) {
    const { index, faults: found } = makePostcodeIndex(postcodes);
    faults.push(...found);
    countries.set(country, { postcodes: index, states, ...(whole === undefined ? {} : { whole: whole.zone }) });
  }
  const zones = raw.map(({ name, routing }) => (routing === undefined ? { name } : { name, routing }));
  return nothingBroken(faults, { zones, regions: raw.map((zone) => zone.countries), positions, countries });
};

const findPart = (places: Places, { postcode, state }: Address): E.Either<Unplaced, number> => {
  if (places.postcodes.length > 0) {
    if (postcode === undefined) return E.left({ _tag: 'PartMissing', part: 'postcode' });
    const zone = findByPostcode(places.postcodes, postcode);
    if (O.isSome(zone)) return E.right(zone.value);
  }
  if (places.states.size > 0) {
    if (state === undefined) return E.left({ _tag: 'PartMissing', part: 'state' });
    const zone = places.states.get(canonicalState(state));
    if (zone !== undefined) return E.right(zone);
  }
  return places.whole === undefined ? E.left({ _tag: 'NoZone' }) : E.right(places.whole);
};

/**
 * The position of the zone that an address is in: by postcode, else by state, else by country, else the rest of the world.
 * A country that some zone names is never the rest of the world, and where postcodes decide, an address without one is
 * not guessed into the country's other zone: the price might be too low.
 */
export const findZone = (map: ZoneMap, address: Address): E.Either<Unplaced, number> => {
  const places = map.countries.get(regionOf(map, address.country));
  return places === undefined ? E.left({ _tag: 'NoZone' }) : findPart(places, address);
};

/** Under which name the map knows a country: its own, or as part of the rest of the world. */
export const regionOf = (map: ZoneMap, country: CountryCode): string =>
  map.countries.has(country) ? country : REST_OF_WORLD;
