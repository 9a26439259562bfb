import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Task } from 'fp-ts/lib/Task.js';
import { claimJob, finishJob, parkJob, whyDeadly, type Job, type Outcome } from '../../domain/work.js';
import type { Chance } from '../ports/chance.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import type { Log } from '../ports/log.js';
import type { Metrics } from '../ports/metrics.js';
import type { Overtaken } from '../ports/overtaken.js';
import type { Unavailable } from '../ports/unavailable.js';
import { accountOf, type Handler, type Handlers, type Subject } from './handler.js';
import { runDeadline, type WorkRules } from './run-rules.js';
import { jobsOf, nameOf, type Subjects } from './subjects.js';

/**
 * What a run came to. `notTried` with how long its target wants to be left alone; `overtaken`: another process has the
 * job, or somebody the aggregate; `unwritten`: the storage did not take the claim, and nothing was run, or not the outcome,
 * and the job is run again in doubt.
 */
export type RunEnd =
  | { readonly _tag: 'Ended' }
  | { readonly _tag: 'NotTried'; readonly rest: number }
  | { readonly _tag: 'Overtaken' }
  | { readonly _tag: 'Unwritten' };

/** Claims a job, runs it, and writes how it ended: each in a write of its own, so that no crash makes it run unseen. */
export type RunJob = (desk: Desk, subject: Subject, job: Job) => Task<RunEnd>;

type Deps = {
  readonly subjects: Subjects;
  readonly handlers: Handlers;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly owner: string;
  readonly rules: WorkRules;
};

/** Milliseconds between attempts at writing an outcome. */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 1_000;

const ended: RunEnd = { _tag: 'Ended' };

export const makeRunJob = (deps: Deps): RunJob => {
  const { subjects, handlers, clock, chance, log, metrics, owner, rules } = deps;

  const tell = (subject: Subject, { id, kind, attempts }: Job, outcome: Outcome): void => {
    const why = 'why' in outcome ? { reason: outcome.why } : {};
    const fields = {
      ...{ account: accountOf(subject), what: kind, job: id, outcome: outcome._tag, retries: attempts, ...why },
      ...(subject._tag === 'Booking' && { reference: nameOf(subject) }),
    };
    metrics.jobEnded(kind, outcome._tag);
    if (outcome._tag === 'Done' || outcome._tag === 'Again') log.info('work_done', fields);
    else log.warn('work_not_done', fields);
  };

  /** Why nobody may run it, if so. */
  const unfit = (handler: Handler | 'not_in_this_release', job: Job): string | undefined => {
    if (handler === 'not_in_this_release') return 'no handler in this release';
    const { inDoubt, attempts } = job;
    if (inDoubt !== true) return undefined;
    // A person who has it tried again has decided: that is the first of its attempts anew.
    if (handler.whenInDoubt === 'park' && attempts > 1) return 'an earlier run may have done it';
    return whyDeadly(job) ?? (attempts > rules.retry.attempts ? 'its runs were left in the middle' : undefined);
  };

  /** What could not be claimed is another's by now, or nobody knows. */
  const notClaimed = (kind: Job['kind'], failure: Overtaken | Unavailable): RunEnd => {
    if (failure._tag === 'Unavailable') return { _tag: 'Unwritten' };
    metrics.jobEnded(kind, 'left');
    return failure;
  };

  const call = async (handler: Handler, run: Parameters<Handler['run']>[0]): Promise<Outcome> => {
    const left = run.deadline - clock.monotonic();
    // Its claim took so long that another process may have taken it over: two of them would do it at once.
    if (left <= 0) return { _tag: 'Transient', why: 'its time was over before it began', notTried: true };
    try {
      const outcome = await clock.within(left)(handler.run(run))();
      return O.isSome(outcome) ? outcome.value : { _tag: 'Unknown', why: 'no answer within its time' };
    } catch (error) {
      log.error('work_defect', { what: run.job.kind, job: run.job.id, error });
      return { _tag: 'Unknown', why: 'a defect' };
    }
  };

  /** Whoever holds the booking goes first; the token in the job tells whether it is still this run's. */
  const write = async (subject: Subject, token: string, outcome: Outcome, until: number): Promise<RunEnd> => {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      const found = await subjects.fresh(subject)();
      if (E.isRight(found)) {
        if (O.isNone(found.right)) return { _tag: 'Overtaken' };
        const fresh = found.right.value;
        const jobs = finishJob(jobsOf(fresh), token, outcome, clock.now(), chance.fraction(), rules.retry);
        if (O.isNone(jobs)) return { _tag: 'Overtaken' };
        if (E.isRight(await subjects.rewrite(fresh, jobs.value)())) return ended;
      }
      if (clock.monotonic() >= until) return { _tag: 'Unwritten' };
      await clock.sleep(pause * (0.5 + chance.fraction()))();
    }
  };

  const park = async (subject: Subject, job: Job, why: string): Promise<RunEnd> => {
    const jobs = parkJob(jobsOf(subject), job.id, why, clock.now());
    const written = await subjects.rewrite(subject, jobs)();
    if (E.isLeft(written)) return notClaimed(job.kind, written.left);
    tell(subject, job, { _tag: 'Permanent', why });
    return ended;
  };

  return (desk, seen, { id, kind }) =>
    async () => {
      const [token, claimedAt] = [chance.id(), clock.monotonic()];
      const jobs = claimJob(jobsOf(seen), id, { token, owner });
      const job = jobs.find((one) => one.id === id);
      if (job === undefined) return { _tag: 'Overtaken' };
      const handler = handlers[kind];
      const why = unfit(handler, job);
      if (why !== undefined || handler === 'not_in_this_release') return park(seen, job, why ?? '');
      const claimed = await subjects.rewrite(seen, jobs)();
      if (E.isLeft(claimed)) return notClaimed(kind, claimed.left);
      const outcome = await call(handler, {
        ...{ desk, job, subject: claimed.right },
        deadline: claimedAt + runDeadline(rules),
      });
      const end = await write(claimed.right, token, outcome, claimedAt + rules.lease);
      if (end._tag !== 'Ended') {
        log.warn('work_outcome_lost', { what: kind, job: id, outcome: outcome._tag, reason: end._tag });
        return end;
      }
      tell(seen, job, outcome);
      const rest = outcome._tag === 'Transient' && outcome.notTried === true ? (outcome.retryAfter ?? 0) : undefined;
      return rest === undefined ? ended : { _tag: 'NotTried', rest: Math.max(rest, rules.poll) };
    };
};
