import { itIsApiKeys } from '../../../contract/api-keys.contract.js';
import { openSqlite } from '../../../support/sqlite.js';

describe('SQLite API keys', () => {
  itIsApiKeys(async () => {
    const opened = await openSqlite((storage) => storage.apiKeys);
    return { ...opened, apiKeys: opened.storage.apiKeys };
  });
});
