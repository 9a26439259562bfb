import { expect } from 'chai';
import type { Booking } from '../../domain/booking.js';
import { capabilitiesOf, dueTo, isGuarding, withoutPersons, type Retention } from '../../domain/retention.js';
import { DAY, later } from '../../domain/time.js';
import { makeJob } from '../../domain/work.js';
import { aBooking, bookedWith, MORNING } from '../support/bookings.js';

const retention: Retention = { bookings: 400 * DAY, labels: 100 * DAY, persons: 30 * DAY };

const resting = bookedWith('code', { owner: undefined });

const dues = (booking: Booking, kept: Retention, days: readonly number[]) =>
  days.map((age) => dueTo(booking, later(MORNING, age * DAY), kept));

describe('what is due to a booking that ages', () => {
  it('comes in its turn, each once, counted from its last change', () => {
    expect(dues(resting, retention, [0, 29, 30, 399, 400])).to.deep.equal([
      'nothing',
      'nothing',
      'forget_persons',
      'forget_persons',
      'retire',
    ]);
    expect(dues({ ...resting, faded: 'persons' }, retention, [30, 399, 400])).to.deep.equal([
      'nothing',
      'nothing',
      'retire',
    ]);
    const changed = { ...resting, updatedAt: later(MORNING, 10 * DAY) };
    expect(dues(changed, retention, [39, 40])).to.deep.equal(['nothing', 'forget_persons']);
  });

  it('is its labels alone where persons are kept as long as the booking', () => {
    const { persons, ...kept } = retention;
    expect(persons).to.equal(30 * DAY);
    expect(dues(resting, kept, [99, 100, 399, 400])).to.deep.equal(['nothing', 'drop_labels', 'drop_labels', 'retire']);
    expect(dues({ ...resting, faded: 'labels' }, kept, [100, 399])).to.deep.equal(['nothing', 'nothing']);
  });

  it('is its persons too where its labels went before', () => {
    const late: Retention = { ...retention, labels: 20 * DAY };
    expect(dues({ ...resting, faded: 'labels' }, late, [29, 30])).to.deep.equal(['nothing', 'forget_persons']);
  });

  it('is nothing while work for it waits, runs or is parked, however old it is', () => {
    const job = makeJob({ id: 'j', kind: 'push_status', data: {}, createdAt: MORNING });
    for (const state of [
      job.state,
      { _tag: 'Running', token: 't', owner: 'o' } as const,
      { _tag: 'Parked', why: 'refused', since: MORNING } as const,
    ]) {
      const worked: Booking = { ...resting, work: [{ ...job, state }] };
      expect(isGuarding(worked)).to.equal(true);
      expect(dues(worked, retention, [0, 30, 5_000])).to.deep.equal(['nothing', 'guards', 'guards']);
    }
    expect(isGuarding(resting)).to.equal(false);
  });
});

describe('papers for customs', () => {
  it('go with the label of their leg, and with who signs them', () => {
    const [leg] = aBooking().legs;
    const booking = aBooking({
      legs: [{ ...leg, plan: { ...leg.plan, capability: 'label', invoice: 'invoice' } }],
      customs: { signer: 'Ana Lee', itn: 'X20260105123456' },
    });
    expect(capabilitiesOf(booking)).to.deep.equal(['label', 'invoice']);
    expect(withoutPersons(booking).customs).to.deep.equal({ itn: 'X20260105123456' });
    expect(withoutPersons(aBooking({ customs: { signer: 'Ana Lee' } }))).to.not.have.property('customs');
  });
});
