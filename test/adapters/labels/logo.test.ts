import { expect } from 'chai';
import jpeg from 'jpeg-js';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { MOST_BYTES, readLogo } from '../../../adapters/labels/logo.js';
import { leftOf, rightOf } from '../../support/either.js';
import { aFolder } from '../../support/folder.js';

/** Black on the left, clear paper on the right. */
const halves = (width: number, height: number): PNG => {
  const png = new PNG({ width, height });
  for (let dot = 0; dot < width * height; dot += 1)
    png.data.set(dot % width < width / 2 ? [0, 0, 0, 255] : [255, 255, 255, 0], 4 * dot);
  return png;
};

describe('an account’s logo', () => {
  const { folder, remove } = aFolder();
  after(remove);
  const written = (bytes: Uint8Array): string => {
    const path = join(folder, 'logo');
    writeFileSync(path, bytes);
    return path;
  };

  it('is read from a PNG as ink on paper, clear where the file is clear', async () => {
    const { width, height, ink } = rightOf(await readLogo(written(PNG.sync.write(halves(4, 2)))));
    expect([width, height, [...ink]]).to.deep.equal([4, 2, [255, 255, 0, 0, 255, 255, 0, 0]]);
  });

  it('is read from a JPEG', async () => {
    const { data } = jpeg.encode({ width: 16, height: 8, data: new Uint8Array(16 * 8 * 4).fill(0) }, 90);
    const { width, height, ink } = rightOf(await readLogo(written(data)));
    expect([width, height]).to.deep.equal([16, 8]);
    expect(Math.min(...ink)).to.be.greaterThan(250);
  });

  it('is kept no larger than it is printed, in its own proportions', async () => {
    const { width, height, ink } = rightOf(await readLogo(written(PNG.sync.write(halves(2_000, 1_000)))));
    expect([width, height]).to.deep.equal([600, 300]);
    expect([ink[0], ink[299], ink[300], ink[599]]).to.deep.equal([255, 255, 0, 0]);
  });

  it('is refused with the reason', async () => {
    expect(leftOf(await readLogo(join(folder, 'nothing')))).to.equal('unreadable');
    expect(leftOf(await readLogo(written(Buffer.alloc(MOST_BYTES + 1))))).to.equal('too_large');
    expect(leftOf(await readLogo(written(Buffer.from('<svg/>'))))).to.equal('no_png_or_jpeg');
    const good = PNG.sync.write(halves(4, 2));
    expect(leftOf(await readLogo(written(good.subarray(0, 40))))).to.equal('broken');
    expect(leftOf(await readLogo(written(good.subarray(0, 8))))).to.equal('broken');
    expect(leftOf(await readLogo(written(Buffer.from([0xff, 0xd8, 0xff]))))).to.equal('broken');
  });

  it('is not unpacked where it claims to be huge', async () => {
    const huge = PNG.sync.write(halves(4, 2));
    huge.writeUInt32BE(100_000, 16);
    huge.writeUInt32BE(100_000, 20);
    expect(leftOf(await readLogo(written(huge)))).to.equal('too_many_dots');
  });
});
