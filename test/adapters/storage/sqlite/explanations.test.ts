import { itIsExplanations } from '../../../contract/explanations.contract.js';
import { openSqlite } from '../../../support/sqlite.js';

describe('SQLite explanations', () => {
  itIsExplanations(async () => {
    const opened = await openSqlite((storage) => storage.explanations);
    return { ...opened, explanations: opened.storage.explanations };
  });
});
