import { boughtOf, legOf, type Booking } from '../../domain/booking.js';
import { toldBy, type Told } from '../../domain/parcel-work.js';
import { HOUR, MINUTE } from '../../domain/time.js';
import { done, type Job, type Outcome } from '../../domain/work.js';
import type { Desk } from '../ports/desks.js';
import type { Log } from '../ports/log.js';
import type { StatusOutlet, StatusUpdate, TellingOutcome } from '../ports/status-outlet.js';
import type { Handler } from '../work/handler.js';

/** Times that a code which is not known there, or a token that does not open it, is tried: over seven hours. */
const TRIES = 6;
const FIRST_WAIT = 15 * MINUTE;
const LONGEST_WAIT = 4 * HOUR;

/** What may mend itself, or by an operator, within hours. */
const afterHours = ({ attempts }: Job, why: string): Outcome =>
  attempts >= TRIES
    ? { _tag: 'Permanent', why }
    : { _tag: 'Transient', why, retryAfter: Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.max(0, attempts - 1)) };

const outcomeOf = (job: Job, told: TellingOutcome): Outcome => {
  switch (told._tag) {
    case 'Told':
    case 'PastAlready':
      return done;
    case 'CodeUnknown':
      return afterHours(job, 'the tracking code is not known there');
    case 'Unauthorized':
      return afterHours(job, told.detail);
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

/** Tells whoever booked a parcel that it came to a station. Telling it twice does no harm. */
export const makeTellStatus = ({ log }: { readonly log: Log }): Handler => {
  const tell = async (desk: Desk, outlet: StatusOutlet, job: Job, update: StatusUpdate): Promise<Outcome> => {
    const told = await outlet.tell(update)();
    const { trackingCode, order, reference, status } = update;
    const facts = { account: desk.account.id, order, reference, trackingCode, outcome: status };
    if (told._tag === 'PastAlready') log.info('status_known', { ...facts, reason: 'already at or past this status' });
    if (told._tag === 'Rejected' || told._tag === 'Unauthorized')
      log.warn('status_not_told', { ...facts, reason: told.detail });
    return outcomeOf(job, told);
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
