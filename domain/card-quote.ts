import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Address } from './address.js';
import type { DeliveryWindow, LocalDate, TimeZone } from './calendar.js';
import { moneyOf, type Money } from './money.js';
import { volumetricGrams, type Parcel } from './parcel.js';
import { covers, heldOn } from './period.js';
import { servesCountry, type Limits, type RateCard, type Service } from './rate-card.js';
import { daysAt } from './regional-days.js';
import { makeSchedule, type Schedule } from './schedule.js';
import type { Consignment } from './surcharge.js';
import { priceOf, type PriceLine } from './tariff.js';
import type { Instant } from './time.js';
import { findZone, type Unplaced } from './zone-map.js';

/** Why a service has no price. `limit` is in grams or millimetres. */
export type NotServed = { readonly _tag: 'NotServed' } & (
  | { readonly reason: 'origin' }
  | { readonly reason: 'no_zone' }
  | { readonly reason: 'not_valid'; readonly pickupDay: LocalDate }
  | { readonly reason: 'address_part_missing'; readonly part: 'postcode' | 'state' }
  | { readonly reason: 'too_heavy'; readonly limit?: number }
  | { readonly reason: 'too_big'; readonly side: 'longest' | 'girth'; readonly limit: number }
);

/** Grams, each whole; `charged` is the larger of the two. */
export type ChargedWeight = { readonly actual: number; readonly volumetric: number; readonly charged: number };

export type CardQuote = {
  readonly service: Service;
  /** Rounded once, half up, to the card's currency. */
  readonly price: Money;
  /** How the price came about: exact, before rounding. */
  readonly lines: readonly PriceLine[];
  readonly weight: ChargedWeight;
  readonly zone: string;
  readonly routing?: string;
  readonly pickupDay: LocalDate;
  readonly window: DeliveryWindow;
};

export type ServiceAnswer = { readonly service: Service; readonly answer: E.Either<NotServed, CardQuote> };

/**
 * `from` is the house's end and `to` the customer's, whichever way the parcel travels: a return costs what the way there
 * costs. `zone` is the house's: cut-offs, business days and delivery hours are read on its clocks.
 */
export type CardRequest = {
  /** Codes of the services that are asked for; all of them when absent. */
  readonly services?: readonly string[];
  readonly from: Address;
  readonly to: Address;
  readonly parcel: Parcel;
  readonly readyAt: Instant;
  readonly zone: TimeZone;
  /** Whether the parcel travels from the customer to the house. */
  readonly returning?: boolean;
};

const sidesOf = ({ lengthMm, widthMm, heightMm }: Parcel): { readonly sideMm: number; readonly girthMm: number } => {
  const sideMm = Math.max(lengthMm, widthMm, heightMm);
  return { sideMm, girthMm: 2 * (lengthMm + widthMm + heightMm - sideMm) };
};

const refused = (parcel: Parcel, limits: Limits): O.Option<NotServed> => {
  if (limits.grams !== undefined && parcel.grams > limits.grams) {
    return O.some({ _tag: 'NotServed', reason: 'too_heavy', limit: limits.grams });
  }
  const { sideMm, girthMm } = sidesOf(parcel);
  if (limits.sideMm !== undefined && sideMm > limits.sideMm) {
    return O.some({ _tag: 'NotServed', reason: 'too_big', side: 'longest', limit: limits.sideMm });
  }
  return limits.girthMm !== undefined && girthMm > limits.girthMm
    ? O.some({ _tag: 'NotServed', reason: 'too_big', side: 'girth', limit: limits.girthMm })
    : O.none;
};

/** A missing part is only worth naming where the service has a price in that country at all. */
const unplacedAnswer = (card: RateCard, service: Service, to: Address, unplaced: Unplaced): NotServed =>
  unplaced._tag === 'PartMissing' && servesCountry(card, service, to.country)
    ? { _tag: 'NotServed', reason: 'address_part_missing', part: unplaced.part }
    : { _tag: 'NotServed', reason: 'no_zone' };

const weightOf = (parcel: Parcel, divisor: number | undefined): ChargedWeight => {
  const volumetric = divisor === undefined ? 0 : volumetricGrams(parcel, divisor);
  return { actual: parcel.grams, volumetric, charged: Math.max(parcel.grams, volumetric) };
};

/** A home is where no company is, unless the card says otherwise. Judged at the customer's end of either way. */
const isResidential = ({ residential }: RateCard, { company }: Address): boolean =>
  residential === 'no_company' ? company === undefined : residential === 'always';

const consignmentOf = (card: RateCard, { parcel, to }: CardRequest, pickup: LocalDate): Consignment => ({
  pickupDay: pickup,
  country: to.country,
  ...(to.postcode === undefined ? {} : { postcode: to.postcode }),
  residential: isResidential(card, to),
  grams: parcel.grams,
  ...sidesOf(parcel),
});

const quoteService = (
  card: RateCard,
  service: Service,
  request: CardRequest,
  placed: E.Either<Unplaced, number>,
  schedule: Schedule,
): E.Either<NotServed, CardQuote> => {
  const { parcel, from, to, returning = false } = request;
  if (E.isLeft(placed)) return E.left(unplacedAnswer(card, service, to, placed.left));
  const rates = service.rates.get(placed.right);
  const place = card.zones.zones[placed.right];
  if (rates === undefined || place === undefined) return E.left({ _tag: 'NotServed', reason: 'no_zone' });
  const refusal = refused(parcel, service.limits);
  if (O.isSome(refusal)) return E.left(refusal.value);
  const [start, end] = returning ? [to, from] : [from, to];
  const pickupDays = daysAt(card.days, start);
  const pickup = schedule.pickup(service.cutOff, pickupDays);
  const rate = covers(card.period, pickup) ? heldOn(rates, pickup) : undefined;
  if (rate === undefined) return E.left({ _tag: 'NotServed', reason: 'not_valid', pickupDay: pickup });
  const weight = weightOf(parcel, service.divisor);
  const priced = priceOf(rate.tariff, weight.charged, consignmentOf(card, request, pickup));
  if (O.isNone(priced)) return E.left({ _tag: 'NotServed', reason: 'too_heavy', limit: rate.tariff.lastGrams });
  const transitDays = card.transitDaysOf === 'receiver' ? daysAt(card.days, end) : pickupDays;
  return E.right({
    service,
    price: moneyOf(priced.value.total, card.currency),
    lines: priced.value.lines,
    weight,
    zone: place.name,
    ...(place.routing === undefined ? {} : { routing: place.routing }),
    pickupDay: pickup,
    window: schedule.window(pickup, rate.transit, service.hours, transitDays),
  });
};

/**
 * Prices a parcel with every service of the card, in the card's order, or with those that are asked for, in the order of
 * the codes; a code that the card does not know has no answer. The chargeable weight is the larger of the actual and the volumetric one.
 */
export const quoteCard = (card: RateCard, request: CardRequest): readonly ServiceAnswer[] => {
  const wanted = request.services?.map((code) => card.byCode.get(code)) ?? card.services;
  const services = wanted.filter((service) => service !== undefined);
  if (!card.origins.has(request.from.country)) {
    return services.map((service) => ({ service, answer: E.left({ _tag: 'NotServed', reason: 'origin' }) }));
  }
  const placed = findZone(card.zones, request.to);
  const schedule = makeSchedule(request.readyAt, request.zone);
  return services.map((service) => ({ service, answer: quoteService(card, service, request, placed, schedule) }));
};
