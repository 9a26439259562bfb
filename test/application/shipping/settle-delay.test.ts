import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { rightOf } from '../../support/either.js';
import type { ManualClock } from '../../support/manual-clock.js';
import {
  aScriptedCarrier,
  inOneStep,
  isSilent,
  type Script,
  type ScriptedCarrier,
} from '../../support/scripted-carrier.js';
import { aClockFor, aRequest, openShop, type Process, type Shop } from '../../support/shop.js';
import { aStopping } from '../../support/stopping.js';

const pending = E.left({ _tag: 'LabelPending' });

/** As late after its mark as a paid call may be sent, and as late after that as this carrier may show what it did. */
const [SENT, LAG] = [9_000, 119_000];

describe('a settle delay', () => {
  let shop: Shop;
  let time: ManualClock | undefined;
  const clock = (): ManualClock => time!;
  const request = aRequest('order');

  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  /** The first call is sent long after its mark, gets `answer`, and is seen at the carrier at the last moment. */
  const soldLate = (answer: () => ReturnType<Script['book']>): Script['book'] => {
    let isFirst = true;
    return (order, till, sell) => async () => {
      if (!isFirst) return inOneStep(order, till, sell)();
      isFirst = false;
      await clock().sleep(SENT)();
      return till.pay('creating', () => {
        void clock().sleep(LAG)().then(sell);
        return answer()();
      })();
    };
  };

  /** Two processes that know nothing of each other; the first one dies when it has sent its call. */
  const twoProcesses = async (settleDelay: number, book: (dies: () => void) => Script['book']) => {
    const [stoppingA, stoppingB] = [aStopping(), aStopping()];
    time = aClockFor(stoppingA, stoppingB);
    let isDead = false;
    const carrier = aScriptedCarrier({ book: book(() => (isDead = true)) }, settleDelay);
    const start = (name: string, at: number, stopping: typeof stoppingA): Promise<Process> =>
      shop.start(name, {
        clock: clock().startedAt(at),
        stopping,
        carriers: [carrier],
        bookings: { isGone: () => false },
      });
    const a = await shop.start('serve:a', {
      ...{ clock: time, stopping: stoppingA, carriers: [carrier] },
      bookings: {
        isGone: () => false,
        replace: (booking) => () => (isDead ? new Promise(() => undefined) : shop.storage.bookings.replace(booking)()),
      },
    });
    return { a, b: await start('serve:b', 7_000_000, stoppingB), carrier };
  };

  const boughtOnce = (carrier: ScriptedCarrier): void => {
    expect(carrier.calls.filter((call) => call.startsWith('book'))).to.have.length(1);
    expect(carrier.sales).to.have.length(1);
  };

  it('counts from when the call was sent, however long after its mark', async () => {
    const { a, carrier } = await twoProcesses(120_000, () => soldLate(() => isSilent));
    expect(await clock().until(a.book(request))).to.deep.equal(pending);
    await clock().advance(121_000 - SENT);
    expect(await clock().until(a.book(request))).to.deep.equal(pending);
    await clock().advance(10_000);
    rightOf(await clock().until(a.book(request)));
    boughtOnce(carrier);
  });

  it('counts from the latest moment at which one who died may have sent it', async () => {
    const { a, b, carrier } = await twoProcesses(120_000, (dies) =>
      soldLate(() => async () => {
        dies();
        return isSilent();
      }),
    );
    void a.book(request);
    await clock().advance(30_000);
    expect(await clock().until(b.book(request))).to.deep.equal(pending);
    await clock().advance(121_000 - 44_000);
    expect(await clock().until(b.book(request))).to.deep.equal(pending);
    await clock().advance(14_000);
    rightOf(await clock().until(b.book(request)));
    boughtOnce(carrier);
  });

  it('has nobody wait where it is nothing', async () => {
    const { a, b, carrier } = await twoProcesses(0, (dies) => (order, till, sell) => {
      if (carrier.calls.length > 1) return inOneStep(order, till, sell);
      return till.pay('creating', async () => {
        dies();
        return isSilent();
      });
    });
    void a.book(request);
    await clock().advance(100);
    const [before] = [clock().monotonic()];
    expect(await clock().until(b.book(request))).to.deep.equal(pending);
    // The lease of the one who died, and nothing after it.
    await clock().advance(60_001 - (clock().monotonic() - before));
    rightOf(await clock().until(b.book(request)));
    expect(clock().monotonic() - before).to.be.below(61_000);
    expect(carrier.sales).to.have.length(1);
  });
});
