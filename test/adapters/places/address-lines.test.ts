import { expect } from 'chai';
import countries from 'i18n-iso-countries/index.js';
import fc from 'fast-check';
import { makeAddressLines } from '../../../adapters/places/address-lines.js';
import type { Address } from '../../../domain/address.js';
import { countryCode } from '../../../domain/places.js';

const { write } = makeAddressLines();
const alpha2 = Object.keys(countries.getAlpha2Codes());

const at = (country: string, parts: Omit<Address, 'country'> = {}): readonly string[] =>
  write({ country: countryCode(country), ...parts });

const ada = { firstName: 'Ada', lastName: 'Lovelace' };

describe('address lines', () => {
  it('follow the order of the country, and end with its name', () => {
    expect(
      at('AU', {
        ...ada,
        company: 'Engines',
        line1: 'Unit 2',
        line2: '1 Swanston St',
        city: 'Melbourne',
        state: 'VIC',
        postcode: '3000',
      }),
    ).to.deep.equal(['Engines', 'Ada Lovelace', 'Unit 2', '1 Swanston St', 'Melbourne VIC 3000', 'AUSTRALIA']);
    expect(at('US', { ...ada, line1: '20 W 34th St', city: 'New York', state: 'NY', postcode: '10118' })).to.deep.equal(
      ['Ada Lovelace', '20 W 34th St', 'New York, NY 10118', 'UNITED STATES OF AMERICA'],
    );
    expect(at('DE', { ...ada, line1: 'Invalidenstr. 1', city: 'Berlin', postcode: '10115' })).to.deep.equal([
      'Ada Lovelace',
      'Invalidenstr. 1',
      '10115 Berlin',
      'GERMANY',
    ]);
    expect(at('GB', { ...ada, line1: '1 Mall', city: 'London', postcode: 'SW1A 1AA' }).slice(1)).to.deep.equal([
      '1 Mall',
      'London',
      'SW1A 1AA',
      'UNITED KINGDOM',
    ]);
  });

  it('lose no city where the format has none', () => {
    expect(at('SG', { line1: '1 Raffles Pl', city: 'Singapore', postcode: '048616' })).to.deep.equal([
      '1 Raffles Pl',
      'SINGAPORE 048616',
      'SINGAPORE',
    ]);
    expect(at('AE', { line1: 'Sheikh Zayed Rd 1', city: 'Dubai' })).to.deep.equal([
      'Sheikh Zayed Rd 1',
      'Dubai',
      'UNITED ARAB EMIRATES',
    ]);
    expect(at('AE', { line1: 'Street 1', city: 'Al Ain', state: 'Abu Dhabi' })).to.deep.equal([
      'Street 1',
      'Al Ain',
      'Abu Dhabi',
      'UNITED ARAB EMIRATES',
    ]);
    expect(
      at('JP', { line1: '1-1 Chiyoda', line2: 'Room 2', city: 'Chiyoda-ku', state: 'Tokyo', postcode: '100-0001' }),
    ).to.deep.equal(['1-1 Chiyoda', 'Room 2', 'Chiyoda-ku', 'Tokyo', '100-0001', 'JAPAN']);
  });

  it("write an address in the script of the country in that country's own order", () => {
    expect(
      at('JP', { firstName: '太郎', lastName: '山田', line1: '千代田1-1', state: '東京都', postcode: '100-0001' }),
    ).to.deep.equal(['〒100-0001', '東京都', '千代田1-1', '太郎 山田', 'JAPAN']);
  });

  it('keep a postcode that the format does not know', () => {
    expect(at('PA', { line1: 'Calle 1', city: 'Panamá', postcode: '0801' })).to.include('Panamá 0801');
  });

  it('write the prefix that a country prints, once', () => {
    expect(at('LU', { city: 'Luxembourg', postcode: '1009' })).to.deep.equal(['L-1009 Luxembourg', 'LUXEMBOURG']);
  });

  it('write a name that was given twice once', () => {
    expect(at('AU', { firstName: 'Sukarno', lastName: 'Sukarno' })).to.deep.equal(['Sukarno', 'AUSTRALIA']);
  });

  it('are the country alone when that is all that is known, in every country', () => {
    for (const country of alpha2) {
      const lines = at(country);
      expect(lines[lines.length - 1]).to.match(/^[^a-z]{4,}$/);
      if (country !== 'AX') expect(lines, country).to.have.length.at.most(2);
    }
  });

  it('hold every part of any address in every country, with no empty line and no loose comma', () => {
    const word = fc.stringMatching(/^[A-Za-z]{4,12}$/);
    fc.assert(
      fc.property(fc.constantFrom(...alpha2), word, word, word, fc.boolean(), (country, line1, line2, city, second) => {
        const lines = at(country, { ...ada, line1, ...(second && { line2 }), city });
        expect(lines.filter((line) => !/^[^\s,].*[^\s,]$/.test(line))).to.deep.equal([]);
        const text = lines.join('\n').toUpperCase();
        for (const part of ['Ada Lovelace', line1, second ? line2 : line1, city])
          expect(text).to.include(part.toUpperCase());
      }),
      { numRuns: 1500 },
    );
  });
});
