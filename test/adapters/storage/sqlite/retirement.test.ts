import { itRetiresBookings } from '../../../contract/retirement.contract.js';
import { openSqlite } from '../../../support/sqlite.js';

describe('SQLite retirement', () => {
  itRetiresBookings(() => openSqlite(() => undefined));
});
