import type * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import { keyRoles, type ApiKey, type ApiKeys } from '../../../application/ports/api-keys.js';
import type { AccountId } from '../../../domain/account.js';
import type { Instant } from '../../../domain/time.js';
import { readDocument, record, trusted, whole, wordOf, type DocumentFault } from '../../codec/stored.js';
import { toText } from '../text.js';
import type { Database } from './database.js';
import { decodeAll, decodeOne, knownVersion, toStored, type StoredDocument } from './documents.js';
import { refuseNewer } from './newer.js';

const WHAT = 'ApiKeys';

const API_KEY_DOCUMENT = 1;

const KeyCodec = record(
  {
    id: t.string,
    account: trusted<AccountId>(t.string),
    role: wordOf(keyRoles),
    hash: t.string,
    createdAt: whole<Instant>(),
  },
  { revokedAt: whole<Instant>() },
);

export const fromDocument = (document: unknown): E.Either<DocumentFault, ApiKey> =>
  readDocument<ApiKey>(KeyCodec, API_KEY_DOCUMENT, document);

export const recordOf = (key: ApiKey): StoredDocument => ({
  _id: toText(key.hash),
  docVersion: API_KEY_DOCUMENT,
  ...toStored(key),
});

/** One hash is one account's: it is the key's id, so that a second one is refused. */
export const makeMongoApiKeys = ({ collection, ask, maxTimeMS }: Database): ApiKeys => {
  const keys = collection<StoredDocument>('apiKeys');
  return {
    add: (key) => {
      const added = recordOf(key);
      return ask(WHAT, async () => {
        await keys.insertOne(added, { maxTimeMS });
      });
    },
    byHash: (hash) =>
      pipe(
        ask(WHAT, () => keys.findOne({ _id: toText(hash) }, { maxTimeMS })),
        decodeOne(WHAT, fromDocument),
      ),
    list: (account) =>
      pipe(
        ask(WHAT, () =>
          keys.find({ account: toText(account) }, { sort: { createdAt: 1, id: 1 }, maxTimeMS }).toArray(),
        ),
        decodeAll(WHAT, fromDocument),
      ),
    revoke: (account, id, at) =>
      ask(WHAT, async () => {
        const live = { account: toText(account), id: toText(id), revokedAt: { $exists: false } };
        const known = { ...live, ...knownVersion(API_KEY_DOCUMENT) };
        const { matchedCount } = await keys.updateMany(known, { $set: { revokedAt: at } }, { maxTimeMS });
        if (matchedCount === 0) await refuseNewer(keys, live, API_KEY_DOCUMENT, maxTimeMS);
        return matchedCount > 0;
      }),
  };
};
