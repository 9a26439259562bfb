import type { RetryRules } from '../../domain/work.js';

/** How this process works. Milliseconds. */
export type WorkRules = {
  /** Between two looks for work. */
  readonly poll: number;
  /** Most runs at once, in all and for one account and target. */
  readonly concurrency: number;
  readonly perTarget: number;
  /** After which a run of another process counts as left; a run is given up before it. */
  readonly lease: number;
  readonly retry: RetryRules;
};

/** A run is given up early enough for its outcome to be written before anybody may take its job over. */
export const runDeadline = ({ lease }: Pick<WorkRules, 'lease'>): number => lease / 2;
