import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Journal, JournalEntry } from '../../../application/ports/journal.js';
import { fromDocument, toDocument } from '../../codec/journal-document.js';
import type { Database } from './database.js';
import { readDocuments } from './documents.js';
import type { GroupCommit } from './group-commit.js';
import { toText } from '../text.js';

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

/** Rows that one transaction takes in, and that one lets go. */
const STEP = 64;
const PURGE_STEP = 500;

const INSERT = `INSERT INTO journal (at, account, external_order, reference, bytes, doc) VALUES (?, ?, ?, ?, ?, ?)`;
const OF = `
  SELECT id, at, doc FROM journal WHERE account = ?1 AND external_order = ?2
  UNION
  SELECT id, at, doc FROM journal WHERE account = ?1 AND reference = ?2
  ORDER BY at, id`;
const PURGE_OLD = `DELETE FROM journal WHERE id IN (SELECT id FROM journal WHERE at < ? ORDER BY at LIMIT ${PURGE_STEP})`;
const SIZE = `SELECT coalesce(sum(bytes), 0) AS bytes FROM journal`;
const OLDEST = `SELECT id, bytes FROM journal ORDER BY at, id LIMIT ${PURGE_STEP}`;
const DELETE = `DELETE FROM journal WHERE id = ?`;

const nullableText = (text: string | undefined): string | null => (text === undefined ? null : toText(text));

export const makeSqliteJournal = (
  database: Database,
  { write }: GroupCommit,
  { queue, bodyBytes }: JournalLimits,
): SqliteJournal => {
  const waiting: JournalEntry[] = [];
  let draining: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let dropped = 0;

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

  /** A few at a time, each in a batch of its own, so that no booking waits long behind them. */
  const drain = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    while (waiting.length > 0) {
      const entries = waiting.slice(0, STEP);
      const result = await write(WHAT, () => entries.forEach(insert))();
      waiting.splice(0, entries.length);
      if (E.isLeft(result)) dropped += entries.length;
    }
  };

  const flush = async (): Promise<void> => {
    while (waiting.length > 0 || draining !== undefined) {
      draining ??= drain().finally(() => (draining = undefined));
      await draining;
    }
  };

  /** Drops the oldest, a step at a time, until no more than `maxBytes` are left. */
  const shrink = (maxBytes: number): number => {
    let over = Number(database.get(SIZE)?.['bytes']) - maxBytes;
    let gone = 0;
    for (const { id, bytes } of over > 0 ? database.all(OLDEST) : []) {
      if (over <= 0) break;
      gone += database.run(DELETE, id ?? null);
      over -= Number(bytes);
    }
    return gone;
  };

  /** Repeats a step, each in a batch of its own, until there is nothing left to drop. */
  const untilNone =
    (step: () => number): ReturnType<Journal['purge']> =>
    async () => {
      for (let gone = 0; ;) {
        const result = await write(WHAT, step)();
        if (E.isLeft(result)) return result;
        if (result.right === 0) return E.right(gone);
        gone += result.right;
      }
    };

  return {
    record: (entry) => {
      if (waiting.length >= queue) {
        dropped += 1;
        return;
      }
      waiting.push(entry);
      timer ??= setTimeout(() => void flush(), GATHER).unref();
    },
    of: (account, orderOrReference) => async () => {
      await flush();
      return readDocuments(WHAT, fromDocument, () => database.all(OF, toText(account), toText(orderOrReference)))();
    },
    purge: (before, maxBytes) =>
      pipe(
        untilNone(() => database.run(PURGE_OLD, before)),
        TE.flatMap((old) =>
          pipe(
            untilNone(() => shrink(maxBytes)),
            TE.map((big) => old + big),
          ),
        ),
      ),
    flush,
    dropped: () => dropped,
  };
};
