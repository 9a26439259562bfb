import { expect } from 'chai';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDriver } from '../../../../adapters/storage/sqlite/driver.js';
import { defaultLimits, openSqliteStorage, type SqliteOptions } from '../../../../adapters/storage/sqlite/storage.js';
import { later } from '../../../../domain/time.js';
import { anExplanation } from '../../../contract/explanations.contract.js';
import { anExchange } from '../../../contract/journal.contract.js';
import { aBooking, anAccountId, anOrder, MORNING, nextOf, nth } from '../../../support/bookings.js';
import { leftOf, rightOf } from '../../../support/either.js';
import { eventually } from '../../../support/eventually.js';
import { openSqlite, type OpenedSqlite } from '../../../support/sqlite.js';
import { anErrand, anErrandKey } from '../../../support/work.js';

describe('SQLite storage', () => {
  let opened: OpenedSqlite<unknown>;
  const start = async (over: Partial<SqliteOptions> = {}): Promise<void> => {
    opened = await openSqlite(() => undefined, over);
  };
  afterEach(() => opened.close());

  const other = (role: SqliteOptions['role']): ReturnType<typeof openSqliteStorage> =>
    openSqliteStorage({ folder: opened.folder, owner: role === 'serve' ? 'serve:b' : 'cli:b', role });

  it('makes its folder for its owner alone', async () => {
    await start();
    expect(statSync(opened.folder).mode & 0o777).to.equal(0o700);
    for (const name of ['longshore.db', 'explanations.db', 'serve.lock', 'serve.json']) {
      expect(statSync(join(opened.folder, name)).mode & 0o777, name).to.equal(0o600);
    }
  });

  it('refuses a second serve with the process that is in its way, and lets it in afterwards', async () => {
    await start();
    const fault = leftOf(await other('serve'));
    expect(fault).to.deep.include({ _tag: 'AnotherServes', folder: opened.folder, pid: process.pid });
    expect(fault)
      .to.have.property('since')
      .that.is.within(Date.now() - 60_000, Date.now());
    await opened.storage.close();
    await rightOf(await other('serve')).close();
  });

  it('lets a command read and write beside serve', async () => {
    await start();
    const command = rightOf(await other('command'));
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        rightOf((n % 2 === 0 ? command : opened.storage).bookings.insert(nth(n + 1))),
      ),
    );
    expect(await rightOf(opened.storage.bookings.ofOrder(anAccountId(), anOrder()))).to.have.length(40);
    expect(await rightOf(command.bookings.replace(nextOf(nth(1))))).to.equal('written');
    expect(await rightOf(opened.storage.bookings.replace(nextOf(nth(1))))).to.equal('conflict');
    await command.close();
  });

  it('knows every other serve to be gone while it holds the folder, and no command', async () => {
    await start();
    const command = rightOf(await other('command'));
    expect(opened.storage.bookings.isGone('serve:before')).to.equal(true);
    expect(opened.storage.bookings.isGone('serve:first')).to.equal(false);
    expect(opened.storage.bookings.isGone('cli:b')).to.equal(false);
    expect(command.bookings.isGone('serve:before')).to.equal(false);
    await command.close();
  });

  it('is ready while it is open, and answers with a left once it is closed', async () => {
    await start();
    await rightOf(opened.storage.ping);
    await opened.storage.close();
    expect((await leftOf(opened.storage.ping))._tag).to.equal('Unavailable');
    expect((await leftOf(opened.storage.bookings.insert(aBooking())))._tag).to.equal('Unavailable');
    expect((await leftOf(opened.storage.bookings.find(aBooking().key)))._tag).to.equal('Unavailable');
    opened.storage.journal.record(anExchange());
    opened.storage.explanations.keep(anExplanation());
    await opened.storage.journal.flush();
    await opened.storage.explanations.flush();
    expect(opened.storage.journal.dropped()).to.equal(1);
    expect(opened.storage.explanations.dropped()).to.equal(1);
  });

  it('has stored what was recorded and kept when it has closed', async () => {
    await start();
    opened.storage.journal.record(anExchange());
    opened.storage.explanations.keep(anExplanation());
    await opened.storage.close();
    const command = rightOf(await other('command'));
    expect(await rightOf(command.journal.of(anAccountId(), 'order-1'))).to.have.length(1);
    expect(await rightOf(command.explanations.find(anAccountId(), 'request-1'))).to.have.length(1);
    await command.close();
  });

  it('refuses a folder that is a file', async () => {
    await start();
    const folder = join(opened.folder, 'file');
    writeFileSync(folder, '');
    const fault = leftOf(await openSqliteStorage({ folder, owner: 'serve:c', role: 'serve' }));
    expect(fault).to.deep.equal({ _tag: 'FolderUnusable', folder, code: 'EEXIST' });
  });

  it('begins new explanations where the file of them is spoilt, and refuses a spoilt storage', async () => {
    await start();
    await opened.storage.close();
    writeFileSync(join(opened.folder, 'explanations.db'), 'spoilt '.repeat(1_000));
    const again = rightOf(await other('serve'));
    again.explanations.keep(anExplanation());
    expect(await rightOf(again.explanations.find(anAccountId(), 'request-1'))).to.have.length(1);
    await again.close();
    const path = join(opened.folder, 'longshore.db');
    writeFileSync(path, 'spoilt '.repeat(1_000));
    expect(leftOf(await other('serve'))).to.deep.equal({ _tag: 'NotADatabase', path });
  });

  it('leaves a question unanswered that leads to a document of a newer release', async () => {
    await start();
    await rightOf(opened.storage.bookings.insert(aBooking()));
    const driver = (await loadDriver())(join(opened.folder, 'longshore.db'));
    driver.exec(`UPDATE bookings SET doc = json_set(doc, '$.docVersion', 3)`);
    driver.close();
    const { bookings } = opened.storage;
    expect((await leftOf(bookings.find(aBooking().key))).cause).to.deep.equal({
      _tag: 'NewerDocument',
      found: 3,
      known: 2,
    });
    expect((await leftOf(bookings.ofOrder(anAccountId(), anOrder())))._tag).to.equal('Unavailable');
  });

  it('neither reads nor writes over an errand of a newer release', async () => {
    await start();
    const { errands } = opened.storage;
    await rightOf(errands.insert(anErrand()));
    const driver = (await loadDriver())(join(opened.folder, 'longshore.db'));
    driver.exec(`UPDATE errands SET doc = json_set(doc, '$.docVersion', 2)`);
    driver.close();
    expect((await leftOf(errands.find(anErrandKey()))).cause).to.deep.include({ _tag: 'NewerDocument' });
  });

  it('finds the other work beside what it cannot read, and counts that', async () => {
    await start();
    const { errands } = opened.storage;
    const [first, second, third] = ['1', '2', '3'].map((id) => anErrand({ key: anErrandKey({ id }) }));
    for (const errand of [first, second, third]) await rightOf(errands.insert(errand ?? anErrand()));
    const driver = (await loadDriver())(join(opened.folder, 'longshore.db'));
    driver.exec(`UPDATE errands SET doc = json_set(doc, '$.docVersion', 2) WHERE id = 1`);
    driver.exec(`UPDATE errands SET doc = 'spoilt' WHERE id = 2`);
    driver.close();
    expect(await rightOf(errands.due(MORNING, 9))).to.deep.equal({ items: [third], unreadable: 2 });
    expect(await rightOf(errands.list({}, 9))).to.deep.equal({ items: [third], unreadable: 2 });
  });

  it('keeps the newest explanations within its bound of rows', async () => {
    await start({ limits: { explanations: { ...defaultLimits.explanations, rows: 100 } } });
    const { explanations } = opened.storage;
    for (let n = 0; n < 1_000; n += 1) explanations.keep(anExplanation({ requestId: `r-${n}` }));
    expect(await rightOf(explanations.find(anAccountId(), 'r-899'))).to.have.length(0);
    expect(await rightOf(explanations.find(anAccountId(), 'r-900'))).to.have.length(1);
    expect(await rightOf(explanations.find(anAccountId(), 'r-999'))).to.have.length(1);
    expect(explanations.dropped()).to.equal(0);
  });

  it('keeps the newest explanations within its bound of bytes, also over a restart', async () => {
    await start({ limits: { explanations: { ...defaultLimits.explanations, bytes: 20_000 } } });
    const keep = async (from: number): Promise<void> => {
      for (let n = from; n < from + 100; n += 1) {
        opened.storage.explanations.keep(anExplanation({ requestId: `r-${n}` }));
      }
      await opened.storage.explanations.flush();
    };
    await keep(0);
    const file = join(opened.folder, 'explanations.db');
    const total = async (): Promise<number> => {
      const driver = (await loadDriver())(file);
      const row = driver.prepare(
        'SELECT sum(length(doc)) AS bytes, (SELECT bytes FROM total) AS told FROM explanations',
      );
      const { bytes, told } = row.get() ?? {};
      driver.close();
      expect(told).to.equal(bytes);
      return Number(bytes);
    };
    expect(await total()).to.be.within(15_000, 20_000);
    await keep(100);
    expect(await total()).to.be.within(15_000, 20_000);
    expect(await rightOf(opened.storage.explanations.find(anAccountId(), 'r-199'))).to.have.length(1);
  });

  it('drops and counts what comes faster than it is stored', async () => {
    await start({
      limits: {
        journal: { ...defaultLimits.journal, queue: 10 },
        explanations: { ...defaultLimits.explanations, queue: 20 },
      },
    });
    const { journal, explanations } = opened.storage;
    for (let n = 0; n < 30; n += 1) {
      journal.record(anExchange({ at: later(MORNING, n) }));
      explanations.keep(anExplanation());
    }
    expect(journal.dropped()).to.equal(20);
    expect(explanations.dropped()).to.equal(10);
    expect(await rightOf(journal.of(anAccountId(), 'order-1'))).to.have.length(10);
    expect(await rightOf(explanations.find(anAccountId(), 'request-1'))).to.have.length(20);
  });

  it('stores what is recorded without being asked to', async () => {
    await start();
    opened.storage.journal.record(anExchange());
    opened.storage.explanations.keep(anExplanation());
    const command = rightOf(await other('command'));
    await eventually(async () => {
      expect(await rightOf(command.journal.of(anAccountId(), 'order-1'))).to.have.length(1);
      expect(await rightOf(command.explanations.find(anAccountId(), 'request-1'))).to.have.length(1);
    });
    await command.close();
  });
});
