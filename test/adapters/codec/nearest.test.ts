import { expect } from 'chai';
import { nearest } from '../../../adapters/codec/nearest.js';

describe('the nearest word', () => {
  const known = ['port', 'host', 'lease_ms', 'quote_deadline_ms'];

  it('is the one with the fewest slips', () => {
    expect(nearest('prot', known)).to.equal('port');
    expect(nearest('leese_ms', known)).to.equal('lease_ms');
    expect(nearest('quote_dedline_ms', known)).to.equal('quote_deadline_ms');
  });

  it('does not mind case, hyphens and underscores', () => {
    expect(nearest('Quote-Deadline-MS', known)).to.equal('quote_deadline_ms');
  });

  it('is none where nothing is near', () => {
    expect(nearest('accounts', known)).to.equal(undefined);
    expect(nearest('x'.repeat(100_000), known)).to.equal(undefined);
  });
});
