import { itIsAJournal } from '../../../contract/journal.contract.js';
import { openSqlite } from '../../../support/sqlite.js';

describe('SQLite journal', () => {
  itIsAJournal(async () => {
    const opened = await openSqlite((storage) => storage.journal);
    return { ...opened, journal: opened.storage.journal };
  });
});
