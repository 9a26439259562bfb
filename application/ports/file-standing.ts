import type { AccountId } from '../../domain/account.js';
import type { Instant } from '../../domain/time.js';

/** Files of an account that are read again while requests run. */
export type ReloadedFile = 'card' | 'products';

/** Which file an account is served with: the one that was read last, or, after one that was refused, the one before. */
export type FileStanding = {
  readonly account: AccountId;
  readonly what: ReloadedFile;
  /** When the one in force was read. */
  readonly since: Instant;
  /** The newest attempt, where it failed. `first` is the first fault in words: the file's name and line, and never its folder. */
  readonly rejected?: { readonly at: Instant; readonly faults: number; readonly first: string };
};
