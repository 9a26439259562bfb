import * as O from 'fp-ts/lib/Option.js';
import type { Canonical } from './fingerprint.js';
import { DAY, later, type Instant } from './time.js';

/**
 * Work that a change causes and that outlives the request: it is written with the change, in the document of the aggregate
 * that changed. What is done is trimmed away; the journal has the record.
 */
export const jobKinds = ['push_status', 'apply_notice', 'poll_parcel', 'poll_shipped'] as const;
export type JobKind = (typeof jobKinds)[number];

/** What a job is about, beyond its aggregate: small, without a secret and without a person. */
export type JobData = { readonly [name: string]: Canonical };

export const jobFailures = ['transient', 'permanent', 'unknown'] as const;
export type JobFailure = (typeof jobFailures)[number];

export type JobState =
  | { readonly _tag: 'Waiting' }
  /** `token` names this run alone: only its holder may write how it ended. `owner` is the process. */
  | { readonly _tag: 'Running'; readonly token: string; readonly owner: string }
  /** Waits for a person. */
  | { readonly _tag: 'Parked'; readonly why: string; readonly since: Instant };

export type Job = {
  /** Unique in its aggregate, made from what the job is for, so that adding it twice is adding it once. */
  readonly id: string;
  readonly kind: JobKind;
  /**
   * Jobs of one kind are done in their order, those of one lane of it where they have any. In a lane each says more than
   * the one before: one that is parked is passed by, and one that is done makes those before it needless.
   */
  readonly lane?: string;
  readonly data: JobData;
  readonly createdAt: Instant;
  /** Not run before. */
  readonly due: Instant;
  /** Runs that began and counted. */
  readonly attempts: number;
  readonly state: JobState;
  /** An earlier run ended without anybody knowing what it did: whoever runs it next asks first, or knows that repeating is harmless. */
  readonly inDoubt?: true;
  /** Runs in a row that their process did not live to see the end of; absent where the last one came to its end. */
  readonly left?: number;
  readonly lastFailure?: { readonly at: Instant; readonly why: string; readonly class: JobFailure };
};

/** How a run ended. `why` is a fact of few words, without a secret and without a person. */
export type Outcome =
  | { readonly _tag: 'Done' }
  /** Done for now, and to be done anew, such as a poll. */
  | { readonly _tag: 'Again'; readonly at: Instant }
  /**
   * Tried again later, not before `retryAfter` milliseconds. `notTried`: nobody was asked, such as for want of a turn in a
   * rate limit, and the run does not count.
   */
  | { readonly _tag: 'Transient'; readonly why: string; readonly retryAfter?: number; readonly notTried?: true }
  /** Trying again would change nothing: parked. */
  | { readonly _tag: 'Permanent'; readonly why: string }
  /** It may have happened: tried again later, in doubt. */
  | { readonly _tag: 'Unknown'; readonly why: string };

export const done: Outcome = { _tag: 'Done' };

export type RetryRules = {
  /** Runs after which a job is parked. */
  readonly attempts: number;
  /** Milliseconds before the second run; each further pause is twice as long. */
  readonly firstPause: number;
  readonly longestPause: number;
};

export type Jobs = readonly Job[];

/** A job that nobody has begun; due at once unless `due` says otherwise. */
export const makeJob = (
  job: Pick<Job, 'id' | 'kind' | 'lane' | 'data' | 'createdAt'> & { readonly due?: Instant },
): Job => ({
  ...job,
  due: job.due ?? job.createdAt,
  attempts: 0,
  state: { _tag: 'Waiting' },
});

/** One that is there already, under its id, stays as it is. */
export const addJob = (jobs: Jobs, job: Job): Jobs => (jobs.some(({ id }) => id === job.id) ? jobs : [...jobs, job]);

const isInLine = (a: Job, b: Job): boolean => a.kind === b.kind && a.lane === b.lane;

