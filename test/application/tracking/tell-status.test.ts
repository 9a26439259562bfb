import { expect } from 'chai';
import * as T from 'fp-ts/lib/Task.js';
import type { StatusUpdate, TellingOutcome } from '../../../application/ports/status-outlet.js';
import { makeTellStatus } from '../../../application/tracking/tell-status.js';
import { withLeg, type Booking } from '../../../domain/booking.js';
import { tellingJob } from '../../../domain/parcel-work.js';
import { HOUR, later, MINUTE } from '../../../domain/time.js';
import type { Job, Outcome } from '../../../domain/work.js';
import { aLeg, aPurchase, bookedWith, MORNING } from '../../support/bookings.js';
import { quietLog } from '../../support/starshipit/carrier.js';
import type { Desk } from '../../../application/ports/desks.js';

const job = tellingJob({ leg: 'outbound', status: 'in_transit', at: MORNING, after: 'exception' }, MORNING);

describe('telling a status', () => {
  const told: StatusUpdate[] = [];
  let now = MORNING;
  beforeEach(() => {
    told.length = 0;
    now = MORNING;
  });

  const outcomeOf = (
    answer: TellingOutcome,
    over: Partial<Job> = {},
    booking: Booking = bookedWith('CODE-1'),
  ): Promise<Outcome> => {
    const tell = (update: StatusUpdate): T.Task<TellingOutcome> => {
      told.push(update);
      return T.of(answer);
    };
    const desk = { account: { id: 'demo' }, outlet: { tell } } as unknown as Desk;
    const running: Job = { ...job, attempts: 1, ...over };
    return makeTellStatus({ clock: { now: () => now }, log: quietLog }).run({
      ...{ desk, job: running, deadline: Infinity },
      subject: { _tag: 'Booking', booking },
    })();
  };

  it('says where the parcel is, since when, after what, and how often it was tried', async () => {
    await outcomeOf({ _tag: 'Told' }, { attempts: 3 });
    expect(told).to.deep.equal([
      {
        ...{ trackingCode: 'CODE-1', status: 'in_transit', at: MORNING, after: 'exception' },
        ...{ order: 'order-1', reference: 'ls-0001-o', retries: 2 },
      },
    ]);
  });

  const outcomes: readonly (readonly [TellingOutcome, Outcome])[] = [
    [{ _tag: 'Told' }, { _tag: 'Done' }],
    [{ _tag: 'PastAlready' }, { _tag: 'Done' }],
    [
      { _tag: 'CodeUnknown' },
      { _tag: 'Transient', why: 'the tracking code is not known there', retryAfter: 15 * MINUTE },
    ],
    [
      { _tag: 'Throttled', retryAfter: 7_000 },
      { _tag: 'Transient', why: 'called too often', notTried: true, retryAfter: 7_000 },
    ],
    [
      { _tag: 'Unauthorized', detail: 'HTTP status 403' },
      { _tag: 'Transient', why: 'HTTP status 403', retryAfter: 15 * MINUTE },
    ],
    [
      { _tag: 'Rejected', detail: 'HTTP status 400' },
      { _tag: 'Permanent', why: 'HTTP status 400' },
    ],
    [
      { _tag: 'Silent', detail: 'HTTP status 500' },
      { _tag: 'Transient', why: 'HTTP status 500' },
    ],
    [
      { _tag: 'NotSent', detail: 'no turn' },
      { _tag: 'Transient', why: 'no turn', notTried: true },
    ],
  ];
  for (const [answer, outcome] of outcomes)
    it(`is ${outcome._tag} where the answer is ${answer._tag}`, async () => {
      expect(await outcomeOf(answer)).to.deep.equal(outcome);
    });

  const unknownAt = (hours: number, over: Partial<Job>): Promise<Outcome> => {
    now = later(MORNING, hours * HOUR);
    return outcomeOf({ _tag: 'CodeUnknown' }, { attempts: 2, lastFailure: foundUnknown, ...over });
  };
  const foundUnknown = { at: MORNING, why: 'the tracking code is not known there', class: 'transient' } as const;

  it('is tried some times over hours where the code is not known, then left to a person', async () => {
    let [passed, tries] = [0, 0];
    for (let attempts = 1; ; attempts += 1) {
      const outcome = await unknownAt(passed / HOUR, { attempts });
      tries += 1;
      if (outcome._tag === 'Permanent') break;
      passed += outcome._tag === 'Transient' ? (outcome.retryAfter ?? 0) : NaN;
    }
    expect([passed / HOUR, tries]).to.deep.equal([8, 7]);
  });

  it('is not left to a person by the first answer after a night without any, or after a person’s retry', async () => {
    const wait = { _tag: 'Transient', why: foundUnknown.why, retryAfter: 4 * HOUR };
    expect(await unknownAt(12, { attempts: 20, lastFailure: { ...foundUnknown, why: 'ECONNREFUSED' } })).to.deep.equal(
      wait,
    );
    expect(await unknownAt(12, { attempts: 1 })).to.deep.equal(wait);
    expect(await unknownAt(12, { attempts: 21 })).to.have.property('_tag', 'Permanent');
  });

  it('is no more needed of a parcel that was cancelled meanwhile', async () => {
    const cancelled = withLeg(bookedWith('CODE-1'), 'outbound', {
      _tag: 'Cancelled',
      bought: aPurchase(),
      at: MORNING,
    });
    expect(await outcomeOf({ _tag: 'Told' }, {}, cancelled)).to.deep.equal({ _tag: 'Done' });
    expect(told).to.deep.equal([]);
  });

  it('names the code of its own leg', async () => {
    const [first] = bookedWith('OUT').legs;
    const back = aLeg(
      {
        _tag: 'Booked',
        bought: aPurchase({ trackingCode: 'BACK' }),
        tracking: { status: 'in_transit', since: MORNING },
      },
      { kind: 'return', reference: 'ls-0001-r' },
    );
    const booking = { ...bookedWith('OUT'), legs: [first, back] as const };
    const desk = {
      account: { id: 'demo' },
      outlet: { tell: (update: StatusUpdate) => (told.push(update), T.of({ _tag: 'Told' })) },
    } as unknown as Desk;
    await makeTellStatus({ clock: { now: () => now }, log: quietLog }).run({
      ...{ desk, deadline: Infinity, subject: { _tag: 'Booking', booking } },
      job: tellingJob({ leg: 'return', status: 'delivered', at: MORNING }, MORNING),
    })();
    expect(told[0]).to.deep.include({ trackingCode: 'BACK', status: 'delivered', reference: 'ls-0001-r' });
  });
});
