import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { leftOf, rightOf } from '../../support/either.js';
import type { ManualClock } from '../../support/manual-clock.js';
import { parsed } from '../../support/one-label.js';
import { aPair, watched } from '../../support/pair.js';
import { aScriptedCarrier, saysNo, type Script } from '../../support/scripted-carrier.js';
import { aRequest, openShop, type Shop } from '../../support/shop.js';

const pending = E.left({ _tag: 'LabelPending' });

const after =
  (clock: () => ManualClock, milliseconds: number) =>
  <L, A>(task: TaskEither<L, A>): TaskEither<L, A> =>
  async () => {
    await clock().sleep(milliseconds)();
    return task();
  };

describe('whoever comes upon a booking', () => {
  let shop: Shop;
  let time: ManualClock | undefined;
  const clock = (): ManualClock => time!;
  const order = 'order';
  const request = aRequest(order);

  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  const pairWith = async (script: Partial<Script>, over = {}) => {
    const carrier = aScriptedCarrier(script);
    const pair = await aPair(shop, () => ({ carriers: [carrier], ...over }));
    time = pair.clock;
    return { ...pair, carrier };
  };

  const sellsAfter = (milliseconds: number): Partial<Script> => ({
    book: (_order, till, sell) => till.pay('creating', after(clock, milliseconds)(sell)),
  });

  it('that is booked gets the stored answer, byte for byte and without a carrier call', async () => {
    const { a, b, carrier } = await pairWith({});
    const answer = rightOf(await clock().until(a.book(request)));
    const calls = carrier.calls.length;
    expect(await clock().until(b.book(request, 'another request id'))).to.deep.equal(E.right(answer));
    expect(carrier.calls).to.have.length(calls);
  });

  it('that is booked gets the stored answer, whatever the settings say by now', async () => {
    const { a } = await pairWith({});
    const answer = rightOf(await clock().until(a.book(request)));
    const changed = await shop.start('serve:c', {
      clock: clock(),
      carriers: [],
      account: { carrierCodes: new Set(['another']), rates: new Map(), expiredOffer: 'refuse' },
    });
    expect(leftOf(await changed.book(aRequest('another order')))).to.deep.equal({ _tag: 'CarrierCodeUnknown' });
    expect(await clock().until(changed.book(request))).to.deep.equal(E.right(answer));
  });

  it('that another process works on waits for its outcome', async () => {
    const { a, b, carrier } = await pairWith(sellsAfter(3_000));
    const first = a.book(request);
    await clock().advance(1_000);
    const [one, other] = await clock().until(Promise.all([first, b.book(request)]));
    expect(rightOf(other)).to.equal(rightOf(one));
    expect(clock().monotonic()).to.be.within(3_000, 3_600);
    expect(carrier.sales).to.have.length(1);
  });

  it('is told at its budget that the label is pending, and the buy goes on', async () => {
    const { a, b, carrier } = await pairWith(sellsAfter(20_000));
    const waiting = [watched(a.book(request)), watched(a.book(request)), watched(b.book(request))];
    await clock().advance(13_999);
    expect(waiting.map(({ outcome }) => outcome())).to.deep.equal([undefined, undefined, undefined]);
    await clock().advance(1);
    expect(waiting.map(({ outcome }) => outcome())).to.deep.equal([pending, pending, pending]);
    expect(carrier.sales).to.have.length(0);
    await clock().advance(6_000);
    const answer = rightOf(await clock().until(a.book(request)));
    expect(await clock().until(b.book(request))).to.deep.equal(E.right(answer));
    expect(carrier.calls.filter((call) => call.startsWith('book'))).to.have.length(1);
  });

  it('that a process left takes it over once it has seen it unchanged for a whole lease', async () => {
    const { a, b, carrier, stoppingA } = await pairWith({});
    // Nothing was sold, and only the lease says that somebody may be at it.
    stoppingA.stopAt(3, 'dead after');
    void a.book(request);
    await clock().advance(90_000);
    expect(stoppingA.stopped()).to.equal('bookings.insert');

    // However long ago that was: this process counts from its own first look.
    const waiting = watched(b.book(request));
    await clock().advance(59_000);
    expect(waiting.outcome()).to.deep.equal(pending);
    expect(carrier.calls).to.deep.equal([]);
    const answer = await clock().until(b.book(request));
    expect(clock().monotonic() - 90_000).to.be.within(60_000, 61_000);
    expect(parsed(rightOf(answer)).tracking_code).to.equal(carrier.sales[0]?.trackingCode);
    expect(carrier.calls.map((call) => call.split(' ')[0])).to.deep.equal(['find', 'book']);
  });

  it('counts the lease anew with every version that it sees', async () => {
    const script: Partial<Script> = {
      book: (_order, till, sell) => async () => {
        const first = await till.pay(
          'creating',
          after(clock, 50_000)(() => Promise.resolve(E.right(undefined))),
        )();
        return E.isLeft(first) ? first : till.pay('printing', after(clock, 50_000)(sell))();
      },
    };
    const { a, b, carrier } = await pairWith(script, { booking: { buyDeadline: 200_000, answerBudget: 150_000 } });
    const first = a.book(request);
    await clock().advance(100);
    const [one, other] = await clock().until(Promise.all([first, b.book(request)]));
    expect(rightOf(other)).to.equal(rightOf(one));
    expect(carrier.calls.filter((call) => call.startsWith('find'))).to.deep.equal([]);
    expect(carrier.sales).to.have.length(1);
  });

  it('that is being cancelled waits, and starts the next generation', async () => {
    const { a, b, carrier } = await pairWith({ cancel: (_order, end) => after(clock, 3_000)(end) });
    const first = rightOf(await clock().until(a.book(request)));
    const cancelled = a.cancel(parsed(first).tracking_code);
    await clock().advance(1_000);
    const [own, other] = await clock().until(Promise.all([a.book(request), b.book(request)]));
    expect(E.isRight(await cancelled)).to.equal(true);
    expect(rightOf(own)).to.equal(rightOf(other));
    const [before, next] = await shop.ofOrder(order);
    expect([next?.key.generation, next?.parcelNumber]).to.deep.equal([2, 2]);
    expect(next?.legs[0].plan.reference).not.to.equal(before?.legs[0].plan.reference);
    expect(next?.legs[0].plan.capability).not.to.equal(before?.legs[0].plan.capability);
    expect(carrier.sales.map((sale) => sale.cancelled)).to.deep.equal([true, false]);
  });

  it('that is being cancelled waits, and gets the stored answer when the carrier refuses', async () => {
    const { a, b, carrier } = await pairWith({ cancel: () => after(clock, 3_000)(saysNo('too_late')) });
    const first = rightOf(await clock().until(a.book(request)));
    const cancelled = a.cancel(parsed(first).tracking_code);
    await clock().advance(1_000);
    const answers = await clock().until(Promise.all([a.book(request), b.book(request)]));
    expect(leftOf(await cancelled)).to.deep.include({ _tag: 'CancelRefused' });
    expect(answers).to.deep.equal([E.right(first), E.right(first)]);
    expect(carrier.sales).to.have.length(1);
  });

  it('gets the refusal when it was waiting for it, and a plan of its own when it comes later', async () => {
    let isOpen = false;
    const { a, b, carrier } = await pairWith({
      book: (_order, till, sell) =>
        isOpen ? till.pay('creating', sell) : till.pay('creating', after(clock, 2_000)(saysNo('address'))),
    });
    const answers = await clock().until(Promise.all([a.book(request), a.book(request), b.book(request)]));
    for (const answer of answers)
      expect(leftOf(answer)).to.deep.equal({ _tag: 'Refused', refusal: { reason: 'address', detail: 'no' } });
    const [refused] = await shop.ofOrder(order);
    isOpen = true;
    rightOf(await clock().until(b.book(request)));
    const [booked, another] = await shop.ofOrder(order);
    expect(another).to.equal(undefined);
    expect(booked?.key).to.deep.equal(refused?.key);
    expect(booked?.parcelNumber).to.equal(refused?.parcelNumber);
    expect(booked?.legs[0].plan.reference).to.equal(refused?.legs[0].plan.reference);
    expect(booked?.legs[0].plan.capability).to.equal(refused?.legs[0].plan.capability);
    expect(booked?.version).to.be.greaterThan(refused?.version ?? 0);
    expect(carrier.sales).to.have.length(1);
  });
});
