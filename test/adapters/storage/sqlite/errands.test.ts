import { itIsErrands } from '../../../contract/errands.contract.js';
import { openSqlite } from '../../../support/sqlite.js';

describe('SQLite errands', () => {
  itIsErrands(async () => {
    const opened = await openSqlite(({ errands }) => errands);
    return { ...opened, errands: opened.storage.errands };
  });
});
