import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as T from 'fp-ts/lib/Task.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { unavailable } from '../../../application/ports/unavailable.js';
import type { Booking } from '../../../domain/booking.js';
import { HOUR, later, MINUTE, SECOND } from '../../../domain/time.js';
import { done, type Job, type Outcome } from '../../../domain/work.js';
import { anAccountId, bookedWith, MORNING, nth } from '../../support/bookings.js';
import { rightOf } from '../../support/either.js';
import { aHandler, hanging } from '../../support/handlers.js';
import type { ManualClock } from '../../support/manual-clock.js';
import { aClockFor, openShop, type Differences, type Process, type Shop } from '../../support/shop.js';
import { aStopping, type Stopping } from '../../support/stopping.js';
import { without } from '../../support/without.js';
import { aJob, anErrand, anErrandKey } from '../../support/work.js';

describe('the durable work of a process', () => {
  let shop: Shop;
  let clock: ManualClock;
  let stopping: Stopping;
  let process: Process;
  beforeEach(async () => {
    shop = await openShop();
    stopping = aStopping();
    clock = aClockFor(stopping);
  });
  afterEach(async () => {
    if (!stopping.isDead()) await clock.until(process.runner.stop());
    await shop.close();
  });

  const start = async (differences: Differences): Promise<void> => {
    process = await shop.start('serve:a', { clock, stopping, ...differences });
    process.runner.start();
  };

  const bookedAs = async (n: number, work: readonly Job[]): Promise<Booking> => {
    const booking = nth(n, {
      legs: bookedWith(`T-${n}`, {}, `C-${n}`).legs.map((leg) => ({
        ...leg,
        plan: { ...leg.plan, reference: `ref-${n}` },
      })) as unknown as Booking['legs'],
      answer: '{}',
      owner: undefined,
      work,
    });
    await rightOf(shop.storage.bookings.insert(booking));
    return booking;
  };

  const workOf = async ({ key }: Booking): Promise<readonly Job[]> =>
    O.toUndefined(await rightOf(shop.storage.bookings.find(key)))?.work ?? [];

  it('is done once, and leaves nothing behind', async () => {
    const push = aHandler();
    const booking = await bookedAs(1, [aJob()]);
    await start({ handlers: { push_status: push } });
    await clock.advance(5 * SECOND);
    expect(push.runs.map(({ job }) => [job.id, job.inDoubt, job.data])).to.deep.equal([
      ['job-1', undefined, { status: 'in_transit' }],
    ]);
    expect(await workOf(booking)).to.deep.equal([]);
  });

  it('is done in the order in which it was caused, and not before it is due', async () => {
    const push = aHandler();
    await bookedAs(1, [aJob({ due: later(MORNING, 10 * SECOND) }), aJob({ id: 'job-2' })]);
    await start({ handlers: { push_status: push } });
    await clock.advance(9 * SECOND);
    expect(push.runs).to.have.length(0);
    await clock.advance(5 * SECOND);
    expect(push.runs.map(({ job }) => job.id)).to.deep.equal(['job-1', 'job-2']);
  });

  it('is tried again after a failure, less and less often, and parked with the last reason', async () => {
    const push = aHandler(() => T.of({ _tag: 'Transient', why: 'HTTP 503' }));
    const booking = await bookedAs(1, [aJob()]);
    await start({
      handlers: { push_status: push },
      work: { retry: { attempts: 4, firstPause: 1_000, longestPause: 8_000 } },
    });
    await clock.advance(30 * SECOND);
    expect(push.runs.map(({ job }) => job.attempts)).to.deep.equal([1, 2, 3, 4]);
    const [parked] = await workOf(booking);
    expect(parked?.state).to.deep.include({ _tag: 'Parked', why: 'HTTP 503' });
    await clock.advance(MINUTE);
    expect(push.runs).to.have.length(4);
  });

  it('survives a night without its target: nobody is needed, and all is done in order within the hour', async () => {
    let isAway = true;
    const push = aHandler(() => T.of(isAway ? { _tag: 'Transient', why: 'ECONNREFUSED' } : done));
    const booking = await bookedAs(1, [aJob(), aJob({ id: 'job-2' })]);
    await start({ handlers: { push_status: push }, work: { poll: MINUTE } });
    await clock.advance(14 * HOUR);
    expect((await workOf(booking)).map(({ state }) => state._tag)).to.deep.equal(['Waiting', 'Waiting']);
    isAway = false;
    const before = push.runs.length;
    await clock.advance(HOUR + 2 * MINUTE);
    expect(push.runs.slice(before).map(({ job }) => job.id)).to.deep.equal(['job-1', 'job-2']);
    expect(await workOf(booking)).to.deep.equal([]);
  });

  it('of a kind that this release cannot do is parked with that reason', async () => {
    const booking = await bookedAs(1, [aJob()]);
    await start({ handlers: { push_status: 'not_in_this_release' } });
    await clock.advance(2 * SECOND);
    expect((await workOf(booking))[0]?.state).to.deep.include({ _tag: 'Parked', why: 'no handler in this release' });
  });

  it('that nobody answers in time is unknown: run again in doubt, or left to a person', async () => {
    const push = aHandler(({ job }) => (job.inDoubt === true ? T.of(done) : hanging));
    const poll = aHandler(() => hanging, { whenInDoubt: 'park' });
    const booking = await bookedAs(1, [aJob()]);
    const other = await bookedAs(2, [aJob({ kind: 'poll_parcel' })]);
    await start({ handlers: { push_status: push, poll_parcel: poll } });
    await clock.advance(2 * MINUTE);
    expect(push.runs.map(({ job }) => job.inDoubt)).to.deep.equal([undefined, true]);
    expect(await workOf(booking)).to.deep.equal([]);
    expect(poll.runs).to.have.length(1);
    const [parked] = await workOf(other);
    expect(parked?.state).to.deep.include({ _tag: 'Parked', why: 'an earlier run may have done it' });
  });

  it('whose handler breaks is unknown, and the process goes on', async () => {
    const push = aHandler(() => () => Promise.reject(new Error('a defect')));
    const booking = await bookedAs(1, [aJob()]);
    await start({ handlers: { push_status: push, poll_parcel: aHandler() } });
    await clock.advance(2 * SECOND);
    expect((await workOf(booking))[0]).to.deep.include({ inDoubt: true, attempts: 1 });
    const next = await bookedAs(2, [aJob({ kind: 'poll_parcel' })]);
    await clock.advance(2 * SECOND);
    expect(await workOf(next)).to.deep.equal([]);
  });

  it('that breaks before it is begun holds up no other', async () => {
    const push = aHandler(undefined, {
      targetOf: (_desk, subject) => {
        if (subject._tag === 'Booking' && subject.booking.parcelNumber === 1) throw new Error('a defect');
        return 'newstore';
      },
    });
    const broken = await bookedAs(1, [aJob()]);
    const other = await bookedAs(2, [aJob()]);
    await start({ handlers: { push_status: push } });
    await clock.advance(3 * SECOND);
    expect([(await workOf(broken)).length, await workOf(other)]).to.deep.equal([1, []]);
  });

  it('for one dead target holds up no other, however much there is of it', async () => {
    const push = aHandler(() => hanging);
    const poll = aHandler(undefined, { targetOf: () => 'starshipit' });
    for (let n = 1; n <= 30; n += 1) await bookedAs(n, [aJob()]);
    const other = await bookedAs(31, [aJob({ kind: 'poll_parcel', due: later(MORNING, 1) })]);
    await start({ handlers: { push_status: push, poll_parcel: poll }, work: { concurrency: 6, perTarget: 4 } });
    await clock.advance(3 * SECOND);
    expect(push.runs).to.have.length(4);
    expect(await workOf(other)).to.deep.equal([]);
  });

  it('of one target keeps its places taken, and waits for no look in between', async () => {
    const push = aHandler(() => async () => (await clock.sleep(100)(), done));
    await Promise.all(Array.from({ length: 160 }, (_, n) => bookedAs(n + 1, [aJob()])));
    await start({ handlers: { push_status: push }, work: { perTarget: 4 } });
    await clock.advance(6 * SECOND);
    expect(push.runs).to.have.length(160);
  });

  it('reaches what is behind a thousand that cannot be begun', async () => {
    const push = aHandler(() => hanging);
    const poll = aHandler(undefined, { targetOf: () => 'starshipit' });
    await Promise.all(Array.from({ length: 1_150 }, (_, n) => bookedAs(n + 1, [aJob()])));
    const last = await bookedAs(2_000, [aJob({ kind: 'poll_parcel', due: later(MORNING, 1) })]);
    await start({ handlers: { push_status: push, poll_parcel: poll }, work: { concurrency: 6, perTarget: 2 } });
    await clock.advance(5 * SECOND);
    expect(await workOf(last)).to.deep.equal([]);
  });

  it('that found no turn in a rate limit does not count, and its target is left alone meanwhile', async () => {
    let isOpen = true;
    const busy: Outcome = { _tag: 'Transient', why: 'rate limit', notTried: true, retryAfter: 20 * SECOND };
    const push = aHandler(() => T.of(isOpen ? busy : done));
    const all = await Promise.all(Array.from({ length: 10 }, (_, n) => bookedAs(n + 1, [aJob()])));
    await start({ handlers: { push_status: push } });
    await clock.advance(15 * SECOND);
    expect(push.runs).to.have.length(4);
    isOpen = false;
    await clock.advance(MINUTE);
    for (const booking of all) expect(await workOf(booking)).to.deep.equal([]);
    expect(push.runs.every(({ job }) => job.attempts === 1)).to.equal(true);
  });

  it('goes on by itself when the storage is back, and says so once', async () => {
    const said: string[] = [];
    const push = aHandler();
    const booking = await bookedAs(1, [aJob({ due: later(MORNING, 10 * SECOND) })]);
    await start({
      handlers: { push_status: push },
      log: { warn: (event) => void said.push(event), info: (event) => void said.push(event) },
    });
    await clock.advance(2 * SECOND);
    stopping.stopAt(1, 'away');
    await clock.advance(10 * MINUTE);
    const questions = stopping.calls();
    expect(questions).to.be.lessThan(100);
    stopping.goOn();
    await clock.advance(MINUTE);
    expect(await workOf(booking)).to.deep.equal([]);
    expect(said).to.deep.equal(['work_storage_away', 'work_storage_back', 'work_done']);
  });

  it('asks a storage that reads and does not write no more often than it would look', async () => {
    const push = aHandler();
    await Promise.all(Array.from({ length: 30 }, (_, n) => bookedAs(n + 1, [aJob()])));
    let writes = 0;
    await start({
      handlers: { push_status: push },
      work: { concurrency: 4, perTarget: 4 },
      bookings: { replace: () => () => ((writes += 1), Promise.resolve(E.left(unavailable('disk')('full')))) },
    });
    await clock.advance(10 * SECOND);
    expect(push.runs).to.have.length(0);
    expect(writes).to.be.within(4, 400);
  });

  it('that cannot be read is told once, and holds up no other', async () => {
    const said: string[] = [];
    const booking = await bookedAs(1, [aJob()]);
    await start({
      handlers: { push_status: aHandler() },
      bookings: { due: () => TE.of({ items: [booking], unreadable: 2 }) },
      log: { error: (event, { count } = {}) => void said.push(`${event} ${count}`) },
    });
    await clock.advance(10 * SECOND);
    expect(await workOf(booking)).to.deep.equal([]);
    expect(said).to.deep.equal(['work_unreadable 2']);
  });

  it('is done at once when this process has added it', async () => {
    const notice = aHandler();
    await start({ handlers: { apply_notice: notice }, work: { poll: MINUTE } });
    await clock.advance(SECOND);
    const draft = without(anErrand(), 'version', 'writer');
    const posted = process.subjects.post(draft)();
    await clock.rest();
    expect([await rightOf(() => posted), notice.runs.length]).to.deep.equal([true, 1]);
  });

  it('leaves nothing running when it is stopped, and begins nothing more', async () => {
    const push = aHandler(() => async () => (await clock.sleep(5 * SECOND)(), done));
    const all = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => bookedAs(n, [aJob()])));
    await start({ handlers: { push_status: push } });
    await clock.advance(2 * SECOND);
    await clock.until(process.runner.stop());
    const left = (await Promise.all(all.map(workOf))).flat();
    expect([push.runs.length, left.map(({ state }) => state._tag)]).to.deep.equal([4, ['Waiting', 'Waiting']]);
  });

  it('of errands ends with them; one that failed for good stays to be seen', async () => {
    const notice = aHandler(({ job }) =>
      T.of(job.id === 'bad' ? { _tag: 'Permanent', why: 'order unknown' } : { _tag: 'Done' }),
    );
    const bad = anErrand({ key: anErrandKey({ id: 'bad' }), work: [aJob({ id: 'bad', kind: 'apply_notice' })] });
    await rightOf(shop.storage.errands.insert(anErrand()));
    await rightOf(shop.storage.errands.insert(bad));
    await start({ handlers: { apply_notice: notice } });
    await clock.advance(3 * SECOND);
    const { items } = await rightOf(shop.storage.errands.list({}, 10));
    expect(items.map(({ key, work }) => [key.id, work[0]?.state._tag])).to.deep.equal([['bad', 'Parked']]);
  });

  it('that is to be done again is done again at its time', async () => {
    const poll = aHandler(() => T.of({ _tag: 'Again', at: later(clock.now(), 10 * SECOND) }));
    await rightOf(shop.storage.errands.insert(anErrand({ work: [aJob({ kind: 'poll_shipped' })] })));
    await start({ handlers: { poll_shipped: poll } });
    await clock.advance(35 * SECOND);
    expect(poll.runs).to.have.length(4);
    expect(poll.runs.every(({ job }) => job.attempts === 1)).to.equal(true);
  });

  it('waits for no account that the settings have dropped', async () => {
    const push = aHandler();
    const stranger = nth(1, { work: [aJob()], answer: '{}', owner: undefined, legs: bookedWith('T').legs });
    await rightOf(
      shop.storage.bookings.insert({ ...stranger, key: { ...stranger.key, account: anAccountId('gone') } }),
    );
    const mine = await bookedAs(2, [aJob()]);
    await start({ handlers: { push_status: push } });
    await clock.advance(3 * SECOND);
    expect([push.runs.length, await workOf(mine)]).to.deep.equal([1, []]);
  });
});
