import * as O from 'fp-ts/lib/Option.js';
import { IANAZone } from 'luxon';
import { asIfUtc, wallClock, type TimeZone, type TimeZones } from '../../domain/calendar.js';
import { DAY, MINUTE, instant } from '../../domain/time.js';

/** Zones change their offset at a quarter of an hour of UTC, so one look-up answers for the whole quarter. */
const QUARTER = 15 * MINUTE;

/** Quarters kept per zone: two months of them, in a few hundred kilobytes. */
const MOST_KEPT = 6_000;

/** Minutes ahead of UTC, remembered: the database of zones is asked through text formatting, which is slow. */
const rememberedOffset = (zone: IANAZone): ((milliseconds: number) => number) => {
  const kept = new Map<number, number>();
  return (milliseconds) => {
    const quarter = Math.floor(milliseconds / QUARTER);
    const known = kept.get(quarter);
    if (known !== undefined) return known;
    const offset = zone.offset(quarter * QUARTER);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(quarter, offset);
    return offset;
  };
};

const makeTimeZone = (name: string): TimeZone => {
  const offsetAt = rememberedOffset(IANAZone.create(name));
  return {
    name,
    toLocal: (at) => wallClock(at, offsetAt(at)),
    toInstant: (date, minuteOfDay) => {
      const shown = asIfUtc(date, minuteOfDay);
      // Of the offsets a day before and a day after, the one that is in force when the clocks show this time is right.
      // With both in force the time is shown twice, with neither it is skipped.
      const before = shown - offsetAt(shown - DAY) * MINUTE;
      const after = shown - offsetAt(shown + DAY) * MINUTE;
      if (before === after) return instant(before);
      const real = [before, after].filter((at) => at + offsetAt(at) * MINUTE === shown);
      return instant(real.length === 0 ? before : Math.min(...real));
    },
  };
};

/** Zones from the runtime's own database. Each is made once. */
export const makeZones = (): TimeZones => {
  const made = new Map<string, TimeZone>();
  return (name) => {
    const known = made.get(name);
    if (known !== undefined) return O.some(known);
    // Some runtimes also take fixed offsets such as +10:00, others do not: a name works everywhere or nowhere.
    if (!/^[A-Za-z]/.test(name) || !IANAZone.isValidZone(name)) return O.none;
    const zone = makeTimeZone(name);
    made.set(name, zone);
    return O.some(zone);
  };
};
