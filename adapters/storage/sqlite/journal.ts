import * as E from 'fp-ts/lib/Either.js';
import type { Journal, JournalEntry } from '../../../application/ports/journal.js';
import { fromDocument, toDocument } from '../../codec/journal-document.js';
import { purge, type AgingStore } from '../aging.js';
import { makeGathering } from '../gathering.js';
import { toText } from '../text.js';
import type { Database } from './database.js';
import { readDocuments } from './documents.js';
import { read, type GroupCommit } from './group-commit.js';

export type JournalLimits = {
  /** Most entries that wait to be written; what comes beyond is dropped and counted. */
  readonly queue: number;
  /** Most bytes of a body's JSON; a longer one is cut. */
  readonly bodyBytes: number;
};

/** `dropped` counts the entries that were lost since the start, to overload or to a failing store. */
export type SqliteJournal = Journal & { readonly dropped: () => number };

const WHAT = 'Journal';

/** Entries wait this long at most for others to be written with, in milliseconds. */
const GATHER = 50;

/** Entries of one transaction. */
const STEP = 64;

const INSERT = `INSERT INTO journal (at, account, external_order, reference, bytes, doc) VALUES (?, ?, ?, ?, ?, ?)`;
const OF = `
  SELECT id, at, doc FROM journal WHERE account = ?1 AND external_order = ?2
  UNION
  SELECT id, at, doc FROM journal WHERE account = ?1 AND reference = ?2
  ORDER BY at, id`;
const SIZE = `SELECT count(*) AS rows, coalesce(sum(bytes), 0) AS bytes FROM journal`;
const OLDEST = `SELECT id, at, bytes FROM journal ORDER BY at, id LIMIT ?`;
const DELETE = `DELETE FROM journal WHERE id = ?`;

const nullableText = (text: string | undefined): string | null => (text === undefined ? null : toText(text));

export const makeSqliteJournal = (
  database: Database,
  { write }: GroupCommit,
  { queue, bodyBytes }: JournalLimits,
): SqliteJournal => {
  const insert = (entry: JournalEntry): void => {
    const doc = JSON.stringify(toDocument(entry, bodyBytes));
    const { at, account, order, reference } = entry;
    database.run(
      INSERT,
      at,
      toText(account),
      nullableText(order),
      nullableText(reference),
      Buffer.byteLength(doc),
      doc,
    );
  };

  // A few at a time, each in a batch of its own, so that no booking waits long behind them.
  const { add, flush, dropped } = makeGathering<JournalEntry>({
    queue,
    wait: GATHER,
    step: STEP,
    store: async (entries) => (E.isLeft(await write(WHAT, () => entries.forEach(insert))()) ? entries.length : 0),
  });

  const aging: AgingStore<number> = {
    size: read(WHAT, () => {
      const size = database.get(SIZE);
      return { rows: Number(size?.['rows']), bytes: Number(size?.['bytes']) };
    }),
    oldest: (limit) =>
      read(WHAT, () =>
        database
          .all(OLDEST, limit)
          .map(({ id, at, bytes }) => ({ id: Number(id), at: Number(at), bytes: Number(bytes) })),
      ),
    drop: (ids) => write(WHAT, () => ids.reduce((gone, id) => gone + database.run(DELETE, id), 0)),
  };

  return {
    record: add,
    of: (account, orderOrReference) => async () => {
      await flush();
      return readDocuments(WHAT, fromDocument, () => database.all(OF, toText(account), toText(orderOrReference)))();
    },
    purge: (before, bytes) => purge(aging, { before, rows: Infinity, bytes }),
    flush,
    dropped,
  };
};
