import { expect } from 'chai';
import fc from 'fast-check';
import * as O from 'fp-ts/lib/Option.js';
import {
  compare,
  decimal,
  decimalNumber,
  decimalOf,
  decimalText,
  dividedBy,
  isZero,
  parseDecimal,
  plus,
  rounded,
  times,
  type Decimal,
} from '../../domain/decimal.js';

const negated = (a: Decimal): Decimal => times(a, decimal(-1n));

const read = (text: string): Decimal => O.toNullable(parseDecimal(text)) ?? expect.fail(`${text} is not a decimal`);
const anyDecimal = fc
  .record({ units: fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), scale: fc.integer({ min: 0, max: 12 }) })
  .map(({ units, scale }) => decimal(units, scale));

describe('a decimal', () => {
  it('reads plain and scientific notation exactly', () => {
    expect(read('12.40')).to.deep.equal(decimal(1240n, 2));
    expect(read('-0.05')).to.deep.equal(decimal(-5n, 2));
    expect(read('1e-7')).to.deep.equal(decimal(1n, 7));
    expect(read('1E+21')).to.deep.equal(decimal(10n ** 21n));
    expect(read('1.5e3')).to.deep.equal(decimal(1500n));
  });

  it('refuses what is no decimal, and a number that would fill the memory', () => {
    for (const text of ['', ' 1', '1,5', '.5', '5.', '0x10', 'NaN', 'Infinity', '--1', '1e', '1e9999', '1e-9999']) {
      expect(parseDecimal(text), text).to.deep.equal(O.none);
    }
    expect(parseDecimal('9'.repeat(401))).to.deep.equal(O.none);
  });

  it('takes a JSON number as it was written', () => {
    expect(O.map(decimalText)(decimalOf(0.1))).to.deep.equal(O.some('0.1'));
    expect(O.map(decimalText)(decimalOf(1e-7))).to.deep.equal(O.some('0.0000001'));
    expect(O.map(decimalText)(decimalOf(1e21))).to.deep.equal(O.some('1000000000000000000000'));
    expect(O.map(decimalText)(decimalOf(-0))).to.deep.equal(O.some('0'));
    for (const number of [Number.NaN, Infinity, -Infinity]) expect(decimalOf(number)).to.deep.equal(O.none);
  });

  it('is the shortest decimal of a number, and the number nearest to a decimal, as JSON has them', () => {
    const short = fc
      .record({ units: fc.integer(), scale: fc.integer({ min: 0, max: 9 }) })
      .map(({ units, scale }) => Number(`${units}e-${scale}`));
    fc.assert(
      fc.property(fc.oneof(short, fc.maxSafeInteger(), fc.double({ noNaN: true })), (number) => {
        const plain = (found: O.Option<Decimal>) => O.map(decimalText)(found);
        expect(plain(decimalOf(number))).to.deep.equal(plain(parseDecimal(String(number))));
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(anyDecimal, (a) => {
        expect(decimalNumber(a)).to.equal(Number(decimalText(a)));
      }),
    );
  });

  it('gives every finite number back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const back = O.map(decimalNumber)(decimalOf(number));
        expect(back).to.deep.equal(O.some(number === 0 ? 0 : number));
      }),
    );
  });

  it('gives its own text back', () => {
    fc.assert(
      fc.property(anyDecimal, (a) => {
        expect(read(decimalText(a))).to.deep.equal(a);
      }),
    );
  });

  it('adds and multiplies without loss', () => {
    expect(decimalText(plus(read('0.1'), read('0.2')))).to.equal('0.3');
    expect(decimalText(times(read('19.99'), read('0.1')))).to.equal('1.999');
    fc.assert(
      fc.property(anyDecimal, anyDecimal, anyDecimal, (a, b, c) => {
        expect(compare(plus(a, b), plus(b, a))).to.equal(0);
        expect(compare(times(a, plus(b, c)), plus(times(a, b), times(a, c)))).to.equal(0);
        expect(isZero(plus(a, negated(a)))).to.equal(true);
      }),
    );
  });

  it('orders by value and not by scale', () => {
    expect(compare(read('1.0'), read('1.00'))).to.equal(0);
    expect(compare(read('-2'), read('0.5'))).to.equal(-1);
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (a, b) => {
        expect(compare(a, b) + compare(b, a)).to.equal(0);
      }),
    );
  });

  it('rounds a half away from zero, and up towards plus infinity', () => {
    const cases = [
      ['2.345', 2, 'half_up', '2.35'],
      ['-2.345', 2, 'half_up', '-2.35'],
      ['2.344999', 2, 'half_up', '2.34'],
      ['2.5', 3, 'half_up', '2.500'],
      ['0.001', 0, 'up', '1'],
      ['-0.9', 0, 'up', '0'],
      ['7', 0, 'up', '7'],
    ] as const;
    for (const [text, scale, rounding, expected] of cases) {
      expect(decimalText(rounded(read(text), scale, rounding)), text).to.equal(expected);
    }
  });

  it('rounds by less than one step, half up by at most half of one', () => {
    fc.assert(
      fc.property(anyDecimal, fc.integer({ min: 0, max: 6 }), (a, scale) => {
        const up = plus(rounded(a, scale, 'up'), negated(a));
        expect(compare(up, decimal(0n)) >= 0 && compare(up, decimal(1n, scale)) < 0).to.equal(true);
        const half = plus(rounded(a, scale, 'half_up'), negated(a));
        const size = half.units < 0n ? negated(half) : half;
        expect(compare(size, decimal(5n, scale + 1)) <= 0).to.equal(true);
      }),
    );
  });

  it('divides to a scale, and not by zero', () => {
    expect(O.map(decimalText)(dividedBy(read('1'), read('3'), 4, 'half_up'))).to.deep.equal(O.some('0.3333'));
    expect(O.map(decimalText)(dividedBy(read('-1'), read('-3'), 0, 'up'))).to.deep.equal(O.some('1'));
    expect(O.map(decimalText)(dividedBy(read('11'), read('1.10'), 2, 'half_up'))).to.deep.equal(O.some('10.00'));
    expect(dividedBy(read('1'), read('0.00'), 2, 'up')).to.deep.equal(O.none);
  });
});
