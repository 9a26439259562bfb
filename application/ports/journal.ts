import type { Task } from 'fp-ts/lib/Task.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { AccountId } from '../../domain/account.js';
import type { Instant } from '../../domain/time.js';
import type { Unavailable } from './unavailable.js';

/** One exchange with another system. No secret, no name, street, phone, e-mail or label capability is ever in it. */
export type JournalEntry = {
  readonly at: Instant;
  readonly account: AccountId;
  readonly requestId?: string;
  /** `newstore`, a carrier's id, `printer`, or `operator`. */
  readonly system: string;
  readonly direction: 'in' | 'out';
  readonly method: string;
  readonly endpoint: string;
  /** The status of the answer, or a word for it where the exchange has no HTTP status. */
  readonly status: string;
  readonly order?: string;
  /** Our reference of the leg. */
  readonly reference?: string;
  readonly carrierOrder?: string;
  /** What it did: `created`, `labelled`, `replayed`, `cancelled`, `refused` ... */
  readonly did: string;
  /** How often the same exchange had been tried before. */
  readonly retries: number;
  /** Milliseconds. */
  readonly took: number;
  /** Allow-listed fields only; the adapter caps its size. */
  readonly body: { readonly [field: string]: unknown };
};

/** Keeps exchanges for the operator. It never fails or delays its caller. */
export interface Journal {
  readonly record: (entry: JournalEntry) => void;
  /** Entries of one order or one of our references, oldest first. */
  readonly of: (account: AccountId, orderOrReference: string) => TaskEither<Unavailable, readonly JournalEntry[]>;
  /** Drops what is older than `before`, and the oldest beyond `maxBytes`. Answers how many went. */
  readonly purge: (before: Instant, maxBytes: number) => TaskEither<Unavailable, number>;
  /** Waits for what was recorded to be stored. */
  readonly flush: Task<void>;
}
