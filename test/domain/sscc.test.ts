import { expect } from 'chai';
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import {
  checkDigit,
  isSscc,
  makeSscc,
  parseCompanyPrefix,
  parseExtensionDigit,
  ssccCapacity,
  type CompanyPrefix,
  type ExtensionDigit,
} from '../../domain/sscc.js';

const prefix = (text: string): CompanyPrefix => O.toNullable(parseCompanyPrefix(text)) ?? expect.fail(text);
const extension = (digit: number): ExtensionDigit =>
  O.toNullable(parseExtensionDigit(digit)) ?? expect.fail(String(digit));

const anyPrefix = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 10 })
  .map((digits) => prefix(digits.join('')));
const anySscc = fc
  .tuple(fc.integer({ min: 0, max: 9 }), anyPrefix, fc.bigInt({ min: 0n, max: 999_999n }))
  .map(([digit, companyPrefix, serial]) => {
    const made = makeSscc(extension(digit), companyPrefix, serial);
    return E.isRight(made) ? made.right : expect.fail('not made');
  });

describe('an SSCC', () => {
  it('ends with the check digit of GS1', () => {
    expect(checkDigit('37610425002123456')).to.equal(9);
    expect(checkDigit('00614141123456789')).to.equal(0);
    expect(makeSscc(extension(0), prefix('0614141'), 123_456_789n)).to.deep.equal(E.right('006141411234567890'));
  });

  it('is 18 digits whatever the prefix and the serial', () => {
    fc.assert(fc.property(anySscc, (sscc) => isSscc(sscc)));
  });

  it('betrays any one wrong digit', () => {
    fc.assert(
      fc.property(anySscc, fc.nat({ max: 17 }), fc.integer({ min: 1, max: 9 }), (sscc, place, shift) => {
        const wrong = (Number(sscc[place]) + shift) % 10;
        expect(isSscc(`${sscc.slice(0, place)}${wrong}${sscc.slice(place + 1)}`)).to.equal(false);
      }),
    );
  });

  it('differs for different serials', () => {
    const codes = Array.from({ length: 100 }, (_, serial) =>
      JSON.stringify(makeSscc(extension(3), prefix('9312345'), BigInt(serial))),
    );
    expect(new Set(codes).size).to.equal(100);
  });

  it('says when the serials are used up', () => {
    expect(ssccCapacity(prefix('1234567890'))).to.equal(1_000_000n);
    expect(E.isRight(makeSscc(extension(0), prefix('1234567890'), 999_999n))).to.equal(true);
    expect(makeSscc(extension(0), prefix('1234567890'), 1_000_000n)).to.deep.equal(
      E.left({ _tag: 'SerialExhausted', capacity: 1_000_000n }),
    );
    expect(E.isLeft(makeSscc(extension(0), prefix('1234567'), -1n))).to.equal(true);
  });

  it('takes no other text for a code, a prefix or an extension digit', () => {
    for (const text of ['', '00614141123456789', '006141411234567891', ' 06141411234567890', '٠٠٦١٤١٤١١٢٣٤٥٦٧٨٩٠']) {
      expect(isSscc(text), text).to.equal(false);
    }
    for (const text of ['123456', '12345678901', '12345a7']) expect(parseCompanyPrefix(text)).to.deep.equal(O.none);
    for (const digit of [-1, 10, 0.5, Number.NaN]) expect(parseExtensionDigit(digit)).to.deep.equal(O.none);
  });
});
