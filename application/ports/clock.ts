import type { Option } from 'fp-ts/lib/Option.js';
import type { Task } from 'fp-ts/lib/Task.js';
import type { Instant } from '../../domain/time.js';

/** Time, and waiting for it. */
export interface Clock {
  /** The wall's time: for people, for other systems, and for what must survive a restart. It may jump. */
  readonly now: () => Instant;
  /** Milliseconds that only grow, from any start: for leases and budgets inside one process. */
  readonly monotonic: () => number;
  readonly sleep: (milliseconds: number) => Task<void>;
  /** What `task` gives, or none when it takes longer. The task is not stopped. */
  readonly within: (milliseconds: number) => <A>(task: Task<A>) => Task<Option<A>>;
}
