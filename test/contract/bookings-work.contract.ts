import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import type { WorkFilter } from '../../application/ports/backlog.js';
import type { Bookings } from '../../application/ports/bookings.js';
import { dueOf, type Booking, type LegState } from '../../domain/booking.js';
import { claimJob, finishJob, type Jobs } from '../../domain/work.js';
import { instant, later } from '../../domain/time.js';
import {
  aBooking,
  aKey,
  aLeg,
  anAccountId,
  aPurchase,
  bookedWith,
  everyState,
  MORNING,
  nextOf,
  nth,
} from '../support/bookings.js';
import { rightOf } from '../support/either.js';
import { oddStrings } from '../support/odd-strings.js';
import { aJob } from '../support/work.js';

const numbersOf = (bookings: readonly Booking[]): readonly number[] => bookings.map(({ parcelNumber }) => parcelNumber);

const FAR = instant(2 * MORNING);

/** The part of the contract of `Bookings` that is about what is to be done. */
export const itHasWork = (bookings: () => Bookings): void => {
  const put = async (...all: readonly Booking[]): Promise<void> => {
    for (const booking of all) expect(await rightOf(bookings().insert(booking))).to.equal('written');
  };

  /** The nth booking of the order, booked, with this work. */
  const withJobs = (n: number, work: Jobs, over: Partial<Booking> = {}): Booking =>
    nth(n, { legs: bookedWith(`T-${n}`).legs, answer: '{}', owner: undefined, work, ...over });

  const due = async (now = FAR): Promise<readonly number[]> =>
    numbersOf((await rightOf(bookings().due(now, 100))).items);

  /** Every page to the last, two at a time. */
  const paged = async (ask: (from: string | undefined) => ReturnType<Bookings['due']>): Promise<readonly number[]> => {
    const found: number[] = [];
    for (let from: string | undefined; ;) {
      const { items, next } = await rightOf(ask(from));
      expect(items).to.have.length.at.most(2);
      found.push(...numbersOf(items));
      if (next === undefined) return found;
      from = next;
    }
  };

  const listed = async (filter: WorkFilter): Promise<readonly number[]> =>
    [...(await paged((from) => bookings().withWork(filter, 2, from)))].sort((a, b) => a - b);

  it('keeps jobs in every state and with any data, and when it is settled again', async () => {
    const work: Jobs = [
      aJob({ data: Object.fromEntries(oddStrings.map((text) => [text, [text, 1.5, null, { '$a.b': true }]])) }),
      aJob({
        id: 'run',
        state: { _tag: 'Running', token: 't', owner: 'serve:a' },
        inDoubt: true,
        attempts: 7,
        left: 3,
      }),
      aJob({ id: 'park', kind: 'poll_parcel', state: { _tag: 'Parked', why: 'HTTP 404', since: MORNING } }),
      aJob({ id: 'fail', lastFailure: { at: MORNING, why: 'HTTP 503', class: 'transient' } }),
    ];
    const booking = aBooking({ work, settle: { attempts: 3, due: later(MORNING, 9), why: 'LabelPending' } });
    await put(booking);
    expect(await rightOf(bookings().find(booking.key))).to.deep.equal(O.some(booking));
  });

  it('asks for what is unfinished, of all accounts, the longest due first, by its moment and not before', async () => {
    const inState = (n: number, state: LegState, over: Partial<Booking> = {}): Booking =>
      nth(n, { legs: [aLeg(state)], updatedAt: later(MORNING, n), ...over });
    await put(
      ...everyState.map((state, index) => inState(9 - index, state)).slice(0, 6),
      bookedWith('T', { key: aKey({ fingerprint: 'booked' }), parcelNumber: 20 }),
      inState(21, everyState[7] ?? { _tag: 'Claimed' }, { answer: '{}' }),
      inState(22, { _tag: 'Cancelled', bought: aPurchase(), at: MORNING }, { answer: '{}' }),
      inState(30, { _tag: 'Claimed' }, { key: aKey({ account: anAccountId('other') }) }),
    );
    expect(await due()).to.deep.equal([4, 7, 8, 9, 21, 30]);
    expect(await due(later(MORNING, 8))).to.deep.equal([4, 7, 8]);
    expect(await due(later(MORNING, 3))).to.deep.equal([]);
  });

  it('asks for no booking that is claimed and held by nobody: only its next request can go on', async () => {
    await put(aBooking({ owner: undefined }));
    expect(await due()).to.deep.equal([]);
  });

  it('asks for a booking while its return alone is being cancelled', async () => {
    const whole = bookedWith('T');
    await put({ ...whole, legs: [whole.legs[0], aLeg(everyState[7], { kind: 'return', reference: 'R' })] });
    expect(await due()).to.have.length(1);
  });

  it('asks for no booking any more when a change finishes it', async () => {
    const first = aBooking();
    await put(first);
    const { legs } = bookedWith('T');
    expect(await rightOf(bookings().replace(nextOf(first, { legs, answer: '{}' })))).to.equal('written');
    expect(await due()).to.deep.equal([]);
    expect(await listed({})).to.deep.equal([]);
  });

  it('asks for a job when it is due, and for a settle that was put off when that is', async () => {
    await put(
      withJobs(1, [aJob({ due: later(MORNING, 50) })]),
      withJobs(2, [aJob({ due: later(MORNING, 20) }), aJob({ id: 'b', kind: 'poll_parcel', due: later(MORNING, 10) })]),
      nth(3, {
        legs: [aLeg(everyState[2])],
        settle: { attempts: 1, due: later(MORNING, 30), why: 'LabelPending' },
      }),
      withJobs(4, [aJob({ state: { _tag: 'Parked', why: 'why', since: MORNING } })]),
      withJobs(5, []),
    );
    expect(await due()).to.deep.equal([2, 3, 1]);
    expect(await due(later(MORNING, 30))).to.deep.equal([2, 3]);
    expect(await due(later(MORNING, 9))).to.deep.equal([]);
  });

  it('gives all that is due page by page, also where many are due at one moment', async () => {
    await put(...[5, 1, 3, 2, 4].map((n) => withJobs(n, [aJob({ due: later(MORNING, n < 5 ? 7 : 1) })])));
    const found = await paged((from) => bookings().due(FAR, 2, from));
    expect(found[0]).to.equal(5);
    expect([...found].sort((a, b) => a - b)).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('lists what is to be done by account, kind and state', async () => {
    const other = (n: number): Partial<Booking> => ({
      key: aKey({ account: anAccountId('other'), fingerprint: `${n}` }),
    });
    await put(
      withJobs(1, [
        aJob(),
        aJob({ id: 'p', kind: 'poll_parcel', state: { _tag: 'Parked', why: 'w', since: MORNING } }),
      ]),
      withJobs(2, [aJob({ state: { _tag: 'Running', token: 't', owner: 'o' } })], other(2)),
      withJobs(3, []),
      nth(4, { legs: [aLeg(everyState[3])] }),
      nth(5, { legs: [aLeg(everyState[2])], owner: undefined }),
      nth(6, { legs: [aLeg(everyState[1])], ...other(6) }),
    );
    expect(await listed({})).to.deep.equal([1, 2, 4, 5, 6]);
    expect(await listed({ account: anAccountId('other') })).to.deep.equal([2, 6]);
    expect(await listed({ state: 'parked' })).to.deep.equal([1, 4]);
    expect(await listed({ kind: 'settle' })).to.deep.equal([4, 5, 6]);
    expect(await listed({ kind: 'settle', state: 'waiting' })).to.deep.equal([5]);
    expect(await listed({ kind: 'push_status', state: 'parked' })).to.deep.equal([]);
    expect(await listed({ kind: 'push_status', account: anAccountId() })).to.deep.equal([1]);
  });

  it('tells how much waits for a person, and since when the longest due is due', async () => {
    await put(
      withJobs(1, [aJob({ state: { _tag: 'Parked', why: 'w', since: MORNING } })]),
      withJobs(2, [aJob({ due: later(MORNING, 5) })]),
      withJobs(3, [aJob({ due: later(MORNING, 4) })]),
      nth(4, { legs: [aLeg(everyState[3])] }),
    );
    expect(await rightOf(bookings().backlog)).to.deep.equal({ parked: 2, oldestDue: later(MORNING, 4) });
  });

  it('lets one of twenty claim a job, and its end be written by that one alone', async () => {
    const booking = withJobs(1, [aJob()]);
    await put(booking);
    const claims = Array.from({ length: 20 }, (_, n) =>
      nextOf(booking, {
        writer: `w-${n}`,
        work: claimJob(booking.work, 'job-1', { token: `t-${n}`, owner: `o-${n}` }),
      }),
    );
    const outcomes = await Promise.all(claims.map((claim) => rightOf(bookings().replace(claim))));
    expect(outcomes.filter((outcome) => outcome === 'written')).to.have.length(1);
    const won = claims[outcomes.indexOf('written')]!;
    const stored = O.toUndefined(await rightOf(bookings().find(booking.key)))!;
    expect(stored).to.deep.equal(won);
    const rules = { attempts: 1, firstPause: 1, longestPause: 1 };
    const endOf = (token: string) => finishJob(stored.work, token, { _tag: 'Done' }, MORNING, 0, rules);
    expect(claims.filter((_, n) => O.isSome(endOf(`t-${n}`)))).to.deep.equal([won]);
    expect(dueOf(stored)).to.equal(MORNING);
  });
};
