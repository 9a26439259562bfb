import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { CountryCode } from './address.js';
import { type DeliveryHours, type LocalDate, type MinuteOfDay, type Transit, type Weekday } from './calendar.js';
import type { Currency } from './currency.js';
import { invalid, nothingBroken, type Checked, type Invalid } from './invalid.js';
import { isOpen, reversedFaults, sequenceFaults, type Period, type Placed } from './period.js';
import { surchargeFaults, toSurcharge, type RawSurcharge } from './card-surcharges.js';
import { makeRegionalDays, type RegionalDays, type RegionalHolidays } from './regional-days.js';
import type { Surcharge } from './surcharge.js';
import { makeTariff, tariffFaults, type RawTariff, type Tariff, type Tax } from './tariff.js';
import { makeZoneMap, regionOf, type RawZone, type ZoneMap } from './zone-map.js';

/** What a service carries at most. Girth is around the two shorter sides: twice their sum. */
export type Limits = { readonly grams?: number; readonly sideMm?: number; readonly girthMm?: number };

/** Of several rates of one zone each holds in a period of its own, by pickup day. */
export type RawRate = RawTariff & { readonly zone: string; readonly transit: Transit; readonly period?: Period };

/** Who lives at an address without a company, or whether nobody does, or everybody. */
export type ResidentialRule = 'no_company' | 'always' | 'never';

export type RawService = {
  readonly code: string;
  readonly name: string;
  readonly limits: Limits;
  readonly cutOff: MinuteOfDay;
  readonly hours: DeliveryHours;
  /** Cubic centimetres that weigh a kilogram. */
  readonly divisor?: number;
  readonly surcharges: readonly RawSurcharge[];
  readonly tax?: Tax;
  readonly trackingUrl?: string;
  readonly rates: readonly RawRate[];
};

/** A card as it was written, each part understood and none compared with another yet. */
export type RawRateCard = {
  readonly carrier: string;
  readonly currency: Currency;
  readonly workdays: readonly Weekday[];
  readonly holidays: readonly LocalDate[];
  readonly regionalHolidays?: readonly RegionalHolidays[];
  /** Whose business days the transit is counted in; the sender's where it is not said. */
  readonly transitDaysOf?: 'sender' | 'receiver';
  readonly residential?: ResidentialRule;
  /** Pickup days that the card has prices for. */
  readonly period?: Period;
  readonly origins: readonly CountryCode[];
  readonly trackingUrl?: string;
  readonly zones: readonly RawZone[];
  readonly services: readonly RawService[];
};

export type ZoneRate = { readonly transit: Transit; readonly tariff: Tariff; readonly period: Period };

export type Service = {
  readonly code: string;
  readonly name: string;
  readonly limits: Limits;
  readonly cutOff: MinuteOfDay;
  readonly hours: DeliveryHours;
  readonly divisor?: number;
  /** With `{tracking_code}` where the code goes. */
  readonly trackingUrl?: string;
  /** By the zone's position; of each zone one for any day, or some whose periods follow each other. */
  readonly rates: ReadonlyMap<number, readonly ZoneRate[]>;
  /** The countries, or `*`, where it has a rate for at least a part. */
  readonly regions: ReadonlySet<string>;
};

/** A card that holds together, compiled: what a quote costs hardly depends on how long the card is. */
export type RateCard = {
  /** The carrier's name, as people see it. */
  readonly carrier: string;
  readonly currency: Currency;
  readonly days: RegionalDays;
  readonly transitDaysOf: 'sender' | 'receiver';
  readonly residential: ResidentialRule;
  readonly period: Period;
  readonly origins: ReadonlySet<CountryCode>;
  readonly zones: ZoneMap;
  readonly services: readonly Service[];
  readonly byCode: ReadonlyMap<string, Service>;
};

export const TRACKING_CODE = '{tracking_code}';

