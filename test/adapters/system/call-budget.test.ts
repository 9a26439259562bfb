import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { makeCallBudgets } from '../../../adapters/system/call-budget.js';
import type { CallBudget, CallPriority, CallReport } from '../../../application/ports/call-budget.js';
import { makeSlotsInMemory } from '../../support/call-slots.js';
import { leftOf, rightOf } from '../../support/either.js';
import { aTimeOfItsOwn, passing } from '../../support/passing-time.js';

const clock = aTimeOfItsOwn();
const timed = (title: string, test: () => Promise<void>): void => void it(title, passing(clock, test));

const aBudget = (callsPerSecond = 2): CallBudget =>
  makeCallBudgets({
    clock,
    slots: makeSlotsInMemory(clock.monotonic),
    chance: { fraction: () => 0 },
    circuit: { tolerated: 2, firstRest: 150, longestRest: 1_000, trialTakes: 5_000 },
  }).of('key', callsPerSecond);

const call = async (budget: CallBudget, report: CallReport = { _tag: 'Answered' }): Promise<void> => {
  (await rightOf(budget.take('offers', 5_000))).report(report);
};

describe('the budget of a key', () => {
  timed('lets calls go at its rate and no faster', async () => {
    const budget = aBudget(2);
    const startedAt = clock.monotonic();
    for (let n = 0; n < 4; n += 1) await call(budget);
    expect(clock.monotonic() - startedAt).to.equal(1_100);
  });

  timed('says at once that no turn will come in time', async () => {
    const budget = aBudget(1);
    await call(budget);
    const startedAt = clock.monotonic();
    expect(await leftOf(budget.take('offers', 500))).to.deep.equal({ _tag: 'OutOfBudget', why: 'rate_limit' });
    expect(clock.monotonic()).to.equal(startedAt);
  });

  timed('lets bookings go before offers and offers before the background, and starves none', async () => {
    const budget = aBudget(20);
    await Promise.all(Array.from({ length: 20 }, () => call(budget)));
    const order: CallPriority[] = [];
    const take = async (priority: CallPriority): Promise<void> => {
      const turn = await rightOf(budget.take(priority, 10_000));
      order.push(priority);
      turn.report({ _tag: 'Answered' });
    };
    await Promise.all((['background', 'offers', 'booking', 'offers', 'booking'] as const).map(take));
    expect(order).to.deep.equal(['booking', 'booking', 'offers', 'offers', 'background']);
  });

  timed('lets a call that has waited long enough go before a new one of a higher priority', async () => {
    const budget = aBudget(1);
    await call(budget);
    const order: string[] = [];
    const take = async (priority: CallPriority, name: string): Promise<void> => {
      const turn = await rightOf(budget.take(priority, 20_000));
      order.push(name);
      turn.report({ _tag: 'Answered' });
    };
    const waiting = [take('offers', 'old offer')];
    for (let n = 0; n < 3; n += 1) {
      waiting.push(take('booking', `booking ${n}`));
      await clock.sleep(1_050)();
    }
    await Promise.all(waiting);
    expect(order.indexOf('old offer')).to.be.lessThan(3);
  });

  timed('pauses for as long as the other side asks', async () => {
    const budget = aBudget(20);
    await call(budget, { _tag: 'Throttled', retryAfter: 300 });
    expect(await leftOf(budget.take('booking', 100))).to.have.property('why', 'rate_limit');
    const startedAt = clock.monotonic();
    await call(budget);
    expect(clock.monotonic() - startedAt).to.equal(300);
  });

  timed('leaves whoever keeps failing alone, and tries again with one call', async () => {
    const budget = aBudget(20);
    await call(budget, { _tag: 'Failed' });
    await call(budget, { _tag: 'Failed' });
    expect(await leftOf(budget.take('booking', 50))).to.have.property('why', 'circuit_open');
    const trial = await rightOf(budget.take('booking', 500));
    expect(await leftOf(budget.take('booking', 50))).to.have.property('why', 'circuit_open');
    trial.report({ _tag: 'NotMade' });
    const again = await rightOf(budget.take('booking', 500));
    again.report({ _tag: 'Answered' });
    await call(budget);
  });

  timed('counts one report of each call', async () => {
    const budget = aBudget(20);
    const turn = await rightOf(budget.take('booking', 500));
    turn.report({ _tag: 'Answered' });
    for (let n = 0; n < 5; n += 1) turn.report({ _tag: 'Failed' });
    expect(E.isRight(await budget.take('booking', 50)())).to.equal(true);
  });

  timed('is one for all who name its key, at the lowest rate that was given', async () => {
    const budgets = makeCallBudgets({
      clock,
      slots: makeSlotsInMemory(clock.monotonic),
      chance: { fraction: () => 0 },
    });
    const [fast, slow] = [budgets.of('one', 20), budgets.of('one', 1)];
    expect(fast).to.equal(slow);
    await call(fast);
    expect(await leftOf(fast.take('booking', 500))).to.have.property('why', 'rate_limit');
    await call(budgets.of('another', 1));
  });
});
