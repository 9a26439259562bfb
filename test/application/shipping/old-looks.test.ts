import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Bookings } from '../../../application/ports/bookings.js';
import { leftOf, rightOf } from '../../support/either.js';
import type { ManualClock } from '../../support/manual-clock.js';
import { parsed } from '../../support/one-label.js';
import { watched } from '../../support/pair.js';
import { aScriptedCarrier, isSilent, type ScriptedCarrier } from '../../support/scripted-carrier.js';
import { aClockFor, aRequest, openShop, type Process, type Shop } from '../../support/shop.js';
import { aStopping } from '../../support/stopping.js';

describe('what was looked up a while ago', () => {
  let shop: Shop;
  let time: ManualClock | undefined;
  const clock = (): ManualClock => time!;
  const order = 'order';
  const request = aRequest(order);

  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  const later =
    <L, A>(milliseconds: number, task: TaskEither<L, A>): TaskEither<L, A> =>
    async () => {
      await clock().sleep(milliseconds)();
      return task();
    };

  /** Two processes that know nothing of each other; the first one's bookings and carrier are as given. */
  const twoProcesses = async (
    carrierOf: (name: 'a' | 'b') => ScriptedCarrier,
    slow: Partial<Bookings> = {},
  ): Promise<{ readonly a: Process; readonly b: Process }> => {
    const [stoppingA, stoppingB] = [aStopping(), aStopping()];
    time = aClockFor(stoppingA, stoppingB);
    const isGone = () => false;
    return {
      a: await shop.start('serve:a', {
        ...{ clock: time, stopping: stoppingA, carriers: [carrierOf('a')] },
        bookings: { isGone, ...slow },
      }),
      b: await shop.start('serve:b', {
        ...{ clock: time.startedAt(7_000_000), stopping: stoppingB, carriers: [carrierOf('b')] },
        bookings: { isGone },
      }),
    };
  };

  it('is no proof that nothing was bought when the settle delay has passed only meanwhile', async () => {
    const carrier = aScriptedCarrier({ book: (_order, till) => till.pay('creating', isSilent) }, 120_000);
    const { a } = await twoProcesses(() => carrier);
    expect(leftOf(await clock().until(a.book(request)))).to.deep.equal({ _tag: 'LabelPending' });
    await clock().advance(100_000);
    // It looks at once, and answers after a while.
    carrier.script.find = (_order, found) => async () => {
      const seen = await found();
      await clock().sleep(30_000)();
      return seen;
    };
    const asked = a.book(request);
    await clock().advance(31_000);
    expect(leftOf(await clock().until(asked))).to.deep.equal({ _tag: 'LabelPending' });
    expect(carrier.calls.filter((call) => call.startsWith('book'))).to.have.length(1);
  });

  it('refuses nobody who came when the label was booked by another process', async () => {
    const quoting = (name: 'a' | 'b'): ScriptedCarrier => {
      const carrier = aScriptedCarrier();
      const { quote } = carrier;
      const failing = later(2_000, TE.left({ _tag: 'CarrierSilent' as const, detail: 'no answer' }));
      return { ...carrier, quote: (asked, services) => (name === 'a' ? failing : quote(asked, services)) };
    };
    const { a, b } = await twoProcesses(quoting);
    const early = a.book(request);
    await clock().advance(100);
    const answer = rightOf(await clock().until(b.book(request)));
    const late = a.book(request);
    const outcomes = await clock().until(Promise.all([early, late]));
    expect(leftOf(outcomes[0])).to.deep.equal({ _tag: 'CarriersFailed' });
    expect(rightOf(outcomes[1])).to.equal(answer);
  });

  it('gives nobody who came after a cancel the answer of what was cancelled', async () => {
    const carrier = aScriptedCarrier();
    let slow = 0;
    const { a, b } = await twoProcesses(() => carrier, {
      ofOrder: (account, of) => async () => {
        const found = await shop.storage.bookings.ofOrder(account, of)();
        await clock().sleep(slow)();
        return found;
      },
    });
    const answer = rightOf(await clock().until(b.book(request)));
    slow = 2_000;
    const early = a.book(request);
    await clock().advance(100);
    rightOf(await clock().until(b.cancel(parsed(answer).tracking_code)));
    const late = a.book(request);
    expect(rightOf(await clock().until(early))).to.equal(answer);
    const next = rightOf(await clock().until(late));
    expect(parsed(next).tracking_code).to.equal(carrier.sales[1]?.trackingCode);
    expect((await shop.ofOrder(order)).map(({ key }) => key.generation)).to.deep.equal([1, 2]);
  });

  it('gives the answer of what was cancelled between two looks to those who waited for it alone', async () => {
    const carrier = aScriptedCarrier({ book: (_order, till, sell) => till.pay('creating', later(3_000, sell)) });
    const { a, b } = await twoProcesses(() => carrier);
    const first = b.book(request);
    await clock().advance(100);
    const early = watched(a.book(request));
    await clock().advance(2_800);
    const answer = rightOf(await clock().until(first));
    rightOf(await clock().until(b.cancel(parsed(answer).tracking_code)));
    expect(early.outcome(), 'it has not looked since').to.equal(undefined);
    const late = a.book(request);
    const next = rightOf(await clock().until(late));
    expect(early.outcome()).to.deep.equal(E.right(answer));
    expect(parsed(next).tracking_code).to.equal(carrier.sales[1]?.trackingCode);
  });

  /** The first insert of `a` takes this long to be refused, since a parcel of `b` has its number by then. */
  const withTakenNumber = async (other: ReturnType<typeof aRequest>) => {
    let isFirst = true;
    const carrier = aScriptedCarrier({}, 120_000);
    const { a, b } = await twoProcesses(() => carrier, {
      insert: (booking) => async () => {
        const waits = isFirst;
        isFirst = false;
        if (waits) await clock().sleep(20_000)();
        return shop.storage.bookings.insert(booking)();
      },
    });
    const asked = watched(a.book(request));
    await clock().advance(100);
    rightOf(await clock().until(b.book(other)));
    carrier.script.book = (_order, till) => till.pay('creating', isSilent);
    await clock().advance(21_000);
    expect(asked.outcome()).to.deep.equal(E.left({ _tag: 'LabelPending' }));
    const [, claimed] = await shop.ofOrder(order);
    return claimed;
  };

  it('does not let a claim say that its first call was sent long ago', async () => {
    const [item] = request.items;
    const claimed = await withTakenNumber({
      ...request,
      items: item === undefined ? [] : [{ ...item, identifiers: { sku: 'other' } }],
    });
    expect(claimed).to.deep.include({ parcelNumber: 2 });
    expect(claimed).not.to.have.property('suspectedDuplicateOf');
    const state = claimed?.legs[0].state;
    expect(state?._tag).to.equal('Unknown');
    expect(state?._tag === 'Unknown' && clock().now() - state.sentAt).to.be.within(0, 2_000);
  });

  it('does not hide from a claim that the same parcel was booked under another offer meanwhile', async () => {
    const claimed = await withTakenNumber(aRequest(order, 'only_shipping', 'another offer'));
    const [first] = await shop.ofOrder(order);
    expect(claimed?.suspectedDuplicateOf).to.equal(first?.legs[0].plan.reference);
  });

  it('is part of the budget of a cancel', async () => {
    const { a } = await twoProcesses(() => aScriptedCarrier(), {
      byHandle: () => later(60_000, TE.right([])),
    });
    const asked = watched(a.cancel('any code'));
    await clock().advance(13_999);
    expect(asked.outcome()).to.equal(undefined);
    await clock().advance(1);
    expect(asked.outcome()).to.deep.equal(E.left({ _tag: 'CancelUnknown' }));
  });
});
