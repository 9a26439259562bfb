import { itIsLabels } from '../../../contract/labels.contract.js';
import { openSqlite } from '../../../support/sqlite.js';

describe('SQLite labels', () => {
  itIsLabels(async () => {
    const opened = await openSqlite((storage) => storage.labels);
    return { ...opened, labels: opened.storage.labels };
  });
});
