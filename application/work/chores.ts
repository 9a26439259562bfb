import * as O from 'fp-ts/lib/Option.js';
import type { Task } from 'fp-ts/lib/Task.js';
import { boughtOf, isFree, isSettleable, type Booking } from '../../domain/booking.js';
import type { Instant } from '../../domain/time.js';
import { claimable, isSuspect, type Job, type Run } from '../../domain/work.js';
import type { Bookings } from '../ports/bookings.js';
import type { Clock } from '../ports/clock.js';
import type { Desk, Desks } from '../ports/desks.js';
import type { Log } from '../ports/log.js';
import type { Metrics } from '../ports/metrics.js';
import type { Lapse } from '../shipping/lapse.js';
import type { SettleBooking } from '../shipping/settle-booking.js';
import { makeSightings } from '../shipping/sightings.js';
import { turnOf, type Turns } from '../shipping/turns.js';
import { accountOf, type Handlers, type Subject } from './handler.js';
import type { RunJob } from './run-job.js';
import type { WorkRules } from './run-rules.js';
import { jobsOf, nameOf } from './subjects.js';

/**
 * What came of a chore. `written`: something is different from before, so that a look at once finds other work; `rest` as
 * `NotTried` says. `overtaken`: another process was quicker, or the subject has changed since it was seen.
 */
export type ChoreEnd =
  | { readonly _tag: 'Written'; readonly rest?: number }
  | { readonly _tag: 'Overtaken' }
  | { readonly _tag: 'Unwritten' };

/** What may be begun: of which subject, for whom, where it takes a place, and what it is. */
export type Chore = {
  readonly name: string;
  readonly lane: string;
  /** It may end the process: beside no other such one, so that what it takes down is not suspected too. */
  readonly isSuspect: boolean;
  readonly run: Task<ChoreEnd>;
};

/** What is to be done for a subject by now, if anything; of several that of a lane that has room. */
export type ChoreOf = (subject: Subject, now: Instant, hasRoom: (lane: string) => boolean) => Chore | undefined;

export type ChoreDeps = {
  readonly bookings: Pick<Bookings, 'isGone'>;
  readonly desks: Desks;
  readonly handlers: Handlers;
  readonly runJob: RunJob;
  readonly settleBooking: SettleBooking;
  readonly lapse: Lapse;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly owner: string;
  readonly rules: WorkRules;
};

const written: ChoreEnd = { _tag: 'Written' };

export const makeChoreOf = (deps: ChoreDeps): ChoreOf => {
  const { bookings, desks, handlers, runJob, settleBooking, lapse, turns, log, metrics, owner, rules } = deps;
  const sightings = makeSightings(deps.clock);

  const settleChore = (desk: Desk, booking: Booking, now: Instant): Chore | undefined => {
    if (!isSettleable(booking) || (booking.settle?.due ?? booking.updatedAt) > now) return undefined;
    if (!lapse.hasLapsed(booking) || turns.isTaken(turnOf(booking.key))) return undefined;
    const { plan } = booking.legs.find(({ state }) => boughtOf(state) === undefined) ?? booking.legs[0];
    return {
      name: nameOf({ _tag: 'Booking', booking }),
      lane: JSON.stringify([booking.key.account, plan.service.carrier]),
      isSuspect: false,
      run: async () => {
        const settled = await settleBooking(desk, booking)();
        metrics.jobEnded('settle', settled);
        return settled === 'settled' ? written : { _tag: 'Unwritten' };
      },
    };
  };

  const run = (desk: Desk, subject: Subject, job: Job): Chore['run'] => {
    return async () => {
      const end = await runJob(desk, subject, job)();
      switch (end._tag) {
        case 'Ended':
          return written;
        case 'NotTried':
          return { _tag: 'Written', rest: end.rest };
        case 'Overtaken':
        case 'Unwritten':
          return end;
      }
    };
  };

  const jobChore = (
    desk: Desk,
    subject: Subject,
    now: Instant,
    hasRoom: (lane: string) => boolean,
  ): Chore | undefined => {
    if (subject._tag === 'Booking' && !isFree(subject.booking)) return undefined;
    // A run of this process is begun no second time; one that is not on any more was left when its outcome could not be
    // written. Seen by its token: what else is written to its subject meanwhile says nothing of the run.
    const isGone = ({ token, owner: other }: Run): boolean =>
      other === owner || bookings.isGone(other) || sightings.unchangedFor(token, other) >= rules.lease;
    const chores = claimable(jobsOf(subject), now, isGone).map((job): Chore => {
      const handler = handlers[job.kind];
      const target = handler === 'not_in_this_release' ? '' : handler.targetOf(desk, subject);
      return {
        name: nameOf(subject),
        lane: JSON.stringify([accountOf(subject), target]),
        isSuspect: isSuspect(job),
        run: run(desk, subject, job),
      };
    });
    return chores.find(({ lane }) => hasRoom(lane)) ?? chores[0];
  };

  return (subject, now, hasRoom) => {
    const desk = desks.find(accountOf(subject));
    if (O.isNone(desk)) return undefined;
    try {
      const settling = subject._tag === 'Booking' ? settleChore(desk.value, subject.booking, now) : undefined;
      return settling ?? jobChore(desk.value, subject, now, hasRoom);
    } catch (error) {
      // One that nobody can make sense of must not hide the others.
      log.error('work_defect', { account: accountOf(subject), error });
      return undefined;
    }
  };
};
