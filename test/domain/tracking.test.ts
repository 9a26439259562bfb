import { expect } from 'chai';
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { isMoving, isTrackingStatus, move, trackingStatuses, type Tracking } from '../../domain/tracking.js';
import { HOUR, later } from '../../domain/time.js';
import { MORNING, notMoved } from '../support/bookings.js';

const anyStatus = fc.constantFrom(...trackingStatuses);
const rank = ({ status }: Tracking): number => trackingStatuses.indexOf(status);

describe('tracking', () => {
  it('moves forward, and may leave stations out', () => {
    const at = later(MORNING, HOUR);
    expect(move(notMoved, 'delivered', at)).to.deep.equal(E.right({ status: 'delivered', since: at }));
  });

  it('keeps the moment of the first report when a status is repeated', () => {
    fc.assert(
      fc.property(anyStatus, fc.nat(), (status, wait) => {
        const tracking: Tracking = { status, since: MORNING };
        expect(move(tracking, status, later(MORNING, wait))).to.deep.equal(E.right(tracking));
      }),
    );
  });

  it('says what would have been a step back', () => {
    expect(move({ status: 'delivered', since: MORNING }, 'in_transit', MORNING)).to.deep.equal(
      E.left({ _tag: 'MovedBackwards', from: 'delivered', to: 'in_transit' }),
    );
  });

  it('never goes backwards, in whatever order reports come in', () => {
    fc.assert(
      fc.property(fc.array(anyStatus, { maxLength: 8 }), (reports) => {
        let tracking: Tracking = notMoved;
        for (const [hours, status] of reports.entries()) {
          const moved = move(tracking, status, later(MORNING, hours * HOUR));
          const after: Tracking = E.isRight(moved) ? moved.right : tracking;
          expect(rank(after)).to.be.at.least(rank(tracking));
          tracking = after;
        }
        expect(rank(tracking)).to.equal(Math.max(0, ...reports.map((status) => trackingStatuses.indexOf(status))));
      }),
    );
  });

  it('has left the sender in every status but the first: a cancel would be too late', () => {
    expect(trackingStatuses.filter((status) => !isMoving({ status, since: MORNING }))).to.deep.equal(['booked']);
  });

  it('knows its own statuses', () => {
    expect(trackingStatuses.every(isTrackingStatus)).to.equal(true);
    expect(['', 'Delivered', 'canceled', 'constructor'].some(isTrackingStatus)).to.equal(false);
  });
});
