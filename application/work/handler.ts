import type { Task } from 'fp-ts/lib/Task.js';
import type { AccountId } from '../../domain/account.js';
import type { Booking } from '../../domain/booking.js';
import type { Job, JobKind, Outcome } from '../../domain/work.js';
import type { Desk } from '../ports/desks.js';
import type { Errand } from '../ports/errands.js';

/** What a job belongs to, in the version that began the run. */
export type Subject =
  { readonly _tag: 'Booking'; readonly booking: Booking } | { readonly _tag: 'Errand'; readonly errand: Errand };

export const accountOf = (subject: Subject): AccountId =>
  subject._tag === 'Booking' ? subject.booking.key.account : subject.errand.key.account;

/** One run of a job. */
export type JobRun = {
  readonly desk: Desk;
  readonly subject: Subject;
  /** Running. `inDoubt`: an earlier run may have done it. */
  readonly job: Job;
  /** On the monotonic clock: what comes after it counts as unknown. */
  readonly deadline: number;
};

/** Does the jobs of one kind. It changes no work of its subject: how the job ended is written by whoever runs it. */
export type Handler = {
  /** Who is called: jobs of one account for one target share their places, so that a dead one holds up nobody else. */
  readonly targetOf: (desk: Desk, subject: Subject) => string;
  /**
   * `run`: repeating is harmless, or the handler itself asks first what became of the earlier run. `park`: neither, so that
   * a person decides.
   */
  readonly whenInDoubt: 'run' | 'park';
  /** Never rejects for an expected failure; a rejection counts as unknown. */
  readonly run: (run: JobRun) => Task<Outcome>;
};

/** Every kind is named: one that this release cannot do is parked with that reason, and is not lost. */
export type Handlers = { readonly [Kind in JobKind]: Handler | 'not_in_this_release' };
