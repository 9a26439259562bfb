import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { MongoServerError, type Document } from 'mongodb';
import { unavailable, type Unavailable } from '../../../application/ports/unavailable.js';
import type { DocumentFault } from '../../codec/stored.js';
import { fromText, toText } from '../text.js';

/** Field names are the codecs' own, so that only values can hold what BSON would not keep. */
const mapTexts =
  (change: (text: string) => string) =>
  (value: unknown): unknown => {
    if (typeof value === 'string') return change(value);
    if (Array.isArray(value)) return value.map(mapTexts(change));
    if (typeof value !== 'object' || value === null || '_bsontype' in value) return value;
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([name, member]) => [name, mapTexts(change)(member)]));
  };

/** A codec's document as BSON keeps it whole: every text without NUL and without half of a surrogate pair. */
export const toStored = (document: object): Document => mapTexts(toText)(document) as Document;

/** The document that `toStored` was given. */
export const fromStored = mapTexts(fromText);

/** An `_id` made of several parts: different parts make different ids. */
export const idOf = (...parts: readonly (string | number)[]): string =>
  JSON.stringify(parts.map((part) => (typeof part === 'string' ? toText(part) : part)));

/** Some unique index refused the write. Which one is never read from the message: look at what stands under your own key. */
export const isDuplicate = (error: unknown): boolean => error instanceof MongoServerError && error.code === 11_000;

/** A document under an id that is made from what it is. */
export type StoredDocument = Document & { readonly _id: string };

type FromDocument<A> = (document: unknown) => E.Either<DocumentFault, A>;

/** Decodes documents as they were read; one that cannot be read leaves the whole question unanswered. */
export const decodeAll =
  <A>(what: string, fromDocument: FromDocument<A>) =>
  (found: TE.TaskEither<Unavailable, readonly Document[]>): TE.TaskEither<Unavailable, readonly A[]> =>
    TE.flatMap((documents: readonly Document[]) =>
      TE.fromEither(
        E.mapLeft(unavailable(what))(E.traverseArray((one: Document) => fromDocument(fromStored(one)))(documents)),
      ),
    )(found);

export const decodeOne =
  <A>(what: string, fromDocument: FromDocument<A>) =>
  (found: TE.TaskEither<Unavailable, Document | null>): TE.TaskEither<Unavailable, O.Option<A>> =>
    TE.flatMap((document: Document | null) =>
      document === null
        ? TE.right(O.none)
        : TE.fromEither(E.bimap(unavailable(what), O.some)(fromDocument(fromStored(document)))),
    )(found);

/** Holds where the document is of a version that this release knows: a newer one is never written over. */
export const knownVersion = (known: number): { readonly docVersion: { readonly $lte: number } } => ({
  docVersion: { $lte: known },
});
