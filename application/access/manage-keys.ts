import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { AccountId } from '../../domain/account.js';
import { apiKeyId } from '../../domain/api-key.js';
import type { Sha256 } from '../../domain/fingerprint.js';
import type { ApiKey, ApiKeys, KeyRole } from '../ports/api-keys.js';
import type { Chance } from '../ports/chance.js';
import type { Clock } from '../ports/clock.js';
import type { Unavailable } from '../ports/unavailable.js';

/** A key that was just made. `secret` is shown to its holder once; storage has its hash alone. */
export type NewKey = { readonly key: ApiKey; readonly secret: string };

export type ManageKeys = {
  readonly create: (account: AccountId, role: KeyRole) => TE.TaskEither<Unavailable, NewKey>;
  readonly list: (account: AccountId) => TE.TaskEither<Unavailable, readonly ApiKey[]>;
  /** False when the account has no live key of this id. */
  readonly revoke: (account: AccountId, id: string) => TE.TaskEither<Unavailable, boolean>;
};

type Deps = { readonly keys: ApiKeys; readonly chance: Chance; readonly clock: Clock; readonly sha256: Sha256 };

export const makeManageKeys = ({ keys, chance, clock, sha256 }: Deps): ManageKeys => ({
  create: (account, role) => () => {
    const secret = chance.apiKey();
    const key: ApiKey = { id: apiKeyId(secret), account, role, hash: sha256(secret), createdAt: clock.now() };
    return pipe(
      keys.add(key),
      TE.map(() => ({ key, secret })),
    )();
  },
  list: keys.list,
  revoke: (account, id) => () => keys.revoke(account, id, clock.now())(),
});
