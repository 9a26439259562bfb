import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { cardFaultText, type CardFault } from '../../../../adapters/carriers/rate-card/card-fault.js';
import { readRateCard } from '../../../../adapters/carriers/rate-card/card-file.js';
import type { CountryCode } from '../../../../domain/address.js';
import { decimalText } from '../../../../domain/decimal.js';
import type { RateCard } from '../../../../domain/rate-card.js';

const known = {
  country: (code: string): O.Option<CountryCode> =>
    ['AU', 'NZ', 'NO', 'DE'].includes(code) ? O.some(code as CountryCode) : O.none,
};

const lines = [
  'carrier: House Courier', // 1
  'currency: AUD',
  'workdays: [mon, tue, wed, thu, fri]',
  'origins: [AU]',
  'zones:', // 5
  '  - name: top-end',
  '    country: AU',
  '    postcodes: [0800-0899, "0200"]',
  '  - name: rest',
  '    country: AU', // 10
  'services:',
  '  - code: STANDARD',
  '    name: Standard',
  '    cut_off: 14:00',
  '    delivery_hours: 08:00-18:00', // 15
  '    rates:',
  '      - zone: rest',
  '        transit_days: 2-4',
  '        breaks:',
  '          - { up_to: 1 lb, price: 12.40 }', // 20
  '          - { up_to: 1 kg, price: "15.10" }',
];

const withLine = (number: number, ...text: readonly string[]): string =>
  [...lines.slice(0, number - 1), ...text, ...lines.slice(number)].join('\n');
const read = (text: string): E.Either<readonly CardFault[], RateCard> => readRateCard(text, 'card.yaml', known);
const cardOf = (text: string): RateCard => {
  const card = read(text);
  return E.isRight(card) ? card.right : expect.fail(card.left.map(cardFaultText).join('\n'));
};
const faultsOf = (text: string): readonly string[] => {
  const card = read(text);
  return E.isLeft(card) ? card.left.map(cardFaultText) : expect.fail('no fault was found');
};

