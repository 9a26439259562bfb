import * as E from 'fp-ts/lib/Either.js';
import type { Explanations } from '../../../application/ports/explanations.js';
import type { Explanation } from '../../../domain/explanation.js';
import { fromDocument, toDocument } from '../../codec/explanation-document.js';
import type { Database } from './database.js';
import { readDocuments } from './documents.js';
import { toText } from '../text.js';

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

const tick = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Keeps explanations in a file of their own, which may lose its last moments in a power cut. */
export const makeSqliteExplanations = (
  database: Database,
  { queue, rows: mostRows, bytes: mostBytes }: ExplanationLimits,
): SqliteExplanations => {
  const waiting: Explanation[] = [];
  let draining: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let dropped = 0;

  const insert = (explanation: Explanation): number => {
    const doc = JSON.stringify(toDocument(explanation));
    const bytes = Buffer.byteLength(doc);
    database.run(INSERT, toText(explanation.account), toText(explanation.requestId), bytes, doc);
    return bytes;
  };

  /** Drops the oldest until both bounds hold. */
  const shrink = (rows: number, bytes: number): void => {
    while (rows > mostRows || bytes > mostBytes) {
      const oldest = database.all(OLDEST);
      if (oldest.length === 0) break;
      for (const row of oldest) {
        if (rows <= mostRows && bytes <= mostBytes) break;
        database.run(DELETE, row['id'] ?? null);
        rows -= 1;
        bytes -= Number(row['bytes']);
      }
    }
    database.run(SET_TOTAL, rows, bytes);
  };

  const store = (explanations: readonly Explanation[]): void => {
    database.run('BEGIN IMMEDIATE');
    try {
      const added = explanations.reduce((sum, explanation) => sum + insert(explanation), 0);
      const total = database.get(TOTAL);
      shrink(Number(total?.['rows']) + explanations.length, Number(total?.['bytes']) + added);
      database.run('COMMIT');
    } catch (error) {
      database.run('ROLLBACK');
      throw error;
    }
  };

  const drain = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    while (waiting.length > 0) {
      const explanations = waiting.splice(0, STEP);
      const stored = E.tryCatch(() => store(explanations), E.toError);
      if (E.isLeft(stored)) dropped += explanations.length;
      if (waiting.length > 0) await tick();
    }
  };

  const flush = async (): Promise<void> => {
    while (waiting.length > 0 || draining !== undefined) {
      draining ??= drain().finally(() => (draining = undefined));
      await draining;
    }
  };

  return {
    keep: (explanation) => {
      if (waiting.length >= queue) {
        dropped += 1;
        return;
      }
      waiting.push(explanation);
      timer ??= setTimeout(() => void flush(), GATHER).unref();
    },
    find: (account, requestId) => async () => {
      await flush();
      return readDocuments(WHAT, fromDocument, () => database.all(FIND, toText(account), toText(requestId)))();
    },
    flush,
    dropped: () => dropped,
  };
};
