import { expect } from 'chai';
import fc from 'fast-check';
import { withLeg, type Booking } from '../../domain/booking.js';
import {
  askedBy,
  askingJob,
  follow,
  heardAt,
  tellingJob,
  toldBy,
  type Seen,
  type ToldStatus,
} from '../../domain/parcel-work.js';
import { HOUR, later } from '../../domain/time.js';
import { isAtEnd, sideStates, trackingStatuses, type TrackingStatus } from '../../domain/tracking.js';
import { claimable } from '../../domain/work.js';
import { aLeg, aPurchase, bookedWith, MORNING, notMoved } from '../support/bookings.js';

const station = (status: TrackingStatus, furtherCode?: string): Seen => ({
  report: { _tag: 'Station', status },
  at: later(MORNING, HOUR),
  ...(furtherCode !== undefined && { furtherCode }),
});

const anySeen: fc.Arbitrary<Seen> = fc.record(
  {
    report: fc.oneof(
      fc.constantFrom(...trackingStatuses).map((status) => ({ _tag: 'Station' as const, status })),
      fc.constantFrom(...sideStates).map((state) => ({ _tag: 'Aside' as const, state })),
    ),
    at: fc.nat({ max: 48 }).map((hours) => later(MORNING, hours * HOUR)),
    furtherCode: fc.constantFrom('SECOND', 'THIRD'),
  },
  { requiredKeys: ['report', 'at'] },
);

const booking = bookedWith('CODE-1');
const now = later(MORNING, HOUR);

const all = (): boolean => true;

const followed = (seen: readonly Seen[], from: Booking = booking, tells: (status: ToldStatus) => boolean = all) =>
  follow(from, 'outbound', seen, { now, tells }) ?? expect.fail('not followed');

const stationsIn = (from: Booking): readonly unknown[] => toldIn(from).filter((status) => status !== 'cancelled');

const toldIn = ({ work }: Booking): readonly unknown[] => work.map((job) => toldBy(job)?.status);

