import type { Option } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { AccountId } from '../../domain/account.js';
import type { Instant } from '../../domain/time.js';
import type { Unavailable } from './unavailable.js';

/** `newstore` opens the webhooks, `operator` what people and their tools use. */
export const keyRoles = ['newstore', 'operator'] as const;
export type KeyRole = (typeof keyRoles)[number];

/** A key as it is kept. The key itself is shown once, when it is made, and is nowhere after that. */
export type ApiKey = {
  /** Names the key to people: its readable beginning. */
  readonly id: string;
  readonly account: AccountId;
  readonly role: KeyRole;
  /** SHA-256 of the whole key, in hexadecimal. */
  readonly hash: string;
  readonly createdAt: Instant;
  readonly revokedAt?: Instant;
};

export interface ApiKeys {
  readonly add: (key: ApiKey) => TaskEither<Unavailable, void>;
  /** A revoked key too. */
  readonly byHash: (hash: string) => TaskEither<Unavailable, Option<ApiKey>>;
  readonly list: (account: AccountId) => TaskEither<Unavailable, readonly ApiKey[]>;
  /** False when the account has no such key, or none that is live. */
  readonly revoke: (account: AccountId, id: string, at: Instant) => TaskEither<Unavailable, boolean>;
}
