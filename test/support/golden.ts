import { expect } from 'chai';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';

const FOLDER = fileURLToPath(new URL('../../../test/fixtures/labels/', import.meta.url));

/** Dots that differ by more than half of the way from black to white; edges are shaded differently by each release of a tool. */
const differing = (one: PNG, other: PNG): number => {
  let count = 0;
  for (let at = 0; at < one.data.length; at += 4) {
    if (Math.abs((one.data[at] ?? 0) - (other.data[at] ?? 0)) > 127) count += 1;
  }
  return count;
};

/**
 * Holds a picture against the one that is kept: the same size, and at most one dot in 500 another. With
 * LONGSHORE_RENEW_PICTURES set, it is kept instead: look at it before you commit it.
 */
export const expectPicture = (name: string, bytes: Uint8Array): void => {
  const path = join(FOLDER, `${name}.png`);
  if (process.env['LONGSHORE_RENEW_PICTURES'] !== undefined) writeFileSync(path, bytes);
  expect(existsSync(path), `${path} is kept`).to.equal(true);
  const [kept, drawn] = [PNG.sync.read(readFileSync(path)), PNG.sync.read(Buffer.from(bytes))];
  expect([drawn.width, drawn.height]).to.deep.equal([kept.width, kept.height]);
  expect(differing(kept, drawn) / (kept.width * kept.height), `${name} looks as it did`).to.be.below(1 / 500);
};
