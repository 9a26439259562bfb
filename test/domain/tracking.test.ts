import { expect } from 'chai';
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import {
  afterReport,
  isAtEnd,
  isMoving,
  isSideState,
  isTrackingStatus,
  move,
  sideStates,
  trackingStatuses,
  type SideState,
  type Tracking,
  type TrackingReport,
  type TrackingStatus,
} from '../../domain/tracking.js';
import { HOUR, later } from '../../domain/time.js';
import { MORNING, notMoved } from '../support/bookings.js';

const anyStatus = fc.constantFrom(...trackingStatuses);
const rank = ({ status }: Tracking): number => trackingStatuses.indexOf(status);

const station = (status: TrackingStatus): TrackingReport => ({ _tag: 'Station', status });
const aside = (state: SideState): TrackingReport => ({ _tag: 'Aside', state });

/** A report, and how many hours after the booking it says that it happened. */
const anyTold = fc.tuple(
  fc.oneof(anyStatus.map(station), fc.constantFrom(...sideStates).map(aside)),
  fc.nat({ max: 48 }),
);
type Told = readonly [TrackingReport, number];

const heard = (from: Tracking, told: readonly Told[]): Tracking =>
  told.reduce((tracking, [report, hours]) => {
    const progress = afterReport(tracking, report, later(MORNING, hours * HOUR));
    return 'tracking' in progress ? progress.tracking : tracking;
  }, from);

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

  it('knows its own side states', () => {
    expect(sideStates.every(isSideState)).to.equal(true);
    expect(['', 'Exception', 'delivered'].some(isSideState)).to.equal(false);
  });

  it('comes to the same station whatever the order of the reports, and however often each comes', () => {
    const inTwoOrders = fc
      .array(anyTold, { maxLength: 8 })
      .chain((told) =>
        fc.tuple(fc.constant(told), fc.shuffledSubarray([...told, ...told], { minLength: told.length * 2 })),
      );
    fc.assert(
      fc.property(inTwoOrders, ([told, shuffled]) => {
        expect(heard(notMoved, shuffled).status).to.equal(heard(notMoved, told).status);
      }),
    );
  });

  it('never goes backwards by a report, nor gives one time for another at a station', () => {
    fc.assert(
      fc.property(fc.array(anyTold), anyTold, (told, last) => {
        const before = heard(notMoved, told);
        const after = heard(before, [last]);
        expect(rank(after)).to.be.at.least(rank(before));
        if (after.status === before.status) expect(after.since).to.equal(before.since);
      }),
    );
  });

  it('changes nothing by hearing the same once more', () => {
    fc.assert(
      fc.property(fc.array(anyTold), anyTold, (told, last) => {
        const once = heard(notMoved, [...told, last]);
        expect(heard(once, [last])).to.deep.equal(once);
      }),
    );
  });

  const at = later(MORNING, HOUR);

  it('keeps what happened beside the way, and gives it to the next station', () => {
    const moving: Tracking = { status: 'in_transit', since: MORNING };
    const tried: Tracking = { ...moving, note: { state: 'attempted_delivery', at } };
    expect(afterReport(moving, aside('attempted_delivery'), at)).to.deep.equal({ _tag: 'Noted', tracking: tried });
    expect(afterReport(tried, station('delivered'), later(at, HOUR))).to.deep.equal({
      _tag: 'Moved',
      tracking: { status: 'delivered', since: later(at, HOUR) },
      after: 'attempted_delivery',
    });
  });

  it('hears no more of what happened before its station, or after its end', () => {
    const moving: Tracking = { status: 'in_transit', since: at };
    expect(afterReport(moving, aside('exception'), MORNING)).to.deep.equal({ _tag: 'Behind', at: 'in_transit' });
    for (const status of trackingStatuses.filter((one) => isAtEnd({ status: one, since: at })))
      expect(afterReport({ status, since: MORNING }, aside('exception'), at)).to.deep.equal({
        _tag: 'Behind',
        at: status,
      });
  });

  it('keeps the later of two notes', () => {
    const noted: Tracking = { status: 'in_transit', since: MORNING, note: { state: 'exception', at } };
    expect(afterReport(noted, aside('awaiting_collection'), MORNING)).to.deep.equal({ _tag: 'Known' });
    expect(afterReport(noted, aside('awaiting_collection'), later(at, 1))).to.have.property('_tag', 'Noted');
  });

  it('ends as returned where a courier brings back what it said was delivered, in either order', () => {
    for (const order of [
      ['delivered', 'returned'],
      ['returned', 'delivered'],
    ] as const)
      expect(
        heard(
          notMoved,
          order.map((status): Told => [station(status), 1]),
        ).status,
      ).to.equal('returned');
  });

  it('has left the sender where its delivery was tried, and not where it only had an exception', () => {
    const isMovingWith = (state: SideState): boolean => isMoving({ ...notMoved, note: { state, at } });
    expect(sideStates.filter(isMovingWith)).to.deep.equal(['attempted_delivery', 'awaiting_collection']);
  });
});
