import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { backUp, readBackup } from '../../../../adapters/storage/sqlite/backup.js';
import { loadDriver, resultCode, type Driver, type OpenDriver } from '../../../../adapters/storage/sqlite/driver.js';
import { openSqliteStorage } from '../../../../adapters/storage/sqlite/storage.js';
import { anAccountId, anOrder, MORNING, nth } from '../../../support/bookings.js';
import { leftOf, rightOf } from '../../../support/either.js';
import { openSqlite, type OpenedSqlite } from '../../../support/sqlite.js';

const READ_ONLY = 8;
const FULL = 13;

describe('SQLite storage on a disk', () => {
  let opened: OpenedSqlite<unknown>;
  afterEach(() => opened.close());

  const path = (): string => join(opened.folder, 'longshore.db');
  const stored = async (): Promise<readonly number[]> => {
    const all = await rightOf(opened.storage.bookings.ofOrder(anAccountId(), anOrder()));
    return all.map(({ parcelNumber }) => parcelNumber).toSorted((a, b) => a - b);
  };

  /** Opens the storage; the answer runs SQL on its own connection to the main file. */
  const openWithAccess = async (): Promise<(sql: string) => void> => {
    const real = await loadDriver();
    const drivers: Driver[] = [];
    const openDriver: OpenDriver = (file) => {
      const driver = real(file);
      if (file.endsWith('longshore.db')) drivers.push(driver);
      return driver;
    };
    opened = await openSqlite(() => undefined, { openDriver });
    return (sql) => drivers.forEach((driver) => driver.exec(sql));
  };

  it('that turns read-only refuses every write with its reason, still gives what it has, and goes on once it is mended', async () => {
    const execute = await openWithAccess();
    const { bookings, retirement } = opened.storage;
    expect(await rightOf(bookings.insert(nth(1)))).to.equal('written');
    execute('PRAGMA query_only = 1');
    for (const write of [bookings.insert(nth(2)), retirement.retire(nth(1))]) {
      const { _tag, cause } = await leftOf(write);
      expect([_tag, resultCode(cause)]).to.deep.equal(['Unavailable', READ_ONLY]);
    }
    expect(await stored()).to.deep.equal([1]);
    execute('PRAGMA query_only = 0');
    expect(await rightOf(bookings.insert(nth(2)))).to.equal('written');
    expect(await stored()).to.deep.equal([1, 2]);
  });

  it('that is full refuses what no longer fits with its reason, keeps what was answered, and goes on once there is room', async () => {
    const execute = await openWithAccess();
    const limit = (pages: string): void => execute(`PRAGMA max_page_count = ${pages}`);
    const { bookings } = opened.storage;
    expect(await rightOf(bookings.insert(nth(1)))).to.equal('written');
    // Less than the file has: it may not grow any more.
    limit('1');
    const written: number[] = [1];
    let refused = 0;
    for (let n = 2; n < 40; n += 1) {
      const result = await bookings.insert(nth(n, { notes: ['x'.repeat(2_000)] }))();
      if (E.isRight(result)) written.push(n);
      else {
        refused += 1;
        expect(result.left._tag).to.equal('Unavailable');
        expect(resultCode(result.left.cause)).to.equal(FULL);
      }
    }
    expect(refused).to.be.greaterThan(0);
    expect(await stored()).to.deep.equal(written);
    await rightOf(opened.storage.ping);
    limit('1000000');
    expect(await rightOf(bookings.insert(nth(50)))).to.equal('written');
    expect(await stored()).to.deep.equal([...written, 50]);
  });

  it('with a corrupt page answers what is whole, says of the rest that it cannot, and is not backed up as if it were', async () => {
    opened = await openSqlite(() => undefined);
    const { bookings, labels, close } = opened.storage;
    const secret = 'a mark to find the page by';
    for (let n = 1; n <= 60; n += 1) await rightOf(bookings.insert(nth(n, { notes: ['y'.repeat(1_000)] })));
    await rightOf(bookings.insert(nth(61, { notes: [secret] })));
    const label = { capability: 'cap', format: 'pdf', bytes: Uint8Array.of(1, 2), leg: 'outbound' } as const;
    await rightOf(labels.keep({ ...label, booking: nth(1).key, storedAt: MORNING }));
    await close();
    const pageSize = readFileSync(path()).readUInt16BE(16);
    const page = Math.floor(readFileSync(path()).indexOf(secret) / pageSize);
    const file = openSync(path(), 'r+');
    writeSync(file, Buffer.alloc(64, 0xa5), 0, 64, page * pageSize);
    closeSync(file);

    const again = rightOf(await openSqliteStorage({ folder: opened.folder, owner: 'serve:again', role: 'serve' }));
    expect(O.isSome(await rightOf(again.bookings.find(nth(1).key)))).to.equal(true);
    expect(O.isSome(await rightOf(again.labels.find('cap', 'pdf')))).to.equal(true);
    const lost = await leftOf(again.bookings.find(nth(61).key));
    expect(String(lost.cause)).to.include('database disk image is malformed');
    expect((await leftOf(again.bookings.ofOrder(anAccountId(), anOrder())))._tag).to.equal('Unavailable');
    await again.close();

    const openDriver = await loadDriver();
    const target = join(opened.folder, 'saved.db');
    const fault = leftOf(
      backUp({ folder: opened.folder, file: target, madeAt: MORNING, release: '1', offerKeys: undefined, openDriver }),
    );
    expect(['FileUnusable', 'Damaged']).to.include(fault._tag);
    expect('path' in fault && fault.path).to.equal(path());
    expect([existsSync(target), existsSync(`${target}.part`)]).to.deep.equal([false, false]);
    const content = readBackup(path(), openDriver);
    expect(E.isLeft(content) ? content.left._tag : 'whole').to.be.oneOf(['Damaged', 'FileUnusable']);
  });

  it('with a corrupt index, which a copy would heal unseen, is not backed up', async () => {
    opened = await openSqlite(() => undefined);
    await rightOf(opened.storage.bookings.insert(nth(1)));
    await opened.storage.close();
    const openDriver = await loadDriver();
    const driver = openDriver(path());
    const roots = driver.prepare(
      `SELECT rootpage AS page FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'bookings'`,
    );
    const pages = roots.all().map(({ page }) => Number(page));
    driver.close();
    // Each page of an index says that it has no entries: SQLite believes it, and finds no booking by it.
    const pageSize = readFileSync(path()).readUInt16BE(16);
    const disk = openSync(path(), 'r+');
    for (const page of pages) writeSync(disk, Buffer.alloc(2), 0, 2, (page - 1) * pageSize + 3);
    closeSync(disk);
    const again = rightOf(await openSqliteStorage({ folder: opened.folder, owner: 'serve:again', role: 'serve' }));
    expect(O.isNone(await rightOf(again.bookings.find(nth(1).key)))).to.equal(true);
    await again.close();
    const file = join(opened.folder, 'saved.db');
    const fault = leftOf(
      backUp({ folder: opened.folder, file, madeAt: MORNING, release: '1', offerKeys: undefined, openDriver }),
    );
    expect(fault).to.deep.include({ _tag: 'Damaged', path: path() });
    expect([existsSync(file), existsSync(`${file}.part`)]).to.deep.equal([false, false]);
  });
});
