import { expect } from 'chai';
import crypto, { createHmac } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { isSignedWith } from '../../../../../adapters/carriers/starshipit/tracking/signature.js';

const raw = Buffer.from('{"order_number":"SC-1","tracking_status":"Dispatched"}');
const digest = createHmac('sha256', 'secret').update(raw).digest();

describe('a webhook’s signature', () => {
  it('may be hex or base64 of the HMAC-SHA256 of the body', () => {
    for (const signature of [digest.toString('hex'), digest.toString('hex').toUpperCase(), digest.toString('base64')])
      expect(isSignedWith('secret', raw, signature), signature).to.equal(true);
    expect(isSignedWith('secret', raw, ` ${digest.toString('hex')} `)).to.equal(true);
  });

  it('is one of RFC 4231’s test values for its key and data', () => {
    const known = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    expect(isSignedWith('Jefe', Buffer.from('what do ya want for nothing?'), known)).to.equal(true);
  });

  it('fits one secret and one body alone, to the last bit', () => {
    const hex = digest.toString('hex');
    expect(isSignedWith('other', raw, hex)).to.equal(false);
    expect(isSignedWith('secret', Buffer.concat([raw, Buffer.from(' ')]), hex)).to.equal(false);
    const flipped = Buffer.from(digest);
    flipped.writeUInt8(flipped.readUInt8(31) ^ 1, 31);
    expect(isSignedWith('secret', raw, flipped.toString('hex'))).to.equal(false);
    expect(isSignedWith('secret', raw, flipped.toString('base64'))).to.equal(false);
  });

  it('is not taken in the alphabet of addresses', () => {
    const odd = Array.from({ length: 50 }, (_, at) => Buffer.from(`body ${at}`)).find((body) =>
      /[+/]/.test(createHmac('sha256', 'secret').update(body).digest('base64')),
    );
    const signed = createHmac('sha256', 'secret').update(odd ?? expect.fail());
    const base64 = signed.digest('base64');
    const url = base64.replaceAll('+', '-').replaceAll('/', '_');
    expect(isSignedWith('secret', odd ?? raw, base64)).to.equal(true);
    for (const text of [url, url.replace('=', '')]) expect(isSignedWith('secret', odd ?? raw, text)).to.equal(false);
  });

  it('is compared in one time, however much of it is right', () => {
    const { timingSafeEqual } = crypto;
    let compared = 0;
    crypto.timingSafeEqual = (a, b) => {
      compared += 1;
      return timingSafeEqual(a, b);
    };
    syncBuiltinESMExports();
    try {
      for (const signature of [digest.toString('hex'), 'f'.repeat(64), digest.toString('base64'), `${'A'.repeat(43)}=`])
        isSignedWith('secret', raw, signature);
    } finally {
      crypto.timingSafeEqual = timingSafeEqual;
      syncBuiltinESMExports();
    }
    expect(compared).to.equal(4);
  });

  it('is none where it is cut, empty, or another text of the same bytes', () => {
    const [hex, base64] = [digest.toString('hex'), digest.toString('base64')];
    for (const signature of ['', hex.slice(0, 62), `${hex}00`, base64.slice(0, 43), `sha256=${hex}`])
      expect(isSignedWith('secret', raw, signature), signature).to.equal(false);
    const spare = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const last = spare.indexOf(base64.charAt(42));
    const other = `${base64.slice(0, 42)}${spare.charAt(last + 1)}=`;
    expect(Buffer.from(other, 'base64').equals(digest)).to.equal(true);
    expect(isSignedWith('secret', raw, other)).to.equal(false);
  });
});
