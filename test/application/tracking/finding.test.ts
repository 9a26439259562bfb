import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import type { Sighting } from '../../../application/ports/tracking-source.js';
import { withLeg } from '../../../domain/booking.js';
import { DAY, later } from '../../../domain/time.js';
import {
  aKey,
  aLeg,
  anAccountId,
  anOrder,
  aPurchase,
  bookedWith,
  MORNING,
  notMoved,
  nth,
} from '../../support/bookings.js';
import { rightOf } from '../../support/either.js';
import { openTrackingShop, type TrackingShop } from '../../support/tracking-shop.js';

describe('the parcel that a carrier means', () => {
  let shop: TrackingShop;
  beforeEach(async () => {
    shop = await openTrackingShop();
  });
  afterEach(() => shop.close());

  /** `order-1/2 return`, with `*` where a further code was named. */
  const meant = async (sighting: Sighting): Promise<string | undefined> => {
    const carrier = shop.desk.carriers[0] ?? expect.fail();
    const found = await rightOf(shop.findParcel(anAccountId(), carrier, sighting));
    if (O.isNone(found)) return undefined;
    const { booking, leg, furtherCode } = found.value;
    return `${booking.key.order}/${booking.parcelNumber} ${leg.plan.kind}${furtherCode === undefined ? '' : '*'}`;
  };

  const inOrder = (order: string, n: number) => ({
    key: aKey({ order: anOrder(order), fingerprint: `1o.${n}` }),
    parcelNumber: n,
  });

  it('is found by its code, by the order’s number, or by our reference', async () => {
    await shop.keep(bookedWith('CODE-1'));
    for (const sighting of [{ trackingCode: 'CODE-1' }, { orderNumber: 'order-1' }, { reference: 'ls-0001-o' }])
      expect(await meant(sighting)).to.equal('order-1/1 outbound');
    for (const sighting of [{ trackingCode: 'CODE-2' }, { orderNumber: 'order-2' }, { reference: 'ls-0002-o' }, {}])
      expect(await meant(sighting)).to.equal(undefined);
  });

  it('may be a further parcel of its order, or its return', async () => {
    await shop.keep(bookedWith('CODE-1'));
    const back = aLeg(
      { _tag: 'Booked', bought: aPurchase({ trackingCode: 'BACK' }), tracking: notMoved },
      { kind: 'return', reference: 'ls-0002-r' },
    );
    const [out] = bookedWith('CODE-2').legs;
    await shop.keep({ ...nth(2), legs: [out, back] });
    expect(await meant({ orderNumber: 'order-1-2' })).to.equal('order-1/2 outbound');
    expect(await meant({ orderNumber: 'order-1-2-R' })).to.equal('order-1/2 return');
  });

  it('is an order that ends like a number of ours, where there is one', async () => {
    await shop.keep({ ...bookedWith('CODE-1'), ...inOrder('A', 2) });
    await shop.keep({ ...bookedWith('CODE-2'), ...inOrder('A-2', 1) });
    expect(await meant({ orderNumber: 'A-2', trackingCode: 'CODE-1' })).to.equal('A/2 outbound');
    expect(await meant({ orderNumber: 'A-2', trackingCode: 'CODE-2' })).to.equal('A-2/1 outbound');
  });

  it('is the one of our reference, whatever code and number are named with it', async () => {
    await shop.keep({ ...bookedWith('CODE-1'), ...inOrder('A', 1) });
    const [leg] = bookedWith('CODE-2').legs;
    const other = { ...bookedWith('CODE-2'), ...inOrder('B', 1) };
    await shop.keep({ ...other, legs: [{ ...leg, plan: { ...leg.plan, reference: 'ls-0009-o' } }] });
    expect(await meant({ reference: 'ls-0009-o', trackingCode: 'CODE-1', orderNumber: 'A' })).to.equal('B/1 outbound');
  });

  it('is the newest living one where a courier used a code again', async () => {
    await shop.keep({ ...bookedWith('CODE-1'), ...inOrder('old', 1) });
    await shop.keep({ ...bookedWith('CODE-1'), ...inOrder('new', 1), createdAt: later(MORNING, DAY) });
    const dead = { ...bookedWith('CODE-1'), ...inOrder('dead', 1), createdAt: later(MORNING, 2 * DAY) };
    await shop.keep(
      withLeg(dead, 'outbound', { _tag: 'Cancelled', bought: aPurchase({ trackingCode: 'CODE-1' }), at: MORNING }),
    );
    expect(await meant({ trackingCode: 'CODE-1' })).to.equal('new/1 outbound');
    expect(await meant({ trackingCode: 'CODE-1', orderNumber: 'old' })).to.equal('old/1 outbound');
  });

  it('may be named by a further code, and by a code that came after the booking', async () => {
    const bought = aPurchase({ trackingCode: 'FIRST', furtherTrackingCodes: ['SECOND'] });
    await shop.keep(withLeg(bookedWith('FIRST'), 'outbound', { _tag: 'Booked', bought, tracking: notMoved }));
    expect(await meant({ trackingCode: 'SECOND', orderNumber: 'order-1' })).to.equal('order-1/1 outbound*');
    expect(await meant({ trackingCode: 'LATER', orderNumber: 'order-1' })).to.equal('order-1/1 outbound');
  });
});
