import { pipe } from 'fp-ts/lib/function.js';
import type { Document, Filter } from 'mongodb';
import type { Written } from '../../../application/ports/bookings.js';
import type { Errand, ErrandKey, Errands } from '../../../application/ports/errands.js';
import { dutyOf, jobsDue } from '../../../domain/work.js';
import { ERRAND_DOCUMENT, fromDocument, toDocument } from '../../codec/errand-document.js';
import { toText } from '../text.js';
import type { Database } from './database.js';
import { decodeOne, idOf, isDuplicate, knownVersion, toStored, type StoredDocument } from './documents.js';
import { guarded } from './guarded.js';
import { ofAccount, withDuty, workFields, workloadOf } from './work.js';

export { fromDocument };

const WHAT = 'Errands';

const byKey = ({ account, topic, id }: ErrandKey): Filter<StoredDocument> => ({
  _id: idOf(account, topic, id),
  'key.account': toText(account),
});

/** This version of it, if this release knows its form. */
const atVersion = (key: ErrandKey, version: number): Filter<StoredDocument> => ({
  ...byKey(key),
  version,
  ...knownVersion(ERRAND_DOCUMENT),
});

export const recordOf = (errand: Errand): StoredDocument => ({
  _id: idOf(errand.key.account, errand.key.topic, errand.key.id),
  ...toStored(toDocument(errand)),
  ...workFields(jobsDue(errand.work), errand.work.map(dutyOf)),
});

const writtenIf = (count: number): Written => (count === 1 ? 'written' : 'conflict');

export const makeMongoErrands = (database: Database): Errands => {
  const { collection, ask, maxTimeMS } = database;
  const errands = collection<StoredDocument>('errands');
  const { due, list, backlog } = workloadOf(WHAT, errands, fromDocument, database);
  return {
    find: (key) =>
      pipe(
        ask(WHAT, () => errands.findOne(byKey(key), { maxTimeMS })),
        decodeOne(WHAT, fromDocument),
      ),
    insert: (errand) => {
      const record = recordOf(errand);
      return ask(WHAT, async () => {
        try {
          await guarded(() => errands.insertOne(record, { maxTimeMS }), maxTimeMS);
          return 'written';
        } catch (error) {
          if (isDuplicate(error)) return 'conflict';
          throw error;
        }
      });
    },
    replace: (errand) => {
      const record = recordOf(errand);
      return ask(WHAT, async () => {
        const { matchedCount } = await guarded(
          () => errands.replaceOne(atVersion(errand.key, errand.version - 1), record, { maxTimeMS }),
          maxTimeMS,
        );
        return writtenIf(matchedCount);
      });
    },
    remove: ({ key, version }) =>
      ask(WHAT, async () => {
        const { deletedCount } = await guarded(
          () => errands.deleteOne(atVersion(key, version), { maxTimeMS }),
          maxTimeMS,
        );
        return writtenIf(deletedCount);
      }),
    due,
    list: (filter, limit, from) => {
      const { topic, kind, state } = filter;
      const meant: Document = {
        ...(kind === undefined && state === undefined ? {} : withDuty(filter)),
        ...ofAccount(filter),
        ...(topic !== undefined && { 'key.topic': toText(topic) }),
      };
      return list(meant, limit, from);
    },
    backlog,
  };
};