const isPassedBy = ({ lane, state }: Job): boolean => lane !== undefined && state._tag === 'Parked';

/**
 * The oldest job of each line, or the one that runs: no other may run, so that what one job says is said before what the next
 * one says.
 */
const heads = (jobs: Jobs): Jobs => {
  const standing = jobs.filter((job) => !isPassedBy(job));
  const headOf = (job: Job): Job | undefined => {
    const line = standing.filter((other) => isInLine(other, job));
    return line.find(({ state }) => state._tag === 'Running') ?? line[0];
  };
  return standing.filter((job) => headOf(job) === job);
};

/** When the earliest job asks for attention: undefined where all of them wait for a person, or there is none. */
export const jobsDue = (jobs: Jobs): Instant | undefined =>
  heads(jobs).reduce<Instant | undefined>(
    (earliest, { state, due }) =>
      state._tag === 'Parked' || (earliest !== undefined && earliest <= due) ? earliest : due,
    undefined,
  );

/** Jobs that may be claimed now, the longest due first. `isGone` tells whether a run was left by whoever began it. */
export const claimable = (jobs: Jobs, now: Instant, isGone: (run: Run) => boolean): Jobs =>
  heads(jobs)
    .filter(({ state, due }) => {
      if (state._tag === 'Parked') return false;
      return state._tag === 'Running' ? isGone(state) : due <= now;
    })
    .toSorted((a, b) => a.due - b.due);

const changeJob = (jobs: Jobs, id: string, change: (job: Job) => Job): Jobs =>
  jobs.map((job) => (job.id === id ? change(job) : job));

const parked = (job: Job, why: string, now: Instant): Job => ({ ...job, state: { _tag: 'Parked', why, since: now } });

/** One run of a job: what names it, and the process that it is in. */
export type Run = { readonly token: string; readonly owner: string };

/**
 * Begins a run of a job that is `claimable`. A job whose earlier run was left in the middle is in doubt from then on. A
 * process that takes over its own run has lived: it could not write what came of it, which says nothing of the job.
 */
export const claimJob = (jobs: Jobs, id: string, { token, owner }: Run): Jobs =>
  changeJob(jobs, id, (job) => ({
    ...job,
    ...(job.state._tag === 'Running' && { inDoubt: true }),
    ...(job.state._tag === 'Running' && job.state.owner !== owner && { left: (job.left ?? 0) + 1 }),
    attempts: job.attempts + 1,
    state: { _tag: 'Running', token, owner },
  }));

/** Processes that may end in the middle of a job before it is taken for the reason: each took down all else that it did. */
const MOST_LEFT = 5;

/** Of a job that is just claimed: why it is to be run no more, if it ends whatever process runs it. */
export const whyDeadly = ({ left = 0 }: Job): string | undefined =>
  left < MOST_LEFT ? undefined : `the process that ran it died or hung, ${left} times in a row`;

/** Of a job that is to be claimed: whether two in a row have ended in it. One may end by anything, and leaves all that it ran. */
export const isSuspect = ({ left = 0 }: Job): boolean => left > 0;

const withoutLeft = (job: Job): Job => {
  const { left, ...rest } = job;
  return left === undefined ? job : rest;
};

/** A job that nobody may run, such as one of a kind that this release cannot do. */
export const parkJob = (jobs: Jobs, id: string, why: string, now: Instant): Jobs =>
  changeJob(jobs, id, (job) => parked(job, why, now));

/** Hosts that ask to be left alone for longer are asked again after this. */
const LONGEST_FLOOR = DAY;

/** Milliseconds until the next run after `attempts` of them: doubled each time up to the longest, half of it by chance. */
export const pauseAfter = (attempts: number, fraction: number, { firstPause, longestPause }: RetryRules): number => {
  const whole = Math.min(longestPause, firstPause * 2 ** Math.min(Math.max(0, attempts - 1), 30));
  return Math.round(whole * (0.5 + 0.5 * fraction));
};

