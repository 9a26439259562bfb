import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Address, CountryCode } from '../../domain/address.js';
import {
  asIfUtc,
  parseLocalDate,
  parseMinuteOfDay,
  wallClock,
  WEEKDAYS,
  type MinuteOfDay,
  type TimeZone,
} from '../../domain/calendar.js';
import { quoteCard, type CardRequest } from '../../domain/card-quote.js';
import { parseCurrency, type Currency } from '../../domain/currency.js';
import { decimal } from '../../domain/decimal.js';
import { priceText } from '../../domain/money.js';
import type { Parcel } from '../../domain/parcel.js';
import {
  findService,
  makeRateCard,
  trackingUrlOf,
  type RateCard,
  type RawRate,
  type RawRateCard,
  type RawService,
} from '../../domain/rate-card.js';
import type { Oversize } from '../../domain/surcharge.js';
import { instant } from '../../domain/time.js';

const some = <A>(option: O.Option<A>): A => (O.isSome(option) ? option.value : expect.fail('absent'));
const clock = (text: string): MinuteOfDay => some(parseMinuteOfDay(text));
const country = (code: string): CountryCode => code as CountryCode;
const currency: Currency = some(parseCurrency('AUD'));
const brisbane: TimeZone = {
  name: 'Australia/Brisbane',
  toLocal: (at) => wallClock(at, 600),
  toInstant: (date, minute) => instant(asIfUtc(date, minute) - 600 * 60_000),
};

const rate = (zone: string, dollars: bigint, more: Partial<RawRate> = {}): RawRate => ({
  zone,
  transit: { min: 1, max: 2 },
  breaks: [{ upTo: 5000, price: decimal(dollars) }],
  step: 1000,
  ...more,
});

const service = (code: string, rates: readonly RawRate[], more: Partial<RawService> = {}): RawService => ({
  code,
  name: code,
  limits: {},
  cutOff: clock('14:00'),
  hours: { opens: clock('08:00'), closes: clock('18:00') },
  surcharges: [],
  rates,
  ...more,
});

const raw: RawRateCard = {
  carrier: 'House Courier',
  currency,
  workdays: WEEKDAYS.slice(0, 5),
  holidays: [],
  origins: [country('AU')],
  zones: [
    { name: 'metro', routing: 'BNE', countries: [country('AU')], states: [], postcodes: ['4000-4179'] },
    { name: 'queensland', countries: [country('AU')], states: ['QLD', 'Queensland'], postcodes: [] },
    { name: 'australia', countries: [country('AU')], states: [], postcodes: [] },
    { name: 'states', countries: [country('US')], states: ['CA'], postcodes: [] },
    { name: 'europe', countries: [country('DE'), country('FR')], states: [], postcodes: [] },
    { name: 'world', countries: ['*'], states: [], postcodes: [] },
  ],
  services: [
    service('STANDARD', [rate('metro', 1n), rate('queensland', 2n), rate('australia', 3n)]),
    service('WORLD', [rate('states', 4n), rate('europe', 5n), rate('world', 6n)]),
  ],
};

const cardOf = (card: RawRateCard): RateCard => {
  const made = makeRateCard(card);
  return E.isRight(made) ? made.right : expect.fail(JSON.stringify(made.left));
};
const card = cardOf(raw);

const parcel: Parcel = { grams: 400, lengthMm: 300, widthMm: 200, heightMm: 100, notes: [] };
const to = (code: string, more: Partial<Address> = {}): Address => ({ country: country(code), ...more });
const ask = (where: Address, more: Partial<CardRequest> = {}, of = card): readonly string[] =>
  quoteCard(of, {
    from: to('AU'),
    to: where,
    parcel,
    zone: brisbane,
    readyAt: instant(Date.parse('2026-06-01T10:00:00+10:00')),
    ...more,
  }).map(({ service: { code }, answer }) => {
    if (E.isRight(answer)) return `${code} ${priceText(answer.right.price)}`;
    const { reason, ...facts } = answer.left;
    return [code, reason, ...('part' in facts ? [facts.part] : []), ...('limit' in facts ? [facts.limit] : [])].join(
      ' ',
    );
  });

