import { expect } from 'chai';
import { FURTHEST, giveSlot, noSlots, pauseSlots, restSlots, type SlotRules } from '../../domain/call-slots.js';

const rules: SlotRules = { most: 2, span: 1_000, patience: 5_000, lead: 0, trialTakes: 9_000 };
const NOW = 1_000_000;

describe('moments for calls', () => {
  it('come at once while fewer than the rate were given in the span, and at the span’s very end', () => {
    const [, one] = giveSlot(noSlots, NOW, rules);
    const [, two] = giveSlot(one, NOW + 400, rules);
    expect(two.given).to.deep.equal([NOW, NOW + 400]);
    expect(giveSlot(two, NOW + 500, rules)[0].at).to.equal(NOW + 1_000);
    expect(giveSlot(two, NOW + 1_000, rules)[0].at).to.equal(NOW + 1_000);
    expect(giveSlot(two, NOW + 1_001, rules)[0].at).to.equal(NOW + 1_001);
  });

  it('are given up to the last millisecond of patience', () => {
    const paused = pauseSlots(noSlots, NOW, 5_000);
    expect(giveSlot(paused, NOW, rules)[0]._tag).to.equal('Slot');
    expect(giveSlot(paused, NOW, { ...rules, patience: 4_999 })[0]._tag).to.equal('NoSlot');
  });

  it('are a trial alone after a rest', () => {
    const [trial, after] = giveSlot(restSlots(noSlots, NOW, 3_000, 3_000), NOW, rules);
    expect(trial).to.deep.equal({ _tag: 'Slot', now: NOW, at: NOW + 3_000, isTrial: true, rest: 3_000 });
    expect(giveSlot(after, NOW, rules)[0]).to.deep.equal({
      ...{ _tag: 'NoSlot', now: NOW, at: NOW + 12_000 },
      why: 'resting',
    });
  });

  it('are not held up by what a clock wrote that was set back since', () => {
    const ahead = NOW + FURTHEST + 1;
    const slots = { given: [ahead, ahead], pausedUntil: ahead, restUntil: ahead, rest: 0 };
    expect(giveSlot(slots, NOW, rules)[0]).to.include({ _tag: 'Slot', at: NOW });
  });

  it('are remembered no further than any rate needs', () => {
    let slots = noSlots;
    for (let n = 0; n < 250; n += 1) [, slots] = giveSlot(slots, NOW + 1_000 * n, rules);
    expect(slots.given).to.have.length(100);
  });
});