describe('following a parcel', () => {
  it('tells of each station that it came to, in the order of its way', () => {
    const after = followed([station('in_transit'), station('booked'), station('in_transit'), station('delivered')]);
    expect(toldIn(after.booking)).to.deep.equal(['in_transit', 'delivered']);
  });

  it('tells of no station twice and of none after a farther one, whatever is reported', () => {
    fc.assert(
      fc.property(fc.array(anySeen), fc.array(anySeen), (first, second) => {
        const once = followed(first);
        const twice = followed([...second, ...first], once.booking);
        const ranks = stationsIn(twice.booking).map((status) => trackingStatuses.indexOf(status as TrackingStatus));
        expect(ranks).to.deep.equal([...new Set(ranks)].toSorted((a, b) => a - b));
        expect(ranks.at(-1) ?? 0).to.equal(trackingStatuses.indexOf(twice.tracking.status));
      }),
    );
  });

  it('tells that the courier cancelled by itself, once, and goes on where the parcel moves all the same', () => {
    const cancelled: Seen = { report: { _tag: 'Aside', state: 'cancelled' }, at: now };
    const after = followed([cancelled, cancelled, station('in_transit')]).booking;
    expect(after.work.map(toldBy)).to.deep.equal([
      { leg: 'outbound', status: 'cancelled', at: now },
      { leg: 'outbound', status: 'in_transit', at: now, after: 'cancelled' },
    ]);
    expect(toldIn(followed([cancelled], booking, (status) => status !== 'cancelled').booking)).to.deep.equal([]);
    for (const state of sideStates.filter((one) => one !== 'cancelled'))
      expect(toldIn(followed([{ report: { _tag: 'Aside', state }, at: now }]).booking)).to.deep.equal([]);
  });

  it('takes one of several codes that is cancelled for an exception of the parcel', () => {
    const cancelled: Seen = { report: { _tag: 'Aside', state: 'cancelled' }, at: now, furtherCode: 'SECOND' };
    const { tracking, booking: after } = followed([cancelled]);
    expect([tracking.note?.state, toldIn(after)]).to.deep.equal(['exception', []]);
  });

  it('tells nobody where there is nobody to be told', () => {
    expect(followed([station('delivered')], booking, () => false).booking.work).to.deep.equal([]);
  });

  it('takes one of several codes for the sign that the parcel has left, and no more', () => {
    expect(followed([station('delivered', 'SECOND')]).tracking.status).to.equal('in_transit');
    expect(followed([station('booked', 'SECOND')]).tracking).to.deep.equal(notMoved);
  });

  it('keeps where each of several codes is, and tells of the parcel alone', () => {
    const { booking: after, tracking } = followed([
      station('delivered', 'SECOND'),
      station('in_transit', 'THIRD'),
      station('in_transit', 'SECOND'),
      station('delivered'),
      station('out_for_delivery', 'THIRD'),
    ]);
    const since = later(MORNING, HOUR);
    expect([tracking.status, tracking.further]).to.deep.equal([
      'delivered',
      [
        { code: 'SECOND', status: 'delivered', since },
        { code: 'THIRD', status: 'out_for_delivery', since },
      ],
    ]);
    expect(toldIn(after)).to.deep.equal(['in_transit', 'delivered']);
    expect(isAtEnd(tracking)).to.equal(false);
    expect(isAtEnd(followed([station('delivered', 'THIRD')], after).tracking)).to.equal(true);
  });

  it('tells of no station with a moment before that of the one before, whatever moments are said', () => {
    fc.assert(
      fc.property(fc.array(anySeen), (seen) => {
        const told = followed(seen).booking.work.flatMap((job) => toldBy(job) ?? []);
        const moments = told.filter(({ status }) => status !== 'cancelled').map(({ at }) => at);
        expect(moments).to.deep.equal(moments.toSorted((a, b) => a - b));
      }),
    );
  });

  it('is for a leg that is booked alone', () => {
    const bought = aPurchase();
    for (const state of [
      { _tag: 'Bought', bought } as const,
      { _tag: 'Cancelled', bought, at: MORNING } as const,
      { _tag: 'Cancelling', bought, tracking: notMoved, sentAt: MORNING } as const,
    ])
      expect(follow(withLeg(booking, 'outbound', state), 'outbound', [], { now, tells: all })).to.equal(undefined);
    expect(follow(booking, 'return', [station('delivered')], { now, tells: all })).to.equal(undefined);
  });

  it('lets neither leg of a booking wait for the other', () => {
    const [outbound] = booking.legs;
    const back = aLeg(outbound.state, { kind: 'return', reference: 'ls-0001-r' });
    const both: Booking = { ...booking, legs: [outbound, back] };
    const first = followed([station('in_transit'), station('delivered')], both).booking;
    const { work } = follow(first, 'return', [station('in_transit')], { now, tells: all })?.booking ?? booking;
    expect(work.map(({ id }) => id)).to.have.length(3);
    expect(claimable(work, now, () => false).map(({ id }) => id)).to.have.members([
      'tell-outbound-in_transit',
      'tell-return-in_transit',
    ]);
  });

  it('reads back what it wrote down, and nothing else', () => {
    const told = { leg: 'return', status: 'delivered', at: MORNING, after: 'exception' } as const;
    const job = tellingJob(told, now);
    expect(toldBy(job)).to.deep.equal(told);
    expect(askedBy(askingJob('return', now, HOUR))).to.equal('return');
    for (const data of [
      {},
      { ...job.data, leg: 'both' },
      { ...job.data, status: 'booked' },
      { ...job.data, at: 'now' },
    ])
      expect(toldBy({ ...job, data })).to.equal(undefined);
    expect(askedBy({ ...job, data: {} })).to.equal(undefined);
  });

  it('was last heard of by a note that came after its station', () => {
    expect(heardAt(notMoved)).to.equal(MORNING);
    expect(heardAt({ ...notMoved, note: { state: 'exception', at: now } })).to.equal(now);
  });
});
