import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Sha256 } from '../../domain/fingerprint.js';
import type { ApiKey, ApiKeys, KeyRole } from '../ports/api-keys.js';
import type { Clock } from '../ports/clock.js';
import type { Desk, Desks } from '../ports/desks.js';
import type { Unavailable } from '../ports/unavailable.js';

export type Access = { readonly desk: Desk; readonly role: KeyRole; readonly keyId: string };

/** No live key of an account that the settings know. */
export type KeyUnknown = { readonly _tag: 'KeyUnknown' };

/** Finds the account of an API key as its holder sent it. */
export type Authenticate = (key: string) => TE.TaskEither<KeyUnknown | Unavailable, Access>;

type Deps = {
  readonly keys: ApiKeys;
  readonly desks: Desks;
  readonly clock: Clock;
  readonly sha256: Sha256;
  /** Milliseconds for which keys already known are believed while storage is away. */
  readonly knownFor: number;
};

/** Milliseconds after which a key is looked up again: a revoked one stops within a second in every process. */
const FRESH = 500;

/** When the storage was asked that knew it: what it says is no newer, however long it takes to say it. */
type Known = { readonly access: Access; readonly askedAt: number };

/**
 * The key is found by its hash, so that neither the look-up nor its time says anything about a key that is nearly right.
 * Only keys that exist are remembered.
 */
export const makeAuthenticate = ({ keys, desks, clock, sha256, knownFor }: Deps): Authenticate => {
  const ring = new Map<string, Known>();

  const accessOf = (key: ApiKey): O.Option<Access> =>
    key.revokedAt === undefined
      ? pipe(
          desks.find(key.account),
          O.map((desk) => ({ desk, role: key.role, keyId: key.id })),
        )
      : O.none;

  const lookUp = (hash: string, askedAt: number): TE.TaskEither<KeyUnknown | Unavailable, Access> =>
    pipe(
      keys.byHash(hash),
      TE.map(O.flatMap(accessOf)),
      TE.flatMap((found): TE.TaskEither<KeyUnknown, Access> => {
        if (O.isNone(found)) {
          ring.delete(hash);
          return TE.left({ _tag: 'KeyUnknown' });
        }
        ring.set(hash, { access: found.value, askedAt });
        return TE.right(found.value);
      }),
    );

  return (key) => {
    const hash = sha256(key);
    const known = ring.get(hash);
    const now = clock.monotonic();
    const age = known === undefined ? Infinity : now - known.askedAt;
    if (known !== undefined && age < FRESH) return TE.right(known.access);
    return pipe(
      lookUp(hash, now),
      TE.orElse((failure) =>
        failure._tag === 'Unavailable' && known !== undefined && age < knownFor
          ? TE.right<KeyUnknown | Unavailable, Access>(known.access)
          : TE.left(failure),
      ),
    );
  };
};
