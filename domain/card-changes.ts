import * as O from 'fp-ts/lib/Option.js';
import type { CountryCode } from './address.js';
import type { LocalDate } from './calendar.js';
import { areTermsUnchanged, termChanges, type Replaced, type TermChanges } from './card-terms.js';
import { compare, decimal, dividedBy, isZero, negated, plus, times, type Decimal } from './decimal.js';
import { moneyOf, type Money } from './money.js';
import { covers, heldOn } from './period.js';
import type { RateCard, Service } from './rate-card.js';
import type { Consignment } from './surcharge.js';
import { priceOf, type Tariff } from './tariff.js';

/** The change of a price in per cent of the one before, rounded to hundredths; absent where that was nothing. */
export type Change = {
  /** Grams. */
  readonly weight: number;
  readonly before: Money;
  readonly after: Money;
  readonly percent?: Decimal;
};

/** What becomes of one service in one zone. `same` where no weight costs another price. */
export type ZoneChange = { readonly service: string; readonly zone: string } & (
  | { readonly _tag: 'New' }
  | { readonly _tag: 'Gone' }
  | {
      readonly _tag: 'Priced';
      /** How many weights were compared. */
      readonly weights: number;
      readonly changed: number;
      readonly least: Change;
      readonly median: Change;
      readonly most: Change;
      /** Grams that one of both prices and the other does not any more; the heaviest one compared. */
      readonly limit?: { readonly before: number; readonly after: number };
    }
);

/** What a new card changes against the one in force, on one pickup day. */
export type CardChanges = {
  readonly currency?: Replaced<string>;
  readonly newServices: readonly string[];
  readonly goneServices: readonly string[];
  readonly newZones: readonly string[];
  readonly goneZones: readonly string[];
  readonly zones: readonly ZoneChange[];
  readonly terms: TermChanges;
};

/** A parcel to a company, at no listed postcode and within every size: what no condition but the day makes dearer. */
const plainParcel = (day: LocalDate): Consignment => ({
  pickupDay: day,
  country: '' as CountryCode,
  ...{ residential: false, grams: 0, sideMm: 0, girthMm: 0 },
});

const tariffsOf = (card: RateCard, service: Service, day: LocalDate): ReadonlyMap<string, Tariff> =>
  new Map(
    [...service.rates].flatMap(([zone, rates]) => {
      const name = card.zones.zones[zone]?.name;
      const rate = covers(card.period, day) ? heldOn(rates, day) : undefined;
      return name === undefined || rate === undefined ? [] : [[name, rate.tariff] as const];
    }),
  );

/** Every break of either card, and some started steps beyond the last where further kilograms have a price. */
const weightsOf = (tariffs: readonly Tariff[]): readonly number[] => {
  const last = Math.max(...tariffs.map(({ lastGrams }) => lastGrams));
  const beyond = tariffs.flatMap(({ perStep, step }) =>
    perStep === undefined ? [] : [1, 5, 10].map((steps) => last + steps * step),
  );
  return [...new Set([...tariffs.flatMap(({ upTo }) => upTo), ...beyond])].sort((a, b) => a - b);
};

const percentOfChange = (before: Money, after: Money): Decimal | undefined => {
  const was = decimal(before.minor);
  if (isZero(was)) return undefined;
  const difference = plus(decimal(after.minor), negated(was));
  return O.toUndefined(dividedBy(times(difference, decimal(100n)), was, 2, 'half_up'));
};

/** By per cent; a price that was nothing before goes by its amount, behind all others. */
const byChange = (a: Change, b: Change): number => {
  if (a.percent !== undefined && b.percent !== undefined) return compare(a.percent, b.percent);
  if (a.percent === undefined && b.percent === undefined) return a.after.minor < b.after.minor ? -1 : 1;
  return a.percent === undefined ? 1 : -1;
};

const heaviest = (tariff: Tariff): number => (tariff.perStep === undefined ? tariff.lastGrams : Infinity);

const compared = (
  names: { readonly service: string; readonly zone: string },
  before: Tariff,
  after: Tariff,
  cards: { readonly before: RateCard; readonly after: RateCard },
  day: LocalDate,
): ZoneChange => {
  const parcel = plainParcel(day);
  const changes = weightsOf([before, after]).flatMap((weight): Change[] => {
    const [was, is] = [priceOf(before, weight, parcel), priceOf(after, weight, parcel)];
    if (O.isNone(was) || O.isNone(is)) return [];
    const [from, to] = [moneyOf(was.value.total, cards.before.currency), moneyOf(is.value.total, cards.after.currency)];
    const percent = percentOfChange(from, to);
    return [{ weight, before: from, after: to, ...(percent === undefined ? {} : { percent }) }];
  });
  const sorted = [...changes].sort(byChange);
  const [least, median, most] = [sorted[0], sorted[Math.floor((sorted.length - 1) / 2)], sorted.at(-1)];
  if (least === undefined || median === undefined || most === undefined) return { ...names, _tag: 'New' };
  const [was, is] = [heaviest(before), heaviest(after)];
  return {
    ...names,
    _tag: 'Priced',
    weights: changes.length,
    changed: changes.filter((one) => one.before.minor !== one.after.minor).length,
    ...{ least, median, most },
    ...(was === is ? {} : { limit: { before: was, after: is } }),
  };
};

const inOneOnly = (some: readonly string[], others: readonly string[]): readonly string[] => {
  const known = new Set(others);
  return some.filter((one) => !known.has(one));
};

/**
 * Compares two cards on a pickup day, per service and zone by their names, in the order of the new card: the prices of all
 * weight breaks with the surcharges and taxes that any parcel to a company at an ordinary address has, and beside them the terms
 * by which other parcels and addresses are charged.
 */
export const cardChanges = (before: RateCard, after: RateCard, day: LocalDate): CardChanges => {
  const zoneNames = (card: RateCard): readonly string[] => card.zones.zones.map(({ name }) => name);
  const codes = (card: RateCard): readonly string[] => card.services.map(({ code }) => code);
  const zones = after.services.flatMap((service): ZoneChange[] => {
    const old = before.byCode.get(service.code);
    if (old === undefined) return [];
    const [was, is] = [tariffsOf(before, old, day), tariffsOf(after, service, day)];
    const names = (zone: string) => ({ service: service.code, zone });
    return [
      ...[...is].map(([zone, tariff]): ZoneChange => {
        const earlier = was.get(zone);
        return earlier === undefined
          ? { ...names(zone), _tag: 'New' }
          : compared(names(zone), earlier, tariff, { before, after }, day);
      }),
      ...inOneOnly([...was.keys()], [...is.keys()]).map((zone): ZoneChange => ({ ...names(zone), _tag: 'Gone' })),
    ];
  });
  return {
    ...(before.currency === after.currency ? {} : { currency: { before: before.currency, after: after.currency } }),
    newServices: inOneOnly(codes(after), codes(before)),
    goneServices: inOneOnly(codes(before), codes(after)),
    newZones: inOneOnly(zoneNames(after), zoneNames(before)),
    goneZones: inOneOnly(zoneNames(before), zoneNames(after)),
    zones,
    terms: termChanges(before, after, day),
  };
};

/** Whether anything that was compared is another. */
export const isUnchanged = ({ currency, zones, terms, ...lists }: CardChanges): boolean =>
  currency === undefined &&
  areTermsUnchanged(terms) &&
  Object.values(lists).every((names) => names.length === 0) &&
  zones.every((zone) => zone._tag === 'Priced' && zone.changed === 0 && zone.limit === undefined);
