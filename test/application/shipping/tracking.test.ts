import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { leftOf, rightOf } from '../../support/either.js';
import { parsed } from '../../support/one-label.js';
import { aPair, watched } from '../../support/pair.js';
import { aScriptedCarrier, isSilent } from '../../support/scripted-carrier.js';
import { aRequest, openShop, type Shop } from '../../support/shop.js';

describe('a parcel that moves', () => {
  let shop: Shop;
  const order = 'order';
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  /** A booking of both legs by one process; the other hears from the courier. */
  const booked = async () => {
    const carrier = aScriptedCarrier();
    const pair = await aPair(shop, () => ({ carriers: [carrier] }));
    const answer = rightOf(await pair.clock.until(pair.a.book(aRequest(order, 'shipping_and_return'))));
    const { tracking_code: code, return_tracking_code: back = '' } = parsed(answer);
    const track = () => pair.b.hub.trackParcel(pair.b.desk, code, 'in_transit')();
    return { ...pair, carrier, code, back, track };
  };

  it('waits while its return is being cancelled, and takes nothing from whoever cancels', async () => {
    const { a, clock, carrier, back, track } = await booked();
    carrier.script.cancel = (_order, end) => async () => (await clock.sleep(5_000)(), end());
    const cancelled = watched(a.cancel(back));
    await clock.advance(1_000);
    const tracked = watched(track());
    await clock.advance(3_000);
    expect(tracked.outcome()).to.equal(undefined);
    await clock.advance(2_000);
    expect([cancelled.outcome()?._tag, tracked.outcome()?._tag]).to.deep.equal(['Right', 'Right']);
    expect(carrier.calls.filter((call) => call.startsWith('cancel'))).to.have.length(1);
    const [booking] = await shop.ofOrder(order);
    expect(booking?.legs.map(({ state }) => state._tag)).to.deep.equal(['Booked', 'Cancelled']);
    expect(booking?.legs[0].state).to.deep.include({ _tag: 'Booked' });
  });

  it('is given up in time where nobody knows what became of a cancel', async () => {
    const { a, clock, carrier, back, track } = await booked();
    carrier.script.cancel = () => isSilent;
    expect(E.isLeft(await clock.until(a.cancel(back)))).to.equal(true);
    const since = clock.monotonic();
    expect(leftOf(await clock.until(track()))).to.deep.equal({ _tag: 'Overtaken' });
    expect(clock.monotonic() - since).to.be.within(14_000, 14_300);
  });
});
