import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { CountryCode } from './address.js';
import {
  businessDays,
  type BusinessDays,
  type DeliveryHours,
  type LocalDate,
  type MinuteOfDay,
  type Transit,
  type Weekday,
} from './calendar.js';
import type { Currency } from './currency.js';
import { invalid, nothingBroken, type Checked, type Invalid } from './invalid.js';
import { makeTariff, tariffFaults, type RawTariff, type Surcharge, type Tariff, type Tax } from './tariff.js';
import { makeZoneMap, regionOf, type RawZone, type ZoneMap } from './zone-map.js';

/** What a service carries at most. Girth is around the two shorter sides: twice their sum. */
export type Limits = { readonly grams?: number; readonly sideMm?: number; readonly girthMm?: number };

export type RawRate = RawTariff & { readonly zone: string; readonly transit: Transit };

export type RawSurcharge = Surcharge & { readonly zones?: readonly string[] };

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
  readonly origins: readonly CountryCode[];
  readonly trackingUrl?: string;
  readonly zones: readonly RawZone[];
  readonly services: readonly RawService[];
};

export type ZoneRate = { readonly transit: Transit; readonly tariff: Tariff };

export type Service = {
  readonly code: string;
  readonly name: string;
  readonly limits: Limits;
  readonly cutOff: MinuteOfDay;
  readonly hours: DeliveryHours;
  readonly divisor?: number;
  /** With `{tracking_code}` where the code goes. */
  readonly trackingUrl?: string;
  /** By the zone's position. */
  readonly rates: ReadonlyMap<number, ZoneRate>;
  /** The countries, or `*`, where it has a rate for at least a part. */
  readonly regions: ReadonlySet<string>;
};

/** A card that holds together, compiled: what a quote costs hardly depends on how long the card is. */
export type RateCard = {
  /** The carrier's name, as people see it. */
  readonly carrier: string;
  readonly currency: Currency;
  readonly days: BusinessDays;
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

const unknownZones = (named: readonly string[], map: ZoneMap, field: string): readonly Invalid[] =>
  named.flatMap((name, place) =>
    map.positions.has(name) ? [] : [invalid(`${field}.${place}`, 'unknown_zone', [...map.positions.keys()].join(', '))],
  );

const rateFaults = (service: RawService, place: number, map: ZoneMap, field: string): readonly Invalid[] => {
  const rate = service.rates[place];
  if (rate === undefined) return [];
  const faults = [...tariffFaults(rate, field)];
  if (!map.positions.has(rate.zone)) {
    faults.push(invalid(`${field}.zone`, 'unknown_zone', [...map.positions.keys()].join(', ')));
  }
  const first = service.rates.findIndex(({ zone }) => zone === rate.zone);
  if (first !== place) faults.push(invalid(`${field}.zone`, 'duplicate', field.replace(/\d+$/, String(first))));
  if (rate.transit.max === 0 && service.cutOff >= service.hours.closes) {
    faults.push(invalid(`${field}.transit_days`, 'cut_off_after_closing'));
  }
  return faults;
};

const serviceFaults = (service: RawService, map: ZoneMap, field: string): readonly Invalid[] => [
  ...(service.hours.opens < service.hours.closes ? [] : [invalid(`${field}.delivery_hours`, 'hours_reversed')]),
  ...trackingFaults(service.trackingUrl, `${field}.tracking_url`),
  ...service.surcharges.flatMap(({ zones = [] }, place) =>
    unknownZones(zones, map, `${field}.surcharges.${place}.zones`),
  ),
  ...(service.rates.length === 0 ? [invalid(`${field}.rates`, 'empty')] : []),
  ...service.rates.flatMap((_, place) => rateFaults(service, place, map, `${field}.rates.${place}`)),
];

const compileService = (raw: RawService, map: ZoneMap, trackingUrl: string | undefined): Service => {
  const { code, name, limits, cutOff, hours, divisor } = raw;
  const template = raw.trackingUrl ?? trackingUrl;
  const rates = raw.rates.map((rate): [number, ZoneRate] => {
    const surcharges = raw.surcharges
      .filter(({ zones }) => zones === undefined || zones.includes(rate.zone))
      .map(({ name: label, charge }) => ({ name: label, charge }));
    return [
      map.positions.get(rate.zone) ?? -1,
      { transit: rate.transit, tariff: makeTariff(rate, surcharges, raw.tax) },
    ];
  });
  const regions = new Set(rates.flatMap(([zone]) => map.regions[zone] ?? []));
  return {
    ...{ code, name, limits, cutOff, hours, regions, rates: new Map(rates) },
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
 * Rules: `empty`, `duplicate`, `unknown_zone`, `hours_reversed`, `cut_off_after_closing`, `tracking_template`, and those of
 * zones, postcodes and tariffs. For `duplicate` and `overlaps`, `expected` is the path of the other place.
 */
export const makeRateCard = (raw: RawRateCard): Checked<RateCard> => {
  const placed = makeZoneMap(raw.zones);
  const days = businessDays(raw.workdays, raw.holidays);
  // With broken zones the services are still read against the names that the zones have.
  const named: ZoneMap = E.isRight(placed)
    ? placed.right
    : {
        zones: [],
        regions: [],
        positions: new Map(raw.zones.map(({ name }, position) => [name, position])),
        countries: new Map(),
      };
  const faults = [
    ...(E.isLeft(placed) ? placed.left : []),
    ...(raw.zones.length === 0 ? [invalid('zones', 'empty')] : []),
    ...(raw.services.length === 0 ? [invalid('services', 'empty')] : []),
    ...(raw.origins.length === 0 ? [invalid('origins', 'empty')] : []),
    ...trackingFaults(raw.trackingUrl, 'tracking_url'),
    ...codeFaults(raw.services),
    ...raw.services.flatMap((service, position) => serviceFaults(service, named, `services.${position}`)),
  ];
  if (O.isNone(days)) return E.left([invalid('workdays', 'empty'), ...faults]);
  const services = raw.services.map((service) => compileService(service, named, raw.trackingUrl));
  return nothingBroken(faults, {
    carrier: raw.carrier,
    currency: raw.currency,
    days: days.value,
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
