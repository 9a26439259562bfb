import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { rightOf } from '../../support/either.js';
import type { ManualClock } from '../../support/manual-clock.js';
import { aPair, watched } from '../../support/pair.js';
import { aScriptedCarrier, inOneStep, isSilent, type Script } from '../../support/scripted-carrier.js';
import { aRequest, openShop, type Shop } from '../../support/shop.js';

const pending = E.left({ _tag: 'LabelPending' });

describe('the till', () => {
  let shop: Shop;
  let time: ManualClock | undefined;
  const clock = (): ManualClock => time!;
  const order = 'order';
  const request = aRequest(order);

  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  /** Two paid steps with a wait between them; what the second one sold is the parcel. */
  const inTwoSteps = (milliseconds: number, sent: string[]): Script['book'] => {
    const step =
      <L, A>(name: string, call: TaskEither<L, A>): TaskEither<L, A> =>
      () => {
        sent.push(name);
        return call();
      };
    return (_order, till, sell) => async () => {
      const first = await till.pay(
        'creating',
        step('creating', () => Promise.resolve(E.right(undefined))),
      )();
      if (E.isLeft(first)) return first;
      await clock().sleep(milliseconds)();
      return till.pay('printing', step('printing', sell))();
    };
  };

  const pairWith = async (script: Partial<Script>, over: Parameters<typeof aPair>[1] = () => ({}), settleDelay = 0) => {
    const carrier = aScriptedCarrier(script, settleDelay);
    const pair = await aPair(shop, (clocks) => ({ carriers: [carrier], ...over(clocks) }));
    time = pair.clock;
    return { ...pair, carrier };
  };

  it('lets no step through after the buy deadline', async () => {
    const sent: string[] = [];
    const { a, carrier } = await pairWith({ book: inTwoSteps(50_000, sent) }, undefined, 120_000);
    const asked = watched(a.book(request));
    await clock().advance(100_000);
    expect(asked.outcome()).to.deep.equal(pending);
    expect(sent).to.deep.equal(['creating']);
    expect(carrier.sales).to.have.length(0);
    const [booking] = await shop.ofOrder(order);
    expect([booking?.legs[0].state._tag, booking?.owner]).to.deep.equal(['Unknown', undefined]);
  });

  it('lets no step through whose mark was being written at the buy deadline', async () => {
    const sent: string[] = [];
    let isSlow = true;
    const { a, carrier } = await pairWith(
      { book: inTwoSteps(35_000, sent) },
      (clocks) => ({
        bookings: {
          replace: (booking) => async () => {
            const outcome = await shop.storage.bookings.replace(booking)();
            const waits = isSlow;
            isSlow = false;
            if (waits) await clocks.sleep(10_000)();
            return outcome;
          },
        },
      }),
      120_000,
    );
    void a.book(request);
    await clock().advance(100_000);
    expect(sent).to.deep.equal(['creating']);
    expect(carrier.sales).to.have.length(0);
  });

  it('buys nothing for a request that has waited past its buy deadline', async () => {
    const { a, b, carrier, stoppingA } = await pairWith({});
    stoppingA.stopAt(3, 'dead after');
    void a.book(request);
    const asked = watched(b.book(request));
    await clock().advance(200_000);
    expect(asked.outcome()).to.deep.equal(pending);
    expect(carrier.calls).to.deep.equal([]);
  });

  it('lets no step through once another process has taken the booking over', async () => {
    const sent: string[] = [];
    const { a, b, carrier } = await pairWith({ book: inTwoSteps(20_000, sent) }, () => ({
      booking: { lease: 10_000, buyDeadline: 60_000, answerBudget: 55_000 },
    }));
    const slow = a.book(request);
    await clock().advance(100);
    carrier.script.book = inOneStep;
    const answers = await clock().until(Promise.all([slow, b.book(request)]));
    const [own, other] = answers.map((answer) => rightOf(answer));
    expect(own).to.equal(other);
    expect(sent).to.deep.equal(['creating']);
    expect(carrier.sales).to.have.length(1);
  });

  /** The first write of a mark takes this long. */
  const withSlowMark = (took: number, lease: number, sent: string[]) => {
    let isSlow = true;
    return pairWith({ book: inTwoSteps(10, sent) }, (clocks) => ({
      booking: { lease },
      bookings: {
        replace: (booking) => async () => {
          const outcome = await shop.storage.bookings.replace(booking)();
          if (isSlow) await clocks.sleep(took)();
          isSlow = false;
          return outcome;
        },
      },
    }));
  };

  for (const [when, took, lease] of [
    ['longer than the lease', 1_000, 1_000],
    ['so long that a settle delay would count from another time', 10_000, 60_000],
  ] as const) {
    it(`lets no step through whose mark took ${when}`, async () => {
      const sent: string[] = [];
      const { a, carrier } = await withSlowMark(took, lease, sent);
      const asked = a.book(request);
      await clock().advance(took + 20);
      expect(sent).to.deep.equal(['creating']);
      expect(carrier.calls.slice(0, 1)).to.have.length(1);
      rightOf(await clock().until(asked));
      expect(carrier.sales).to.have.length(1);
    });
  }

  it('is not asked again and again by a carrier that falls silent before it pays', async () => {
    const { a, carrier } = await pairWith({
      book: (one, till, sell) => (one.plan.kind === 'return' ? isSilent : till.pay('creating', sell)),
    });
    const both = aRequest(order, 'shipping_and_return');
    expect(await clock().until(a.book(both))).to.deep.equal(pending);
    expect(carrier.calls.filter((call) => call.startsWith('book'))).to.have.length(2);
    const [booking] = await shop.ofOrder(order);
    expect(booking?.legs.map(({ state }) => state._tag)).to.deep.equal(['Bought', 'Claimed']);
    expect(booking?.owner).to.equal(undefined);
    carrier.script.book = inOneStep;
    rightOf(await clock().until(a.book(both)));
    expect(carrier.sales).to.have.length(2);
  });

  it('leaves a run that nobody waits for to its end, and shutdown waits for it', async () => {
    const { a, carrier } = await pairWith({
      book: (_order, till, sell) => till.pay('creating', async () => (await clock().sleep(30_000)(), sell())),
    });
    const asked = watched(a.book(request));
    await clock().advance(14_000);
    expect(asked.outcome()).to.deep.equal(pending);
    let isIdle = false;
    void a.turns.idle().then(() => {
      isIdle = true;
    });
    await clock().advance(15_900);
    expect([isIdle, carrier.sales.length]).to.deep.equal([false, 0]);
    await clock().advance(100);
    expect([isIdle, carrier.sales.length]).to.deep.equal([true, 1]);
    const [booking] = await shop.ofOrder(order);
    expect(booking?.answered).to.equal(false);
    expect(booking?.answer).not.to.equal(undefined);
  });
});
