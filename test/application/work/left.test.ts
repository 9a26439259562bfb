import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as T from 'fp-ts/lib/Task.js';
import { unavailable } from '../../../application/ports/unavailable.js';
import type { Booking } from '../../../domain/booking.js';
import { MINUTE, SECOND } from '../../../domain/time.js';
import { done, type Job } from '../../../domain/work.js';
import { bookedWith, nth } from '../../support/bookings.js';
import { rightOf } from '../../support/either.js';
import { aHandler, hanging } from '../../support/handlers.js';
import type { ManualClock } from '../../support/manual-clock.js';
import { aClockFor, openShop, type Differences, type Process, type Shop } from '../../support/shop.js';
import { aStopping, type Stopping } from '../../support/stopping.js';
import { aJob } from '../../support/work.js';

describe('work that was left in the middle', () => {
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
    await clock.until(process.runner.stop());
    await shop.close();
  });

  const start = async (differences: Differences): Promise<void> => {
    process = await shop.start('serve:a', { clock, stopping, ...differences });
    process.runner.start();
  };

  const bookedAs = async (n: number, job: Job): Promise<Booking> => {
    const [leg] = bookedWith(`T-${n}`, {}, `C-${n}`).legs;
    const legs: Booking['legs'] = [{ ...leg, plan: { ...leg.plan, reference: `ref-${n}` } }];
    const booking = nth(n, { legs, answer: '{}', owner: undefined, work: [job] });
    await rightOf(shop.storage.bookings.insert(booking));
    return booking;
  };

  const jobOf = async ({ key }: Booking): Promise<Job | undefined> =>
    O.toUndefined(await rightOf(shop.storage.bookings.find(key)))?.work[0];

  /** As so many processes have left it, one after the other. */
  const leftBy = (processes: number, n = 0): Job =>
    aJob({
      state: { _tag: 'Running', token: `left-${n}`, owner: 'serve:dead' },
      attempts: processes,
      inDoubt: true,
      ...(processes > 1 && { left: processes - 1 }),
    });

  it('by five processes in a row is parked with that reason, and run no sixth time until a person says so', async () => {
    const push = aHandler();
    const booking = await bookedAs(1, leftBy(5));
    await start({ handlers: { push_status: push } });
    await clock.advance(MINUTE);
    expect(push.runs).to.have.length(0);
    const why = 'the process that ran it died or hung, 5 times in a row';
    expect((await jobOf(booking))?.state).to.deep.include({ _tag: 'Parked', why });
    await rightOf(process.hub.work.deal('retry', { id: 'ref-1' }, () => undefined));
    await clock.advance(2 * SECOND);
    expect([push.runs.length, await jobOf(booking)]).to.deep.equal([1, undefined]);
  });

  it('by four is run, and what comes of that is forgotten of them', async () => {
    const push = aHandler(() => T.of({ _tag: 'Transient', why: 'HTTP 503' }));
    const booking = await bookedAs(1, leftBy(4));
    await start({ handlers: { push_status: push } });
    await clock.advance(2 * SECOND);
    expect(push.runs.map(({ job }) => job.left)).to.deep.equal([4]);
    expect(await jobOf(booking)).to.have.nested.property('state._tag', 'Waiting');
    expect(await jobOf(booking)).to.not.have.property('left');
  });

  it('more than once is run beside nothing else that was, and holds up nothing that was not', async () => {
    const runs: number[] = [];
    let running = 0;
    const push = aHandler(({ job }) => async () => {
      if (job.left === undefined) return done;
      runs.push((running += 1));
      await clock.sleep(3 * SECOND)();
      running -= 1;
      return done;
    });
    const all = await Promise.all([1, 2, 3].map((n) => bookedAs(n, leftBy(2, n))));
    const others = await Promise.all([4, 5].map((n) => bookedAs(n, aJob())));
    await start({ handlers: { push_status: push } });
    await clock.advance(2 * SECOND);
    expect([runs.length, await Promise.all(others.map(jobOf))]).to.deep.equal([1, [undefined, undefined]]);
    await clock.advance(9 * SECOND);
    expect([runs, await Promise.all(all.map(jobOf))]).to.deep.equal([
      [1, 1, 1],
      [undefined, undefined, undefined],
    ]);
  });

  it('once is run beside whatever else there is: any end of a process leaves all that it did', async () => {
    const push = aHandler(() => hanging);
    await Promise.all([1, 2, 3].map((n) => bookedAs(n, leftBy(1, n))));
    await start({ handlers: { push_status: push } });
    await clock.advance(2 * SECOND);
    expect(push.runs).to.have.length(3);
  });

  it('and waits for a person since nobody knows what it did, is run once when that person has decided', async () => {
    const poll = aHandler(() => hanging, { whenInDoubt: 'park' });
    const booking = await bookedAs(1, aJob({ kind: 'poll_parcel' }));
    await start({ handlers: { poll_parcel: poll } });
    await clock.advance(2 * MINUTE);
    expect((await jobOf(booking))?.state).to.include({ why: 'an earlier run may have done it' });
    expect(poll.runs).to.have.length(1);
    poll.answer = () => T.of(done);
    await rightOf(process.hub.work.deal('retry', { id: 'ref-1' }, () => undefined));
    await clock.advance(2 * SECOND);
    expect([poll.runs.length, await jobOf(booking)]).to.deep.equal([2, undefined]);
  });

  it('by its own process is run again at the next look, without waiting for a lease that nobody else has', async () => {
    const push = aHandler();
    const booking = await bookedAs(1, aJob());
    await start({
      handlers: { push_status: push },
      work: { lease: 20_000 },
      bookings: {
        isGone: () => false,
        // Its outcome is given up after a lease; from then on the storage is well.
        find: (key) => async () =>
          push.runs.length === 1 && clock.monotonic() < givenUpAt
            ? E.left(unavailable('disk')('full'))
            : shop.storage.bookings.find(key)(),
      },
    });
    const givenUpAt = clock.monotonic() + 22_000;
    await clock.advance(26 * SECOND);
    expect(push.runs.map(({ job }) => job.inDoubt)).to.deep.equal([undefined, true]);
    expect(await jobOf(booking)).to.equal(undefined);
  });

  it('by its own process, for want of a storage that takes its outcome, is no sign that it kills', async () => {
    let isTaken = true;
    const push = aHandler(() => {
      isTaken = push.runs.length > 8;
      return T.of(done);
    });
    const booking = await bookedAs(1, aJob());
    await start({
      handlers: { push_status: push },
      work: { lease: 2_000 },
      bookings: {
        // Claims are written, and outcomes are not.
        replace: (next) => async () => {
          if (isTaken || next.work[0]?.state._tag === 'Running') return shop.storage.bookings.replace(next)();
          return E.left(unavailable('disk')('full'));
        },
      },
    });
    await clock.advance(MINUTE);
    expect([push.runs.length, await jobOf(booking)]).to.deep.equal([9, undefined]);
  });
});
