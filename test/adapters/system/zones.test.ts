import { expect } from 'chai';
import fc from 'fast-check';
import * as O from 'fp-ts/lib/Option.js';
import { DateTime } from 'luxon';
import { makeZones } from '../../../adapters/system/zones.js';
import { parseLocalDate, parseMinuteOfDay, type TimeZone } from '../../../domain/calendar.js';
import { instant, rfc3339 } from '../../../domain/time.js';

const zones = makeZones();
const some = <A>(option: O.Option<A>): A => (O.isSome(option) ? option.value : expect.fail('absent'));
const zone = (name: string): TimeZone => some(zones(name));
const moment = (name: string, date: string, time: string): string =>
  rfc3339(zone(name).toInstant(some(parseLocalDate(date)), some(parseMinuteOfDay(time))));

const NAMES = [
  'Australia/Brisbane',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Europe/London',
  'UTC',
];

describe('time zones', () => {
  it('are those of the IANA database', () => {
    for (const name of ['Australia/Brisbanne', '', '+10:00', 'local', '../etc/passwd']) {
      expect(zones(name), name).to.deep.equal(O.none);
    }
    expect(zone('Australia/Sydney')).to.equal(zone('Australia/Sydney'));
  });

  it('take a skipped time as if the clocks had not been put forward', () => {
    expect(moment('Australia/Sydney', '2026-10-04', '02:30')).to.equal('2026-10-03T16:30:00Z');
    expect(moment('America/New_York', '2026-03-08', '02:30')).to.equal('2026-03-08T07:30:00Z');
    expect(moment('Australia/Lord_Howe', '2026-10-04', '02:15')).to.equal('2026-10-03T15:45:00Z');
  });

  it('take the first of a time that is shown twice', () => {
    expect(moment('Australia/Sydney', '2026-04-05', '02:30')).to.equal('2026-04-04T15:30:00Z');
    expect(moment('America/New_York', '2026-11-01', '01:30')).to.equal('2026-11-01T05:30:00Z');
    expect(moment('Australia/Lord_Howe', '2026-04-05', '01:45')).to.equal('2026-04-04T14:45:00Z');
  });

  it('know both sides of a change to the minute', () => {
    expect(moment('Australia/Sydney', '2026-10-04', '01:59')).to.equal('2026-10-03T15:59:00Z');
    expect(moment('Australia/Sydney', '2026-10-04', '03:00')).to.equal('2026-10-03T16:00:00Z');
    expect(moment('Australia/Sydney', '2026-04-05', '03:00')).to.equal('2026-04-04T17:00:00Z');
    expect(zone('Australia/Sydney').toLocal(instant(Date.parse('2026-10-03T15:59:59Z')))).to.deep.equal({
      date: '2026-10-04',
      minuteOfDay: 119,
    });
    expect(zone('Australia/Sydney').toLocal(instant(Date.parse('2026-10-03T16:00:00Z')))).to.deep.equal({
      date: '2026-10-04',
      minuteOfDay: 180,
    });
  });

  it('show what luxon shows, whether asked first or again', () => {
    const when = fc.integer({ min: Date.UTC(1975, 0), max: Date.UTC(2037, 0) });
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), when, (name, milliseconds) => {
        const shown = DateTime.fromMillis(milliseconds, { zone: name });
        for (let again = 0; again < 2; again += 1) {
          const { date, minuteOfDay } = zone(name).toLocal(instant(milliseconds));
          expect(date).to.equal(shown.toISODate());
          expect(minuteOfDay).to.equal(shown.hour * 60 + shown.minute);
        }
      }),
    );
  });

  it('lead from the clocks back to a moment at which they show that', () => {
    const when = fc.integer({ min: Date.UTC(1975, 0), max: Date.UTC(2037, 0) });
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), when, (name, milliseconds) => {
        const local = zone(name).toLocal(instant(milliseconds));
        const back = zone(name).toInstant(local.date, local.minuteOfDay);
        expect(zone(name).toLocal(back)).to.deep.equal(local);
        expect(back).to.be.at.most(milliseconds);
      }),
    );
  });
});
