import * as E from 'fp-ts/lib/Either.js';
import type { Explanations } from '../../../application/ports/explanations.js';
import type { Explanation } from '../../../domain/explanation.js';
import { instant } from '../../../domain/time.js';
import { fromDocument, toDocument } from '../../codec/explanation-document.js';
import { surplusOf, type Size } from '../aging.js';
import { makeGathering } from '../gathering.js';
import { toText } from '../text.js';
import type { Database } from './database.js';
import { readDocuments } from './documents.js';

export type ExplanationLimits = {
  /** Most explanations that wait to be written; what comes beyond is dropped and counted. */
  readonly queue: number;
  /** Most explanations, and most bytes of them, that are kept; the oldest go first. */
  readonly rows: number;
  readonly bytes: number;
};

/** `dropped` counts the explanations that were lost since the start, to overload or to a failing store. */
export type SqliteExplanations = Explanations & { readonly dropped: () => number };

const WHAT = 'Explanations';

/** Explanations wait this long at most for others to be written with, in milliseconds. */
const GATHER = 200;

/** Explanations of one transaction: what bounds how long one holds the event loop. */
const STEP = 64;

const INSERT = `INSERT INTO explanations (account, request_id, bytes, doc) VALUES (?, ?, ?, ?)`;
const FIND = `SELECT doc FROM explanations WHERE account = ? AND request_id = ? ORDER BY id`;
const OLDEST = `SELECT id, bytes FROM explanations ORDER BY id LIMIT ${STEP}`;
const DELETE = `DELETE FROM explanations WHERE id = ?`;
const TOTAL = `SELECT rows, bytes FROM total`;
const SET_TOTAL = `UPDATE total SET rows = ?, bytes = ?`;

/** An explanation as it waits: one text is less for the garbage collector to carry along than all that it is made of. */
type Waiting = { readonly account: string; readonly requestId: string; readonly bytes: number; readonly doc: string };

const waiting = (explanation: Explanation): Waiting => {
  const doc = JSON.stringify(toDocument(explanation));
  const { account, requestId } = explanation;
  return { account: toText(account), requestId: toText(requestId), bytes: Buffer.byteLength(doc), doc };
};

const tick = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Keeps explanations in a file of their own, which may lose its last moments in a power cut. */
export const makeSqliteExplanations = (
  database: Database,
  { queue, rows: mostRows, bytes: mostBytes }: ExplanationLimits,
): SqliteExplanations => {
  const insert = ({ account, requestId, bytes, doc }: Waiting): number => {
    database.run(INSERT, account, requestId, bytes, doc);
    return bytes;
  };

  /** Drops the oldest until both bounds hold. */
  const shrink = (before: Size): void => {
    let size = before;
    while (size.rows > mostRows || size.bytes > mostBytes) {
      const oldest = database.all(OLDEST).map(({ id, bytes }) => ({ id: Number(id), at: 0, bytes: Number(bytes) }));
      const surplus = surplusOf(oldest, size, { before: instant(0), rows: mostRows, bytes: mostBytes });
      for (const { id, bytes } of surplus) {
        database.run(DELETE, id);
        size = { rows: size.rows - 1, bytes: size.bytes - bytes };
      }
      if (surplus.length === 0) break;
    }
    database.run(SET_TOTAL, size.rows, size.bytes);
  };

  const store = (explanations: readonly Waiting[]): void => {
    database.run('BEGIN IMMEDIATE');
    try {
      const added = explanations.reduce((sum, explanation) => sum + insert(explanation), 0);
      const total = database.get(TOTAL);
      shrink({ rows: Number(total?.['rows']) + explanations.length, bytes: Number(total?.['bytes']) + added });
      database.run('COMMIT');
    } catch (error) {
      database.run('ROLLBACK');
      throw error;
    }
  };

  const { add, flush, dropped } = makeGathering<Waiting>({
    queue,
    wait: GATHER,
    step: STEP,
    store: async (explanations) => {
      const stored = E.tryCatch(() => store(explanations), E.toError);
      // The transaction held the event loop: what waits behind it comes first.
      await tick();
      return E.isLeft(stored) ? explanations.length : 0;
    },
  });

  return {
    keep: (explanation) => add(waiting(explanation)),
    find: (account, requestId) => async () => {
      await flush();
      return readDocuments(WHAT, fromDocument, () => database.all(FIND, toText(account), toText(requestId)))();
    },
    flush,
    dropped,
  };
};
