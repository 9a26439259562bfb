import { expect } from 'chai';
import * as fc from 'fast-check';
import { callWindow, nextTurn, paused, turnBehind, withCall } from '../../domain/call-window.js';

describe('a window of calls', () => {
  const waits = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 40 });

  it('never has more calls than it allows, wherever it begins', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), waits, (most, pauses) => {
        let [window, now] = [callWindow(most, 1_000), 0];
        const sent: number[] = [];
        for (const wait of pauses) {
          now = nextTurn(window, now + wait);
          window = withCall(window, now);
          sent.push(now);
        }
        for (const start of sent)
          expect(sent.filter((at) => at >= start && at < start + 1_000).length).to.be.at.most(most);
      }),
    );
  });

  it('lets a call go at once where nothing is in its way', () => {
    expect(nextTurn(callWindow(2, 1_000), 5)).to.equal(5);
    expect(nextTurn(withCall(callWindow(2, 1_000), 5), 5)).to.equal(5);
    expect(nextTurn(withCall(withCall(callWindow(2, 1_000), 5), 6), 7)).to.equal(1_005);
  });

  it('foretells the turn behind others as it will come', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), waits, fc.integer({ min: 0, max: 10 }), (most, pauses, ahead) => {
        const busy = pauses.reduce((window, at) => withCall(window, at), callWindow(most, 1_000));
        let [window, now] = [busy, 900];
        for (let left = ahead; left > 0; left -= 1) {
          now = nextTurn(window, now);
          window = withCall(window, now);
        }
        expect(turnBehind(busy, 900, ahead)).to.equal(nextTurn(window, now));
      }),
    );
  });

  it('keeps the longer of two pauses', () => {
    const window = paused(paused(callWindow(2, 1_000), 500), 200);
    expect(nextTurn(window, 100)).to.equal(500);
  });
});
