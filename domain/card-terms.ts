import type { LocalDate } from './calendar.js';
import { decimalText, type Decimal } from './decimal.js';
import { covers } from './period.js';
import type { RateCard, ResidentialRule } from './rate-card.js';
import type { Surcharge } from './surcharge.js';
import type { ZoneMap } from './zone-map.js';

/** Of something that both cards have. */
export type Replaced<A> = { readonly before: A; readonly after: A };

/** What changes prices of some parcels and addresses, and is in no price of an everyday parcel to a zone. */
export type TermChanges = {
  /** Zones of both cards, and how many entries (postcodes, ranges, beginnings, states, whole countries) each gains and loses. */
  readonly places: readonly { readonly zone: string; readonly gained: number; readonly lost: number }[];
  /** Surcharges that come, go, or are charged otherwise, by their names. */
  readonly surcharges: readonly { readonly service: string; readonly names: readonly string[] }[];
  /** Volumetric weight; undefined where it does not count. */
  readonly divisors: readonly ({ readonly service: string } & Replaced<number | undefined>)[];
  readonly residential?: Replaced<ResidentialRule>;
};

/** Every entry of each zone, as a text. */
const entriesOf = ({ zones, countries }: ZoneMap): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = zones.map(() => new Set<string>());
  const add = (zone: number | undefined, entry: string): void => {
    if (zone !== undefined) found[zone]?.add(entry);
  };
  for (const [country, { postcodes, states, whole }] of countries) {
    add(whole, country);
    for (const [state, zone] of states) add(zone, `${country} ${state} state`);
    for (const { whole: codes, prefix, ranges } of postcodes) {
      for (const [code, zone] of codes) add(zone, `${country} ${code}`);
      for (const [start, zone] of prefix) add(zone, `${country} ${start}*`);
      ranges.zones.forEach((zone, at) => {
        add(zone, `${country} ${ranges.first[at] ?? ''}-${ranges.last[at] ?? ''}`);
      });
    }
  }
  return new Map(zones.map(({ name }, at) => [name, found[at] ?? new Set()]));
};

const missingIn = (some: ReadonlySet<string>, others: ReadonlySet<string>): number =>
  [...some].filter((entry) => !others.has(entry)).length;

const placeChanges = (before: ZoneMap, after: ZoneMap): TermChanges['places'] => {
  const was = entriesOf(before);
  return [...entriesOf(after)].flatMap(([zone, entries]) => {
    const earlier = was.get(zone);
    if (earlier === undefined) return [];
    const [gained, lost] = [missingIn(entries, earlier), missingIn(earlier, entries)];
    return gained + lost === 0 ? [] : [{ zone, gained, lost }];
  });
};

const isDecimal = (value: unknown): value is Decimal =>
  typeof value === 'object' && value !== null && 'units' in value && 'scale' in value;

/** 2.20 is 2.2, and a map what is in it. */
const comparable = (_key: string, value: unknown): unknown => {
  if (isDecimal(value))
    return decimalText(value)
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, '');
  return value instanceof Map ? [...(value as ReadonlyMap<unknown, unknown>)] : value;
};

/** Surcharges of one day, zone by zone, each as a text by its name; what holds always on that day holds whatever its period. */
const chargesOf = (
  card: RateCard,
  code: string,
  day: LocalDate,
): ReadonlyMap<string, readonly (readonly [string, string])[]> => {
  const known = new Map<Surcharge, string>();
  const textOf = (surcharge: Surcharge): string => {
    const { charge, when } = surcharge;
    const { over, residential = false, places } = when ?? {};
    const text = known.get(surcharge) ?? JSON.stringify({ charge, over, residential, places }, comparable);
    known.set(surcharge, text);
    return text;
  };
  return new Map(
    [...(card.byCode.get(code)?.rates ?? [])].map(([zone, [rate]]) => [
      card.zones.zones[zone]?.name ?? '',
      (rate?.tariff.surcharges ?? [])
        .filter(({ when }) => when === undefined || covers(when.period, day))
        .map((surcharge) => [surcharge.name, textOf(surcharge)] as const),
    ]),
  );
};

const surchargeChanges = (before: RateCard, after: RateCard, service: string, day: LocalDate): readonly string[] => {
  const was = chargesOf(before, service, day);
  const names = [...chargesOf(after, service, day)].flatMap(([zone, charges]) => {
    const earlier = was.get(zone);
    if (earlier === undefined) return [];
    const [texts, others] = [charges, earlier].map((all) => new Set(all.map((one) => JSON.stringify(one))));
    return [
      ...charges.filter((one) => others?.has(JSON.stringify(one)) === false),
      ...earlier.filter((one) => texts?.has(JSON.stringify(one)) === false),
    ].map(([name]) => name);
  });
  return [...new Set(names)];
};

/** What two cards charge otherwise on a pickup day, of services and zones that both have. */
export const termChanges = (before: RateCard, after: RateCard, day: LocalDate): TermChanges => {
  const shared = after.services.flatMap((service) => {
    const earlier = before.byCode.get(service.code);
    return earlier === undefined ? [] : [{ service: service.code, before: earlier.divisor, after: service.divisor }];
  });
  return {
    places: placeChanges(before.zones, after.zones),
    surcharges: shared.flatMap(({ service }) => {
      const names = surchargeChanges(before, after, service, day);
      return names.length === 0 ? [] : [{ service, names }];
    }),
    divisors: shared.filter((divisor) => divisor.before !== divisor.after),
    ...(before.residential !== after.residential && {
      residential: { before: before.residential, after: after.residential },
    }),
  };
};

export const areTermsUnchanged = ({ places, surcharges, divisors, residential }: TermChanges): boolean =>
  places.length + surcharges.length + divisors.length === 0 && residential === undefined;
