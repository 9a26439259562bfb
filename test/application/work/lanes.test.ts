import { expect } from 'chai';
import { makeLanes } from '../../../application/work/lanes.js';

describe('a lane of work', () => {
  const open = () => {
    const time = { now: 5_000 };
    return { time, lanes: makeLanes({ monotonic: () => time.now }, { perTarget: 2 }) };
  };

  it('has so many places, and one again when one is left', () => {
    const { lanes } = open();
    const room = () => [lanes.hasRoom('a'), lanes.hasRoom('b')];
    lanes.enter('a');
    expect(room()).to.deep.equal([true, true]);
    lanes.enter('a');
    expect(room()).to.deep.equal([false, true]);
    lanes.leave('a');
    expect(room()).to.deep.equal([true, true]);
  });

  it('rests for as long as it was asked to, and no other with it', () => {
    const { time, lanes } = open();
    lanes.rest('a', 1_000);
    time.now += 999;
    expect([lanes.hasRoom('a'), lanes.hasRoom('b')]).to.deep.equal([false, true]);
    time.now += 1;
    expect(lanes.hasRoom('a')).to.equal(true);
  });

  it('rests until the end of the longest rest: a later run that says less takes nothing back', () => {
    const { time, lanes } = open();
    lanes.rest('a', 20_000);
    lanes.rest('a', 1_000);
    time.now += 19_999;
    expect(lanes.hasRoom('a')).to.equal(false);
    lanes.rest('a', 5_000);
    time.now += 1;
    expect(lanes.hasRoom('a')).to.equal(false);
    time.now += 4_999;
    expect(lanes.hasRoom('a')).to.equal(true);
  });
});
