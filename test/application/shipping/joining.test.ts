import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { rightOf } from '../../support/either.js';
import type { ManualClock } from '../../support/manual-clock.js';
import { parsed } from '../../support/one-label.js';
import { aPair, watched } from '../../support/pair.js';
import { aScriptedCarrier, inOneStep, isSilent, type Script } from '../../support/scripted-carrier.js';
import { aRequest, openShop, type Differences, type Shop } from '../../support/shop.js';

const pending = E.left({ _tag: 'LabelPending' });

describe('a booking that differs from a live one only in its offer', () => {
  let shop: Shop;
  let time: ManualClock | undefined;
  const clock = (): ManualClock => time!;
  const order = 'order';
  const request = aRequest(order, 'only_shipping', 'first offer');
  const other = aRequest(order, 'only_shipping', 'second offer');
  const third = aRequest(order, 'only_shipping', 'third offer');

  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  const pairWith = async (script: Partial<Script> = {}, over: (clock: ManualClock) => Differences = () => ({})) => {
    const carrier = aScriptedCarrier(script);
    const pair = await aPair(shop, (clocks) => ({ carriers: [carrier], ...over(clocks) }));
    time = pair.clock;
    return { ...pair, carrier };
  };

  const sellsAfter =
    (milliseconds: number): Script['book'] =>
    (_order, till, sell) =>
      till.pay('creating', async () => (await clock().sleep(milliseconds)(), sell()));

  const codeOf = (answer: E.Either<unknown, string>): string => parsed(rightOf(answer)).tracking_code;

  it('is a parcel of its own once the other was answered, and shown as a suspected duplicate', async () => {
    const { a, carrier } = await pairWith();
    const first = await clock().until(a.book(request));
    const second = await clock().until(a.book(other));
    expect(codeOf(second)).not.to.equal(codeOf(first));
    expect(carrier.sales).to.have.length(2);
    const [one, two] = await shop.ofOrder(order);
    expect(two?.suspectedDuplicateOf).to.equal(one?.legs[0].plan.reference);
  });

  it('is a parcel of its own while a request of the other runs, in this process or in another', async () => {
    const { a, b, carrier } = await pairWith({ book: sellsAfter(3_000) });
    const first = a.book(request);
    await clock().advance(100);
    const answers = await clock().until(Promise.all([first, a.book(other), b.book(third)]));
    expect(new Set(answers.map(codeOf)).size).to.equal(3);
    expect(carrier.sales).to.have.length(3);
  });

  it('joins one that came to its label after everybody had left', async () => {
    const { a, carrier } = await pairWith({ book: sellsAfter(20_000) });
    const left = watched(a.book(request));
    await clock().advance(25_000);
    expect(left.outcome()).to.deep.equal(pending);
    carrier.script.book = inOneStep;
    const joined = await clock().until(a.book(other));
    expect(carrier.sales).to.have.length(1);
    expect(await clock().until(a.book(request))).to.deep.equal(joined);
    // It was answered now: the next one is another parcel.
    expect(codeOf(await clock().until(a.book(third)))).not.to.equal(codeOf(joined));
  });

  it('joins one of which nobody knows what became, and finishes it', async () => {
    const { a, carrier } = await pairWith({ book: (_order, till) => till.pay('creating', isSilent) });
    expect(await clock().until(a.book(request))).to.deep.equal(pending);
    carrier.script.book = inOneStep;
    const joined = await clock().until(a.book(other));
    expect(codeOf(joined)).to.equal(carrier.sales[0]?.trackingCode);
    expect(await shop.ofOrder(order)).to.have.length(1);
    expect(await clock().until(a.book(request))).to.deep.equal(joined);
  });

  it('joins one that another has joined, as long as nobody was answered', async () => {
    const { a, carrier } = await pairWith({
      book: (_order, till, sell) => till.pay('creating', async () => (await sell(), isSilent())),
      find: () => isSilent,
    });
    expect(await clock().until(a.book(request))).to.deep.equal(pending);
    expect(await clock().until(a.book(other))).to.deep.equal(pending);
    carrier.script.find = (_order, found) => found;
    const joined = await clock().until(a.book(third));
    expect(carrier.sales.map(({ trackingCode }) => trackingCode)).to.deep.equal([codeOf(joined)]);
    expect(await clock().until(a.book(other))).to.deep.equal(joined);
  });

  it('does not join one that was answered in another process than the one that bought it', async () => {
    const { a, b, carrier } = await pairWith({ book: sellsAfter(20_000) });
    const left = watched(a.book(request));
    await clock().advance(15_000);
    expect(left.outcome()).to.deep.equal(pending);
    const waited = await clock().until(b.book(request));
    expect(codeOf(waited)).to.equal(carrier.sales[0]?.trackingCode);
    carrier.script.book = inOneStep;
    expect(codeOf(await clock().until(a.book(other)))).not.to.equal(codeOf(waited));
  });

  it('does not join one whose answer somebody came for at the last moment', async () => {
    const { a, carrier } = await pairWith({ book: sellsAfter(20_000) }, (clocks) => ({
      bookings: {
        replace: (booking) => async () => {
          await clocks.sleep(1_000)();
          return shop.storage.bookings.replace(booking)();
        },
      },
    }));
    const left = watched(a.book(request));
    await clock().advance(20_500);
    expect(left.outcome()).to.deep.equal(pending);
    const late = await clock().until(a.book(request));
    carrier.script.book = inOneStep;
    expect(codeOf(await clock().until(a.book(other)))).not.to.equal(codeOf(late));
  });

  it('is joined by one other request alone', async () => {
    const { a, b, carrier } = await pairWith({ book: sellsAfter(20_000) });
    const left = watched(a.book(request));
    await clock().advance(25_000);
    expect(left.outcome()).to.deep.equal(pending);
    carrier.script.book = inOneStep;
    const answers = await clock().until(Promise.all([a.book(other), b.book(third)]));
    expect(new Set(answers.map(codeOf)).size).to.equal(2);
    expect(carrier.sales).to.have.length(2);
  });
});
