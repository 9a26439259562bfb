import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { makeLineWriter, type LineWriter } from '../../../adapters/system/line-writer.js';
import { aFolder } from '../../support/folder.js';

const lostLine = (count: number): string => `lost ${count}\n`;

describe('a writer of lines', () => {
  let folder: string;
  let remove: () => void;
  let open: number[] = [];
  beforeEach(() => {
    ({ folder, remove } = aFolder());
    open = [];
  });
  afterEach(() => {
    open.forEach((fd) => closeSync(fd));
    remove();
  });

  const file = (): string => join(folder, 'lines');
  const opened = (path: string, flags: string | number): number => {
    const fd = openSync(path, flags);
    open.push(fd);
    return fd;
  };
  const writer = (fd: number, options: { readonly most?: number; readonly longestFlush?: number } = {}): LineWriter =>
    makeLineWriter(fd, { enough: 100, most: 10_000, longestWait: 5, longestFlush: 2_000, lostLine, ...options });
  const count = (from: number, to: number): readonly string[] =>
    Array.from({ length: to - from }, (_, at) => `line ${from + at}\n`);

  it('writes every line in its order, whether it comes before, during or after a write', async () => {
    const lines = writer(opened(file(), 'a'));
    count(0, 50).forEach(lines.write);
    await new Promise((resolve) => setImmediate(resolve));
    count(50, 100).forEach(lines.write);
    await Promise.all([lines.flush(), lines.flush()]);
    expect(readFileSync(file(), 'utf8')).to.equal(count(0, 100).join(''));
    lines.write('one more\n');
    await lines.flush();
    expect(readFileSync(file(), 'utf8')).to.match(/one more\n$/);
  });

  it('lets no line wait longer than it says', async () => {
    const lines = writer(opened(file(), 'a'));
    lines.write('alone\n');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(readFileSync(file(), 'utf8')).to.equal('alone\n');
  });

  it('says how many lines were lost once it can write again', async () => {
    const [read, flags] = [join(folder, 'pipe'), constants.O_RDWR | constants.O_NONBLOCK];
    execFileSync('mkfifo', [read]);
    const pipe = opened(read, flags);
    const lines = writer(pipe, { most: 200_000, longestFlush: 50 });
    // More than a pipe takes, twice: the second half finds no room to wait.
    for (const half of [0, 1]) {
      for (let n = 0; n < 40_000; n += 1) lines.write(`${half} a line of some length\n`);
      await lines.flush();
    }
    let text = '';
    const chunk = Buffer.alloc(65_536);
    const readAll = async (): Promise<void> => {
      for (let quiet = 0; quiet < 3;) {
        try {
          text += chunk.toString('utf8', 0, readSync(pipe, chunk));
          quiet = 0;
        } catch {
          quiet += 1;
          await new Promise((resolve) => setTimeout(resolve, 120));
        }
      }
    };
    await readAll();
    lines.write('read from here on\n');
    await readAll();
    const lost = [...text.matchAll(/^lost (\d+)$/gm)].reduce((sum, [, some]) => sum + Number(some), 0);
    expect(lost).to.be.greaterThan(0);
    expect(lost + (text.match(/a line of some length$/gm) ?? []).length).to.equal(80_000);
  });

  it('ends a flush where nothing can be written, and keeps no more than it may', async function () {
    if (process.platform !== 'linux') this.skip();
    const lines = writer(opened('/dev/full', 'a'), { most: 1_000 });
    for (let n = 0; n < 1_000; n += 1) lines.write(`line ${n}\n`);
    const begun = performance.now();
    await lines.flush();
    expect(performance.now() - begun).to.be.below(20_000);
  });
});
