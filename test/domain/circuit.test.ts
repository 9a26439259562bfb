import { expect } from 'chai';
import * as fc from 'fast-check';
import { callableAt, closed, failed, succeeded, tried, type Circuit, type CircuitRules } from '../../domain/circuit.js';

const rules: CircuitRules = { tolerated: 3, firstRest: 100, longestRest: 400, trialTakes: 1_000 };

const failing = (circuit: Circuit, at: number, times: number): Circuit =>
  Array.from({ length: times }).reduce<Circuit>((so) => failed(tried(so, at), at, rules), circuit);

describe('a circuit', () => {
  it('opens after so many failures in a row, and not before', () => {
    expect(callableAt(failing(closed, 0, 2), 0, rules)).to.equal(0);
    expect(callableAt(failing(closed, 0, 3), 0, rules)).to.equal(100);
  });

  it('forgets failures with every success', () => {
    expect(failing(succeeded(), 0, 2)).to.deep.equal({ _tag: 'Closed', failures: 2 });
  });

  it('lets one call try after its rest, and no other meanwhile', () => {
    const trying = tried(failing(closed, 0, 3), 100);
    expect(callableAt(trying, 150, rules)).to.equal(1_100);
    expect(callableAt(succeeded(), 150, rules)).to.equal(150);
  });

  it('rests twice as long after each trial that fails, up to a longest', () => {
    let [circuit, now] = [failing(closed, 0, 3), 0];
    const rests = [1, 2, 3, 4].map(() => {
      now = callableAt(circuit, now, rules);
      circuit = failed(tried(circuit, now), now, rules);
      return callableAt(circuit, now, rules) - now;
    });
    expect(rests).to.deep.equal([200, 400, 400, 400]);
  });

  it('is not opened for longer by calls that went out before it opened', () => {
    const open = failing(closed, 0, 3);
    expect(failed(open, 50, rules)).to.equal(open);
  });

  it('always lets some call through in the end, whatever happened', () => {
    const event = fc.constantFrom('try', 'fail', 'succeed');
    fc.assert(
      fc.property(fc.array(fc.tuple(event, fc.integer({ min: 0, max: 500 }))), (events) => {
        let [circuit, now]: [Circuit, number] = [closed, 0];
        for (const [what, wait] of events) {
          now += wait;
          if (what === 'try' && callableAt(circuit, now, rules) <= now) circuit = tried(circuit, now);
          else if (what === 'fail') circuit = failed(circuit, now, rules);
          else if (what === 'succeed') circuit = succeeded();
        }
        expect(callableAt(circuit, now, rules) - now).to.be.at.most(Math.max(rules.longestRest, rules.trialTakes));
      }),
    );
  });
});
