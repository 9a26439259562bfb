import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { HouseLedger, LedgerEntry } from '../../../application/ports/house-ledger.js';
import type { AccountId } from '../../../domain/account.js';
import { instant } from '../../../domain/time.js';
import type { Database } from './database.js';
import type { Row } from './driver.js';
import { read, type GroupCommit } from './group-commit.js';
import { fromText, toText } from '../text.js';

const WHAT = 'HouseLedger';

// Only the reference may be there already; a number that is there under another one is a defect and throws. Its column has the
// name of the one kind that there was at first.
const ENTER = `
  INSERT INTO house_ledger (account, reference, sscc, service, routing_code, booked_at, cancelled_at)
  VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (account, reference) DO NOTHING`;
const FIND = `SELECT * FROM house_ledger WHERE account = ? AND reference = ?`;
const CANCEL = `
  UPDATE house_ledger SET cancelled_at = ? WHERE account = ? AND reference = ? AND cancelled_at IS NULL`;

export const entryOf = (row: Row): LedgerEntry => ({
  account: fromText(String(row['account'])) as AccountId,
  reference: fromText(String(row['reference'])),
  number: fromText(String(row['sscc'])),
  service: fromText(String(row['service'])),
  bookedAt: instant(Number(row['booked_at'])),
  ...(row['routing_code'] === null ? {} : { routingCode: fromText(String(row['routing_code'])) }),
  ...(row['cancelled_at'] === null ? {} : { cancelledAt: instant(Number(row['cancelled_at'])) }),
});

export const makeSqliteHouseLedger = (database: Database, { write }: GroupCommit): HouseLedger => ({
  enter: (entry) =>
    write(WHAT, () => {
      const key = [toText(entry.account), toText(entry.reference)];
      const routingCode = entry.routingCode === undefined ? null : toText(entry.routingCode);
      const rest = [
        toText(entry.number),
        toText(entry.service),
        routingCode,
        entry.bookedAt,
        entry.cancelledAt ?? null,
      ];
      if (database.run(ENTER, ...key, ...rest) > 0) return entry;
      return pipe(
        database.get(FIND, ...key),
        O.fromNullable,
        O.match(() => entry, entryOf),
      );
    }),
  find: (account, reference) =>
    pipe(
      read(WHAT, () => database.get(FIND, toText(account), toText(reference))),
      TE.map((row) => O.map(entryOf)(O.fromNullable(row))),
    ),
  cancel: (account, reference, at) =>
    write(WHAT, () => {
      database.run(CANCEL, at, toText(account), toText(reference));
    }),
});
