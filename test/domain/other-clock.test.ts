import { expect } from 'chai';
import { momentOf, sighted, type OtherClock } from '../../domain/other-clock.js';

/** The other clock is so far ahead. */
const AHEAD = 5_000;

/** A question that took `there` one way and `back` the other. */
const look = (known: OtherClock | undefined, at: number, there: number, back: number, ahead = AHEAD): OtherClock =>
  sighted(known, { asked: at, answered: at + there + back, shown: Math.floor(at + there + ahead) });

describe('another machine’s clock', () => {
  it('is known as well as the quickest answer tells', () => {
    const slow = look(undefined, 0, 300, 20);
    expect(Math.abs(momentOf(slow, AHEAD))).to.be.within(100, 160);
    const quick = look(slow, 1_000, 2, 1);
    expect(Math.abs(momentOf(quick, AHEAD))).to.be.at.most(2);
    expect(Math.abs(momentOf(look(quick, 2_000, 5, 400), AHEAD))).to.be.at.most(3);
  });

  it('is known anew after it was set', () => {
    const before = look(undefined, 0, 1, 1);
    const after = look(before, 1_000, 1, 1, AHEAD - 3_600_000);
    expect(Math.abs(momentOf(after, AHEAD - 3_600_000))).to.be.at.most(2);
  });

  it('may gain on one’s own without being lost', () => {
    let known: OtherClock | undefined;
    for (let n = 0; n < 1_000; n += 1) known = look(known, n * 10_000, 1, 30, AHEAD + n);
    expect(Math.abs(momentOf(known as OtherClock, AHEAD + 999))).to.be.at.most(32);
  });
});
