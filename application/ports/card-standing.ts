import type { AccountId } from '../../domain/account.js';
import type { Instant } from '../../domain/time.js';

/** Which rate card an account is served with: the one that was read last, or, after one that was refused, the one before. */
export type CardStanding = {
  readonly account: AccountId;
  /** When the card in force was read. */
  readonly since: Instant;
  /** The newest attempt, where it failed. `first` is the first fault in words: the file's name and line, and never its folder. */
  readonly rejected?: { readonly at: Instant; readonly faults: number; readonly first: string };
};
