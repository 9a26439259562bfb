import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeFileSync } from 'node:fs';

const codeOf = (cause: unknown): unknown =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;

const write = (path: string, text: string, mode: number): void => {
  const file = openSync(path, 'wx', mode);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

const link = (draft: string, path: string, text: string, mode: number): void => {
  try {
    linkSync(draft, path);
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') throw cause;
    // Some file systems have no links. There a second process may see the file before it is whole.
    write(path, text, mode);
  }
};

/**
 * Makes a file that appears whole and on disk, or not at all. Of any number of processes that make it at once one does.
 * False when there is a file already: it stays as it is. Throws what the file system throws.
 */
export const createFile = (path: string, text: string, mode: number): boolean => {
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    write(draft, text, mode);
    link(draft, path, text, mode);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    throw cause;
  } finally {
    rmSync(draft, { force: true });
  }
};
