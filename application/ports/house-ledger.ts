import type { Option } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { AccountId } from '../../domain/account.js';
import type { Instant } from '../../domain/time.js';
import type { Unavailable } from './unavailable.js';

/** A parcel that the house's own courier took on. */
export type LedgerEntry = {
  readonly account: AccountId;
  /** Our reference of the leg. */
  readonly reference: string;
  /** The parcel's, an SSCC or an S10 identifier; of one parcel alone. */
  readonly number: string;
  readonly service: string;
  readonly routingCode?: string;
  readonly bookedAt: Instant;
  readonly cancelledAt?: Instant;
};

/** What a carrier with a system of its own would remember: which reference has which number. */
export interface HouseLedger {
  /** Enters a parcel and answers what stands under its reference: the first entry stays. Durable when it answers. */
  readonly enter: (entry: LedgerEntry) => TaskEither<Unavailable, LedgerEntry>;
  readonly find: (account: AccountId, reference: string) => TaskEither<Unavailable, Option<LedgerEntry>>;
  /** The first cancel's time stays. Nothing happens where nothing is entered. Durable when it answers. */
  readonly cancel: (account: AccountId, reference: string, at: Instant) => TaskEither<Unavailable, void>;
}