describe('a quote from a rate card', () => {
  it('prices by postcode before state before country before the rest of the world', () => {
    expect(ask(to('AU', { postcode: '4101', state: 'NSW' }))).to.deep.equal(['STANDARD 1.00', 'WORLD no_zone']);
    expect(ask(to('AU', { postcode: '4870', state: ' queensland' }))[0]).to.equal('STANDARD 2.00');
    expect(ask(to('AU', { postcode: '2000', state: 'NSW' }))[0]).to.equal('STANDARD 3.00');
    expect(ask(to('FR'))).to.deep.equal(['STANDARD no_zone', 'WORLD 5.00']);
    expect(ask(to('BR'))[1]).to.equal('WORLD 6.00');
  });

  it('says which part of the address is missing, where the service goes there at all', () => {
    expect(ask(to('AU'))).to.deep.equal(['STANDARD address_part_missing postcode', 'WORLD no_zone']);
    expect(ask(to('AU', { postcode: '2000' }))[0]).to.equal('STANDARD address_part_missing state');
    expect(ask(to('US'))).to.deep.equal(['STANDARD no_zone', 'WORLD address_part_missing state']);
  });

  it('does not take an unnamed part of a named country for the rest of the world', () => {
    expect(ask(to('US', { state: 'NV' }))[1]).to.equal('WORLD no_zone');
  });

  it('answers for one service by its code, and not for an unknown one', () => {
    expect(ask(to('DE'), { services: ['WORLD'] })).to.deep.equal(['WORLD 5.00']);
    expect(ask(to('DE'), { services: ['world'] })).to.deep.equal([]);
    expect(O.isSome(findService(card, 'WORLD'))).to.equal(true);
  });

  it("serves only senders in the card's own countries", () => {
    expect(ask(to('DE'), { from: to('NZ') })).to.deep.equal(['STANDARD origin', 'WORLD origin']);
  });

  it('charges the volume where it weighs more than the parcel', () => {
    const bulky = cardOf({
      ...raw,
      services: [service('S', [rate('world', 5n, { perKg: decimal(2n) })], { divisor: 1000 })],
    });
    expect(ask(to('BR'), {}, bulky)).to.deep.equal(['S 7.00']);
    const [answer] = quoteCard(bulky, { from: to('AU'), to: to('BR'), parcel, zone: brisbane, readyAt: instant(0) });
    expect(answer !== undefined && E.isRight(answer.answer) ? answer.answer.right.weight : undefined).to.deep.equal({
      actual: 400,
      volumetric: 6000,
      charged: 6000,
    });
  });

  it('takes a parcel for oversize by what it weighs and measures itself, not by what is charged', () => {
    const big = (over: Oversize): RateCard => {
      const surcharges = [{ name: 'Big', charge: { _tag: 'Flat' as const, amount: decimal(10n) }, over }];
      return cardOf({ ...raw, services: [service('S', [rate('world', 5n)], { divisor: 4000, surcharges })] });
    };
    // It is charged as 1.5 kg, and its girth is 2 x (200 + 100).
    const prices = ([{ grams: 399 }, { sideMm: 299 }, { girthMm: 599 }] as const).map((over) =>
      ask(to('BR'), {}, big(over)),
    );
    expect(prices).to.deep.equal([['S 15.00'], ['S 15.00'], ['S 15.00']]);
    expect(ask(to('BR'), {}, big({ grams: 400, sideMm: 300, girthMm: 600 }))).to.deep.equal(['S 5.00']);
  });

  it('refuses what is too heavy, too long or too thick, with the limit', () => {
    const limited = (limits: RawService['limits']): RateCard =>
      cardOf({ ...raw, services: [service('S', [rate('world', 5n)], { limits })] });
    expect(ask(to('BR'), {}, limited({ grams: 399 }))).to.deep.equal(['S too_heavy 399']);
    expect(ask(to('BR'), {}, limited({ grams: 400, sideMm: 300, girthMm: 600 }))).to.deep.equal(['S 5.00']);
    expect(ask(to('BR'), {}, limited({ sideMm: 299 }))).to.deep.equal(['S too_big 299']);
    expect(ask(to('BR'), {}, limited({ girthMm: 599 }))).to.deep.equal(['S too_big 599']);
    expect(ask(to('BR'), { parcel: { ...parcel, grams: 5001 } })[1]).to.equal('WORLD too_heavy 5000');
  });

  it('charges a surcharge in its zones only, and rounds once', () => {
    const third = { _tag: 'Percent', percent: decimal(333n, 2) } as const;
    const surcharges = [
      { name: 'Fuel', charge: third },
      { name: 'Peak', charge: third },
      { name: 'Far', charge: { _tag: 'Flat', amount: decimal(9n) }, zones: ['world'] },
    ] as const;
    const rates = [rate('europe', 0n, { breaks: [{ upTo: 5000, price: decimal(105n, 2) }] }), rate('world', 1n)];
    const surcharged = cardOf({ ...raw, services: [service('S', rates, { surcharges })] });
    // 1.05 + 2 x 0.034965 = 1.11993; rounding each line would give 1.11.
    expect(ask(to('DE'), {}, surcharged)).to.deep.equal(['S 1.12']);
    expect(ask(to('BR'), {}, surcharged)).to.deep.equal(['S 10.07']);
  });

  it('carries the pickup day, the window and the routing code', () => {
    const [answer] = quoteCard(card, {
      from: to('AU'),
      to: to('AU', { postcode: '4000' }),
      parcel,
      zone: brisbane,
      readyAt: instant(Date.parse('2026-06-05T15:00:00+10:00')),
    });
    if (answer === undefined || E.isLeft(answer.answer)) return expect.fail('no quote');
    const { pickupDay, window, routing, zone } = answer.answer.right;
    expect({ pickupDay, routing, zone }).to.deep.equal({
      pickupDay: some(parseLocalDate('2026-06-08')),
      routing: 'BNE',
      zone: 'metro',
    });
    expect(window.startsAt).to.equal(Date.parse('2026-06-09T08:00:00+10:00'));
    expect(window.endsAt).to.equal(Date.parse('2026-06-10T18:00:00+10:00'));
  });
});

