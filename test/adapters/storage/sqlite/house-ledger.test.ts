import { itIsAHouseLedger } from '../../../contract/house-ledger.contract.js';
import { openSqlite } from '../../../support/sqlite.js';

describe('SQLite house ledger', () => {
  itIsAHouseLedger(async () => {
    const opened = await openSqlite((storage) => storage.houseLedger);
    return { ...opened, ledger: opened.storage.houseLedger };
  });
});