const trackingFaults = (template: string | undefined, field: string): readonly Invalid[] =>
  template === undefined || (/^https?:\/\//.test(template) && template.includes(TRACKING_CODE))
    ? []
    : [invalid(field, 'tracking_template', `https://...${TRACKING_CODE}`)];

/** The zones' names, written out once however many faults there are. */
const namesOf = (map: ZoneMap): string => [...map.positions.keys()].join(', ');

const rateFaults = (
  rate: RawRate,
  { cutOff, hours }: RawService,
  map: ZoneMap,
  names: string,
  field: string,
): readonly Invalid[] => [
  ...tariffFaults(rate, field),
  ...(map.positions.has(rate.zone) ? [] : [invalid(`${field}.zone`, 'unknown_zone', names)]),
  ...(rate.transit.max === 0 && cutOff >= hours.closes
    ? [invalid(`${field}.transit_days`, 'cut_off_after_closing')]
    : []),
  ...reversedFaults({ period: rate.period ?? {}, field }),
];

/** Rates of one zone: a second one for any day is a duplicate, and periods follow each other without a gap. */
const zoneRateFaults = (rates: readonly RawRate[], field: string): readonly Invalid[] => {
  const byZone = new Map<string, Placed[]>();
  rates.forEach(({ zone, period = {} }, place) => {
    const placed = { period, field: `${field}.${place}` };
    const others = byZone.get(zone);
    if (others === undefined) byZone.set(zone, [placed]);
    else others.push(placed);
  });
  return [...byZone.values()].flatMap((placed) => {
    if (placed.some(({ period }) => !isOpen(period))) return sequenceFaults(placed, 'refused');
    const [first, ...again] = placed;
    return again.map((one) => invalid(`${one.field}.zone`, 'duplicate', first?.field ?? ''));
  });
};

const serviceFaults = (service: RawService, map: ZoneMap, names: string, field: string): readonly Invalid[] => [
  ...(service.hours.opens < service.hours.closes ? [] : [invalid(`${field}.delivery_hours`, 'hours_reversed')]),
  ...trackingFaults(service.trackingUrl, `${field}.tracking_url`),
  ...surchargeFaults(service.surcharges, map.positions, names, `${field}.surcharges`),
  ...(service.rates.length === 0 ? [invalid(`${field}.rates`, 'empty')] : []),
  ...service.rates.flatMap((rate, place) => rateFaults(rate, service, map, names, `${field}.rates.${place}`)),
  ...zoneRateFaults(service.rates, `${field}.rates`),
];

const compileService = (raw: RawService, map: ZoneMap, trackingUrl: string | undefined): Service => {
  const { code, name, limits, cutOff, hours, divisor } = raw;
  const template = raw.trackingUrl ?? trackingUrl;
  const surcharges = raw.surcharges.map(({ zones, ...one }) => ({ zones, surcharge: toSurcharge(one) }));
  const byZone = new Map<string, readonly Surcharge[]>();
  const surchargesIn = (zone: string): readonly Surcharge[] => {
    const known = byZone.get(zone);
    if (known !== undefined) return known;
    const found = surcharges.filter(({ zones }) => zones?.includes(zone) ?? true).map(({ surcharge }) => surcharge);
    byZone.set(zone, found);
    return found;
  };
  const rates = new Map<number, ZoneRate[]>();
  for (const rate of raw.rates) {
    const zone = map.positions.get(rate.zone) ?? -1;
    const tariff = makeTariff(rate, surchargesIn(rate.zone), raw.tax);
    const compiled = { transit: rate.transit, tariff, period: rate.period ?? {} };
    const others = rates.get(zone);
    if (others === undefined) rates.set(zone, [compiled]);
    else others.push(compiled);
  }
  const regions = new Set([...rates.keys()].flatMap((zone) => map.regions[zone] ?? []));
  return {
    ...{ code, name, limits, cutOff, hours, regions, rates },
    ...(divisor === undefined ? {} : { divisor }),
    ...(template === undefined ? {} : { trackingUrl: template }),
  };
};

/** A second use of a code is a fault of the later place. */
const codeFaults = (services: readonly RawService[]): readonly Invalid[] => {
  const seen = new Map<string, string>();
  const faults: Invalid[] = [];
  services.forEach(({ code }, position) => {
    const field = `services.${position}.code`;
    const other = seen.get(code);
    if (other === undefined) seen.set(code, field);
    else faults.push(invalid(field, 'duplicate', other));
  });
  return faults;
};

/**
 * Compiles a card, or tells every fault at once, each at its path in the card's own spelling (`services.0.rates.2.zone`).
 * Rules: `empty`, `duplicate`, `unknown_zone`, `hours_reversed`, `cut_off_after_closing`, `tracking_template`,
 * `postcodes_with_country`, and those of zones, postcodes, tariffs, surcharges and periods. For `duplicate` and `overlaps`, `expected` is the path of the other place.
 */
export const makeRateCard = (raw: RawRateCard): Checked<RateCard> => {
  const placed = makeZoneMap(raw.zones);
  const days = makeRegionalDays(raw.workdays, raw.holidays, raw.regionalHolidays ?? []);
  // With broken zones the services are still read against the names that the zones have.
  const named: ZoneMap = E.isRight(placed)
    ? placed.right
    : {
        zones: [],
        regions: [],
        positions: new Map(raw.zones.map(({ name }, position) => [name, position])),
        countries: new Map(),
      };
  const names = namesOf(named);
  const faults = [
    ...(E.isLeft(placed) ? placed.left : []),
    ...(raw.zones.length === 0 ? [invalid('zones', 'empty')] : []),
    ...(raw.services.length === 0 ? [invalid('services', 'empty')] : []),
    ...(raw.origins.length === 0 ? [invalid('origins', 'empty')] : []),
    ...trackingFaults(raw.trackingUrl, 'tracking_url'),
    ...reversedFaults({ period: raw.period ?? {}, field: '' }).map((fault) => ({ ...fault, field: 'valid_to' })),
    ...codeFaults(raw.services),
    ...raw.services.flatMap((service, position) => serviceFaults(service, named, names, `services.${position}`)),
  ];
  if (O.isNone(days)) return E.left([invalid('workdays', 'empty'), ...faults]);
  const services = raw.services.map((service) => compileService(service, named, raw.trackingUrl));
  return nothingBroken(faults, {
    carrier: raw.carrier,
    currency: raw.currency,
    days: days.value,
    transitDaysOf: raw.transitDaysOf ?? 'sender',
    residential: raw.residential ?? 'no_company',
    period: raw.period ?? {},
    origins: new Set(raw.origins),
    zones: named,
    services,
    byCode: new Map(services.map((service) => [service.code, service])),
  });
};

/** The service of a code, compared as it is written. */
export const findService = (card: RateCard, code: string): O.Option<Service> => O.fromNullable(card.byCode.get(code));

/** The page that follows a parcel; absent where the card names none. */
export const trackingUrlOf = ({ trackingUrl }: Service, trackingCode: string): O.Option<string> =>
  trackingUrl === undefined ? O.none : O.some(trackingUrl.replaceAll(TRACKING_CODE, encodeURIComponent(trackingCode)));

/** Whether a service has a price for any part of this country. */
export const servesCountry = (card: RateCard, service: Service, country: CountryCode): boolean =>
  service.regions.has(regionOf(card.zones, country));