describe('a rate card', () => {
  const rulesOf = (changed: Partial<RawRateCard>): readonly string[] => {
    const made = makeRateCard({ ...raw, ...changed });
    return E.isLeft(made) ? made.left.map(({ field, rule }) => `${field} ${rule}`) : [];
  };

  it('refuses to be empty', () => {
    expect(rulesOf({ services: [], origins: [], workdays: [] })).to.have.members([
      'workdays empty',
      'services empty',
      'origins empty',
    ]);
  });

  it('refuses two zones for one place', () => {
    const zones = [
      ...raw.zones,
      { name: 'again', countries: [country('FR'), '*' as const], states: [], postcodes: [] },
    ];
    expect(rulesOf({ zones })).to.deep.equal(['zones.6.country overlaps', 'zones.6.country overlaps']);
    const states = { name: 'again', countries: [country('AU')], states: ['qld'], postcodes: ['4000-4001'] };
    expect(rulesOf({ zones: [...raw.zones, states] })).to.have.members([
      'zones.6.states.0 overlaps',
      'zones.6.postcodes.0 overlaps',
    ]);
  });

  it('refuses parts of several countries in one zone', () => {
    const zones = [
      ...raw.zones,
      { name: 'mixed', countries: [country('NZ'), country('FJ')], states: ['X'], postcodes: [] },
    ];
    expect(rulesOf({ zones })).to.deep.equal(['zones.6.country one_country_for_parts']);
  });

  it('refuses a code that stands twice', () => {
    const services = [...raw.services, service('WORLD', [rate('world', 1n)])];
    expect(rulesOf({ services })).to.deep.equal(['services.2.code duplicate']);
  });

  it('refuses a delivery on the day of a pickup that may come after closing', () => {
    const late = service('S', [rate('world', 1n, { transit: { min: 0, max: 0 } })], { cutOff: clock('18:00') });
    expect(rulesOf({ services: [late] })).to.deep.equal(['services.0.rates.0.transit_days cut_off_after_closing']);
  });

  it('makes tracking pages from a template that has the place for the code', () => {
    expect(rulesOf({ trackingUrl: 'https://example.com/track' })).to.deep.equal(['tracking_url tracking_template']);
    const tracked = cardOf({ ...raw, trackingUrl: 'https://example.com/{tracking_code}?c={tracking_code}' });
    const [standard] = tracked.services;
    expect(standard && trackingUrlOf(standard, 'a/b')).to.deep.equal(O.some('https://example.com/a%2Fb?c=a%2Fb'));
    expect(card.services[0] && trackingUrlOf(card.services[0], '1')).to.deep.equal(O.none);
  });
});
