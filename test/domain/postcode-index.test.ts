import { expect } from 'chai';
import fc from 'fast-check';
import * as O from 'fp-ts/lib/Option.js';
import { findByPostcode, makePostcodeIndex, type PostcodeIndex } from '../../domain/postcode-index.js';

/** Each text is in a zone of its own, numbered by its place. */
const compile = (...texts: readonly string[]) =>
  makePostcodeIndex(texts.map((text, zone) => ({ text, field: String(zone), zone })));
const indexOf = (...texts: readonly string[]): PostcodeIndex => {
  const { index, faults } = compile(...texts);
  expect(faults).to.deep.equal([]);
  return index;
};
const find = (index: PostcodeIndex, postcode: string): number | undefined =>
  O.toUndefined(findByPostcode(index, postcode));
const rulesOf = (...texts: readonly string[]): readonly string[] =>
  compile(...texts).faults.map(({ field, rule, expected }) => [field, rule, expected ?? ''].join(' ').trim());

describe('an index of postcodes', () => {
  it('finds whole postcodes, ranges with both their ends, and beginnings', () => {
    const index = indexOf('4000', '4100-4179', '42*');
    expect(['4000', '4100', '4150', '4179', '4200', '4299'].map((code) => find(index, code))).to.deep.equal([
      0, 1, 1, 1, 2, 2,
    ]);
    expect(['3999', '4001', '4099', '4180', '4300', '', '4'].map((code) => find(index, code))).to.deep.equal(
      Array(7).fill(undefined),
    );
  });

  it('lets more characters go first, and among equally many a whole one, then a beginning, then a range', () => {
    const index = indexOf('4*', '40*', '4000-4179', '4000', '418*', '4100*');
    const cases = { '4999': 0, '4099': 2, '4000': 3, '4101': 2, '4100': 5, '4189': 4, '40': 1 };
    for (const [code, zone] of Object.entries(cases)) expect(find(index, code), code).to.equal(zone);
  });

  it('keeps a leading zero', () => {
    const index = indexOf('0800-0899', '800*');
    expect([find(index, '0820'), find(index, '820'), find(index, '8001')]).to.deep.equal([0, undefined, 1]);
  });

  it('takes what stands before a space or hyphen for a whole postcode, in any case', () => {
    const index = indexOf('SW1A', '10001-10099', 'K1A*', '400-417');
    expect(find(index, 'sw1a 1aa')).to.equal(0);
    expect(find(index, 'SW1B 1AA')).to.equal(undefined);
    expect(find(index, '10001-1234')).to.equal(1);
    expect(find(index, 'K1A 0B1')).to.equal(2);
    expect(find(index, 'k1a0b1')).to.equal(2);
    expect(find(index, '410-0022')).to.equal(3);
  });

  it('refuses what is no entry', () => {
    expect(rulesOf('', '*', '4*7', '4000-', '1-2-3', '40_0')).to.deep.equal(
      [0, 1, 2, 3, 4, 5].map((place) => `${place} postcode_entry`),
    );
    expect(rulesOf('400-4179')).to.deep.equal(['0 range_ends_of_two_lengths']);
    expect(rulesOf('4179-4000')).to.deep.equal(['0 range_reversed 4000-4179']);
  });

  it('refuses two entries of one kind and length that share a postcode', () => {
    expect(rulesOf('4000', '4000')).to.deep.equal(['1 overlaps 0']);
    expect(rulesOf('40*', ' 40* ')).to.deep.equal(['1 overlaps 0']);
    expect(rulesOf('4100-4200', '4000-4100')).to.deep.equal(['0 overlaps 1']);
    expect(rulesOf('4000-4999', '4001-4002', '4500-4600')).to.deep.equal(['1 overlaps 0', '2 overlaps 0']);
    expect(rulesOf('4000-4099', '4100-4199', '4000', '400*', '40-41')).to.deep.equal([]);
  });

  it('finds what looking through all ranges finds', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 0, max: 9999 }), { minLength: 2, maxLength: 40 });
    const text = (code: number): string => String(code).padStart(4, '0');
    fc.assert(
      fc.property(cuts, fc.integer({ min: 0, max: 9999 }), (unsorted, code) => {
        const ends = unsorted.sort((a, b) => a - b);
        const ranges = ends.flatMap((first, place) => {
          const last = ends[place + 1];
          return place % 2 === 0 && last !== undefined ? [{ first, last }] : [];
        });
        const index = indexOf(...ranges.map(({ first, last }) => `${text(first)}-${text(last)}`));
        const expected = ranges.findIndex(({ first, last }) => first <= code && code <= last);
        expect(find(index, text(code)) ?? -1).to.equal(expected);
      }),
    );
  });
});
