import { itIsSerials } from '../../../contract/serials.contract.js';
import { openSqlite } from '../../../support/sqlite.js';

describe('SQLite serials', () => {
  itIsSerials(async () => {
    const opened = await openSqlite((storage) => storage.serials);
    return { ...opened, serials: opened.storage.serials };
  });
});
