import { boughtOf, legOf, type Booking } from '../../domain/booking.js';
import { toldBy, type Told } from '../../domain/parcel-work.js';
import { HOUR, MINUTE, type Instant } from '../../domain/time.js';
import { done, type Job, type Outcome } from '../../domain/work.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import type { Log } from '../ports/log.js';
import type { StatusOutlet, StatusUpdate, TellingOutcome } from '../ports/status-outlet.js';
import type { Handler } from '../work/handler.js';

/** For so long a code that is not known there may be that of a booking which is being written down there. */
const KNOWN_BY = 8 * HOUR;
const FIRST_WAIT = 15 * MINUTE;
const LONGEST_WAIT = 4 * HOUR;

const CODE_UNKNOWN = 'the tracking code is not known there';

/**
 * Asked for again after as long as the job is old, so that each pause is twice as long as the one before. Parked once it is
 * old, though never by a first such answer: a job may have grown old while nobody answered at all.
 */
const whereUnknown = ({ createdAt, attempts, lastFailure }: Job, now: Instant): Outcome => {
  const age = now - createdAt;
  return age >= KNOWN_BY && attempts > 1 && lastFailure?.why === CODE_UNKNOWN
    ? { _tag: 'Permanent', why: CODE_UNKNOWN }
    : { _tag: 'Transient', why: CODE_UNKNOWN, retryAfter: Math.min(LONGEST_WAIT, Math.max(FIRST_WAIT, age)) };
};

const outcomeOf = (job: Job, told: TellingOutcome, now: Instant): Outcome => {
  switch (told._tag) {
    case 'Told':
    case 'PastAlready':
      return done;
    case 'CodeUnknown':
      return whereUnknown(job, now);
    case 'Unauthorized':
      // An operator mends it, and then nobody has to do anything more.
      return { _tag: 'Transient', why: told.detail, retryAfter: FIRST_WAIT };
    case 'Rejected':
      return { _tag: 'Permanent', why: told.detail };
    case 'Throttled':
      return {
        ...{ _tag: 'Transient', why: 'called too often', notTried: true },
        ...(told.retryAfter !== undefined && { retryAfter: told.retryAfter }),
      };
    case 'NotSent':
      return { _tag: 'Transient', why: told.detail, notTried: true };
    case 'Silent':
      return { _tag: 'Transient', why: told.detail };
  }
};

const updateOf = (booking: Booking, { leg: kind, ...told }: Told, { attempts }: Job): StatusUpdate | undefined => {
  const leg = legOf(booking, kind);
  // What is cancelled meanwhile is told of no more: whoever cancelled it knows.
  if (leg === undefined || leg.state._tag === 'Cancelled') return undefined;
  const bought = boughtOf(leg.state);
  if (bought === undefined) return undefined;
  const { reference } = leg.plan;
  const retries = Math.max(0, attempts - 1);
  return { ...told, trackingCode: bought.trackingCode, order: booking.key.order, reference, retries };
};

type Deps = { readonly clock: Pick<Clock, 'now'>; readonly log: Log };

/** Tells whoever booked a parcel that it came to a station. Telling it twice does no harm. */
export const makeTellStatus = ({ clock, log }: Deps): Handler => {
  const tell = async (desk: Desk, outlet: StatusOutlet, job: Job, update: StatusUpdate): Promise<Outcome> => {
    const told = await outlet.tell(update)();
    const { trackingCode, order, reference, status } = update;
    const facts = { account: desk.account.id, order, reference, trackingCode, outcome: status };
    if (told._tag === 'PastAlready') log.info('status_known', { ...facts, reason: 'already at or past this status' });
    if (told._tag === 'Rejected' || told._tag === 'Unauthorized')
      log.warn('status_not_told', { ...facts, reason: told.detail });
    return outcomeOf(job, told, clock.now());
  };

  return {
    targetOf: () => 'newstore',
    whenInDoubt: 'run',
    run:
      ({ desk, subject, job }) =>
      () => {
        const told = toldBy(job);
        if (subject._tag === 'Errand' || told === undefined)
          return Promise.resolve({ _tag: 'Permanent', why: 'it does not say what is to be told' });
        const update = updateOf(subject.booking, told, job);
        if (update === undefined) return Promise.resolve(done);
        if (desk.outlet === undefined)
          return Promise.resolve({ _tag: 'Permanent', why: 'NewStore is not among the settings any more' });
        return tell(desk, desk.outlet, job, update);
      },
  };
};
