import type { Serials } from '../../../application/ports/serials.js';
import type { Database } from './database.js';
import type { GroupCommit } from './group-commit.js';
import { toText } from '../text.js';

// As text: a counter may grow beyond what a number holds exactly.
const RESERVE = `
  INSERT INTO serials (name, next) VALUES (?, ?)
  ON CONFLICT (name) DO UPDATE SET next = next + excluded.next
  RETURNING CAST(next AS TEXT) AS next`;

/** A count that is no whole number of at least 1 is a left, as is a counter that would leave 64 bits. */
export const makeSqliteSerials = (database: Database, { write }: GroupCommit): Serials => ({
  reserve: (name, count) =>
    write('Serials', () => {
      if (!Number.isSafeInteger(count) || count < 1) throw new RangeError('not a count');
      return BigInt(String(database.get(RESERVE, toText(name), count)?.['next'])) - BigInt(count);
    }),
});
