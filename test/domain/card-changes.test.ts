import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { readRateCard } from '../../adapters/carriers/rate-card/card-file.js';
import type { CountryCode } from '../../domain/address.js';
import type { LocalDate } from '../../domain/calendar.js';
import { cardChanges, isUnchanged, type ZoneChange } from '../../domain/card-changes.js';
import { decimalText } from '../../domain/decimal.js';
import type { RateCard } from '../../domain/rate-card.js';

const text = `
carrier: House Courier
currency: AUD
origins: [AU]
zones:
  - { name: near, country: AU }
  - { name: far, country: NZ }
services:
  - code: STANDARD
    name: Standard
    cut_off: 14:00
    delivery_hours: 08:00-18:00
    surcharges: [{ name: Fuel, percent: 10 }]
    rates:
      - { zone: near, transit_days: 1, breaks: [{ up_to: 1 kg, price: 10 }, { up_to: 2 kg, price: 20 }, { up_to: 3 kg, price: 30 }] }
      - { zone: far, transit_days: 1, per_kg: 5, valid_to: 2026-12-31 }
      - { zone: far, transit_days: 1, per_kg: 6, valid_from: 2027-01-01 }
`;
const cardOf = (yaml: string): RateCard => {
  const card = readRateCard(yaml, 'card.yaml', { country: (code) => O.some(code as CountryCode) });
  return E.isRight(card) ? card.right : expect.fail(JSON.stringify(card.left));
};
const card = cardOf(text);
const changes = (yaml: string, day = '2026-12-01', before = card) =>
  cardChanges(before, cardOf(yaml), day as LocalDate);
const summary = (change: ZoneChange): string => {
  const name = `${change.service} ${change.zone} ${change._tag}`;
  if (change._tag !== 'Priced') return name;
  const { changed, weights, least, median, most } = change;
  const percents = [least, median, most].map(({ percent }) => (percent === undefined ? '?' : decimalText(percent)));
  return `${name} ${changed}/${weights} ${percents.join(' ')}`;
};

describe('the changes that a new card brings', () => {
  it('are none against itself', () => {
    expect(isUnchanged(changes(text))).to.equal(true);
    expect(changes(text).zones.map(summary)).to.deep.equal([
      'STANDARD near Priced 0/3 0.00 0.00 0.00',
      'STANDARD far Priced 0/3 0.00 0.00 0.00',
    ]);
  });

  it('are the least, the median and the most over the weight breaks, with what every parcel is charged', () => {
    const found = changes(text.replace('price: 10 ', 'price: 11 ').replace('price: 30 ', 'price: 27 '));
    expect(found.zones.map(summary)[0]).to.equal('STANDARD near Priced 2/3 -10.00 0.00 10.00');
    const [near] = found.zones;
    expect(
      near?._tag === 'Priced' ? [near.most.weight, near.most.before.minor, near.most.after.minor] : [],
    ).to.deep.equal([1000, 1100n, 1210n]);
    expect(changes(text.replace('percent: 10', 'percent: 21')).zones.map(summary)[0]).to.equal(
      'STANDARD near Priced 3/3 10.00 10.00 10.00',
    );
  });

  it('are those of the pickup day that is asked about', () => {
    const dearer = text.replace('per_kg: 6', 'per_kg: 9');
    expect(isUnchanged(changes(dearer, '2026-12-31'))).to.equal(true);
    expect(changes(dearer, '2027-01-01').zones.map(summary)[1]).to.equal('STANDARD far Priced 3/3 50.00 50.00 50.00');
  });

  it('name services, zones and routes that come and go, and another currency', () => {
    const more = text
      .replace('currency: AUD', 'currency: NZD')
      .replace('services:', '  - { name: world, country: "*" }\nservices:')
      .replace('zone: far', 'zone: world')
      .replaceAll('zone: far', 'zone: world')
      .concat(
        '  - { code: NEW, name: New, cut_off: 14:00, delivery_hours: 08:00-18:00, rates: [{ zone: near, transit_days: 1, per_kg: 1 }] }\n',
      );
    const found = changes(more);
    expect([found.newServices, found.goneServices, found.newZones, found.goneZones]).to.deep.equal([
      ['NEW'],
      [],
      ['world'],
      [],
    ]);
    expect(found.currency).to.deep.equal({ before: 'AUD', after: 'NZD' });
    expect(found.zones.map(({ zone, _tag }) => `${zone} ${_tag}`)).to.deep.equal([
      'near Priced',
      'world New',
      'far Gone',
    ]);
    expect(changes(text, '2026-12-01', cardOf(more)).goneServices).to.deep.equal(['NEW']);
  });

  it('name the heaviest parcel where it is another', () => {
    const [near] = changes(text.replace(', { up_to: 3 kg, price: 30 }', '')).zones;
    expect(near?._tag === 'Priced' && near.limit).to.deep.equal({ before: 3000, after: 2000 });
  });
});
