import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { readRateCard } from '../../adapters/carriers/rate-card/card-file.js';
import type { Address, CountryCode } from '../../domain/address.js';
import { asIfUtc, wallClock, type TimeZone } from '../../domain/calendar.js';
import { quoteCard, type CardRequest } from '../../domain/card-quote.js';
import { priceText } from '../../domain/money.js';
import { instant, rfc3339 } from '../../domain/time.js';

const utc: TimeZone = { name: 'UTC', toLocal: (at) => wallClock(at, 0), toInstant: asIfUtc };
const yaml = `
carrier: House Courier
currency: AUD
origins: [AU, NZ]
holidays: [2026-12-25]
regional_holidays:
  - { country: AU, days: [2026-12-28] }
  - { country: AU, states: [QLD, Queensland], days: [2026-12-29] }
  - { country: NZ, days: [2026-12-30] }
transit_days_of: sender
residential: no_company
zones: [{ name: all, country: '*' }]
services:
  - code: S
    name: S
    cut_off: 14:00
    delivery_hours: 08:00-18:00
    surcharges: [{ name: Home, flat: 3, residential: true }]
    rates:
      - { zone: all, transit_days: 1, per_kg: 5, valid_to: 2026-12-31 }
      - { zone: all, transit_days: 1, per_kg: 6, valid_from: 2027-01-01, valid_to: 2027-12-31 }
`;
const address = (country: string, more: Partial<Address> = {}): Address => ({
  country: country as CountryCode,
  ...more,
});
const ask = (ready: string, more: Partial<CardRequest> = {}, text = yaml): string => {
  const card = readRateCard(text, 'card.yaml', { country: (code) => O.some(code as CountryCode) });
  if (E.isLeft(card)) return expect.fail(JSON.stringify(card.left));
  const [answer] = quoteCard(card.right, {
    ...{ from: address('AU', { state: 'QLD' }), to: address('NZ', { company: 'Shop' }), zone: utc },
    parcel: { grams: 500, lengthMm: 0, widthMm: 0, heightMm: 0, notes: [] },
    readyAt: instant(Date.parse(ready)),
    ...more,
  });
  if (answer === undefined) return expect.fail('no answer');
  if (E.isLeft(answer.answer)) return JSON.stringify(answer.answer.left);
  const { price, pickupDay, window } = answer.answer.right;
  return `${priceText(price)} ${pickupDay} ${rfc3339(window.endsAt).slice(0, 10)}`;
};

describe("a card's dates", () => {
  it('are decided by the pickup day, not by the day on which it is asked', () => {
    expect(ask('2026-12-31T13:00:00Z')).to.equal('5.00 2026-12-31 2027-01-01');
    expect(ask('2026-12-31T15:00:00Z')).to.equal('6.00 2027-01-01 2027-01-04');
    expect(ask('2028-01-03T09:00:00Z')).to.include('"reason":"not_valid","pickupDay":"2028-01-03"');
  });

  it('of the whole card end its rates', () => {
    const ended = yaml.replace('currency: AUD', 'currency: AUD\nvalid_to: 2026-12-30');
    expect(ask('2026-12-30T09:00:00Z', {}, ended)).to.match(/^5\.00/);
    expect(ask('2026-12-31T09:00:00Z', {}, ended)).to.include('not_valid');
  });
});

describe('holidays of a region', () => {
  it("hold where the parcel is picked up: everybody's, the country's and the state's", () => {
    expect(ask('2026-12-24T15:00:00Z')).to.match(/2026-12-30 2026-12-31$/);
    expect(ask('2026-12-24T15:00:00Z', { from: address('AU', { state: ' queensland' }) })).to.match(/2026-12-30 /);
    expect(ask('2026-12-24T15:00:00Z', { from: address('AU', { state: 'NSW' }) })).to.match(/2026-12-29 2026-12-30$/);
    expect(ask('2026-12-24T15:00:00Z', { from: address('AU') })).to.match(/2026-12-29 /);
  });

  it("of the receiver count in transit where the card says so, and a return's other way round", () => {
    const receivers = yaml.replace('transit_days_of: sender', 'transit_days_of: receiver');
    const from = address('AU', { state: 'NSW' });
    expect(ask('2026-12-29T09:00:00Z', { from })).to.match(/2026-12-29 2026-12-30$/);
    expect(ask('2026-12-29T09:00:00Z', { from }, receivers)).to.match(/2026-12-29 2026-12-31$/);
    expect(ask('2026-12-28T09:00:00Z', { from, returning: true })).to.match(/2026-12-28 2026-12-29$/);
  });
});

describe('an address', () => {
  it('is a home when it has no company, unless the card says what it is', () => {
    const home = { to: address('NZ') };
    expect(ask('2026-12-30T09:00:00Z', home)).to.match(/^8\.00/);
    expect(ask('2026-12-30T09:00:00Z')).to.match(/^5\.00/);
    expect(ask('2026-12-30T09:00:00Z', home, yaml.replace('no_company', 'never'))).to.match(/^5\.00/);
    expect(ask('2026-12-30T09:00:00Z', {}, yaml.replace('no_company', 'always'))).to.match(/^8\.00/);
  });
});
