import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Backlog, WorkFilter } from '../../../application/ports/backlog.js';
import type { Page } from '../../../application/ports/page.js';
import type { Unavailable } from '../../../application/ports/unavailable.js';
import { instant, type Instant } from '../../../domain/time.js';
import type { Duty } from '../../../domain/work.js';
import { dutyWords, markOf, markText, parkedWords, wordsMeant } from '../duties.js';
import { pageOf } from '../paged.js';
import { toText } from '../text.js';
import type { Database } from './database.js';
import type { Row, SqlValue } from './driver.js';
import { read } from './group-commit.js';

/** Each word between spaces, so that it is found by its own text. */
export const dutiesText = (duties: readonly Duty[]): string | null =>
  duties.length === 0 ? null : ` ${dutyWords(duties).join(' ')} `;

/** `onDuties`: it holds for rows of the index of duties alone, which are few where the table has many. */
type Condition = { readonly sql: string; readonly values: readonly SqlValue[]; readonly onDuties: boolean };

/** Holds for rows with one of these duties; its first half is what the index is of. */
const withOneOf = (words: readonly string[]): Condition => ({
  sql: `duties IS NOT NULL AND (${words.map((word) => `instr(duties, ' ${word} ')`).join(' OR ')})`,
  values: [],
  onDuties: true,
});

export const withDuty = (filter: WorkFilter): Condition => withOneOf(wordsMeant(filter));

/** Holds for rows that have this text in the column; where there is none, for all. */
export const withText = (column: 'account' | 'topic', text: string | undefined): readonly Condition[] =>
  text === undefined ? [] : [{ sql: `${column} = ?`, values: [toText(text)], onDuties: false }];

/** Questions about the rows of `table`, which has the columns `id`, `account`, `due`, `duties` and `doc`. */
export type Workload<A> = {
  readonly due: (now: Instant, limit: number, from?: string) => TE.TaskEither<Unavailable, Page<A>>;
  /** Rows for which every condition holds, in the order in which they were put in. */
  readonly list: (where: readonly Condition[], limit: number, from?: string) => TE.TaskEither<Unavailable, Page<A>>;
  readonly backlog: TE.TaskEither<Unavailable, Backlog>;
};

export const workloadOf = <A>(
  what: string,
  table: 'bookings' | 'errands',
  fromDocument: (document: unknown) => E.Either<unknown, A>,
  database: Database,
): Workload<A> => {
  const DUE = `
    SELECT id, due, doc FROM ${table}
    WHERE due IS NOT NULL AND due <= ? AND (due, id) > (?, ?) ORDER BY due, id LIMIT ?`;
  const OLDEST = `SELECT min(due) AS due FROM ${table} WHERE due IS NOT NULL`;
  // Named, since the planner would rather walk through the whole table in the order that is asked for.
  const onDuties = `${table} INDEXED BY ${table}_duties`;
  const PARKED = `SELECT count(*) AS n FROM ${onDuties} WHERE ${withOneOf(parkedWords).sql}`;

  const readRow = ({ doc }: Row): E.Either<unknown, A> =>
    pipe(
      E.tryCatch(() => JSON.parse(String(doc)) as unknown, E.toError),
      E.flatMap(fromDocument),
    );

  const page = (
    limit: number,
    cursorOf: (row: Row) => string,
    rows: () => readonly Row[],
  ): TE.TaskEither<Unavailable, Page<A>> =>
    pipe(
      read(what, rows),
      TE.map((found) => {
        const last = found.length < limit ? undefined : found.at(-1);
        return pageOf(found.map(readRow), last && cursorOf(last));
      }),
    );

  return {
    due: (now, limit, from) => {
      const after = from === undefined ? { due: Number.MIN_SAFE_INTEGER, id: '0' } : markOf(from);
      return page(
        limit,
        (row) => markText({ due: Number(row['due']), id: String(row['id']) }),
        () => database.all(DUE, now, after.due, Number(after.id), limit),
      );
    },
    list: (where, limit, from) => {
      const conditions = ['id > ?', ...where.map(({ sql }) => sql)].join(' AND ');
      const values = where.flatMap((condition) => condition.values);
      const source = where.some((condition) => condition.onDuties) ? onDuties : table;
      return page(
        limit,
        (row) => String(row['id']),
        () =>
          database.all(
            `SELECT id, doc FROM ${source} WHERE ${conditions} ORDER BY id LIMIT ?`,
            Number(from ?? 0),
            ...values,
            limit,
          ),
      );
    },
    backlog: read(what, () => {
      const oldest = database.get(OLDEST)?.['due'];
      const parked = Number(database.get(PARKED)?.['n']);
      return typeof oldest === 'number' ? { parked, oldestDue: instant(oldest) } : { parked };
    }),
  };
};
