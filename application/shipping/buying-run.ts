import type { Refusal } from '../../domain/booking.js';
import type { Desk } from '../ports/desks.js';
import type { Overtaken } from '../ports/overtaken.js';
import type { Unavailable } from '../ports/unavailable.js';
import type { Hold } from './hold.js';
import type { Audience } from './shared-runs.js';

/** Why a booking is not booked, this time. */
export type NotBooked =
  | { readonly _tag: 'Refused'; readonly refusal: Refusal }
  /** The label may exist, or is being made: ask again. */
  | { readonly _tag: 'LabelPending' }
  /** Only an operator may decide what became of it. */
  | { readonly _tag: 'AwaitsOperator'; readonly reference: string }
  | Overtaken
  | Unavailable;

/** One run over a booking that this process holds. */
export type BuyingRun = {
  readonly desk: Desk;
  readonly hold: Hold;
  readonly requestId: string;
  readonly audience: Audience;
  /** On the monotonic clock: nothing is bought after it. */
  readonly deadline: number;
  /** The mark of the leg that is first to buy is already written, and its call was not sent. */
  readonly marked: boolean;
  /** A run that only settles asks what became of paid calls, and pays for nothing. */
  readonly mayPay: boolean;
  /** This run has met silence: what is found unsold is bought again by the next request, not at once. */
  readonly doubted: boolean;
};
