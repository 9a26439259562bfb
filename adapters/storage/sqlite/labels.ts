import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { labelFormats, type LabelFormat, type Labels, type StoredLabel } from '../../../application/ports/labels.js';
import type { AccountId } from '../../../domain/account.js';
import type { ExternalOrderId } from '../../../domain/booking-request.js';
import { instant } from '../../../domain/time.js';
import type { Database } from './database.js';
import type { Row } from './driver.js';
import { read, type GroupCommit } from './group-commit.js';
import { fromText, toText } from '../text.js';

const WHAT = 'Labels';

const KEEP = `
  INSERT INTO labels (capability, format, account, external_order, fingerprint, generation, leg, stored_at, bytes)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (capability, format) DO NOTHING`;
const FIND = `SELECT * FROM labels WHERE capability = ? AND format = ?`;

const textOf = (row: Row, column: string): string => fromText(String(row[column]));

const labelOf = (row: Row, capability: string, format: LabelFormat): StoredLabel => ({
  capability,
  format,
  bytes: row['bytes'] instanceof Uint8Array ? row['bytes'] : new Uint8Array(),
  booking: {
    account: textOf(row, 'account') as AccountId,
    order: textOf(row, 'external_order') as ExternalOrderId,
    fingerprint: textOf(row, 'fingerprint'),
    generation: Number(row['generation']),
  },
  leg: row['leg'] === 'return' ? 'return' : 'outbound',
  storedAt: instant(Number(row['stored_at'])),
});

export const storedLabelOf = (row: Row): StoredLabel => {
  const format = labelFormats.find((one) => one === row['format']) ?? 'pdf';
  return labelOf(row, textOf(row, 'capability'), format);
};

export const makeSqliteLabels = (database: Database, { write }: GroupCommit): Labels => ({
  keep: ({ capability, format, bytes, booking, leg, storedAt }) =>
    write(WHAT, () => {
      const { account, order, fingerprint, generation } = booking;
      const key = [toText(account), toText(order), toText(fingerprint), generation];
      database.run(KEEP, toText(capability), format, ...key, leg, storedAt, bytes);
    }),
  find: (capability, format) =>
    pipe(
      read(WHAT, () => database.get(FIND, toText(capability), format)),
      TE.map((row) => O.map((found: Row) => labelOf(found, capability, format))(O.fromNullable(row))),
    ),
});
