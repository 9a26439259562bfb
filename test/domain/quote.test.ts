import { expect } from 'chai';
import { declinesOf, quotesOf } from '../../domain/quote.js';
import { aDecline, answered, aQuote, failed, late } from '../support/quotes.js';

describe('what came of asking the carriers', () => {
  const [first, second] = [aQuote('a/1'), aQuote('b/1')];
  const decline = aDecline('a/2', { _tag: 'NotServed' });
  const outcomes = [answered('a', first, decline), failed('c'), late('d'), answered('b', second)];

  it('holds every quote, in the order of carriers and services', () => {
    expect(quotesOf(outcomes)).to.deep.equal([first, second]);
  });

  it('holds every decline', () => {
    expect(declinesOf(outcomes)).to.deep.equal([decline]);
  });

  it('holds neither where no carrier answered', () => {
    expect([...quotesOf([failed('a'), late('b')]), ...declinesOf([failed('a'), late('b')])]).to.deep.equal([]);
  });
});
