import type { AccountId } from '../../domain/account.js';
import type { Instant } from '../../domain/time.js';
import type { Duty } from '../../domain/work.js';

/** Of what is listed: a duty must fit in kind and in state. What is absent fits all. */
export type WorkFilter = {
  readonly account?: AccountId;
  readonly kind?: Duty['kind'];
  readonly state?: Duty['state'];
};

/** What is to be done, in figures. */
export type Backlog = {
  /** Aggregates with something in them that waits for a person. */
  readonly parked: number;
  /** When the longest due one was due, or will be. */
  readonly oldestDue?: Instant;
};
