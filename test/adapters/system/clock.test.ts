import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import * as T from 'fp-ts/lib/Task.js';
import { makeClock } from '../../../adapters/system/clock.js';

const clock = makeClock();

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

describe('the clock of this machine', () => {
  it('tells the time in whole milliseconds, and a time that only grows', () => {
    expect(clock.now()).to.be.within(Date.now() - 10_000, Date.now() + 10_000);
    expect(Number.isInteger(clock.now())).to.equal(true);
    const before = clock.monotonic();
    expect(clock.monotonic()).to.be.at.least(before);
  });

  it('sleeps as long as it is told', async () => {
    const before = clock.monotonic();
    await clock.sleep(20)();
    expect(clock.monotonic() - before).to.be.within(18, 10_000);
  });

  it('gives what a task gives in time, and leaves no timer behind', async () => {
    await clock.sleep(1)();
    const before = timers();
    expect(await clock.within(60_000)(T.of(7))()).to.deep.equal(O.some(7));
    expect(timers()).to.equal(before);
  });

  it('gives none for a task that takes longer', async () => {
    expect(await clock.within(5)(clock.sleep(1_000))()).to.deep.equal(O.none);
  });

  it('lets a defect through and leaves no timer behind', async () => {
    await clock.sleep(1)();
    const before = timers();
    const defect = new Error('defect');
    const caught = await clock
      .within(60_000)(() => Promise.reject(defect))()
      .catch((error: unknown) => error);
    expect(caught).to.equal(defect);
    expect(timers()).to.equal(before);
  });

  it('waits for a time that is longer than a timer can be', async () => {
    expect(await clock.within(Number.MAX_SAFE_INTEGER)(clock.sleep(5))()).to.deep.equal(O.some(undefined));
  });
});
