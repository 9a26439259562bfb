import { expect } from 'chai';
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkLabelFont } from '../../../adapters/labels/fonts.js';
import { makeLabelPress } from '../../../adapters/labels/press.js';
import type { LabelContent } from '../../../application/ports/label-press.js';
import { instant } from '../../../domain/time.js';
import { labelContent } from './label-content.js';

const dejaVu = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
const greek = labelContent({ receiver: ['Ελένη Παπαδοπούλου', 'Σοφίας 42', '115 28 ΑΘΗΝΑ', 'Ελλάδα'] });
const inuktitut = labelContent({ receiver: ['ᐃᖃᓗᐃᑦ', 'IQALUIT NU X0A 0H0', 'Canada'] });

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const drawn = async (content: LabelContent, press = makeLabelPress({})): Promise<Uint8Array> => {
  const result = await press.draw(content, 'pdf')();
  if (E.isLeft(result)) throw new Error('No label', { cause: result.left.cause });
  return result.right;
};

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

describe('the PDF label press', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'label-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('draws one page of 4 x 6 inches', async () => {
    const pdf = latin1(await drawn(labelContent()));
    expect(pdf.startsWith('%PDF-1.')).to.equal(true);
    expect(pdf.match(/\/MediaBox \[[^\]]*\]/gu)).to.deep.equal(['/MediaBox [0 0 288 432]']);
  });

  it('embeds no font where the text fits the built-in one, and DejaVu where it does not', async () => {
    expect(latin1(await drawn(labelContent()))).not.to.include('/FontFile');
    expect(latin1(await drawn(greek))).to.include('DejaVuSansCondensed');
  });

  it('gives the same bytes for the same content, whatever was drawn before', async () => {
    const press = makeLabelPress({});
    const first = [await drawn(labelContent(), press), await drawn(greek, press)].map(digest);
    await drawn(labelContent({ receiver: ['Έλλη\u00a0ﬁ Ωmega Ω', 'Щ е\u0301'] }), press);
    const again = [await drawn(labelContent(), press), await drawn(greek, press)].map(digest);
    const elsewhere = [await drawn(labelContent()), await drawn(greek)].map(digest);
    expect(again).to.deep.equal(first);
    expect(elsewhere).to.deep.equal(first);
  });

  it('gives the same bytes in another process, at another hour and in another zone', async () => {
    const script = `
      const { makeLabelPress } = await import(${JSON.stringify(import.meta.resolve('../../../adapters/labels/press.js'))});
      const { createHash } = await import('node:crypto');
      const { right } = await makeLabelPress({}).draw(${JSON.stringify(greek)}, 'pdf')();
      process.stdout.write(createHash('sha256').update(right).digest('hex'));`;
    const other = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, TZ: 'Pacific/Auckland' },
    });
    expect(other.toString()).to.equal(digest(await drawn(greek)));
  });

  it('gives other bytes for another parcel and another moment', async () => {
    const digests = await Promise.all(
      [{}, { parcelNumber: 2 }, { plannedAt: instant(1) }].map(async (change) =>
        digest(await drawn(labelContent(change))),
      ),
    );
    expect(new Set(digests).size).to.equal(3);
  });

  it('draws many labels at once', async () => {
    const press = makeLabelPress({});
    const labels = await Promise.all(Array.from({ length: 8 }, () => drawn(greek, press)));
    expect(new Set(labels.map(digest)).size).to.equal(1);
  });

  it('draws text of any script and of none', async () => {
    const press = makeLabelPress({});
    const odd = [
      '王小明',
      'مرحبا',
      'שלום',
      '😀👩‍👩‍👧',
      'e\u0301\u0302\u0303',
      '\u0000',
      '\ud800',
      '\u200f\u202e',
      '\u0007',
      '',
    ];
    for (const text of odd) {
      const content = {
        receiver: [text, text],
        sender: [text],
        carrierName: text,
        orderReference: text,
        routingCode: text,
      };
      expect(E.isRight(await press.draw(labelContent(content), 'pdf')()), JSON.stringify(text)).to.equal(true);
    }
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 80 }), async (text) =>
        E.isRight(await press.draw(labelContent({ receiver: [text, text], sender: [text] }), 'pdf')()),
      ),
      { numRuns: 40 },
    );
  });

  it('draws other scripts in the font of the deployment', async () => {
    const pdf = latin1(await drawn(inuktitut, makeLabelPress({ font: dejaVu })));
    expect(pdf).to.match(/\+DejaVuSans\b/u);
    expect(latin1(await drawn(inuktitut))).not.to.include('/FontFile');
  });

  it('is unavailable where a faulty font is needed, and not where it is not', async () => {
    const press = makeLabelPress({ font: join(folder, 'missing.ttf') });
    expect(await press.draw(inuktitut, 'pdf')()).to.have.nested.property('left._tag', 'Unavailable');
    expect(E.isRight(await press.draw(greek, 'pdf')())).to.equal(true);
  });

  it('is unavailable for an SSCC with a wrong check digit', async () => {
    const wrong = await makeLabelPress({}).draw(labelContent({ number: '393123450001234560' }), 'pdf')();
    expect(wrong).to.have.nested.property('left._tag', 'Unavailable');
  });

  it('draws with a font that was mended after a failure', async () => {
    const path = join(folder, 'late.ttf');
    const press = makeLabelPress({ font: path });
    expect(E.isLeft(await press.draw(inuktitut, 'pdf')())).to.equal(true);
    await writeFile(path, await import('node:fs/promises').then(({ readFile }) => readFile(dejaVu)));
    expect(E.isRight(await press.draw(inuktitut, 'pdf')())).to.equal(true);
  });
});

describe('the check of the label font', () => {
  it('passes a font and names the fault of anything else', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'font-'));
    const [text, cut] = [join(folder, 'text.ttf'), join(folder, 'cut.ttf')];
    const { readFile } = await import('node:fs/promises');
    await writeFile(text, 'not a font');
    await writeFile(cut, (await readFile(dejaVu)).subarray(0, 20_000));
    expect(E.isRight(await checkLabelFont(dejaVu)())).to.equal(true);
    for (const path of [text, cut, folder, join(folder, 'missing.ttf')]) {
      expect(await checkLabelFont(path)(), path).to.have.nested.property('left._tag', 'Unavailable');
    }
    await rm(folder, { recursive: true });
  });
});
