import type { Task } from 'fp-ts/lib/Task.js';
import type { Instant } from '../../domain/time.js';
import type { ToldStatus } from '../../domain/parcel-work.js';
import type { SideState } from '../../domain/tracking.js';

/** What is told of one parcel. */
export type StatusUpdate = {
  readonly trackingCode: string;
  readonly status: ToldStatus;
  /** When it happened, not when it is told. */
  readonly at: Instant;
  /** What had happened beside the way before. */
  readonly after?: SideState;
  /** For the journal: the shopper's order, our reference of the leg, and how often the same was told before. */
  readonly order: string;
  readonly reference: string;
  readonly retries: number;
};

/** What came of telling. Texts have no secret and no address in them. */
export type TellingOutcome =
  | { readonly _tag: 'Told' }
  /** It is known to be at this station or beyond it. */
  | { readonly _tag: 'PastAlready' }
  /** The code is not known there, or not yet. */
  | { readonly _tag: 'CodeUnknown' }
  /** Too many calls; `retryAfter` in milliseconds where it was said. */
  | { readonly _tag: 'Throttled'; readonly retryAfter?: number }
  /** A clear no that will not change. */
  | { readonly _tag: 'Rejected'; readonly detail: string }
  /** The credentials do not open it, with a new token either. */
  | { readonly _tag: 'Unauthorized'; readonly detail: string }
  /** Nobody was asked: there was no turn in the budget of calls. */
  | { readonly _tag: 'NotSent'; readonly detail: string }
  /** It may have arrived: telling it again does no harm. */
  | { readonly _tag: 'Silent'; readonly detail: string };

/** The system that booked a parcel and is told where it is. */
export interface StatusOutlet {
  /** Whether it is to be told of this at all. */
  readonly wants: (status: ToldStatus) => boolean;
  /** One attempt; what is told twice is as if it were told once. */
  readonly tell: (update: StatusUpdate) => Task<TellingOutcome>;
}
