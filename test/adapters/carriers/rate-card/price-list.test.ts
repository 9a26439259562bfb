import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cardFaultText } from '../../../../adapters/carriers/rate-card/card-fault.js';
import { readRateCard } from '../../../../adapters/carriers/rate-card/card-file.js';
import { importPostcodes } from '../../../../adapters/carriers/rate-card/postcode-list.js';
import { csvText, type DecimalSign, type Imported } from '../../../../adapters/carriers/rate-card/price-list.js';
import { importMatrix } from '../../../../adapters/carriers/rate-card/price-matrix.js';
import { makeZones } from '../../../../adapters/system/zones.js';
import type { CountryCode } from '../../../../domain/address.js';
import { quoteCard } from '../../../../domain/card-quote.js';
import { priceText } from '../../../../domain/money.js';
import { instant } from '../../../../domain/time.js';
import { rightOf } from '../../../support/either.js';

const docs = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../../../docs/${name}`, import.meta.url)), 'utf8');
const words = { service: 'STANDARD', transitDays: '2-4', unit: 'kg' };
const matrix = (text: string, decimal?: DecimalSign) =>
  importMatrix({ path: 'list.csv', text }, { ...words, ...(decimal !== undefined && { decimal }) });
const postcodes = (text: string, digits?: number) => importPostcodes({ path: 'list.csv', text }, digits);
const faultsOf = (read: Imported): readonly string[] =>
  E.isLeft(read) ? read.left.map(cardFaultText) : expect.fail('no fault was found');

describe("a carrier's price list", () => {
  const rates = csvText(rightOf(matrix(docs('examples/price-list-matrix.csv'))));
  const zones = csvText(rightOf(postcodes(docs('examples/price-list-postcodes.csv'), 4)));

  it('becomes the tables that the manual shows', () => {
    expect(docs('rate-card.md')).to.include(rates).and.to.include(zones);
    expect(docs('rate-card.md')).to.include(docs('examples/price-list-matrix.csv'));
    expect(docs('rate-card.md')).to.include(docs('examples/price-list-postcodes.csv'));
    expect(docs('rate-card.md')).to.include(docs('examples/imported-card.yaml'));
  });

  it('becomes a card that costs what the list says', () => {
    const tables: Record<string, string> = { 'rates.csv': rates, 'postcodes.csv': zones };
    const read = readRateCard(docs('examples/imported-card.yaml'), 'imported-card.yaml', {
      country: (code) => O.some(code as CountryCode),
      table: (path) => ({ path, text: tables[path] ?? expect.fail(path) }),
    });
    const card = E.isRight(read) ? read.right : expect.fail(read.left.map(cardFaultText).join('\n'));
    const zone = O.toUndefined(makeZones()('Australia/Brisbane')) ?? expect.fail('no such zone');
    const price = (postcode: string, grams: number): string => {
      const country = 'AU' as CountryCode;
      const [answer] = quoteCard(card, {
        ...{ from: { country }, to: { country, postcode }, readyAt: instant(0), zone },
        parcel: { grams, lengthMm: 0, widthMm: 0, heightMm: 0, notes: [] },
      });
      return answer !== undefined && E.isRight(answer.answer) ? priceText(answer.answer.right.price) : 'none';
    };
    expect([price('4000', 500), price('4000', 501), price('4469', 5000)]).to.deep.equal(['7.95', '8.95', '22.75']);
    expect([price('4101', 6001), price('0870', 5000), price('0870', 5001), price('7000', 1)]).to.deep.equal([
      '13.30',
      '33.90',
      'none',
      'none',
    ]);
  });

  it('says line by line what it does not understand, and gives nothing of it', () => {
    expect(faultsOf(matrix('kg,Metro\nabc,1\n1,"1,50"\n2,POA\n+3,1\n'))).to.deep.equal([
      'list.csv:2:1: kg: found "abc"; must be a weight, such as 0.5, 500 g, 1 - 2 kg, or +1 for each further kilogram',
      'list.csv:3:1: Metro: found "1,50"; must be a price; say with --decimal whether its comma parts decimals (comma) or thousands (point)',
      'list.csv:4:1: Metro: found "POA"; must be a price with a decimal point, or empty',
      'list.csv:5:1: Metro: found "1"; must be a price that has an end as the price of a kilogram',
    ]);
    expect(faultsOf(matrix('kg,Metro\n1,5,6\n'))).to.deep.equal(['list.csv:2:1: found "6"; must stand under a zone']);
    expect(faultsOf(matrix('kg,Metro\n'))).to.deep.equal(['list.csv:1:1: found "kg"; must have rows of prices below']);
    expect(faultsOf(matrix('kg,Metro\n"1,5\n'))).to.have.length(1);
  });

  it('takes half kilograms beyond the last weight for what they are', () => {
    expect(rightOf(matrix('kg;Metro\n1;5\n+0.5;4.10\n')).at(-1)).to.deep.equal([
      ...['STANDARD', 'Metro', '2-4', '', '', '8.20', '500 g'],
    ]);
  });

  /** Weight, or step, and price of each row. */
  const pricesOf = (read: Imported): readonly string[] =>
    rightOf(read)
      .slice(1)
      .map(([, , , upTo = '', price = '', perKg = '', step = '']) => [upTo, price, perKg, step].join(' ').trim());

  it('is read as spreadsheets of any country write it', () => {
    const excel = '\uFEFFGewicht;Zone 1;\r\n"0,5";"1.007,95 \u20ac";\r\n1;8,95;\r\n;;\r\n+0,5;1,10;\r\n';
    expect(pricesOf(matrix(excel, 'comma'))).to.deep.equal(['500 g 1007.95', '1000 g 8.95', '2.20 500 g']);
    expect(pricesOf(matrix('kg,Z\n1,"AUD 1,007.95"\n2,"A$2,000.00"\n'))).to.deep.equal([
      '1000 g 1007.95',
      '2000 g 2000.00',
    ]);
    expect(pricesOf(matrix('sep=;\nkg;Z\n"1";"1,234"\n', 'point'))).to.deep.equal(['1000 g 1234']);
    expect(pricesOf(matrix('kg;Z\n1;1 234,5\n', 'comma'))).to.deep.equal(['1000 g 1234.5']);
  });

  it('is refused where a number could be another one', () => {
    for (const price of ['1,234', '7,95', '1,2345.00', '12,34,567.00', '1.2.3', '-5', '5 %', '1.']) {
      expect(faultsOf(matrix(`kg;Z\n1;${price}\n`)), price).to.have.length(1);
    }
    for (const price of ['7.95', '1,234,5', '1.23,5']) {
      expect(faultsOf(matrix(`kg;Z\n1;${price}\n`, 'comma')), price).to.have.length(1);
    }
  });

  it('has its weights in the words of the list', () => {
    const rows = ['0 - 0.5 kg', '501g\u20131000g', '1 to 2', 'up to 3KG', '<= 10 lbs', 'each additional 500 g'];
    expect(pricesOf(matrix(`Weight,Z\n${rows.map((row) => `${row},9`).join('\n')}\n`))).to.deep.equal([
      ...['500 g 9', '1000 g 9', '2000 g 9', '3000 g 9', '4536 g 9', '18.00 500 g'],
    ]);
    expect(pricesOf(matrix('Weight,Z\n1,9\nper additional kg,2\n')).at(-1)).to.equal('2.00 1000 g');
  });

  it('goes from light to heavy, each weight once', () => {
    expect(faultsOf(matrix('kg,Z\n1,5\n1,6\n0.5,4\n'))).to.deep.equal([
      'list.csv:3:1: kg: found "1"; must be more than 1000 g, as in the rows above',
      'list.csv:4:1: kg: found "0.5"; must be more than 1000 g, as in the rows above',
    ]);
    expect(faultsOf(matrix('kg,Z\n0-1,5\n0.5-2,6\n3-3,7\n+1,1\n+1,2\n'))).to.deep.equal([
      'list.csv:3:1: kg: found "0.5-2"; must begin at 1000 g, where the row above ends, or above',
      'list.csv:4:1: kg: found "3-3"; must go from light to heavy',
      'list.csv:6:1: kg: found "+1"; must be said once',
    ]);
  });

  it('names each zone once, in its first row', () => {
    expect(faultsOf(matrix('Express rates 2027,,\nkg,Z,Y\n1,2,3\n'))[0]).to.match(
      /a first row of one column; must have weights/,
    );
    expect(faultsOf(matrix('kg,Z,,Z\n1,2,3,4\n'))).to.deep.equal([
      'list.csv:1:1: found no name of the zone in column 3; must have one',
      'list.csv:1:1: found "Z"; must name each zone once',
    ]);
  });
});

describe("a carrier's list of postcodes", () => {
  const entriesOf = (text: string, digits?: number): readonly string[] =>
    rightOf(postcodes(text, digits))
      .slice(1)
      .map((cells) => cells.join(' '));

  it('may have its ranges in one cell, by any dash, and several entries there', () => {
    expect(
      entriesOf('postcode;zone\n800 \u2013 850;R\n0851-0999;R\n4000;M\n"4001, 4005-4007, 41*";M\n', 4),
    ).to.deep.equal([...['R 0800-0850', 'R 0851-0999', 'M 4000', 'M 4001', 'M 4005-4007', 'M 41*']]);
  });

  it('names a postcode once, however many suburbs share it', () => {
    expect(entriesOf('postcode,suburb,zone\n4000,Brisbane,M\n4000,Spring Hill,M\n4005,New Farm,M\n')).to.deep.equal([
      'M 4000',
      'M 4005',
    ]);
  });

  it('keeps a hyphen or a space inside a postcode from making a range', () => {
    expect(entriesOf('plz,zone\n00-950,W\n01-100,W\n', 5)).to.deep.equal(['W 00950', 'W 01100']);
    expect(entriesOf('from,to,zone\n00-001,00-999,W\n')).to.deep.equal(['W 00001-00999']);
    expect(entriesOf('zip,zone\nSW1A 1AA,L\n')).to.deep.equal(['L SW1A1AA']);
    expect(faultsOf(postcodes('zip,zone\n00-950,W\n'))[0]).to.match(/say with --digits how long they are$/);
  });

  it('has each postcode in one zone, by one entry', () => {
    expect(
      faultsOf(postcodes('from,to,zone\n1000,1099,A\n1050,1200,B\n4000,,M\n4000,,Q\n4179,4001,M\n40x!,,M\n')),
    ).to.deep.equal([
      'list.csv:3:1: postcode: found "1050-1200"; shares postcodes with 1000-1099 of zone A in line 2; let each be in one entry',
      'list.csv:5:1: postcode: found "4000"; shares postcodes with 4000 of zone M in line 4; let each be in one entry',
      'list.csv:6:1: postcode: found "4179-4001"; must go from the lower to the higher postcode: 4001-4179',
      'list.csv:7:1: postcode: found "40x!"; must be a postcode (4000), a range (4000-4179) or a beginning (40*)',
    ]);
    expect(entriesOf('country,zip,zone\nAU,4000,A\nNZ,4000,B\n')).to.deep.equal(['A 4000', 'B 4000']);
  });

  it('has a zone and a postcode in each row', () => {
    expect(faultsOf(postcodes('from,to,zone\n4000,4179,\n'))).to.deep.equal([
      'list.csv:2:1: found no postcode or no zone; must have both',
    ]);
    expect(faultsOf(postcodes('a,b\n1,2\n'))).to.have.length(1);
  });
});
