import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { makeCallBudgets } from '../../../adapters/system/call-budget.js';
import type { CallBudget, CallPriority, CallReport } from '../../../application/ports/call-budget.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { CallSlots } from '../../../application/ports/call-slots.js';
import { unavailable, type Unavailable } from '../../../application/ports/unavailable.js';
import { itIsCallSlots } from '../../contract/call-slots.contract.js';
import { makeSlotsInMemory } from '../../support/call-slots.js';
import { leftOf, rightOf } from '../../support/either.js';
import { aTimeOfItsOwn, passing } from '../../support/passing-time.js';

const clock = aTimeOfItsOwn();
const timed = (title: string, test: () => Promise<void>): void => void it(title, passing(clock, test));

describe('slots in memory', () => {
  itIsCallSlots(() => {
    const slots = makeSlotsInMemory();
    return Promise.resolve({ slots, reopen: () => Promise.resolve(slots), close: () => Promise.resolve() });
  });
});

/** The storage's clock is days ahead of the processes'. */
const storageTime = (): number => Math.floor(clock.monotonic()) + 500_000_000;

/** Slots that can be taken away, each question taking `took` milliseconds there and as many back. */
const aStorage = (took = 0) => {
  const real = makeSlotsInMemory(storageTime);
  let [isAway, asked] = [false, 0];
  const away: E.Either<Unavailable, never> = E.left(unavailable('CallSlots')(new Error('away')));
  const across =
    <A>(work: () => Promise<E.Either<Unavailable, A>>) =>
    async (): Promise<E.Either<Unavailable, A>> => {
      asked += 1;
      if (took > 0) await clock.sleep(took)();
      if (isAway) return away;
      const answer = await work();
      if (took > 0) await clock.sleep(took)();
      return answer;
    };
  const slots: CallSlots = {
    reserve: (name, rules) => across(real.reserve(name, rules)),
    pause: (name, milliseconds) => across(real.pause(name, milliseconds)),
    rest: (name, wait, rest) => across(real.rest(name, wait, rest)),
    resume: (name) => across(real.resume(name)),
  };
  return { slots, asked: () => asked, set: (to: 'away' | 'there') => (isAway = to === 'away') };
};

const aProcess = (slots: CallSlots, callsPerSecond: number): CallBudget =>
  makeCallBudgets({
    ...{ clock, slots },
    chance: { fraction: () => 0 },
    circuit: { tolerated: 2, firstRest: 200, longestRest: 1_000, trialTakes: 5_000 },
  }).of('key', callsPerSecond);

const call = async (budget: CallBudget, report: CallReport = { _tag: 'Answered' }): Promise<number> => {
  const turn = await rightOf(budget.take('offers', 8_000));
  const at = clock.monotonic();
  turn.report(report);
  return at;
};

const mostInASecond = (moments: readonly number[]): number => {
  const sorted = [...moments].sort((a, b) => a - b);
  return Math.max(...sorted.map((first) => sorted.filter((at) => at >= first && at < first + 1_000).length));
};

