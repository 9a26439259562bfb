import type * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import { Binary } from 'mongodb';
import { labelFormats, type Labels, type StoredLabel } from '../../../application/ports/labels.js';
import type { AccountId } from '../../../domain/account.js';
import type { ExternalOrderId } from '../../../domain/booking-request.js';
import type { LegKind } from '../../../domain/booking.js';
import type { Instant } from '../../../domain/time.js';
import { readDocument, record, trusted, whole, wordOf, type DocumentFault } from '../../codec/stored.js';
import type { Database } from './database.js';
import { decodeOne, idOf, isDuplicate, toStored, type StoredDocument } from './documents.js';

const WHAT = 'Labels';

const LABEL_DOCUMENT = 1;

const Bytes = new t.Type<Uint8Array, unknown>(
  'Bytes',
  (value): value is Uint8Array => value instanceof Uint8Array,
  (value, context) => (value instanceof Binary ? t.success(Uint8Array.from(value.value())) : t.failure(value, context)),
  (bytes) => bytes,
);

const LabelCodec = record(
  {
    capability: t.string,
    format: wordOf(labelFormats),
    bytes: Bytes,
    booking: t.strict({
      account: trusted<AccountId>(t.string),
      order: trusted<ExternalOrderId>(t.string),
      fingerprint: t.string,
      generation: whole<number>(),
    }),
    leg: wordOf<LegKind>(['outbound', 'return']),
    storedAt: whole<Instant>(),
  },
  {},
);

export const fromDocument = (document: unknown): E.Either<DocumentFault, StoredLabel> =>
  readDocument<StoredLabel>(LabelCodec, LABEL_DOCUMENT, document);

export const recordOf = ({ bytes, ...label }: StoredLabel): StoredDocument => ({
  _id: idOf(label.capability, label.format),
  docVersion: LABEL_DOCUMENT,
  ...toStored(label),
  bytes: new Binary(bytes),
});

/** The first label of a capability and format stays: a later one is refused by its id, and dropped. */
export const makeMongoLabels = ({ collection, ask, maxTimeMS }: Database): Labels => {
  const labels = collection<StoredDocument>('labels');
  return {
    keep: (label) => {
      const kept = recordOf(label);
      return ask(WHAT, async () => {
        try {
          await labels.insertOne(kept, { maxTimeMS });
        } catch (error) {
          if (!isDuplicate(error)) throw error;
        }
      });
    },
    find: (capability, format) =>
      pipe(
        ask(WHAT, () => labels.findOne({ _id: idOf(capability, format) }, { maxTimeMS })),
        decodeOne(WHAT, fromDocument),
      ),
  };
};
