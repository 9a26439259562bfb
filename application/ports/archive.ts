import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Booking } from '../../domain/booking.js';
import type { Explanation } from '../../domain/explanation.js';
import type { ApiKey } from './api-keys.js';
import type { Errand } from './errands.js';
import type { LedgerEntry } from './house-ledger.js';
import type { JournalEntry } from './journal.js';
import type { StoredLabel } from './labels.js';
import type { Page } from './page.js';
import type { RetiredOrder } from './retirement.js';
import type { Unavailable } from './unavailable.js';

/** `next` is what `Serials` gives out next. */
export type Counter = { readonly name: string; readonly next: bigint };

/** All things of one kind, to be moved whole while nobody else writes. */
export interface Shelf<A> {
  readonly count: TaskEither<Unavailable, number>;
  /** At most `limit` things, from the beginning or from where an earlier page ended, always in one order. */
  readonly page: (from: string | undefined, limit: number) => TaskEither<Unavailable, Page<A>>;
  /** Adds these in their order. After a left the first few of them may be there, and none behind one that is not. */
  readonly put: (items: readonly A[]) => TaskEither<Unavailable, void>;
}

/** Everything that a storage holds, by kind. */
export type Archived = {
  readonly bookings: Booking;
  readonly errands: Errand;
  readonly labels: StoredLabel;
  readonly apiKeys: ApiKey;
  readonly serials: Counter;
  readonly houseLedger: LedgerEntry;
  readonly retiredOrders: RetiredOrder;
  readonly journal: JournalEntry;
  readonly explanations: Explanation;
};

export type Archive = { readonly [Name in keyof Archived]: Shelf<Archived[Name]> };
