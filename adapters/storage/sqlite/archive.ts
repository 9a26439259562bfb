import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { ApiKeys } from '../../../application/ports/api-keys.js';
import type { Bookings, Written } from '../../../application/ports/bookings.js';
import type { Errands } from '../../../application/ports/errands.js';
import type { HouseLedger } from '../../../application/ports/house-ledger.js';
import type { Labels } from '../../../application/ports/labels.js';
import type { Archive, Counter, Shelf } from '../../../application/ports/archive.js';
import type { Page } from '../../../application/ports/page.js';
import { unavailable, type Unavailable } from '../../../application/ports/unavailable.js';
import * as bookingDocument from '../../codec/booking-document.js';
import * as errandDocument from '../../codec/errand-document.js';
import * as explanationDocument from '../../codec/explanation-document.js';
import * as journalDocument from '../../codec/journal-document.js';
import { fromText, toText } from '../text.js';
import { keyOf } from './api-keys.js';
import type { Database } from './database.js';
import type { Row } from './driver.js';
import type { SqliteExplanations } from './explanations.js';
import { read, type GroupCommit } from './group-commit.js';
import { entryOf } from './house-ledger.js';
import { makeSqliteJournal } from './journal.js';
import { remember, retiredOrderOf } from './retirement.js';
import { storedLabelOf } from './labels.js';

const WHAT = 'Archive';

const ADD_COUNTER = `INSERT INTO serials (name, next) VALUES (?, CAST(? AS INTEGER))`;

type Ports = {
  readonly bookings: Bookings;
  readonly errands: Errands;
  readonly labels: Labels;
  readonly apiKeys: ApiKeys;
  readonly houseLedger: HouseLedger;
  readonly explanations: SqliteExplanations;
};

const docOf =
  <A>(fromDocument: (document: unknown) => E.Either<unknown, A>) =>
  (row: Row): E.Either<unknown, A> =>
    fromDocument(JSON.parse(String(row['doc'])));

const counterOf = (row: Row): Counter => ({ name: fromText(String(row['name'])), next: BigInt(String(row['next'])) });

/** What is recorded and what is told of it later: all of it, or a left. */
const gathered =
  <A>(add: (item: A) => void, flush: () => Promise<void>, dropped: () => number): Shelf<A>['put'] =>
  (items) =>
  async () => {
    const before = dropped();
    items.forEach(add);
    await flush();
    return dropped() === before ? E.right(undefined) : E.left(unavailable(WHAT)({ reason: 'not all were stored' }));
  };

/** One after the other, so that none is there behind one that is not. */
const oneByOne =
  <A>(add: (item: A) => TE.TaskEither<Unavailable, unknown>): Shelf<A>['put'] =>
  (items) =>
  async () => {
    for (const item of items) {
      const added = await add(item)();
      if (E.isLeft(added)) return added;
    }
    return E.right(undefined);
  };

/** Everything in the order in which it was put in. */
export const makeSqliteArchive = (
  main: Database,
  explanationsFile: Database,
  commit: GroupCommit,
  { bookings, errands, labels, apiKeys, houseLedger, explanations }: Ports,
): Archive => {
  const shelf = <A>(
    database: Database,
    table: string,
    itemOf: (row: Row) => E.Either<unknown, A>,
    put: Shelf<A>['put'],
    columns = '*',
  ): Shelf<A> => ({
    count: read(WHAT, () => Number(database.get(`SELECT count(*) AS rows FROM ${table}`)?.['rows'])),
    page: (from, limit) =>
      pipe(
        read(WHAT, () =>
          database.all(
            `SELECT id AS row, ${columns} FROM ${table} WHERE id > ? ORDER BY id LIMIT ?`,
            Number(from ?? 0),
            limit,
          ),
        ),
        TE.flatMapEither((rows) =>
          pipe(
            E.traverseArray(itemOf)(rows),
            E.bimap(unavailable(WHAT), (items): Page<A> => {
              const last = rows.at(-1);
              return rows.length < limit || last === undefined ? { items } : { items, next: String(last['row']) };
            }),
          ),
        ),
      ),
    put,
  });
  // Bodies were cut when they were recorded, and are not cut again.
  const journal = makeSqliteJournal(main, commit, { queue: Infinity, bodyBytes: Infinity });
  const firstTime =
    <A>(insert: (item: A) => TE.TaskEither<Unavailable, Written>) =>
    (item: A): TE.TaskEither<Unavailable, void> =>
      pipe(
        insert(item),
        TE.flatMap((outcome) =>
          outcome === 'written' ? TE.right(undefined) : TE.left(unavailable(WHAT)({ reason: 'it is there already' })),
        ),
      );
  const addCounter = ({ name, next }: Counter): TE.TaskEither<Unavailable, unknown> =>
    commit.write(WHAT, () => main.run(ADD_COUNTER, toText(name), String(next)));
  return {
    bookings: shelf(main, 'bookings', docOf(bookingDocument.fromDocument), oneByOne(firstTime(bookings.insert))),
    errands: shelf(main, 'errands', docOf(errandDocument.fromDocument), oneByOne(firstTime(errands.insert))),
    labels: shelf(main, 'labels', (row) => E.right(storedLabelOf(row)), oneByOne(labels.keep)),
    apiKeys: shelf(main, 'api_keys', (row) => E.right(keyOf(row)), oneByOne(apiKeys.add)),
    serials: shelf(
      main,
      'serials',
      (row) => E.right(counterOf(row)),
      oneByOne(addCounter),
      'name, CAST(next AS TEXT) AS next',
    ),
    houseLedger: shelf(main, 'house_ledger', (row) => E.right(entryOf(row)), oneByOne(houseLedger.enter)),
    retiredOrders: shelf(
      main,
      'retired_orders',
      (row) => E.right(retiredOrderOf(row)),
      oneByOne((order) => commit.write(WHAT, () => remember(main, order))),
    ),
    journal: shelf(
      main,
      'journal',
      docOf(journalDocument.fromDocument),
      gathered(journal.record, journal.flush, journal.dropped),
    ),
    explanations: shelf(
      explanationsFile,
      'explanations',
      docOf(explanationDocument.fromDocument),
      gathered(explanations.keep, explanations.flush, explanations.dropped),
    ),
  };
};
