import type { PollingPlan } from '../../application/ports/tracking-source.js';
import type { Retention } from '../../domain/retention.js';
import { DAY } from '../../domain/time.js';
import type { RetryRules } from '../../domain/work.js';
import type { Random } from './random.js';

/** How often each kind of trouble comes, in parts of one. */
export type Trouble = {
  /** Not done, and said so. */
  readonly refused: number;
  /** Done, and said to have failed. */
  readonly unacknowledged: number;
  readonly slow: number;
  /** No answer in time: not done, done, or done later. */
  readonly hanging: number;
};

/** What one run is like: each seed switches other troubles on, so that each is met alone and with others. */
export type Profile = {
  /** `alone`: one process at a time, which knows that those before it are gone. `many`: nobody knows of the others. */
  readonly mode: 'alone' | 'many';
  readonly processes: number;
  /** Milliseconds, in the proportions of the default settings. */
  readonly answerBudget: number;
  readonly buyDeadline: number;
  readonly lease: number;
  readonly settleDelay: number;
  /** How long after its mark a call may be sent at the latest. */
  readonly freshness: number;
  /** How long after it was sent a paid call may still come to be seen at the carrier. */
  readonly carrierLag: number;
  readonly storageTimeout: number;
  readonly storage: Trouble;
  readonly carrier: Trouble & { readonly saysNo: number; readonly unclear: number };
  /** How often storage, or a carrier, is away for a while. */
  readonly outages: number;
  /** For each call of a process: how often it is its last. */
  readonly crash: number;
  readonly crashes: number;
  /** For each process started: how often its settings let no new booking pass. */
  readonly strict: number;
  /** Milliseconds that two clocks on the wall may differ. */
  readonly skew: number;
  readonly customers: number;
  /** Whether the account has the return cancelled with its outbound. */
  readonly cancelWithReturn: boolean;
  /** Milliseconds between two looks for work of each process. */
  readonly poll: number;
  /** After which another process' run of a job counts as left, and how what failed is tried again. */
  readonly workLease: number;
  readonly retry: RetryRules;
  /** `throttles`: too many calls; `knowsLate`: a code is not known there at first. */
  readonly newStore: Trouble & { readonly throttles: number; readonly knowsLate: number };
  /** Whether notices prove whom they are from, and how many of what moves a parcel are sent at all. */
  readonly isSigned: boolean;
  readonly notices: number;
  readonly polling: PollingPlan;
  /** Days that pass when everything is at rest, one after the other: none in most runs. */
  readonly leaps: readonly number[];
  /** What of a booking is kept for how long. */
  readonly retention: Required<Retention>;
};

/** As the application has it: a paid call is sent at most this long after its mark, or a lease where that is shorter. */
const FRESH = 10_000;

const troubleOf = (random: Random): Trouble => ({
  refused: random.pick([0, 0, 0.01, 0.05]),
  unacknowledged: random.pick([0, 0.01, 0.05]),
  slow: random.pick([0, 0.02, 0.1]),
  hanging: random.pick([0, 0, 0.01, 0.04]),
});

export const drawProfile = (random: Random): Profile => {
  const mode = random.pick<Profile['mode']>(['alone', 'many', 'many']);
  const scale = random.pick([0.1, 0.1, 0.1, 0.5, 1]);
  const lease = 60_000 * scale;
  const settleDelay = 120_000 * scale;
  const freshness = Math.min(lease, FRESH);
  const skew = random.pick([0, 0, 200]);
  const crash = random.pick([0, 0.003, 0.01, 0.03]);
  // Runs that are taken over while the one before still writes what came of it.
  const isHasty = random.happens(0.04);
  return {
    mode,
    processes: mode === 'alone' ? 1 : random.between(2, 3),
    answerBudget: 14_000 * scale,
    buyDeadline: 40_000 * scale,
    lease,
    settleDelay,
    freshness,
    carrierLag: settleDelay - skew - 10,
    storageTimeout: random.pick([500, 3_000, lease / 3]),
    storage: troubleOf(random),
    carrier: {
      ...troubleOf(random),
      saysNo: random.pick([0, 0, 0.03, 0.1]),
      unclear: random.pick([0, 0, 0, 0.02]),
    },
    outages: random.pick([0, 0, 0, 1, 2]),
    crash,
    crashes: crash === 0 ? 0 : random.between(1, 5),
    strict: random.pick([0, 0, 0.2]),
    skew,
    customers: random.between(1, 3),
    cancelWithReturn: random.happens(0.5),
    poll: isHasty ? 300 : random.pick([lease / 3, lease]),
    workLease: isHasty ? 1_000 : lease,
    retry: { attempts: random.pick([1, 2, 12]), firstPause: lease / 10, longestPause: 2 * lease },
    newStore: {
      ...troubleOf(random),
      throttles: random.pick([0, 0, 0.1]),
      knowsLate: random.pick([0, 0, 0.2]),
    },
    isSigned: random.happens(0.8),
    notices: random.pick([1, 1, 0.7]),
    leaps: random.happens(0.15) ? random.pick([[401], [31, 370], [91, 310], [31, 60, 310]]) : [],
    retention: { bookings: 400 * DAY, labels: 90 * DAY, persons: random.pick([30, 200]) * DAY },
    polling: {
      interval: random.pick([0, 0, 4 * lease]),
      silentAfter: 4 * lease,
      upTo: random.pick([30, 30, 500]) * DAY,
    },
  };
};
