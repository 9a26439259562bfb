import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Written } from '../../../application/ports/bookings.js';
import type { Errand, ErrandKey, Errands } from '../../../application/ports/errands.js';
import { dutyOf, jobsDue } from '../../../domain/work.js';
import { fromDocument, toDocument } from '../../codec/errand-document.js';
import { toText } from '../text.js';
import type { Database } from './database.js';
import { readDocuments } from './documents.js';
import type { SqlValue } from './driver.js';
import type { GroupCommit } from './group-commit.js';
import { dutiesText, withDuty, withText, workloadOf } from './work.js';

const WHAT = 'Errands';

const ROW = `account = ? AND topic = ? AND name = ?`;

const FIND = `SELECT doc FROM errands WHERE ${ROW}`;
const INSERT = `
  INSERT INTO errands (account, topic, name, version, due, duties, doc) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (account, topic, name) DO NOTHING`;
const UPDATE = `UPDATE errands SET version = ?, due = ?, duties = ?, doc = ? WHERE ${ROW} AND version = ?`;
const DELETE = `DELETE FROM errands WHERE ${ROW} AND version = ?`;

const keyColumns = ({ account, topic, id }: ErrandKey): readonly SqlValue[] => [
  toText(account),
  toText(topic),
  toText(id),
];

const workColumns = ({ version, work }: Errand): readonly SqlValue[] => [
  version,
  jobsDue(work) ?? null,
  dutiesText(work.map(dutyOf)),
];

export const makeSqliteErrands = (database: Database, { write }: GroupCommit): Errands => {
  const change = (sql: string, ...values: readonly SqlValue[]): ReturnType<Errands['insert']> =>
    write(WHAT, (): Written => (database.run(sql, ...values) === 1 ? 'written' : 'conflict'));
  const { due, list, backlog } = workloadOf(WHAT, 'errands', fromDocument, database);
  return {
    find: (key) =>
      pipe(
        readDocuments(WHAT, fromDocument, () => database.all(FIND, ...keyColumns(key))),
        TE.map(([found]) => O.fromNullable(found)),
      ),
    insert: (errand) =>
      change(INSERT, ...keyColumns(errand.key), ...workColumns(errand), JSON.stringify(toDocument(errand))),
    replace: (errand) =>
      change(
        UPDATE,
        ...workColumns(errand),
        JSON.stringify(toDocument(errand)),
        ...keyColumns(errand.key),
        errand.version - 1,
      ),
    remove: ({ key, version }) => change(DELETE, ...keyColumns(key), version),
    due,
    list: (filter, limit, from) => {
      const { account, topic, kind, state } = filter;
      const duties = kind === undefined && state === undefined ? [] : [withDuty(filter)];
      return list([...duties, ...withText('account', account), ...withText('topic', topic)], limit, from);
    },
    backlog,
  };
};