/** What a run leaves of a job that is not done. */
const ended = (
  job: Job,
  outcome: Exclude<Outcome, { readonly _tag: 'Done' }>,
  now: Instant,
  fraction: number,
  rules: RetryRules,
): Job => {
  if (outcome._tag === 'Again') {
    const { id, kind, lane, data, createdAt } = job;
    return makeJob({ id, kind, ...(lane !== undefined && { lane }), data, createdAt, due: outcome.at });
  }
  const { why } = outcome;
  if (outcome._tag === 'Permanent') {
    return parked({ ...job, lastFailure: { at: now, why, class: 'permanent' } }, why, now);
  }
  const failed: Job = {
    ...job,
    ...(outcome._tag === 'Unknown' && { inDoubt: true }),
    lastFailure: { at: now, why, class: outcome._tag === 'Unknown' ? 'unknown' : 'transient' },
  };
  const notTried = outcome._tag === 'Transient' && outcome.notTried === true;
  const attempts = notTried ? Math.max(0, job.attempts - 1) : job.attempts;
  if (!notTried && attempts >= rules.attempts) return parked(failed, why, now);
  const asked = outcome._tag === 'Transient' ? Math.min(outcome.retryAfter ?? 0, LONGEST_FLOOR) : 0;
  const pause = Math.max(asked, pauseAfter(attempts, fraction, rules));
  return { ...failed, attempts, due: later(now, pause), state: { _tag: 'Waiting' } };
};

const withoutDone = (jobs: Jobs, job: Job): Jobs => {
  const at = jobs.indexOf(job);
  const isNeedless = (other: Job, index: number): boolean =>
    job.lane !== undefined && isInLine(other, job) && index < at;
  return jobs.filter((other, index) => other !== job && !isNeedless(other, index));
};

/**
 * Writes down how the run with this token ended. None: the run was taken over, or its job was taken away, and nothing
 * changes. `fraction` in [0, 1) is chance.
 */
export const finishJob = (
  jobs: Jobs,
  token: string,
  outcome: Outcome,
  now: Instant,
  fraction: number,
  rules: RetryRules,
): O.Option<Jobs> => {
  const job = jobs.find(({ state }) => state._tag === 'Running' && state.token === token);
  if (job === undefined) return O.none;
  return O.some(
    outcome._tag === 'Done'
      ? withoutDone(jobs, job)
      : changeJob(jobs, job.id, (found) => ended(withoutLeft(found), outcome, now, fraction, rules)),
  );
};

const idle = (jobs: Jobs, id: string): O.Option<Job> =>
  O.fromNullable(jobs.find((job) => job.id === id && job.state._tag !== 'Running'));

/** Parked or waiting: due now, with all its attempts. None where there is no such job or it is running. */
export const retryJob = (jobs: Jobs, id: string, now: Instant): O.Option<Jobs> =>
  O.map(({ id: found }: Job) =>
    changeJob(jobs, found, (job) => ({ ...withoutLeft(job), due: now, attempts: 0, state: { _tag: 'Waiting' } })),
  )(idle(jobs, id));

/** Takes a job away that is not running: those behind it go on. */
export const cancelJob = (jobs: Jobs, id: string): O.Option<Jobs> =>
  O.map((found: Job) => jobs.filter((job) => job !== found))(idle(jobs, id));

export const dutyKinds = [...jobKinds, 'settle'] as const;
export const dutyStates = ['waiting', 'running', 'parked'] as const;

/** Something to do, as it is listed: a job, or the settling of a booking. */
export type Duty = {
  readonly kind: (typeof dutyKinds)[number];
  readonly state: (typeof dutyStates)[number];
};

const stateWords = { Waiting: 'waiting', Running: 'running', Parked: 'parked' } as const;

export const dutyOf = ({ kind, state }: Job): Duty => ({ kind, state: stateWords[state._tag] });