describe('the budget of a key that several processes share', () => {
  timed('is one rate for all of them, and each gets its part', async () => {
    const { slots } = aStorage();
    const processes = [aProcess(slots, 5), aProcess(slots, 5), aProcess(slots, 5)];
    const moments = await Promise.all(
      processes.map((process) => Promise.all(Array.from({ length: 7 }, () => call(process)))),
    );
    expect(mostInASecond(moments.flat())).to.be.at.most(5);
    const ends = moments.map((own) => Math.max(...own));
    expect(Math.max(...ends) - Math.min(...ends)).to.be.lessThan(2_500);
  });

  timed('holds where the storage takes its time to answer', async () => {
    const { slots } = aStorage(40);
    const processes = [aProcess(slots, 5), aProcess(slots, 5)];
    const moments = await Promise.all(processes.flatMap((process) => Array.from({ length: 8 }, () => call(process))));
    expect(mostInASecond(moments)).to.be.at.most(5);
  });

  timed('costs one question to the storage for a single call', async () => {
    const { slots, asked } = aStorage();
    const startedAt = clock.monotonic();
    expect(await call(aProcess(slots, 2))).to.equal(startedAt);
    expect(asked()).to.equal(1);
  });

  timed('leaves nothing behind that would keep a command from ending', async () => {
    let waits = 0;
    const watched: Clock = {
      ...clock,
      within: (milliseconds) => (task) => async () => {
        waits += 1;
        const outcome = await clock.within(milliseconds)(task)();
        waits -= 1;
        return outcome;
      },
    };
    const budgets = makeCallBudgets({
      clock: watched,
      slots: makeSlotsInMemory(clock.monotonic),
      chance: { fraction: () => 0 },
    });
    const budget = budgets.of('key', 2);
    for (let n = 0; n < 4; n += 1) await call(budget);
    await leftOf(budget.take('offers', 100));
    await clock.sleep(5)();
    expect(waits).to.equal(0);
  });

  timed('lets a booking overtake offers on a moment that was asked for before it came', async () => {
    const budget = aProcess(aStorage().slots, 1);
    await call(budget);
    const order: CallPriority[] = [];
    const take = async (priority: CallPriority): Promise<void> => {
      const turn = await rightOf(budget.take(priority, 10_000));
      order.push(priority);
      turn.report({ _tag: 'Answered' });
    };
    const offers = [take('offers'), take('offers')];
    await clock.sleep(300)();
    await Promise.all([...offers, take('booking')]);
    expect(order).to.deep.equal(['booking', 'offers', 'offers']);
  });

  timed('pauses all of them when one is told to wait', async () => {
    const { slots } = aStorage();
    const [one, other] = [aProcess(slots, 20), aProcess(slots, 20)];
    await call(other);
    await call(one, { _tag: 'Throttled', retryAfter: 600 });
    expect(await leftOf(other.take('booking', 200))).to.have.property('why', 'rate_limit');
    const startedAt = clock.monotonic();
    await call(other);
    expect(clock.monotonic() - startedAt).to.equal(600);
  });

  timed('leaves whoever keeps failing alone in all of them, and tries again with one call of one of them', async () => {
    const { slots } = aStorage();
    const [one, other] = [aProcess(slots, 20), aProcess(slots, 20)];
    await call(one, { _tag: 'Failed' });
    await call(one, { _tag: 'Failed' });
    expect(await leftOf(other.take('booking', 50))).to.have.property('why', 'circuit_open');
    const trial = await rightOf(other.take('booking', 1_000));
    expect(await leftOf(one.take('booking', 1_000))).to.have.property('why', 'circuit_open');
    trial.report({ _tag: 'Failed' });
    expect(await leftOf(one.take('booking', 300))).to.have.property('why', 'circuit_open');
    (await rightOf(one.take('booking', 1_000))).report({ _tag: 'Answered' });
    await Promise.all([call(one), call(other)]);
  });

  timed('is not spent while the storage is away, and is again as soon as it is there', async () => {
    const { slots, set } = aStorage();
    const budget = aProcess(slots, 20);
    set('away');
    const startedAt = clock.monotonic();
    const answers = await Promise.all(Array.from({ length: 3 }, () => leftOf(budget.take('offers', 5_000))));
    expect(answers.map(({ why }) => why)).to.deep.equal(['storage_away', 'storage_away', 'storage_away']);
    expect(clock.monotonic()).to.equal(startedAt);
    set('there');
    await call(budget);
  });

  timed('remembers a pause that it could not tell the others yet', async () => {
    const { slots, set } = aStorage();
    const [one, other] = [aProcess(slots, 20), aProcess(slots, 20)];
    const turn = await rightOf(one.take('offers', 1_000));
    set('away');
    turn.report({ _tag: 'Throttled', retryAfter: 500 });
    await leftOf(one.take('offers', 1_000));
    set('there');
    expect(await leftOf(one.take('offers', 100))).to.have.property('why', 'rate_limit');
    expect(await leftOf(other.take('offers', 100))).to.have.property('why', 'rate_limit');
  });

  timed('says that the storage is away to whoever cannot wait for its answer', async () => {
    const { slots } = aStorage(1_600);
    expect(await leftOf(aProcess(slots, 20).take('offers', 1_500))).to.have.property('why', 'storage_away');
  });
});
