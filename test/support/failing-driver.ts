import { loadDriver, type OpenDriver } from '../../adapters/storage/sqlite/driver.js';

export type Failing = {
  readonly openDriver: OpenDriver;
  /** Every statement whose SQL matches throws from now on, in place of running or, with `after`, once it has run. */
  readonly fail: (sql: RegExp, after?: 'after') => void;
  readonly mend: () => void;
  /** Every statement that ran, in order. */
  readonly ran: string[];
};

/** The real driver, of which single statements can be made to fail. */
export const aFailingDriver = async (): Promise<Failing> => {
  const real = await loadDriver();
  const ran: string[] = [];
  let broken: { readonly sql: RegExp; readonly after: boolean } | undefined;
  const around = <A>(sql: string, run: () => A): A => {
    const fault = new Error('the disk said no');
    if (broken?.sql.test(sql) === true && !broken.after) throw fault;
    const result = run();
    ran.push(sql);
    if (broken?.sql.test(sql) === true) throw fault;
    return result;
  };
  return {
    ran,
    fail: (sql, after) => (broken = { sql, after: after === 'after' }),
    mend: () => (broken = undefined),
    openDriver: (path) => {
      const driver = real(path);
      return {
        exec: (sql) => around(sql, () => driver.exec(sql)),
        close: () => driver.close(),
        prepare: (sql) => {
          const statement = driver.prepare(sql);
          return {
            run: (...values) => around(sql, () => statement.run(...values)),
            get: (...values) => around(sql, () => statement.get(...values)),
            all: (...values) => around(sql, () => statement.all(...values)),
          };
        },
      };
    },
  };
};
