import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder of the test's own, and how to be rid of it. */
export const aFolder = (): { readonly folder: string; readonly remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), 'longshore-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
