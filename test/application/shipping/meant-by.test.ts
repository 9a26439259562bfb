import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import { meantBy } from '../../../application/shipping/cancel-shipment.js';
import type { LegState } from '../../../domain/booking.js';
import { aBooking, aKey, aLeg, anOrder, aPurchase, MORNING, notMoved } from '../../support/bookings.js';

const bought = aPurchase({ trackingCode: 'REUSED-1' });
const booked: LegState = { _tag: 'Booked', bought, tracking: notMoved };
const cancelled: LegState = { _tag: 'Cancelled', bought, at: MORNING };

const ofOrder = (order: string, state: LegState) =>
  aBooking({ key: aKey({ order: anOrder(order) }), legs: [aLeg(state)], answer: '{}' });

const meant = (...newestFirst: Parameters<typeof meantBy>[1]): string | undefined =>
  O.toUndefined(meantBy('REUSED-1', newestFirst))?.booking.key.order;

describe('a tracking code that a courier has used more than once', () => {
  it('means the newest booking that is live', () => {
    expect(meant(ofOrder('new', booked), ofOrder('old', booked))).to.equal('new');
    expect(meant(ofOrder('new', cancelled), ofOrder('old', booked))).to.equal('old');
  });

  it('means the newest one where none is live', () => {
    expect(meant(ofOrder('new', cancelled), ofOrder('old', cancelled))).to.equal('new');
  });

  it('means no booking of other codes', () => {
    const other = aPurchase({ trackingCode: 'OTHER-1' });
    expect(meant(ofOrder('other', { _tag: 'Cancelled', bought: other, at: MORNING }))).to.equal(undefined);
  });
});
