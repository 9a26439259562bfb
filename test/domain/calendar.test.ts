import { expect } from 'chai';
import fc from 'fast-check';
import * as O from 'fp-ts/lib/Option.js';
import {
  addBusinessDays,
  addDays,
  asIfUtc,
  businessDays,
  deliveryWindow,
  parseLocalDate,
  parseMinuteOfDay,
  pickupDay,
  wallClock,
  type LocalDate,
  type MinuteOfDay,
  type TimeZone,
} from '../../domain/calendar.js';
import { instant, rfc3339, type Instant } from '../../domain/time.js';

const some = <A>(option: O.Option<A>): A => (O.isSome(option) ? option.value : expect.fail('absent'));
const date = (text: string): LocalDate => some(parseLocalDate(text));
const clock = (text: string): MinuteOfDay => some(parseMinuteOfDay(text));
const at = (text: string): Instant => instant(Date.parse(text));

/** Brisbane's clocks never change. */
const brisbane: TimeZone = {
  name: 'Australia/Brisbane',
  toLocal: (moment) => wallClock(moment, 600),
  toInstant: (day, minute) => instant(asIfUtc(day, minute) - 600 * 60_000),
};
const holidays = [date('2026-12-25'), date('2026-12-28'), date('2027-01-01')];
const weekdays = some(businessDays(['mon', 'tue', 'wed', 'thu', 'fri'], holidays));
const anyDate = fc.integer({ min: 0, max: 30_000 }).map((days) => addDays(date('1970-01-01'), days));

describe('a calendar', () => {
  it('knows the days that exist', () => {
    for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '26-01-01', '2026-04-31', '2026-01-00', '']) {
      expect(parseLocalDate(text), text).to.deep.equal(O.none);
    }
    expect(parseLocalDate('2028-02-29')).to.deep.equal(O.some('2028-02-29'));
  });

  it('reads a time of day to the minute', () => {
    expect([clock('00:00'), clock('14:05'), clock('23:59')]).to.deep.equal([0, 845, 1439]);
    for (const text of ['24:00', '9:00', '12:60', '1200', ''])
      expect(parseMinuteOfDay(text), text).to.deep.equal(O.none);
  });

  it('counts days over the ends of months and years', () => {
    expect(addDays(date('2026-12-31'), 1)).to.equal('2027-01-01');
    expect(addDays(date('2028-03-01'), -1)).to.equal('2028-02-29');
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -400, max: 400 }), (day, days) => {
        expect(addDays(addDays(day, days), -days)).to.equal(day);
        expect(Date.parse(addDays(day, days)) - Date.parse(day)).to.equal(days * 86_400_000);
      }),
    );
  });

  it('needs one working weekday', () => {
    expect(businessDays([], [])).to.deep.equal(O.none);
  });

  it('passes over weekends and holidays', () => {
    expect(addBusinessDays(date('2026-12-24'), 1, weekdays)).to.equal('2026-12-29');
    expect(addBusinessDays(date('2026-12-25'), 0, weekdays)).to.equal('2026-12-29');
    expect(addBusinessDays(date('2026-06-05'), 1, weekdays)).to.equal('2026-06-08');
    expect(addBusinessDays(date('2026-06-03'), 0, weekdays)).to.equal('2026-06-03');
  });

  it('lands on a business day, and adds up', () => {
    const count = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(anyDate, count, count, (day, first, second) => {
        const landed = addBusinessDays(day, first, weekdays);
        expect(new Date(landed).getUTCDay(), landed).not.to.be.oneOf([0, 6]);
        expect(landed, 'a holiday').not.to.be.oneOf(holidays);
        expect(landed >= day).to.equal(true);
        expect(addBusinessDays(landed, second, weekdays)).to.equal(addBusinessDays(day, first + second, weekdays));
      }),
    );
  });
});

describe('the pickup day', () => {
  const pickup = (ready: string): LocalDate => pickupDay(at(ready), clock('14:00'), brisbane, weekdays);

  it('is the day itself until the cut-off, to the millisecond', () => {
    expect(pickup('2026-06-01T13:59:59.999+10:00')).to.equal('2026-06-01');
    expect(pickup('2026-06-01T14:00:00+10:00')).to.equal('2026-06-01');
    expect(pickup('2026-06-01T14:00:00.001+10:00')).to.equal('2026-06-02');
  });

  it("is reckoned by the sender's clocks", () => {
    expect(pickup('2026-06-01T22:00:00Z')).to.equal('2026-06-02');
  });

  it('is the next business day for what is ready on a weekend or a holiday', () => {
    expect(pickup('2026-06-06T09:00:00+10:00')).to.equal('2026-06-08');
    expect(pickup('2026-06-05T15:00:00+10:00')).to.equal('2026-06-08');
    expect(pickup('2026-12-25T09:00:00+10:00')).to.equal('2026-12-29');
  });
});

describe('the delivery window', () => {
  const hours = { opens: clock('08:00'), closes: clock('18:00') };

  it('goes from the opening of the first day to the closing of the last', () => {
    const ready = at('2026-06-04T10:00:00+10:00');
    const window = deliveryWindow(date('2026-06-04'), ready, { min: 1, max: 3 }, hours, brisbane, weekdays);
    expect(rfc3339(window.startsAt)).to.equal('2026-06-04T22:00:00Z');
    expect(rfc3339(window.endsAt)).to.equal('2026-06-09T08:00:00Z');
  });

  it('does not start before the parcel is ready', () => {
    const ready = at('2026-06-04T10:30:00+10:00');
    const window = deliveryWindow(date('2026-06-04'), ready, { min: 0, max: 0 }, hours, brisbane, weekdays);
    expect(window.startsAt).to.equal(ready);
    expect(rfc3339(window.endsAt)).to.equal('2026-06-04T08:00:00Z');
  });
});
