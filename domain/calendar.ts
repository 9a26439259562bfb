import * as O from 'fp-ts/lib/Option.js';
import type { Branded } from './brand.js';
import { DAY, MINUTE, instant, isoDate, type Instant } from './time.js';

/** A day of the Gregorian calendar somewhere, as `2026-06-01`. Sorts as text. */
export type LocalDate = Branded<string, 'LocalDate'>;

/** Minutes since local midnight, 0 to 1439, as a clock on the wall shows them. */
export type MinuteOfDay = Branded<number, 'MinuteOfDay'>;

/** 0 is Monday. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The clocks of one place. */
export type TimeZone = {
  /** As in the IANA database: `Australia/Brisbane`. */
  readonly name: string;
  readonly toLocal: (at: Instant) => { readonly date: LocalDate; readonly minuteOfDay: MinuteOfDay };
  /**
   * The moment at which the clocks show this. A time that the clocks skip counts as if they had not been put forward yet;
   * of a time that they show twice the first is meant.
   */
  readonly toInstant: (date: LocalDate, minuteOfDay: MinuteOfDay) => Instant;
};

/** Gives the clocks of a zone by its name in the IANA database; absent when there is no such zone. */
export type TimeZones = (name: string) => O.Option<TimeZone>;

/** Days since 1970-01-01. */
type DayNumber = number;

const dayNumber = (date: LocalDate): DayNumber =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY;

const dateOf = (day: DayNumber): LocalDate => isoDate(day) as LocalDate;

/** Reads `2026-06-01`, of a day that exists between 1970 and 2999. */
export const parseLocalDate = (text: string): O.Option<LocalDate> => {
  if (!/^(19[7-9]|2\d\d)\d-\d\d-\d\d$/.test(text)) return O.none;
  const day = dayNumber(text as LocalDate);
  return Number.isFinite(day) && dateOf(day) === text ? O.some(text as LocalDate) : O.none;
};

/** Reads `14:00`, from 00:00 to 23:59. */
export const parseMinuteOfDay = (text: string): O.Option<MinuteOfDay> => {
  const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return found === null ? O.none : O.some((Number(found[1]) * 60 + Number(found[2])) as MinuteOfDay);
};

/** The day and time of day that these clocks show when they are `offset` minutes ahead of UTC. */
export const wallClock = (at: Instant, offset: number): { date: LocalDate; minuteOfDay: MinuteOfDay } => {
  const shown = Math.floor(at / MINUTE + offset);
  const day = Math.floor((shown * MINUTE) / DAY);
  return { date: dateOf(day), minuteOfDay: (shown - (day * DAY) / MINUTE) as MinuteOfDay };
};

/** The moment that would be if clocks stood at UTC: what a zone's offset is taken from. */
export const asIfUtc = (date: LocalDate, minuteOfDay: MinuteOfDay): Instant =>
  instant(dayNumber(date) * DAY + minuteOfDay * MINUTE);

const weekdayIndex = (day: DayNumber): number => (((day + 3) % 7) + 7) % 7;

export const addDays = (date: LocalDate, days: number): LocalDate => dateOf(dayNumber(date) + days);

/** Which days count. Made by `businessDays` only, so that there is always a next one. */
export type BusinessDays = Branded<DaysWorked, 'BusinessDays'>;

type DaysWorked = { readonly worked: readonly boolean[]; readonly holidays: ReadonlySet<DayNumber> };

/** Absent when no weekday is worked: no day would ever count. */
export const businessDays = (weekdays: Iterable<Weekday>, holidays: Iterable<LocalDate>): O.Option<BusinessDays> => {
  const set = new Set(weekdays);
  const days: DaysWorked = {
    worked: WEEKDAYS.map((weekday) => set.has(weekday)),
    holidays: new Set([...holidays].map(dayNumber)),
  };
  return set.size === 0 ? O.none : O.some(days as BusinessDays);
};

const counts = (days: BusinessDays, day: DayNumber): boolean =>
  days.worked[weekdayIndex(day)] === true && !days.holidays.has(day);

/** The `count`-th business day after `date`; for 0 the day itself, or the next business day when it is none. */
export const addBusinessDays = (date: LocalDate, count: number, days: BusinessDays): LocalDate => {
  let day = dayNumber(date);
  while (!counts(days, day)) day += 1;
  for (let left = count; left > 0; left -= 1) {
    day += 1;
    while (!counts(days, day)) day += 1;
  }
  return dateOf(day);
};

/**
 * The day on which a parcel is collected: the day on which it is ready, if that is a business day and it is ready by the
 * cut-off, to the minute; else the next business day. Both in the sender's zone.
 */
export const pickupDay = (readyAt: Instant, cutOff: MinuteOfDay, zone: TimeZone, days: BusinessDays): LocalDate => {
  const { date, minuteOfDay } = zone.toLocal(readyAt);
  const inTime = minuteOfDay < cutOff || (minuteOfDay === cutOff && readyAt % MINUTE === 0);
  return addBusinessDays(inTime ? date : addDays(date, 1), 0, days);
};

/** From the least to the most business days after pickup. */
export type Transit = { readonly min: number; readonly max: number };

/** When couriers ring, on the clocks of the sender's zone. */
export type DeliveryHours = { readonly opens: MinuteOfDay; readonly closes: MinuteOfDay };

export type DeliveryWindow = { readonly startsAt: Instant; readonly endsAt: Instant };

/**
 * From the opening of the first possible delivery day to the closing of the last. Hours are read in the sender's zone, the
 * only one that is always known; the receiver's may differ from it by the hours between the two. A window never starts
 * before the parcel is ready.
 */
export const deliveryWindow = (
  pickup: LocalDate,
  readyAt: Instant,
  transit: Transit,
  hours: DeliveryHours,
  zone: TimeZone,
  days: BusinessDays,
): DeliveryWindow => {
  const opening = zone.toInstant(addBusinessDays(pickup, transit.min, days), hours.opens);
  const closing = zone.toInstant(addBusinessDays(pickup, transit.max, days), hours.closes);
  return { startsAt: instant(Math.max(opening, readyAt)), endsAt: closing };
};
