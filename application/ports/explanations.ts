import type { Task } from 'fp-ts/lib/Task.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { AccountId } from '../../domain/account.js';
import type { Explanation } from '../../domain/explanation.js';
import type { Unavailable } from './unavailable.js';

/** Why each request for offers got what it got. Bounded; overload drops and counts, and never delays an offer. */
export interface Explanations {
  readonly keep: (explanation: Explanation) => void;
  /** All that the account's requests under this id left, oldest first. */
  readonly find: (account: AccountId, requestId: string) => TaskEither<Unavailable, readonly Explanation[]>;
  readonly flush: Task<void>;
}
