import type * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Collection, Document, Filter, Sort } from 'mongodb';
import type { Backlog, WorkFilter } from '../../../application/ports/backlog.js';
import type { Page } from '../../../application/ports/page.js';
import type { Unavailable } from '../../../application/ports/unavailable.js';
import { instant, type Instant } from '../../../domain/time.js';
import type { Duty } from '../../../domain/work.js';
import type { DocumentFault } from '../../codec/stored.js';
import { dutyWords, markOf, markText, parkedWords, wordsMeant } from '../duties.js';
import { pageOf } from '../paged.js';
import { toText } from '../text.js';
import type { Database } from './database.js';
import { fromStored, type StoredDocument } from './documents.js';

/** What an aggregate is found by when something is to be done about it; absent where nothing is. */
export type WorkFields = { readonly due?: number; readonly duties?: readonly string[] };

export const workFields = (due: Instant | undefined, duties: readonly Duty[]): WorkFields => ({
  ...(due !== undefined && { due }),
  ...(duties.length > 0 && { duties: dutyWords(duties) }),
});

export const withDuty = (filter: WorkFilter): Document => ({ duties: { $in: [...wordsMeant(filter)] } });

/** Holds for documents of this account; where there is none, for all. */
export const ofAccount = ({ account }: WorkFilter): Document =>
  account === undefined ? {} : { 'key.account': toText(account) };

/** Questions about documents that carry `WorkFields`. */
export type Workload<A> = {
  readonly due: (now: Instant, limit: number, from?: string) => TE.TaskEither<Unavailable, Page<A>>;
  /** Documents that the filter means, in the order of their ids. */
  readonly list: (filter: Document, limit: number, from?: string) => TE.TaskEither<Unavailable, Page<A>>;
  readonly backlog: TE.TaskEither<Unavailable, Backlog>;
};

export const workloadOf = <A>(
  what: string,
  documents: Collection<StoredDocument>,
  fromDocument: (document: unknown) => E.Either<DocumentFault, A>,
  { ask, maxTimeMS }: Database,
): Workload<A> => {
  const page = (
    filter: Document,
    sort: Sort,
    limit: number,
    cursorOf: (document: StoredDocument) => string,
  ): TE.TaskEither<Unavailable, Page<A>> =>
    pipe(
      ask(what, () => documents.find(filter as Filter<StoredDocument>, { sort, limit, maxTimeMS }).toArray()),
      TE.map((found) => {
        const last = found.length < limit ? undefined : found.at(-1);
        return pageOf(
          found.map((document) => fromDocument(fromStored(document))),
          last && cursorOf(last),
        );
      }),
    );

  const behind = (from: string): Document => {
    const { due, id } = markOf(from);
    return { $or: [{ due: { $gt: due } }, { due, _id: { $gt: id } }] };
  };

  return {
    due: (now, limit, from) =>
      page(
        { due: { $lte: now }, ...(from !== undefined && behind(from)) },
        { due: 1, _id: 1 },
        limit,
        ({ _id: id, due }) => markText({ due: Number(due), id }),
      ),
    list: (filter, limit, from) =>
      page({ ...filter, ...(from !== undefined && { _id: { $gt: from } }) }, { _id: 1 }, limit, ({ _id: id }) => id),
    backlog: ask(what, async () => {
      const [oldest, parked] = await Promise.all([
        documents.findOne({ due: { $exists: true } }, { sort: { due: 1, _id: 1 }, projection: { due: 1 }, maxTimeMS }),
        documents.countDocuments({ duties: { $in: [...parkedWords] } }, { maxTimeMS }),
      ]);
      return oldest === null ? { parked } : { parked, oldestDue: instant(Number(oldest['due'])) };
    }),
  };
};
