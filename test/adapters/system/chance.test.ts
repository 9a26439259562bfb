import { expect } from 'chai';
import { makeChance } from '../../../adapters/system/chance.js';
import { apiKeyId } from '../../../domain/api-key.js';

const chance = makeChance();
const many = <A>(draw: () => A): readonly A[] => Array.from({ length: 1000 }, draw);

describe('chance', () => {
  it('draws ids that are short and all different', () => {
    const ids = many(chance.id);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const id of ids) expect(id).to.match(/^[0-9a-f]{32}$/);
  });

  it('draws capabilities of 128 bits in 22 URL-safe characters', () => {
    const capabilities = many(chance.capability);
    expect(new Set(capabilities).size).to.equal(capabilities.length);
    for (const capability of capabilities) {
      expect(capability).to.match(/^[A-Za-z0-9_-]{22}$/);
      expect(Buffer.from(capability, 'base64url')).to.have.length(16);
    }
  });

  it('draws API keys of 256 bits behind a name that people can read', () => {
    const keys = many(chance.apiKey);
    expect(new Set(keys).size).to.equal(keys.length);
    for (const key of keys) {
      expect(key).to.match(/^lsk_[2-9a-hjkmnp-z]{8}_[A-Za-z0-9_-]{43}$/);
      expect(apiKeyId(key)).to.equal(key.slice(0, 12));
      expect(Buffer.from(key.slice(13), 'base64url')).to.have.length(32);
    }
  });

  it('draws fractions from 0 to below 1', () => {
    for (const fraction of many(chance.fraction)) expect(fraction).to.be.within(0, 0.999_999_999_999_999_9);
  });
});
