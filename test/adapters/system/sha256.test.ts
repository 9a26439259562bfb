import { expect } from 'chai';
import { sha256 } from '../../../adapters/system/sha256.js';

describe('SHA-256', () => {
  it('is the one of FIPS 180-4, in lower-case hexadecimal', () => {
    expect(sha256('abc')).to.equal('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('')).to.equal('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('is taken over UTF-8', () => {
    expect(sha256('é')).to.equal('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c');
  });
});
