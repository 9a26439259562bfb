/** What SQLite keeps in a column. */
export type SqlValue = null | number | bigint | string | Uint8Array;

export type Row = { readonly [column: string]: SqlValue };

export interface Statement {
  readonly run: (...values: SqlValue[]) => { readonly changes: number | bigint };
  readonly get: (...values: SqlValue[]) => Row | undefined;
  readonly all: (...values: SqlValue[]) => readonly Row[];
}

/**
 * The little of `node:sqlite` that is used, so that another driver is one file's work. Whoever holds a statement must
 * hold its driver too: with @photostructure/sqlite a collected driver closes the database under its statements.
 */
export interface Driver {
  readonly exec: (sql: string) => void;
  readonly prepare: (sql: string) => Statement;
  readonly close: () => void;
}

export type OpenDriver = (path: string) => Driver;

type DriverModule = { readonly DatabaseSync: new (path: string) => Driver };

/** `node:sqlite` needs no flag from Node 22.13 on; the package has the same interface for the Nodes before. */
const isBuiltIn = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 13);
};

// A name in a variable, since the types of the oldest Node that is promised do not know the module.
const builtIn: string = 'node:sqlite';

export const loadDriver = async (): Promise<OpenDriver> => {
  const { DatabaseSync } = (
    isBuiltIn(process.versions.node) ? await import(builtIn) : await import('@photostructure/sqlite')
  ) as DriverModule;
  return (path) => new DatabaseSync(path);
};

/** SQLite's result code without its extension; undefined where the error is not SQLite's. */
export const resultCode = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined;

/** https://www.sqlite.org/rescode.html */
export const BUSY = 5;
export const FULL = 13;
export const NOT_A_DATABASE = 26;