describe('a rate card file', () => {
  it('keeps decimals and postcodes as they are written', () => {
    const card = cardOf(lines.join('\n'));
    const tariff = [...(card.services[0]?.rates.values() ?? [])][0]?.[0]?.tariff;
    expect(tariff?.prices.map(decimalText)).to.deep.equal(['12.40', '15.10']);
    expect(tariff?.upTo).to.deep.equal([454, 1000]);
    const ranges = card.zones.countries.get('AU')?.postcodes[0];
    expect(ranges?.ranges.first).to.deep.equal(['0800']);
    expect([...(ranges?.whole.keys() ?? [])]).to.deep.equal(['0200']);
  });

  it('does not take Norway for a no', () => {
    expect([...cardOf(withLine(4, 'origins: [NO, AU]')).origins]).to.deep.equal(['NO', 'AU']);
  });

  it('says where a value is wrong, what was found and what is accepted', () => {
    expect(faultsOf(withLine(14, '    cut_off: 2pm'))).to.deep.equal([
      'card.yaml:14:14: services.0.cut_off: found "2pm"; must be a time of day, such as 14:00',
    ]);
    expect(faultsOf(withLine(20, '          - { up_to: 500, price: -1 }'))).to.deep.equal([
      'card.yaml:20:22: services.0.rates.0.breaks.0.up_to: found "500"; must be a weight with its unit (g, kg, oz, lb), such as 500 g',
      'card.yaml:20:34: services.0.rates.0.breaks.0.price: found "-1"; must be a decimal number of at least 0, such as 12.40',
    ]);
  });

  it('names the key that was likely meant', () => {
    expect(faultsOf(withLine(13, '    name: Standard', '    max_wieght: 22 kg'))).to.deep.equal([
      'card.yaml:14:17: services.0.max_wieght: found "22 kg"; is not a setting of a service; did you mean max_weight?',
    ]);
  });

  it('tells what is missing and what is empty', () => {
    expect(faultsOf(withLine(2))).to.deep.equal(['card.yaml:1:1: currency: found nothing; is missing']);
    expect(faultsOf(withLine(13))).to.deep.equal(['card.yaml:12:5: services.0.name: found nothing; is missing']);
    expect(faultsOf(withLine(4, 'origins:'))).to.deep.equal(['card.yaml:4:1: origins: found nothing; must be a list']);
    expect(faultsOf('')).to.deep.equal([
      'card.yaml:1:1: found nothing; must be a rate card: carrier, currency, origins, zones, services, workdays, holidays, regional_holidays, transit_days_of, residential, valid_from, valid_to, rate_tables, postcode_tables, tracking_url',
    ]);
  });

  it('reports all faults of shape at once, in the order of the file', () => {
    const text = lines.join('\n').replace('AUD', 'AUS').replace('mon,', 'moon,').replace('2-4', '4-2');
    const at = faultsOf(text).map((fault) => fault.split(': ', 2).join(' '));
    expect(at).to.deep.equal([
      'card.yaml:2:11 currency',
      'card.yaml:3:12 workdays.0',
      'card.yaml:18:23 services.0.rates.0.transit_days',
    ]);
  });

  it('reports all faults of meaning at once, each where it stands', () => {
    const text = [
      ...lines.slice(0, 7),
      '    postcodes: [0800-0899, 0850-0999, 40-4179, "4*7"]',
      '  - name: top-end',
      ...lines.slice(9),
      '          - { up_to: 900 g, price: 16 }',
      '      - zone: rset',
      '        transit_days: 1',
      '  - code: STANDARD',
      '    name: Other',
      '    cut_off: 14:00',
      '    delivery_hours: 18:00-08:00',
      '    rates: []',
    ].join('\n');
    expect(faultsOf(text)).to.deep.equal([
      'card.yaml:8:28: zones.0.postcodes.1: found "0850-0999"; covers places that zones.0.postcodes.0 (line 8) covers too; let each place be in one zone',
      'card.yaml:8:39: zones.0.postcodes.2: found "40-4179"; must be a range of two postcodes of the same length',
      'card.yaml:8:48: zones.0.postcodes.3: found "4*7"; must be a postcode (4000), a range (4000-4179) or a beginning (40*)',
      'card.yaml:9:11: zones.1.name: found "top-end"; must differ from zones.0.name (line 6)',
      'card.yaml:17:15: services.0.rates.0.zone: found "rest"; must be the name of a zone of this card: top-end',
      'card.yaml:22:22: services.0.rates.0.breaks.2.up_to: found "900 g"; must be more than 1000 g: breaks go from light to heavy',
      'card.yaml:23:9: services.0.rates.1: found a group of settings; must have breaks, per_kg or both',
      'card.yaml:23:15: services.0.rates.1.zone: found "rset"; must be the name of a zone of this card: top-end',
      'card.yaml:25:11: services.1.code: found "STANDARD"; must differ from services.0.code (line 12)',
      'card.yaml:28:21: services.1.delivery_hours: found "18:00-08:00"; must open before they close',
      'card.yaml:29:12: services.1.rates: found a list; must have at least one entry',
    ]);
  });

  it('reports broken YAML with its line', () => {
    const [fault] = faultsOf(withLine(2, 'carrier: Again'));
    expect(fault).to.match(/^card\.yaml:2:1: found text that is not YAML; /);
    expect(faultsOf('zones: [\n')[0]).to.match(/^card\.yaml:\d+:\d+: /);
    const many = faultsOf('- a: b: c\n  @x\n'.repeat(100));
    expect(many).to.have.length(11);
    expect(many.at(-1)).to.match(/ found text that is not YAML; so are \d+ places from here on/);
  });

  it('follows aliases, and gives up on one that contains itself', () => {
    const twice = withLine(18, '        transit_days: &days 2-4').concat(
      '\n      - zone: top-end\n        transit_days: *days\n        per_kg: 2\n',
    );
    expect(cardOf(twice).services[0]?.rates.size).to.equal(2);
    expect(faultsOf('zones: &all [*all]\n').length).to.be.greaterThan(0);
  });

  it('wants a surcharge to be a percentage or an amount', () => {
    for (const extra of ['', ', percent: 1, flat: 2']) {
      const text = withLine(13, '    name: Standard', `    surcharges: [{ name: Fuel${extra} }]`);
      expect(faultsOf(text)).to.deep.equal([
        'card.yaml:14:18: services.0.surcharges.0: found a group of settings; must have either percent or flat',
      ]);
    }
  });
});
