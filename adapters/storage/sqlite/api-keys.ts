import * as O from 'fp-ts/lib/Option.js';
import * as RA from 'fp-ts/lib/ReadonlyArray.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { ApiKey, ApiKeys } from '../../../application/ports/api-keys.js';
import type { AccountId } from '../../../domain/account.js';
import { instant } from '../../../domain/time.js';
import type { Database } from './database.js';
import type { Row } from './driver.js';
import { read, type GroupCommit } from './group-commit.js';
import { fromText, toText } from '../text.js';

const WHAT = 'ApiKeys';

const ADD = `
  INSERT INTO api_keys (hash, account, key_id, role, created_at, revoked_at) VALUES (?, ?, ?, ?, ?, ?)`;
const BY_HASH = `SELECT * FROM api_keys WHERE hash = ?`;
const LIST = `SELECT * FROM api_keys WHERE account = ? ORDER BY created_at, id`;
const REVOKE = `UPDATE api_keys SET revoked_at = ? WHERE account = ? AND key_id = ? AND revoked_at IS NULL`;

// An operator's rights are never given by misreading: all but that word is the lesser role.
export const keyOf = (row: Row): ApiKey => ({
  id: fromText(String(row['key_id'])),
  account: fromText(String(row['account'])) as AccountId,
  role: row['role'] === 'operator' ? 'operator' : 'newstore',
  hash: fromText(String(row['hash'])),
  createdAt: instant(Number(row['created_at'])),
  ...(row['revoked_at'] === null ? {} : { revokedAt: instant(Number(row['revoked_at'])) }),
});

export const makeSqliteApiKeys = (database: Database, { write }: GroupCommit): ApiKeys => ({
  add: ({ hash, account, id, role, createdAt, revokedAt }) =>
    write(WHAT, () => {
      database.run(ADD, toText(hash), toText(account), toText(id), role, createdAt, revokedAt ?? null);
    }),
  byHash: (hash) =>
    pipe(
      read(WHAT, () => database.get(BY_HASH, toText(hash))),
      TE.map((row) => O.map(keyOf)(O.fromNullable(row))),
    ),
  list: (account) =>
    pipe(
      read(WHAT, () => database.all(LIST, toText(account))),
      TE.map(RA.map(keyOf)),
    ),
  revoke: (account, id, at) => write(WHAT, () => database.run(REVOKE, at, toText(account), toText(id)) > 0),
});
