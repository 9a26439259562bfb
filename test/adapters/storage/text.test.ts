import { expect } from 'chai';
import fc from 'fast-check';
import { fromText, toText } from '../../../adapters/storage/text.js';
import { oddStrings } from '../../support/odd-strings.js';

const anyString = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...oddStrings), fc.string());

describe('a stored text', () => {
  it('is the string again that it was made from', () => {
    fc.assert(fc.property(anyString, (string) => fromText(toText(string)) === string));
  });

  it('has no NUL and no half of a surrogate pair', () => {
    fc.assert(
      fc.property(anyString, (string) => {
        const text = toText(string);
        return !text.includes('\0') && Buffer.from(text).toString() === text;
      }),
    );
  });

  it('is the string itself where that is harmless', () => {
    expect(toText('1o.0a1b-Ünïcödé 📦')).to.equal('1o.0a1b-Ünïcödé 📦');
  });
});
