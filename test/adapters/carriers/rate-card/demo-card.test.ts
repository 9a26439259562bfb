import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { cardFaultText } from '../../../../adapters/carriers/rate-card/card-fault.js';
import { readRateCard } from '../../../../adapters/carriers/rate-card/card-file.js';
import { makeZones } from '../../../../adapters/system/zones.js';
import { demoCardText } from '../../../../config/demo-card.js';
import type { Address, CountryCode } from '../../../../domain/address.js';
import { quoteCard, type CardQuote, type CardRequest } from '../../../../domain/card-quote.js';
import { priceText } from '../../../../domain/money.js';
import type { Parcel } from '../../../../domain/parcel.js';
import type { RateCard } from '../../../../domain/rate-card.js';
import { instant, rfc3339 } from '../../../../domain/time.js';

const country = (code: string): O.Option<CountryCode> =>
  /^[A-Z]{2}$/.test(code) ? O.some(code as CountryCode) : O.none;
const address = (code: string, postcode?: string): Address =>
  postcode === undefined ? { country: code as CountryCode } : { country: code as CountryCode, postcode };

const read = readRateCard(demoCardText, 'rate-card.yaml', { country });
const card: RateCard = E.isRight(read) ? read.right : expect.fail(read.left.map(cardFaultText).join('\n'));
const brisbane = O.toUndefined(makeZones()('Australia/Brisbane')) ?? expect.fail('no such zone');
const shirt: Parcel = { grams: 480, lengthMm: 300, widthMm: 200, heightMm: 30, notes: [] };

const ask = (to: Address, more: Partial<CardRequest> = {}): readonly CardQuote[] =>
  quoteCard(card, {
    from: address('AU', '4000'),
    to,
    parcel: shirt,
    zone: brisbane,
    readyAt: instant(Date.parse('2026-12-24T10:00:00+10:00')),
    ...more,
  }).flatMap(({ answer }) => (E.isRight(answer) ? [answer.right] : []));

describe('the demo rate card', () => {
  it('has a zone for every Australian postcode', () => {
    const assigned = [
      ...[...Array(100).keys()].map((n) => 200 + n),
      ...[...Array(9200).keys()].map((n) => 800 + n),
    ].map((code) => String(code).padStart(4, '0'));
    const missing = assigned.filter((code) => ask(address('AU', code), { services: ['STANDARD'] }).length === 0);
    expect(missing).to.deep.equal([]);
  });

  it('prices a shirt to where people live', () => {
    const prices = (to: Address): Record<string, string> =>
      Object.fromEntries(ask(to).map(({ service, price }) => [service.code, priceText(price)]));
    expect(prices(address('AU', '4101'))).to.deep.equal({ STANDARD: '8.47', EXPRESS: '11.88', SAME_DAY: '19.50' });
    expect(prices(address('AU', '2000'))).to.deep.equal({ STANDARD: '10.33', EXPRESS: '14.54' });
    expect(prices(address('AU', '0870'))).to.deep.equal({ STANDARD: '22.71' });
    expect(prices(address('NZ'))).to.deep.equal({ INTERNATIONAL: '21.23' });
    expect(prices(address('DE', '10115'))).to.deep.equal({ INTERNATIONAL: '34.33' });
  });

  it('delivers after the holidays', () => {
    const [standard] = ask(address('AU', '2000'), { services: ['STANDARD'] });
    expect(standard?.pickupDay).to.equal('2026-12-24');
    expect(rfc3339(standard?.window.startsAt ?? instant(0))).to.equal('2026-12-29T22:00:00Z');
    expect(rfc3339(standard?.window.endsAt ?? instant(0))).to.equal('2027-01-04T08:00:00Z');
    expect(standard?.routing).to.equal('CAP');
  });
});
