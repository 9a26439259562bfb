import type * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { Errand } from '../../application/ports/errands.js';
import type { AccountId } from '../../domain/account.js';
import type { Instant } from '../../domain/time.js';
import { DataText, JobDocument, jobDocument, type StoredJob } from './job-document.js';
import { readDocument, trusted, whole, type DocumentFault } from './stored.js';

/** Grows with every change of form that an older release would misread. */
export const ERRAND_DOCUMENT = 1;

/** An errand as it is stored: JSON's types alone. */
export type ErrandDocument = Omit<Errand, 'data' | 'work'> & {
  readonly docVersion: typeof ERRAND_DOCUMENT;
  readonly data: string;
  readonly work: readonly StoredJob[];
};

const ErrandCodec = t.strict({
  key: t.strict({ account: trusted<AccountId>(t.string), topic: t.string, id: t.string }),
  version: whole<number>(),
  writer: t.string,
  createdAt: whole<Instant>(),
  data: DataText,
  work: t.readonlyArray(JobDocument),
});

export const toDocument = ({ data, work, ...rest }: Errand): ErrandDocument => ({
  docVersion: ERRAND_DOCUMENT,
  ...rest,
  data: DataText.encode(data),
  work: work.map(jobDocument),
});

/** Reads what `toDocument` made. */
export const fromDocument = (document: unknown): E.Either<DocumentFault, Errand> =>
  readDocument(ErrandCodec, ERRAND_DOCUMENT, document);
