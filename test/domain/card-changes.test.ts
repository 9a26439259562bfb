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

  /** A card with terms that no price of an everyday parcel has. */
  const termed = text
    .replace('country: AU }', 'country: AU, postcodes: [4000, 4001-4179, 42*] }')
    .replace(
      'surcharges: [',
      'divisor: 4000\n    surcharges: [{ name: Home, flat: 2.20, residential: true }, { name: Remote, flat: 5, country: AU, postcodes: [4700-4799] }, { name: Big, flat: 9, over: { side: 1 m } }, ',
    );
  const terms = (from: string, to: string, day?: string) => {
    expect(termed).to.include(from);
    const found = changes(termed.replace(from, to), day, cardOf(termed));
    expect(isUnchanged(found), to).to.equal(false);
    expect(found.zones.every((zone) => zone._tag === 'Priced' && zone.changed === 0)).to.equal(true);
    return found.terms;
  };

  it('tell surcharges that everyday parcels do not have, and what they are of', () => {
    for (const [from, to, name] of [
      ['flat: 2.20', 'flat: 22', 'Home'],
      ['postcodes: [4700-4799]', 'postcodes: [4700-4899]', 'Remote'],
      ['side: 1 m', 'side: 90 cm', 'Big'],
      ['percent: 10', 'percent: 10, of: [freight, Remote]', 'Fuel'],
    ] as const)
      expect(terms(from, to).surcharges, to).to.deep.equal([{ service: 'STANDARD', names: [name] }]);
    const gone = terms('{ name: Home, flat: 2.20, residential: true }, ', '');
    expect(gone.surcharges).to.deep.equal([{ service: 'STANDARD', names: ['Home'] }]);
  });

  it('tell how many places a zone gains and loses, another divisor and another rule of who lives where', () => {
    expect(terms('4001-4179', '4001-4178, 4300').places).to.deep.equal([{ zone: 'near', gained: 2, lost: 1 }]);
    expect(terms('divisor: 4000', 'divisor: 5000').divisors).to.deep.equal([
      { service: 'STANDARD', before: 4000, after: 5000 },
    ]);
    expect(terms('origins:', 'residential: never\norigins:').residential).to.deep.equal({
      before: 'no_company',
      after: 'never',
    });
  });

  it('are none where the same is written otherwise, or holds on another day', () => {
    const same = termed
      .replace('flat: 2.20', 'flat: 2.2')
      .replace('[4000, 4001-4179, 42*]', '["42*", 4001-4179, 4000]');
    expect(isUnchanged(changes(same, '2026-12-01', cardOf(termed)))).to.equal(true);
    const later = termed.replace('{ name: Home, flat: 2.20,', '{ name: Home, flat: 2.20, valid_from: 2026-11-01,');
    expect(isUnchanged(changes(later, '2026-12-01', cardOf(termed)))).to.equal(true);
    expect(isUnchanged(changes(later, '2026-10-01', cardOf(termed)))).to.equal(false);
  });
});
