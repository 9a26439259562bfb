import { itOutlivesLostAnswers } from '../../../contract/lost-answers.contract.js';
import { aFailingDriver } from '../../../support/failing-driver.js';
import { openSqlite } from '../../../support/sqlite.js';

describe('SQLite bookings whose answers are lost', () => {
  itOutlivesLostAnswers(async () => {
    const { openDriver, fail, mend } = await aFailingDriver();
    const opened = await openSqlite((storage) => storage.bookings, { openDriver });
    return {
      ...opened,
      bookings: opened.storage.bookings,
      errands: opened.storage.errands,
      loseAnswer: () => fail(/^COMMIT$/, 'after'),
      mend,
    };
  });
});
