import { expect } from 'chai';
import fc from 'fast-check';
import * as O from 'fp-ts/lib/Option.js';
import {
  asIfUtc,
  businessDays,
  deliveryWindow,
  pickupDay,
  wallClock,
  type BusinessDays,
  type LocalDate,
  type MinuteOfDay,
  type TimeZone,
} from '../../domain/calendar.js';
import { makeSchedule } from '../../domain/schedule.js';
import { instant } from '../../domain/time.js';

const brisbane: TimeZone = {
  name: 'Australia/Brisbane',
  toLocal: (moment) => wallClock(moment, 600),
  toInstant: (day, minute) => instant(asIfUtc(day, minute) - 600 * 60_000),
};

const days = (holidays: readonly string[]): BusinessDays =>
  O.toNullable(businessDays(['mon', 'tue', 'wed', 'thu', 'fri'], holidays as readonly LocalDate[])) ??
  expect.fail('no days');

const ordinary = days([]);
const withHoliday = days(['2026-06-02', '2026-06-03']);

/** Few values of each, so that many services have some in common. */
const service = fc.record({
  cutOff: fc.constantFrom(600, 900),
  days: fc.constantFrom(ordinary, withHoliday),
  transit: fc.record({ min: fc.integer({ min: 0, max: 1 }), max: fc.integer({ min: 1, max: 2 }) }),
  hours: fc.record({ opens: fc.constantFrom(480, 540), closes: fc.constantFrom(1020, 1080) }),
});

describe('a schedule', () => {
  it('gives every service the days and the window that are its own', () => {
    const readyAt = instant(Date.UTC(2026, 5, 1, 2));
    fc.assert(
      fc.property(fc.array(service, { minLength: 2, maxLength: 12 }), (services) => {
        const schedule = makeSchedule(readyAt, brisbane);
        for (const { cutOff, days: worked, transit, hours } of services) {
          const [closes, opens, cut] = [hours.closes, hours.opens, cutOff] as [MinuteOfDay, MinuteOfDay, MinuteOfDay];
          const pickup = pickupDay(readyAt, cut, brisbane, worked);
          expect(schedule.pickup(cut, worked)).to.equal(pickup);
          expect(schedule.window(pickup, transit, { opens, closes }, worked)).to.deep.equal(
            deliveryWindow(pickup, readyAt, transit, { opens, closes }, brisbane, worked),
          );
        }
      }),
    );
  });
});
