import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { cardFaultText, MOST_FAULTS } from '../../../../adapters/carriers/rate-card/card-fault.js';
import { readRateCard } from '../../../../adapters/carriers/rate-card/card-file.js';
import type { CountryCode } from '../../../../domain/address.js';
import { decimalText } from '../../../../domain/decimal.js';
import type { RateCard } from '../../../../domain/rate-card.js';

const yaml = `
carrier: House Courier
currency: AUD
origins: [AU]
rate_tables: [{ file: old.csv, valid_to: 2026-12-31 }, { file: new.csv, valid_from: 2027-01-01 }]
postcode_tables: [postcodes.csv]
zones:
  - { name: near, country: AU, postcodes: [4000] }
  - { name: far, country: AU }
services:
  - { code: STANDARD, name: Standard, cut_off: 14:00, delivery_hours: 08:00-18:00 }
`;
const old = `service,zone,transit_days,up_to,price,per_kg,step
STANDARD,near,1-2,500 g,7.95,,
STANDARD,near,,1 kg,8.95,,
STANDARD,near,,,,0.70,500 g
STANDARD,far,3,1 kg,"12.40",,
`;
const files = {
  'old.csv': old,
  'new.csv': old.replace('7.95', '8.50'),
  'postcodes.csv': 'zone;postcode\nnear;4001-4179\n',
};
const read = (over: Readonly<Record<string, string | undefined>> = {}, text = yaml) =>
  readRateCard(text, 'card.yaml', {
    country: (code) => O.some(code as CountryCode),
    table: (path) => {
      const found = { ...files, ...over }[path];
      return found === undefined ? undefined : { path, text: found };
    },
  });
const cardOf = (read_: ReturnType<typeof read>): RateCard =>
  E.isRight(read_) ? read_.right : expect.fail(read_.left.map(cardFaultText).join('\n'));
const faultsOf = (...args: Parameters<typeof read>): readonly string[] => {
  const card = read(...args);
  return E.isLeft(card) ? card.left.map(cardFaultText) : expect.fail('no fault was found');
};

describe('the tables of a rate card', () => {
  it('have a break or the price of further kilograms in each row, for the days of the table', () => {
    const rates = [...(cardOf(read()).services[0]?.rates.values() ?? [])];
    expect(
      rates.map((zone) =>
        zone.map(({ period, transit, tariff }) => ({
          ...{ period, transit, upTo: tariff.upTo, prices: tariff.prices.map(decimalText), step: tariff.step },
        })),
      ),
    ).to.deep.equal([
      [
        {
          period: { to: '2026-12-31' },
          transit: { min: 1, max: 2 },
          upTo: [500, 1000],
          prices: ['7.95', '8.95'],
          step: 500,
        },
        {
          period: { from: '2027-01-01' },
          transit: { min: 1, max: 2 },
          upTo: [500, 1000],
          prices: ['8.50', '8.95'],
          step: 500,
        },
      ],
      [
        { period: { to: '2026-12-31' }, transit: { min: 3, max: 3 }, upTo: [1000], prices: ['12.40'], step: 1000 },
        { period: { from: '2027-01-01' }, transit: { min: 3, max: 3 }, upTo: [1000], prices: ['12.40'], step: 1000 },
      ],
    ]);
  });

  it('report every fault of every file at once, with its line', () => {
    const rows =
      'STANDARD,near,1,heavy,1,,\nSTANDARD,near,1,1 kg,,,\nSTANDARD,near,1\nSTANDARD,near,2,2 kg,-1,,\n,near,1,1 g,1,,\n';
    expect(faultsOf({ 'old.csv': `${old}${rows}`, 'postcodes.csv': undefined })).to.deep.equal([
      'card.yaml:6:19: postcode_tables.0: found "postcodes.csv"; must be the path of a CSV file that this user can read, from the folder of the card',
      'old.csv:6:1: transit_days: found "1"; must be as in line 2 and its like, or empty',
      'old.csv:6:1: up_to: found "heavy"; must be a weight with its unit (g, kg, oz, lb), such as 500 g',
      'old.csv:7:1: transit_days: found "1"; must be as in line 2 and its like, or empty',
      'old.csv:7:1: price: found nothing; must stand beside the other of the two',
      'old.csv:8:1: found 3 cells; must be 7, as in the first row',
      'old.csv:9:1: transit_days: found "2"; must be as in line 2 and its like, or empty',
      'old.csv:9:1: price: found "-1"; must be a decimal number of at least 0, such as 12.40',
      'old.csv:10:1: service: found nothing; must be the name of one',
    ]);
  });

  it('report what their rows mean together where the row stands', () => {
    const more = 'STANDARD,near,,900 g,9,,\nSTANDARD,moon,1,1 kg,1,,\n';
    expect(
      faultsOf({ 'old.csv': `${old}${more}`, 'postcodes.csv': 'zone,postcode\nnear,4000\nfar,4-\n' }),
    ).to.deep.equal([
      'old.csv:6:1: up_to: found this row; must be more than 1000 g: breaks go from light to heavy',
      'old.csv:7:1: zone: found "moon"; must be the name of a zone of this card: near, far',
      'postcodes.csv:2:1: postcode: found "4000"; covers places that zones.0.postcodes.0 (line 8) covers too; let each place be in one zone',
      'postcodes.csv:3:1: postcode: found "4-"; must be a postcode (4000), a range (4000-4179) or a beginning (40*)',
    ]);
  });

  it('name services and zones of the card, and their own columns', () => {
    expect(
      faultsOf({ 'old.csv': `${old}EXPRESS,near,1,1 kg,1,,\n`, 'postcodes.csv': 'zone,postcode\nmoon,1\n' }),
    ).to.deep.equal([
      'old.csv:6:1: service: found "EXPRESS"; must be the service of this card: STANDARD',
      'postcodes.csv:2:1: zone: found "moon"; must be the zone of this card: near, far',
    ]);
    expect(faultsOf({ 'old.csv': old.replace('price', 'prise') })[0]).to.match(
      /^old\.csv:1:1: prise: found the column "prise"/,
    );
    expect(faultsOf({ 'old.csv': 'zone,price\n' })[0]).to.match(/^old\.csv:1:1: service: found no such column/);
    expect(faultsOf({ 'old.csv': 'service,zone\n"a' })[0]).to.match(/^old\.csv:2:1: found a quotation mark/);
  });

  it('stop telling faults at a cap, and say how many there are', () => {
    const rows = Array.from({ length: 250 }, (_, at) => `STANDARD,near,,${at},1,,\n`).join('');
    const faults = faultsOf({ 'old.csv': `${old}${rows}` });
    expect(faults).to.have.length(MOST_FAULTS + 1);
    expect(faults.at(-1)).to.equal(
      'card.yaml:1:1: found 150 further faults; must mend the first 100, which are all shown'.replace('must ', ''),
    );
  });

  it('follow each other without a gap and without sharing a day', () => {
    expect(faultsOf({}, yaml.replace('valid_from: 2027-01-01', 'valid_from: 2027-01-03'))[0]).to.equal(
      'new.csv:2:1: valid_from: found this row; must be 2027-01-01: nothing holds from then to 2027-01-02',
    );
    expect(faultsOf({}, yaml.replace('valid_from: 2027-01-01', 'valid_from: 2026-12-31'))[0]).to.equal(
      'new.csv:2:1: found this row; holds on days on which services.0.rates.0 (old.csv, line 2) holds too; let each day have one',
    );
  });
});
