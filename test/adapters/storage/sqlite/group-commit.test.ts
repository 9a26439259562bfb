import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { join } from 'node:path';
import { openDatabase, type Database } from '../../../../adapters/storage/sqlite/database.js';
import { loadDriver } from '../../../../adapters/storage/sqlite/driver.js';
import { makeGroupCommit, type GroupCommit } from '../../../../adapters/storage/sqlite/group-commit.js';
import { leftOf, rightOf } from '../../../support/either.js';
import { aFailingDriver, type Failing } from '../../../support/failing-driver.js';
import { aFolder } from '../../../support/folder.js';

const LIMITS = { patience: 300, batch: 100 };

describe('group commit', () => {
  const { folder, remove } = aFolder();
  let driver: Failing;
  let database: Database;
  let commit: GroupCommit;
  let file = 0;

  const insert = (n: number) =>
    commit.write('Notes', () => {
      database.run('INSERT INTO notes (n) VALUES (?)', n);
      return n;
    });
  const stored = (): readonly number[] => database.all('SELECT n FROM notes ORDER BY n').map(({ n }) => Number(n));

  beforeEach(async () => {
    driver = await aFailingDriver();
    file += 1;
    database = rightOf(
      openDatabase({
        path: join(folder, `${file}.db`),
        migrations: ['CREATE TABLE notes (n INTEGER UNIQUE)'],
        synchronous: 'FULL',
        busyTimeout: 20,
        cacheKiB: 1_024,
        openDriver: driver.openDriver,
        mayMigrate: () => E.right(undefined),
      }),
    );
    commit = makeGroupCommit(database, LIMITS);
    driver.ran.length = 0;
  });
  afterEach(async () => {
    driver.mend();
    await commit.close();
    database.close();
  });
  after(remove);

  it('writes what many ask for in one transaction', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => rightOf(insert(n))));
    expect(stored()).to.have.length(50);
    expect(driver.ran.filter((sql) => sql === 'COMMIT')).to.have.length(1);
  });

  it('divides more than a batch into several', async () => {
    await Promise.all(Array.from({ length: 250 }, (_, n) => rightOf(insert(n))));
    expect(stored()).to.have.length(250);
    expect(driver.ran.filter((sql) => sql === 'COMMIT')).to.have.length(3);
  });

  it('answers nobody before the commit', async () => {
    let answered = 0;
    const writes = [1, 2, 3].map(async (n) => {
      await rightOf(insert(n));
      answered += 1;
      expect(driver.ran).to.include('COMMIT');
    });
    await rightOf(
      commit.write('Notes', () => {
        expect(answered).to.equal(0);
      }),
    );
    await Promise.all(writes);
  });

  it('undoes a write that fails half way, and no other', async () => {
    const failing = commit.write('Notes', () => {
      database.run('INSERT INTO notes (n) VALUES (7)');
      database.run('INSERT INTO notes (n) VALUES (1)');
    });
    const [first, second, third] = await Promise.all([insert(1)(), failing(), insert(2)()]);
    expect(first).to.deep.equal(E.right(1));
    expect(leftOf(second)._tag).to.equal('Unavailable');
    expect(third).to.deep.equal(E.right(2));
    expect(stored()).to.deep.equal([1, 2]);
  });

  it('leaves every write of a batch unknown whose commit fails, and goes on with the next', async () => {
    driver.fail(/^COMMIT$/);
    const results = await Promise.all([1, 2, 3].map((n) => insert(n)()));
    expect(results.map(({ _tag }) => _tag)).to.deep.equal(['Left', 'Left', 'Left']);
    driver.mend();
    expect(stored()).to.deep.equal([]);
    expect(await rightOf(insert(4))).to.equal(4);
    expect(stored()).to.deep.equal([4]);
  });

  it('says unknown also of a commit that happened before it failed', async () => {
    driver.fail(/^COMMIT$/, 'after');
    expect((await leftOf(insert(1)))._tag).to.equal('Unavailable');
    driver.mend();
    expect(stored()).to.deep.equal([1]);
    expect(await rightOf(insert(2))).to.equal(2);
  });

  it('leaves every write unknown of a batch that cannot undo one', async () => {
    driver.fail(/^ROLLBACK TO/);
    const failing = commit.write('Notes', () => {
      throw new Error('no');
    });
    const results = await Promise.all([insert(1)(), failing(), insert(2)()]);
    expect(results.map(({ _tag }) => _tag)).to.deep.equal(['Left', 'Left', 'Left']);
    driver.mend();
    expect(stored()).to.deep.equal([]);
    expect(await rightOf(insert(3))).to.equal(3);
  });

  it('fails the writes that cannot even begin', async () => {
    driver.fail(/^BEGIN/);
    expect((await leftOf(insert(1)))._tag).to.equal('Unavailable');
    driver.mend();
    expect(await rightOf(insert(2))).to.equal(2);
  });

  describe('while another process writes', () => {
    let release: () => void;
    beforeEach(async () => {
      const other = (await loadDriver())(database.path);
      other.exec('BEGIN IMMEDIATE');
      release = () => {
        release = () => undefined;
        other.exec('ROLLBACK');
        other.close();
      };
    });
    afterEach(() => release());

    it('waits without holding the event loop, and then writes', async () => {
      commit = makeGroupCommit(database, { ...LIMITS, patience: 10_000 });
      // A loop that were held until the file is free would never release it.
      let turns = 0;
      const releasing = setInterval(() => {
        turns += 1;
        if (turns === 10) release();
      }, 1);
      expect(await rightOf(insert(1))).to.equal(1);
      clearInterval(releasing);
    });

    it('gives up after its patience, and writes again later', async () => {
      const began = performance.now();
      expect((await leftOf(insert(1)))._tag).to.equal('Unavailable');
      expect(performance.now() - began).to.be.at.least(LIMITS.patience - 1);
      release();
      expect(await rightOf(insert(2))).to.equal(2);
      expect(stored()).to.deep.equal([2]);
    });

    it('writes what is waiting before it is closed', async () => {
      const write = insert(1)();
      const closing = commit.close();
      release();
      await closing;
      expect(await write).to.deep.equal(E.right(1));
    });
  });

  it('writes nothing once it is closed', async () => {
    const write = insert(1)();
    await commit.close();
    expect(await write).to.deep.equal(E.right(1));
    expect((await leftOf(insert(2)))._tag).to.equal('Unavailable');
    expect(stored()).to.deep.equal([1]);
  });
});
