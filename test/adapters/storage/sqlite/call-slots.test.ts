import { expect } from 'chai';
import { openSqliteStorage } from '../../../../adapters/storage/sqlite/storage.js';
import { expectWithin, itIsCallSlots, itOutlivesLostSlots } from '../../../contract/call-slots.contract.js';
import { rightOf } from '../../../support/either.js';
import { aFailingDriver } from '../../../support/failing-driver.js';
import { openSqlite } from '../../../support/sqlite.js';

describe('SQLite call slots', () => {
  itIsCallSlots(async () => {
    const opened = await openSqlite((storage) => storage.callSlots);
    return { ...opened, slots: opened.storage.callSlots };
  });

  itOutlivesLostSlots(async () => {
    const { openDriver, fail, mend } = await aFailingDriver();
    const opened = await openSqlite((storage) => storage.callSlots, { openDriver });
    return { ...opened, slots: opened.storage.callSlots, loseAnswer: () => fail(/^COMMIT$/, 'after'), mend };
  });

  it('are shared by a command beside the server', async () => {
    const { storage, folder, close } = await openSqlite(({ callSlots }) => callSlots);
    const command = rightOf(await openSqliteStorage({ folder, owner: 'cli:one', role: 'command' }));
    const rules = { most: 2, span: 1_100, patience: 60_000, lead: 0, trialTakes: 1_000 };
    const both = [storage.callSlots, command.callSlots];
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => rightOf((both[n % 2] ?? storage.callSlots).reserve('key', rules))),
    );
    expectWithin(
      answers.map(({ at }) => at),
      rules,
    );
    expect(answers.every(({ _tag }) => _tag === 'Slot')).to.equal(true);
    await command.close();
    await close();
  });
});
