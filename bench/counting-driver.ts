import type { Driver, OpenDriver, SqlValue, Statement } from '../adapters/storage/sqlite/driver.js';

/** What was written: transactions that were made durable, the rows in them, and the rows' bytes. */
export type Written = { commits: number; rows: number; bytes: number };

const bytesOf = (value: SqlValue): number =>
  typeof value === 'string' ? Buffer.byteLength(value) : value instanceof Uint8Array ? value.length : 8;

/** Counts what goes to one file. */
export const countingDriver = (openDriver: OpenDriver, file: string): { open: OpenDriver; written: Written } => {
  const written: Written = { commits: 0, rows: 0, bytes: 0 };

  const counted = (sql: string, statement: Statement): Statement => {
    const isCommit = sql === 'COMMIT';
    if (!isCommit && !/^\s*(INSERT|UPDATE)/.test(sql)) return statement;
    const count = (values: readonly SqlValue[]): void => {
      if (isCommit) written.commits += 1;
      else {
        written.rows += 1;
        written.bytes += values.reduce<number>((sum, value) => sum + bytesOf(value), 0);
      }
    };
    return {
      run: (...values) => {
        count(values);
        return statement.run(...values);
      },
      get: (...values) => {
        count(values);
        return statement.get(...values);
      },
      all: (...values) => statement.all(...values),
    };
  };

  const wrap = (driver: Driver): Driver => ({
    exec: (sql) => driver.exec(sql),
    prepare: (sql) => counted(sql, driver.prepare(sql)),
    close: () => driver.close(),
  });
  return { open: (path) => (path.endsWith(file) ? wrap(openDriver(path)) : openDriver(path)), written };
};
