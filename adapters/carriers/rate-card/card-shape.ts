import type { LocalDate } from '../../../domain/calendar.js';
import type { RawSurcharge } from '../../../domain/card-surcharges.js';
import type { Period } from '../../../domain/period.js';
import type { Limits, RawRate, RawRateCard, RawService } from '../../../domain/rate-card.js';
import type { Charge, Oversize } from '../../../domain/surcharge.js';
import type { RawZone } from '../../../domain/zone-map.js';
import type { CardBody } from './card-codecs.js';

/** The same record with its optional keys written out, without a value where there is none. */
type WrittenOut<A> = { readonly [K in keyof A]: object extends Pick<A, K> ? A[K] | undefined : A[K] };

/** Leaves out the keys that have no value. */
const stated = <A extends object>(record: WrittenOut<A>): A =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as A;

type Of<K extends 'zones' | 'services'> = CardBody[K][number];

const toZone = ({ name, country, routing, states = [], postcodes = [] }: Of<'zones'>): RawZone =>
  stated<RawZone>({ name, routing, countries: country, states, postcodes });

const toPeriod = (from: LocalDate | undefined, to: LocalDate | undefined): Period => stated<Period>({ from, to });

type Rates = NonNullable<Of<'services'>['rates']>;

const toRate = ({
  zone,
  transit_days,
  breaks = [],
  per_kg,
  step,
  minimum,
  valid_from,
  valid_to,
}: Rates[number]): RawRate =>
  stated<RawRate>({
    zone,
    transit: transit_days,
    breaks: breaks.map(({ up_to, price }) => ({ upTo: up_to, price })),
    perKg: per_kg,
    step: step ?? 1000,
    minimum,
    period: toPeriod(valid_from, valid_to),
  });

type Surcharges = NonNullable<Of<'services'>['surcharges']>;

const toCharge = ({ percent, of, flat }: Surcharges[number]): Charge | undefined => {
  if (percent !== undefined) return { _tag: 'Percent', percent, ...(of === undefined ? {} : { of }) };
  return flat === undefined ? undefined : { _tag: 'Flat', amount: flat };
};

const toSurcharges = (surcharges: Surcharges): readonly RawSurcharge[] =>
  surcharges.flatMap((one) => {
    const { name, zones, country, postcodes, over, residential, valid_from, valid_to } = one;
    const charge = toCharge(one);
    if (charge === undefined) return [];
    const size = over && stated<Oversize>({ grams: over.weight, sideMm: over.side, girthMm: over.girth });
    const where = { zones, country, postcodes, over: size, residential, period: toPeriod(valid_from, valid_to) };
    return [stated<RawSurcharge>({ name, charge, ...where })];
  });

const toService = (service: Of<'services'>): RawService =>
  stated<RawService>({
    code: service.code,
    name: service.name,
    limits: stated<Limits>({ grams: service.max_weight, sideMm: service.max_side, girthMm: service.max_girth }),
    cutOff: service.cut_off,
    hours: service.delivery_hours,
    divisor: service.divisor,
    surcharges: toSurcharges(service.surcharges ?? []),
    tax: service.tax,
    trackingUrl: service.tracking_url,
    rates: (service.rates ?? []).map(toRate),
  });

/** A card of a file's shape; its tables are not in it. */
export const toCard = (body: CardBody): RawRateCard =>
  stated<RawRateCard>({
    carrier: body.carrier,
    currency: body.currency,
    workdays: body.workdays ?? ['mon', 'tue', 'wed', 'thu', 'fri'],
    holidays: body.holidays ?? [],
    regionalHolidays: (body.regional_holidays ?? []).map(({ country, states = [], days }) => ({
      country,
      states,
      days,
    })),
    transitDaysOf: body.transit_days_of,
    residential: body.residential,
    period: toPeriod(body.valid_from, body.valid_to),
    origins: body.origins,
    trackingUrl: body.tracking_url,
    zones: body.zones.map(toZone),
    services: body.services.map(toService),
  });
