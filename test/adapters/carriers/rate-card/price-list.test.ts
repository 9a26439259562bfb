import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cardFaultText } from '../../../../adapters/carriers/rate-card/card-fault.js';
import { readRateCard } from '../../../../adapters/carriers/rate-card/card-file.js';
import { csvText, importMatrix, importPostcodes } from '../../../../adapters/carriers/rate-card/price-list.js';
import { makeZones } from '../../../../adapters/system/zones.js';
import type { CountryCode } from '../../../../domain/address.js';
import { quoteCard } from '../../../../domain/card-quote.js';
import { priceText } from '../../../../domain/money.js';
import { instant } from '../../../../domain/time.js';
import { rightOf } from '../../../support/either.js';

const docs = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../../../docs/${name}`, import.meta.url)), 'utf8');
const words = { service: 'STANDARD', transitDays: '2-4', unit: 'kg' };
const matrix = (text: string) => importMatrix({ path: 'list.csv', text }, words);
const postcodes = (text: string, digits?: number) => importPostcodes({ path: 'list.csv', text }, digits);
const faultsOf = (read: ReturnType<typeof matrix>): readonly string[] =>
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
      'list.csv:2:1: kg: found "abc"; must be a weight, such as 0.5, 500 g, or +1 for each further kilogram',
      'list.csv:3:1: Metro: found "1,50"; must be a price with a decimal point, or empty',
      'list.csv:4:1: Metro: found "POA"; must be a price with a decimal point, or empty',
      'list.csv:5:1: Metro: found "1"; must be a price with a decimal point, or empty',
    ]);
    expect(faultsOf(postcodes('from,to,zone\n4000,4179,\n'))).to.deep.equal([
      'list.csv:2:1: found no postcode or no zone; must have both',
    ]);
    expect(faultsOf(postcodes('a,b\n1,2\n'))).to.have.length(1);
  });

  it('takes half kilograms beyond the last weight for what they are', () => {
    expect(rightOf(matrix('kg;Metro\n1;5\n+0.5;4.10\n')).at(-1)).to.deep.equal([
      ...['STANDARD', 'Metro', '2-4', '', '', '8.20', '500 g'],
    ]);
  });
});
