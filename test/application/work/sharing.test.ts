import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as T from 'fp-ts/lib/Task.js';
import type { Booking } from '../../../domain/booking.js';
import { SECOND } from '../../../domain/time.js';
import { done, type Job } from '../../../domain/work.js';
import { makeRandom } from '../../simulation/random.js';
import { bookedWith, nextOf, nth } from '../../support/bookings.js';
import { rightOf } from '../../support/either.js';
import { aHandler, hanging } from '../../support/handlers.js';
import { parsed } from '../../support/one-label.js';
import { aPair, watched, type Pair } from '../../support/pair.js';
import { aScriptedCarrier } from '../../support/scripted-carrier.js';
import { aRequest, openShop, type Differences, type Shop } from '../../support/shop.js';
import { aJob } from '../../support/work.js';

describe('work that processes share', () => {
  let shop: Shop;
  let pair: Pair | undefined;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(async () => {
    if (pair !== undefined) {
      const { a, b, clock, stoppingA } = pair;
      await clock.until(Promise.all([...(stoppingA.isDead() ? [] : [a.runner.stop()]), b.runner.stop()]));
    }
    pair = undefined;
    await shop.close();
  });

  const open = async (differencesOf: () => Differences): Promise<Pair> => (pair = await aPair(shop, differencesOf));

  const bookedAs = async (n: number, work: readonly Job[]): Promise<Booking> => {
    const [leg] = bookedWith(`T-${n}`, {}, `C-${n}`).legs;
    const booking = nth(n, {
      legs: [{ ...leg, plan: { ...leg.plan, reference: `ref-${n}` } }],
      answer: '{}',
      owner: undefined,
      work,
    });
    await rightOf(shop.storage.bookings.insert(booking));
    return booking;
  };

  const stored = async ({ key }: Booking): Promise<Booking> =>
    O.toUndefined(await rightOf(shop.storage.bookings.find(key)))!;

  it('is done once each, and none is lost', async () => {
    const push = aHandler();
    const { a, b, clock } = await open(() => ({ handlers: { push_status: push } }));
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, n) => bookedAs(n + 1, [aJob({ id: `1-${n}` }), aJob({ id: `2-${n}` })])),
    );
    a.runner.start();
    b.runner.start();
    await clock.advance(60 * SECOND);
    expect((await Promise.all(all.map(stored))).flatMap(({ work }) => work)).to.deep.equal([]);
    const ids = push.runs.map(({ job }) => job.id);
    expect([ids.length, new Set(ids).size]).to.deep.equal([100, 100]);
  });

  it('is fought over by none of them for long: who is overtaken goes on elsewhere', async () => {
    const count = 200;
    const random = makeRandom(7);
    let conflicts = 0;
    const push = aHandler(() => async () => (await pair!.clock.sleep(random.between(20, 80))(), done));
    const { a, b, clock } = await open(() => ({
      handlers: { push_status: push },
      fraction: random.fraction,
      bookings: {
        isGone: () => false,
        replace: (booking) => async () => {
          const outcome = await shop.storage.bookings.replace(booking)();
          if (E.isRight(outcome) && outcome.right === 'conflict') conflicts += 1;
          return outcome;
        },
      },
    }));
    const all = await Promise.all(Array.from({ length: count }, (_, n) => bookedAs(n + 1, [aJob({ id: `${n}` })])));
    a.runner.start();
    b.runner.start();
    await clock.advance(20 * SECOND);
    expect((await Promise.all(all.map(stored))).flatMap(({ work }) => work)).to.deep.equal([]);
    expect(push.runs).to.have.length(count);
    expect(conflicts).to.be.lessThan(count / 5);
  });

  it('is taken over although its booking is written to more often than a lease is long', async () => {
    const push = aHandler();
    const { a, clock } = await open(() => ({ handlers: { push_status: push }, work: { lease: 20_000 } }));
    const left = aJob({ state: { _tag: 'Running', token: 'left', owner: 'serve:dead' } });
    let booking = await bookedAs(1, [left]);
    a.runner.start();
    for (let at = 0; at < 5; at += 1) {
      await clock.advance(10 * SECOND);
      if (push.runs.length > 0) break;
      booking = { ...booking, version: booking.version + 1, writer: `other-${at}` };
      await rightOf(shop.storage.bookings.replace(booking));
    }
    expect(push.runs).to.have.length(1);
  });

  it('is not begun when the claim of it took so long that another process may have it by now', async () => {
    const push = aHandler();
    let isSlow = true;
    const { a, clock } = await open(() => ({
      handlers: { push_status: push },
      work: { lease: 20_000 },
      bookings: {
        isGone: () => false,
        replace: (booking) => async () => {
          const outcome = await shop.storage.bookings.replace(booking)();
          const waits = isSlow;
          isSlow = false;
          if (waits) await pair!.clock.sleep(11 * SECOND)();
          return outcome;
        },
      },
    }));
    const booking = await bookedAs(1, [aJob()]);
    a.runner.start();
    await clock.advance(12 * SECOND);
    expect(push.runs).to.have.length(0);
    expect((await stored(booking)).work).to.have.nested.property('[0].state._tag', 'Waiting');
    await clock.advance(10 * SECOND);
    expect([push.runs.length, (await stored(booking)).work]).to.deep.equal([1, []]);
  });

  it('is taken over from a process that is gone, after a whole lease, in doubt', async () => {
    let isFirst = true;
    const push = aHandler(() => {
      const first = isFirst;
      isFirst = false;
      return first ? async () => (await pair!.clock.sleep(5 * SECOND)(), done) : T.of(done);
    });
    const { a, b, clock, stoppingA } = await open(() => ({ handlers: { push_status: push }, work: { lease: 20_000 } }));
    const booking = await bookedAs(1, [aJob()]);
    a.runner.start();
    await clock.advance(2 * SECOND);
    expect(push.runs).to.have.length(1);
    // The next thing that it would do is write the outcome.
    stoppingA.stopAt(1, 'dead before');
    b.runner.start();
    await clock.advance(18 * SECOND);
    expect(push.runs).to.have.length(1);
    await clock.advance(5 * SECOND);
    expect(push.runs.map(({ job }) => job.inDoubt)).to.deep.equal([undefined, true]);
    expect((await stored(booking)).work).to.deep.equal([]);
  });

  it('is not written by a process that wakes too late', async () => {
    let isSlow = false;
    const push = aHandler(({ job }) => {
      if (job.inDoubt === true) return hanging;
      isSlow = true;
      return T.of({ _tag: 'Permanent', why: 'HTTP 404' });
    });
    const { a, b, clock } = await open(() => ({
      handlers: { push_status: push },
      work: { lease: 10_000 },
      bookings: {
        // The look before the first outcome is answered when the other process has long taken the job over.
        find: (key) => async () => {
          const waits = isSlow;
          isSlow = false;
          if (waits) await pair!.clock.sleep(15_000)();
          return shop.storage.bookings.find(key)();
        },
      },
    }));
    const booking = await bookedAs(1, [aJob()]);
    a.runner.start();
    await clock.advance(2 * SECOND);
    b.runner.start();
    await clock.advance(12 * SECOND);
    const [theirs] = (await stored(booking)).work;
    expect([push.runs.length, theirs?.state._tag]).to.deep.equal([2, 'Running']);
    await clock.advance(2 * SECOND);
    expect((await stored(booking)).work).to.deep.equal([theirs]);
  });

  /** A booking of both legs, with a job, and a carrier that takes five seconds over a cancel. */
  const withSlowCancel = async (push = aHandler()) => {
    const carrier = aScriptedCarrier();
    const made = await open(() => ({ carriers: [carrier], handlers: { push_status: push } }));
    const answer = rightOf(await made.clock.until(made.a.book(aRequest('order', 'shipping_and_return'))));
    carrier.script.cancel = (_order, end) => async () => (await made.clock.sleep(5 * SECOND)(), end());
    const addJob = async (): Promise<void> => {
      const [booking] = await shop.ofOrder('order');
      await rightOf(shop.storage.bookings.replace(nextOf(booking!, { work: [aJob()] })));
    };
    const cancels = (): number => carrier.calls.filter((call) => call.startsWith('cancel')).length;
    return { ...made, push, back: parsed(answer).return_tracking_code ?? '', addJob, cancels };
  };

  it('is begun only when nobody holds the booking any more', async () => {
    const { a, b, clock, push, back, addJob, cancels } = await withSlowCancel();
    await addJob();
    const cancelled = watched(a.cancel(back));
    await clock.advance(SECOND);
    b.runner.start();
    await clock.advance(3 * SECOND);
    expect(push.runs).to.have.length(0);
    await clock.advance(5 * SECOND);
    expect([push.runs.length, cancelled.outcome()?._tag, cancels()]).to.deep.equal([1, 'Right', 1]);
    const [booking] = await shop.ofOrder('order');
    expect([booking?.work, booking?.legs.map(({ state }) => state._tag)]).to.deep.equal([[], ['Booked', 'Cancelled']]);
  });

  it('lets a cancel that begins during a run go first, and writes its outcome behind it', async () => {
    const slow = aHandler(() => async () => (await pair!.clock.sleep(2 * SECOND)(), done));
    const { a, b, clock, push, back, addJob, cancels } = await withSlowCancel(slow);
    await addJob();
    b.runner.start();
    await clock.advance(SECOND);
    expect(push.runs).to.have.length(1);
    const cancelled = watched(a.cancel(back));
    await clock.advance(4 * SECOND);
    const [held] = await shop.ofOrder('order');
    expect([held?.owner, held?.work[0]?.state._tag]).to.deep.equal(['serve:a', 'Running']);
    await clock.advance(5 * SECOND);
    const [booking] = await shop.ofOrder('order');
    expect([booking?.work, cancelled.outcome()?._tag, cancels(), push.runs.length]).to.deep.equal([[], 'Right', 1, 1]);
  });
});
