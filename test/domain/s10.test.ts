import { expect } from 'chai';
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { collide, isS10, makeS10, MOST_SERIAL, parseS10Range, s10CheckDigit, type S10Range } from '../../domain/s10.js';

const letters = fc.constantFrom('RR', 'EE', 'CP', 'LX', 'VA');
const range = (over: Partial<S10Range> = {}): S10Range => ({
  ...{ indicator: 'RR', country: 'AU', first: 0, last: MOST_SERIAL },
  ...over,
});
const serial = fc.nat({ max: MOST_SERIAL });
const anyS10 = fc.tuple(letters, serial).map(([indicator, count]) => {
  const made = makeS10(range({ indicator }), BigInt(count));
  return E.isRight(made) ? made.right : expect.fail('not made');
});

describe('an S10 identifier', () => {
  it('ends with the check digit of the standard, of numbers that were published', () => {
    expect(s10CheckDigit('47312482')).to.equal(9);
    for (const code of ['RB473124829GB', 'RR123456785CN']) expect(isS10(code), code).to.equal(true);
    expect(makeS10(range({ indicator: 'RB', country: 'GB' }), 47_312_482n)).to.deep.equal(E.right('RB473124829GB'));
  });

  it('has 0 for a check digit of 10, and 5 for one of 11', () => {
    // Four times 3 leaves 1 by 11, and nothing leaves nothing.
    expect(s10CheckDigit('00300000')).to.equal(0);
    expect(s10CheckDigit('00000000')).to.equal(5);
  });

  it('is 13 characters whatever the serial', () => {
    fc.assert(fc.property(anyS10, (code) => isS10(code) && code.length === 13));
  });

  it('betrays a wrong digit, but for some beside the check digit 5', () => {
    fc.assert(
      fc.property(anyS10, fc.integer({ min: 2, max: 9 }), fc.integer({ min: 1, max: 9 }), (code, place, shift) => {
        const wrong = (Number(code[place]) + shift) % 10;
        const changed = `${code.slice(0, place)}${wrong}${code.slice(place + 1)}`;
        // The standard gives 5 to two rests, which it cannot tell apart.
        const ambiguous = code[10] === '5';
        expect(isS10(changed) && !ambiguous).to.equal(false);
      }),
    );
  });

  it('differs for different serials of a range, and stays in it', () => {
    fc.assert(
      fc.property(serial, fc.integer({ min: 1, max: 50 }), (first, size) => {
        const own = range({ first, last: Math.min(first + size - 1, MOST_SERIAL) });
        const codes = Array.from({ length: own.last - own.first + 1 }, (_, count) => makeS10(own, BigInt(count)));
        const serials = codes.map((code) => (E.isRight(code) ? Number(code.right.slice(2, 10)) : -1));
        expect(new Set(serials).size).to.equal(codes.length);
        expect(Math.min(...serials)).to.equal(own.first);
        expect(Math.max(...serials)).to.equal(own.last);
      }),
    );
  });

  it('says when a range is used up', () => {
    const own = range({ first: 10, last: 12 });
    expect(E.isRight(makeS10(own, 2n))).to.equal(true);
    expect(makeS10(own, 3n)).to.deep.equal(E.left({ _tag: 'SerialExhausted', capacity: 3n }));
    expect(E.isLeft(makeS10(own, -1n))).to.equal(true);
  });

  it('takes no other text for an identifier, and no other range', () => {
    for (const text of ['', 'RB473124828GB', 'rb473124829gb', 'RB473124829G', '1B473124829GB', 'RB47312482９GB']) {
      expect(isS10(text), text).to.equal(false);
    }
    for (const over of [
      { indicator: 'R' },
      { country: 'au' },
      { first: -1 },
      { last: 100_000_000 },
      { first: 2, last: 1 },
    ]) {
      expect(parseS10Range(range(over))).to.deep.equal(O.none);
    }
  });

  it('comes from ranges that are one or apart', () => {
    const [low, high] = [range({ last: 99 }), range({ first: 100, last: 199 })];
    expect(collide(low, high)).to.equal(false);
    expect(collide(low, low)).to.equal(false);
    expect(collide(low, range({ last: 100 }))).to.equal(true);
    const touching = range({ first: 99, last: 199 });
    expect([collide(low, touching), collide(touching, low)], 'one number in both').to.deep.equal([true, true]);
    expect(collide(low, range({ last: 100, country: 'NZ' }))).to.equal(false);
  });
});
