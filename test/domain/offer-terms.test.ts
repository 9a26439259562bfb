import { expect } from 'chai';
import fc from 'fast-check';
import * as O from 'fp-ts/lib/Option.js';
import type { Currency } from '../../domain/currency.js';
import { parseTerms, rateDigest, termsText, type OfferTerms } from '../../domain/offer-terms.js';
import { instant, later, MINUTE } from '../../domain/time.js';
import { dollars, MORNING } from '../support/bookings.js';
import { aService } from '../support/requests.js';
import { sha256 } from '../support/sha256.js';

const terms: OfferTerms = {
  account: 'demo',
  service: aService('rate-card/EXPRESS'),
  rateDigest: rateDigest('AP_EXPRESS', sha256),
  price: dollars(1_240),
  expiresAt: later(MORNING, 15 * MINUTE),
  priced: sha256('route and parcel').slice(0, 32),
};

const anyTerms: fc.Arbitrary<OfferTerms> = fc.record({
  account: fc.string({ unit: 'grapheme' }),
  service: fc.record({ carrier: fc.string(), service: fc.string({ unit: 'binary' }) }),
  rateDigest: fc.string().map((rate) => rateDigest(rate, sha256)),
  price: fc.record({
    minor: fc.bigInt(),
    currency: fc.constantFrom('AUD', 'JPY', 'KWD') as fc.Arbitrary<Currency>,
  }),
  expiresAt: fc.integer({ min: 0, max: 8.64e15 }).map(instant),
  priced: fc.string().map((text) => sha256(text).slice(0, 32)),
});

describe('the terms of an offer', () => {
  it('come back from their text as they were', () => {
    fc.assert(
      fc.property(anyTerms, (any) => {
        expect(parseTerms(termsText(any))).to.deep.equal(O.some(any));
      }),
    );
  });

  it('have the same text in every release: offers are out when one is installed', () => {
    expect(termsText(terms)).to.equal(
      '["demo","rate-card","EXPRESS","2a678e7b36dc04cc","1240","AUD",1795166100000,"2958dbe6425c16b6870fc304d1adabf6"]',
    );
  });

  it('are read from no other text', () => {
    const text = termsText(terms);
    const others = [
      '',
      'null',
      '{}',
      '[]',
      '"text"',
      text.slice(0, -1),
      `${text} `,
      text.replace(']', ',1]'),
      text.replace('"1240"', '1240'),
      text.replace('1240', '01240'),
      text.replace('1240', '12.40'),
      text.replace('1240', ''),
      text.replace('1240', '-0'),
      text.replace('AUD', 'aud'),
      text.replace('AUD', 'XXX'),
      text.replace('1795166100000', '"1795166100000"'),
      text.replace('1795166100000', '1e400'),
      text.replace('1795166100000', 'null'),
      text.replace('"demo"', '["demo"]'),
    ];
    for (const other of others) expect(parseTerms(other), other).to.deep.equal(O.none);
  });

  it('are read from nothing that they do not write', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.array(fc.jsonValue()).map((any) => JSON.stringify(any)),
        ),
        (any) => {
          const read = parseTerms(any);
          if (O.isSome(read)) expect(termsText(read.value)).to.equal(any);
        },
      ),
    );
  });
});

describe('the text of an offer’s terms', () => {
  /** What the seal adds to the base64url of the text: a beginning, a key id of 20 characters, dots and a signature. */
  const SEAL = 'ls1.'.length + 20 + 1 + 1 + 43;

  const tokenLength = (text: string): number => Math.ceil((Buffer.byteLength(text) * 4) / 3) + SEAL;

  const longest = (service: string): OfferTerms => ({
    ...terms,
    account: 'a'.repeat(40),
    service: { carrier: 'c'.repeat(40), service },
    price: dollars(Number.MAX_SAFE_INTEGER),
    expiresAt: instant(8.64e15),
  });

  it('makes a token of under 1,000 characters with the longest ids that the settings take', () => {
    for (const character of ['S', '"', '\\', 'é', '速', '📦'])
      expect(tokenLength(termsText(longest(character.repeat(100 / character.length)))), character).to.be.below(1_000);
    expect(tokenLength(termsText(longest('S'.repeat(256))))).to.be.below(1_000);
  });

  it('is as long for the longest rate as for the shortest', () => {
    const withRate = (rate: string) => termsText({ ...terms, rateDigest: rateDigest(rate, sha256) });
    expect(withRate('R'.repeat(256)).length).to.equal(withRate('').length);
  });
});

describe('the digest of a rate', () => {
  it('tells rates apart', () => {
    const rates = ['', 'a', 'A', 'ab', ' a', 'AP_EXPRESS', 'R'.repeat(256)];
    expect(new Set(rates.map((rate) => rateDigest(rate, sha256))).size).to.equal(rates.length);
  });
});
