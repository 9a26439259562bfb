import { expect } from 'chai';
import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { makeOfferSeal, type OfferKey } from '../../../adapters/system/offer-seal.js';

const key = (id: string): OfferKey => ({ id, secret: `${id} is a secret of more than 32 characters` });
const seal = makeOfferSeal([key('k1')]);
const text = '["demo","rate-card","EXPRÉSS","0123456789abcdef","1240","AUD",1790000000000,"digest"]';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('the offer seal', () => {
  it('opens what it sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (any) => {
        expect(seal.open(seal.seal(any))).to.deep.equal({ _tag: 'Opened', text: any });
      }),
    );
  });

  it('signs all before the last dot with HMAC-SHA256, in URL-safe text', () => {
    const token = seal.seal(text);
    const [beginning, id, payload, signature] = token.split('.');
    expect([beginning, id]).to.deep.equal(['ls1', 'k1']);
    expect(Buffer.from(payload!, 'base64url').toString()).to.equal(text);
    const hmac = createHmac('sha256', key('k1').secret).update(`ls1.k1.${payload!}`).digest('base64url');
    expect(signature).to.equal(hmac);
    expect(token).to.match(/^[\w.-]+$/);
    expect(token.length).to.be.lessThan(1000);
  });

  it('refuses a token with any one bit of its text or signature changed', () => {
    const token = seal.seal(text);
    const start = 'ls1.k1.'.length;
    for (let place = start; place < token.length; place += 1) {
      const value = BASE64URL.indexOf(token.charAt(place));
      for (let bit = 0; bit < 6 && value >= 0; bit += 1) {
        const changed = token.slice(0, place) + BASE64URL.charAt(value ^ (1 << bit)) + token.slice(place + 1);
        expect(seal.open(changed)._tag, changed).to.equal('Forged');
      }
    }
  });

  it('refuses a token with any one character changed, added or left out', () => {
    const token = seal.seal(text);
    const place = fc.integer({ min: 'ls1.k1.'.length, max: token.length });
    fc.assert(
      fc.property(place, fc.string({ unit: 'binary', maxLength: 2 }), fc.boolean(), (at, put, instead) => {
        const changed = token.slice(0, at) + put + token.slice(instead ? at + 1 : at);
        fc.pre(changed !== token);
        expect(seal.open(changed)._tag).to.equal('Forged');
      }),
    );
  });

  it('refuses the spare bits of a last character, which decode to the same bytes', () => {
    const token = seal.seal(text);
    const last = BASE64URL.indexOf(token.slice(-1));
    for (const spare of [1, 2, 3]) {
      const twin = token.slice(0, -1) + BASE64URL.charAt(last ^ spare);
      expect(Buffer.from(twin.split('.')[3]!, 'base64url')).to.deep.equal(
        Buffer.from(token.split('.')[3]!, 'base64url'),
      );
      expect(seal.open(twin)._tag).to.equal('Forged');
    }
  });

  it('opens under a retired key and seals under the first', () => {
    const rotated = makeOfferSeal([key('k2'), key('k1')]);
    expect(rotated.open(seal.seal(text))._tag).to.equal('Opened');
    expect(rotated.seal(text)).to.match(/^ls1\.k2\./);
  });

  it('trusts nothing under a key that it does not know', () => {
    expect(makeOfferSeal([key('k2')]).open(seal.seal(text))).to.deep.equal({ _tag: 'KeyUnknown' });
    for (const token of ['ls1.', 'ls1..', 'ls1.k9', 'ls1.k9.a.b.c.d']) {
      expect(seal.open(token)._tag, token).to.equal('KeyUnknown');
    }
  });

  it('knows a token of the same id under another secret for a forgery', () => {
    const other = makeOfferSeal([{ id: 'k1', secret: 'another secret of more than 32 characters' }]);
    expect(seal.open(other.seal(text))).to.deep.equal({ _tag: 'Forged' });
  });

  it('calls what has its beginning and a known key, but no more sense, forged', () => {
    for (const token of ['ls1.k1', 'ls1.k1.', 'ls1.k1..', 'ls1.k1.a.b.c', `ls1.k1.${'a'.repeat(100_000)}.b`]) {
      expect(seal.open(token)._tag, token.slice(0, 20)).to.equal('Forged');
    }
  });

  it('takes any other text for a stranger', () => {
    for (const token of ['', 'd2f1c7a0-0f5b', 'LS1.k1.a.b', 'ls1', ' ls1.k1.a.b']) {
      expect(seal.open(token)._tag, token).to.equal('Foreign');
    }
  });
});
