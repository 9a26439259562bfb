import type { TaskEither } from 'fp-ts/lib/TaskEither.js';

/** Who goes first where calls are rationed. A lower one that has waited long enough goes before a new higher one. */
export const callPriorities = ['booking', 'offers', 'background'] as const;
export type CallPriority = (typeof callPriorities)[number];

/**
 * The call was not made: its turn would not come in time, whoever is to be called is being left alone, or the storage that
 * counts the calls of all processes does not answer.
 */
export type OutOfBudget = {
  readonly _tag: 'OutOfBudget';
  readonly why: 'rate_limit' | 'circuit_open' | 'storage_away';
};

/** What came of a call, for those after it. */
export type CallReport =
  | { readonly _tag: 'Answered' }
  | { readonly _tag: 'Failed' }
  /** The call was not made after all. */
  | { readonly _tag: 'NotMade' }
  /** The other side said that it was called too often; `retryAfter` in milliseconds where it said for how long to wait. */
  | { readonly _tag: 'Throttled'; readonly retryAfter?: number };

/** Leave to make one call at once. Its outcome must be reported, once. */
export type Turn = { readonly report: (outcome: CallReport) => void };

/** The calls that one key allows: all processes of the deployment, and all kinds of calls, share them. */
export interface CallBudget {
  /** Waits for a turn, `patience` milliseconds at most; answers at once where it is plain that none will come by then. */
  readonly take: (priority: CallPriority, patience: number) => TaskEither<OutOfBudget, Turn>;
}

/** Every budget of this deployment. */
export interface CallBudgets {
  /** The budget of a key, by a name that is no secret. Of two rates that are given for one key the lower one holds. */
  readonly of: (name: string, callsPerSecond: number) => CallBudget;
}
