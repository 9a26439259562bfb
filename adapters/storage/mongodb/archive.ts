import type * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { ObjectId, type Document } from 'mongodb';
import type { Archive, Counter, Shelf } from '../../../application/ports/archive.js';
import type { DocumentFault } from '../../codec/stored.js';
import * as apiKeys from './api-keys.js';
import * as bookings from './bookings.js';
import type { CollectionName, Database } from './database.js';
import { decodeAll } from './documents.js';
import * as errands from './errands.js';
import * as explanations from './explanations.js';
import * as houseLedger from './house-ledger.js';
import * as journal from './journal.js';
import * as labels from './labels.js';
import * as retirement from './retirement.js';
import * as serials from './serials.js';

const WHAT = 'Archive';

/** How one kind of thing becomes a document, and a document the thing. */
type Form<A> = {
  readonly recordOf: (item: A) => Document & { readonly _id: string | ObjectId };
  readonly fromDocument: (document: unknown) => E.Either<DocumentFault, A>;
};

const cursorOf = ({ _id: id }: Document): string => (id instanceof ObjectId ? id.toHexString() : String(id));

/** Everything in the order of its ids, which are texts or, for what has no name of its own, object ids. */
const shelfOf =
  ({ collection, askPatiently, maxTimeMS }: Database) =>
  <A>(name: CollectionName, { recordOf, fromDocument }: Form<A>, ids: 'texts' | 'objects'): Shelf<A> => {
    type Stored = Document & { readonly _id: string | ObjectId };
    const documents = collection<Stored>(name);
    const options = { maxTimeMS: 10 * maxTimeMS };
    return {
      count: askPatiently(WHAT, () => documents.countDocuments({}, options)),
      page: (from, limit) => {
        const after = from === undefined ? {} : { _id: { $gt: ids === 'texts' ? from : new ObjectId(from) } };
        return pipe(
          askPatiently(WHAT, () =>
            documents.find(after, { ...options, sort: { _id: 1 }, limit, useBigInt64: name === 'serials' }).toArray(),
          ),
          TE.flatMap((found) =>
            pipe(
              TE.right(found),
              decodeAll(WHAT, fromDocument),
              TE.map((items) => {
                const last = found.at(-1);
                return found.length < limit || last === undefined ? { items } : { items, next: cursorOf(last) };
              }),
            ),
          ),
        );
      },
      put: (items) => {
        const records = items.map((item) => recordOf(item));
        return askPatiently(WHAT, async () => {
          await documents.insertMany(records, { ...options, ordered: true });
        });
      },
    };
  };

export const makeMongoArchive = (database: Database): Archive => {
  const shelf = shelfOf(database);
  return {
    bookings: shelf('bookings', bookings, 'texts'),
    errands: shelf('errands', errands, 'texts'),
    labels: shelf('labels', labels, 'texts'),
    apiKeys: shelf('apiKeys', apiKeys, 'texts'),
    serials: shelf<Counter>('serials', serials, 'texts'),
    houseLedger: shelf('houseLedger', houseLedger, 'texts'),
    retiredOrders: shelf('retiredOrders', retirement, 'texts'),
    journal: shelf('journal', journal.wholeEntries, 'objects'),
    explanations: shelf('explanations', explanations, 'objects'),
  };
};
