import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { copyFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase, type DatabaseOptions } from '../../../../adapters/storage/sqlite/database.js';
import {
  loadDriver,
  type OpenDriver,
  type SqlValue,
  type Statement,
} from '../../../../adapters/storage/sqlite/driver.js';
import { leftOf, rightOf } from '../../../support/either.js';
import { aFolder } from '../../../support/folder.js';

const FIRST = 'CREATE TABLE notes (n INTEGER)';
const SECOND = 'ALTER TABLE notes ADD COLUMN said TEXT';

describe('a SQLite file', () => {
  let openDriver: OpenDriver;
  let folder: string;
  let remove: () => void;
  before(async () => {
    openDriver = await loadDriver();
  });
  beforeEach(() => ({ folder, remove } = aFolder()));
  afterEach(() => remove());

  const path = (): string => join(folder, 'a.db');
  const open = (migrations: readonly string[], over: Partial<DatabaseOptions> = {}): ReturnType<typeof openDatabase> =>
    openDatabase({
      path: path(),
      migrations,
      synchronous: 'FULL',
      busyTimeout: 20,
      cacheKiB: 1_024,
      openDriver,
      mayMigrate: () => E.right(undefined),
      ...over,
    });
  const make = (migrations: readonly string[]): void => {
    const database = rightOf(open(migrations));
    database.run('INSERT INTO notes (n) VALUES (1)');
    database.close();
  };

  it('is made for its owner alone, with all that lies beside it', () => {
    const database = rightOf(open([FIRST]));
    database.run('INSERT INTO notes (n) VALUES (1)');
    const modes = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777]);
    database.close();
    expect(modes).to.deep.equal([
      ['a.db', 0o600],
      ['a.db-shm', 0o600],
      ['a.db-wal', 0o600],
    ]);
  });

  it('keeps what it has when it is opened again', () => {
    make([FIRST]);
    const database = rightOf(open([FIRST]));
    expect(database.all('SELECT n FROM notes').map(({ n }) => n)).to.deep.equal([1]);
    expect(readdirSync(folder).filter((name) => name.includes('.v'))).to.deep.equal([]);
    database.close();
  });

  it('has all of itself in the one file when it is closed', () => {
    make([FIRST]);
    const copied = join(folder, 'copied.db');
    copyFileSync(path(), copied);
    const database = rightOf(open([FIRST], { path: copied }));
    expect(database.all('SELECT n FROM notes').map(({ n }) => n)).to.deep.equal([1]);
    database.close();
  });

  it('is brought up to date after it was copied whole', () => {
    make([FIRST]);
    const database = rightOf(open([FIRST, SECOND]));
    expect(database.all('SELECT n, said FROM notes').map(({ n, said }) => [n, said])).to.deep.equal([[1, null]]);
    database.close();
    expect(statSync(join(folder, 'a.db.v1')).mode & 0o777).to.equal(0o600);
    const copy = rightOf(open([FIRST], { path: join(folder, 'a.db.v1') }));
    expect(copy.all('SELECT n FROM notes').map(({ n }) => n)).to.deep.equal([1]);
    copy.close();
  });

  it('stays as it was when a step fails', () => {
    make([FIRST]);
    expect(leftOf(open([FIRST, SECOND, 'CREATE NONSENSE']))._tag).to.equal('FileUnusable');
    rightOf(open([FIRST])).close();
    rightOf(open([FIRST, SECOND])).close();
  });

  it('stays as it was, and leaves no half of a copy behind, where there is no room for one', () => {
    make([FIRST]);
    const full: OpenDriver = (file) => {
      const driver = openDriver(file);
      const prepare = (sql: string): Statement => {
        const statement = driver.prepare(sql);
        const run = (...values: SqlValue[]): never => {
          writeFileSync(String(values[0]), 'half of');
          throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
        };
        return sql.startsWith('VACUUM INTO') ? { run, get: () => undefined, all: () => [] } : statement;
      };
      return { exec: (sql) => driver.exec(sql), prepare, close: () => driver.close() };
    };
    expect(leftOf(open([FIRST, SECOND], { openDriver: full }))._tag).to.equal('FileUnusable');
    expect(readdirSync(folder).filter((name) => name.startsWith('a.db.v'))).to.deep.equal([]);
    rightOf(open([FIRST])).close();
  });

  it('is not brought up to date against a no', () => {
    make([FIRST]);
    const no = { _tag: 'AnotherServes', folder } as const;
    expect(leftOf(open([FIRST, SECOND], { mayMigrate: () => E.left(no) }))).to.deep.equal(no);
    rightOf(open([FIRST])).close();
  });

  it('of a newer release is refused, and is left as it is', () => {
    make([FIRST, SECOND]);
    expect(leftOf(open([FIRST]))).to.deep.equal({ _tag: 'NewerFile', path: path(), found: 2, known: 1 });
    rightOf(open([FIRST, SECOND])).close();
  });

  it("that is not a database, or is somebody else's, is refused", () => {
    writeFileSync(path(), 'Dear diary, '.repeat(500));
    expect(leftOf(open([FIRST]))).to.deep.equal({ _tag: 'NotADatabase', path: path() });
    const others = join(folder, 'b.db');
    const driver = openDriver(others);
    driver.exec('CREATE TABLE theirs (n INTEGER)');
    driver.close();
    expect(leftOf(open([FIRST], { path: others }))).to.deep.equal({ _tag: 'NotADatabase', path: others });
  });

  it('cannot be made where there is no folder', () => {
    const nowhere = join(folder, 'no', 'a.db');
    expect(leftOf(open([FIRST], { path: nowhere }))).to.deep.equal({
      _tag: 'FolderUnusable',
      folder: nowhere,
      code: 'ENOENT',
    });
  });
});
