import type { WorkRules } from '../application/work/run-rules.js';
import { defaulted, Section, type BrokenRule, type Decoded } from './setting.js';
import { wholeNumber } from './setting-values.js';

const milliseconds = (least: number, most: number) => wholeNumber(least, most, 'milliseconds');

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Written = {
  readonly concurrency?: number | undefined;
  readonly concurrency_per_target?: number | undefined;
  readonly first_retry_ms?: number | undefined;
  readonly longest_retry_ms?: number | undefined;
};

/** One account's dead target would take every place. */
const targetWithinAll = ({
  concurrency: all = Infinity,
  concurrency_per_target: one = 0,
}: Written): readonly BrokenRule[] =>
  one <= all ? [] : [{ keys: ['concurrency_per_target'], value: one, mend: `write at most concurrency, ${all}` }];

const retriesGrow = ({
  first_retry_ms: first = 0,
  longest_retry_ms: longest = Infinity,
}: Written): readonly BrokenRule[] =>
  first <= longest
    ? []
    : [{ keys: ['first_retry_ms'], value: first, mend: `write at most longest_retry_ms, ${longest}` }];

/** How durable work is done, under `work`. */
export const workSection = new Section(
  {
    poll_ms: defaulted(milliseconds(50, MINUTE), 1_000),
    concurrency: defaulted(wholeNumber(1, 1_000, 'runs'), 16),
    concurrency_per_target: defaulted(wholeNumber(1, 1_000, 'runs'), 4),
    lease_ms: defaulted(milliseconds(200, 2 * HOUR), MINUTE),
    // With pauses of an hour at most, some three days: the other side's night or weekend needs nobody.
    attempts: defaulted(wholeNumber(1, 1_000, 'runs'), 100),
    first_retry_ms: defaulted(milliseconds(10, HOUR), 5_000),
    longest_retry_ms: defaulted(milliseconds(10, 24 * HOUR), HOUR),
  },
  [targetWithinAll, retriesGrow],
);

export const toWorkRules = (work: Decoded<(typeof workSection)['shape']>): WorkRules => ({
  poll: work.poll_ms,
  concurrency: work.concurrency,
  perTarget: work.concurrency_per_target,
  lease: work.lease_ms,
  retry: { attempts: work.attempts, firstPause: work.first_retry_ms, longestPause: work.longest_retry_ms },
});
