import { expect } from 'chai';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Canvas } from '../../../adapters/labels/canvas.js';
import { makeLabelPress } from '../../../adapters/labels/press.js';
import { greyPng } from '../../../adapters/labels/png-file.js';
import type { LabelContent } from '../../../application/ports/label-press.js';
import type { LabelFormat } from '../../../application/ports/labels.js';
import { graphicField } from '../../../adapters/labels/zpl-graphic.js';
import { rightOf } from '../../support/either.js';
import { expectPicture } from '../../support/golden.js';
import { describePaper } from '../../support/paper-tools.js';
import { without } from '../../support/without.js';
import { printZpl } from '../../support/zpl.js';
import { aDeclaration, aLogo, labelContent } from './label-content.js';

const press = makeLabelPress({});
const drawn = (content: LabelContent, format: LabelFormat): Promise<Uint8Array> => rightOf(press.draw(content, format));
const zplOf = async (content: LabelContent, dpi: 203 | 300 = 203): Promise<string> =>
  Buffer.from(await drawn(content, `zpl-${dpi}`)).toString('latin1');

/** All that a label can bear, in letters that are embedded, so that no reader's own font has a say. */
const dressed = labelContent({
  receiver: ['Ελένη Παπαδοπούλου', 'Λεωφόρος Σοφίας 42', '115 28 ΑΘΗΝΑ', 'GREECE'],
  leg: 'return',
  returnText: 'If undelivered, return to Harbour & Pine, PO Box 12, Newtown',
  logo: aLogo,
  declaration: aDeclaration,
});

const withoutRouting = without(labelContent(), 'routingCode');

const SSCC = '00393123450001234561';

/** And what a scanner reads. */
const LABELS: readonly (readonly [string, LabelContent, string])[] = [
  ['an everyday label', labelContent(), SSCC],
  ['a label with all that it can bear', dressed, SSCC],
  ['a label without a routing code', withoutRouting, SSCC],
  ['a label with an S10 identifier', labelContent({ number: 'RB473124829GB' }), 'RB473124829GB'],
];

describePaper('the formats of a label', ['pdftoppm', 'zbarimg'], (folder) => {
  /** A picture of the label at 203 dpi or at the printer's own, by a way that shares nothing with what wrote it. */
  const pictureOf = async (content: LabelContent, format: LabelFormat): Promise<Uint8Array> => {
    const bytes = await drawn(content, format);
    if (format.startsWith('png')) return bytes;
    if (format !== 'pdf') {
      const [page] = await printZpl(Buffer.from(bytes).toString('latin1'));
      return greyPng(page ?? ({} as Canvas));
    }
    const path = join(folder, 'label');
    await writeFile(`${path}.pdf`, bytes);
    execFileSync('pdftoppm', ['-r', '203', '-png', '-gray', '-f', '1', '-l', '1', '-singlefile', `${path}.pdf`, path]);
    return readFile(`${path}.png`);
  };

  const scanned = async (picture: Uint8Array): Promise<string> => {
    const path = join(folder, 'scan.png');
    await writeFile(path, picture);
    const options = { stdio: ['ignore' as const, 'pipe' as const, 'ignore' as const] };
    return execFileSync('zbarimg', ['--quiet', '--nodbus', path], options).toString().trim();
  };

  for (const [name, content, encoded] of LABELS) {
    it(`scan as one barcode, of ${name}`, async () => {
      for (const format of ['pdf', 'png-203', 'png-300', 'zpl-203', 'zpl-300'] as const)
        expect(await scanned(await pictureOf(content, format)), format).to.equal(`CODE-128:${encoded}`);
    });
  }

  for (const format of ['pdf', 'png-203', 'zpl-203'] as const) {
    it(`look as they did, as ${format}`, async () => {
      expectPicture(format, await pictureOf(dressed, format));
    });
  }

  it('have the size of the label in dots', async () => {
    for (const [dpi, size] of [
      [203, '812x1218'],
      [300, '1200x1800'],
    ] as const) {
      const png = Buffer.from(await drawn(labelContent(), `png-${dpi}`));
      expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).to.equal(size);
      const density = png.indexOf('pHYs') + 4;
      const perInch = [density, density + 4].map((at) => Math.round(png.readUInt32BE(at) * 0.0254));
      expect([...perInch, png[density + 8]]).to.deep.equal([dpi, dpi, 1]);
      expect(await zplOf(labelContent(), dpi)).to.include(`^PW${size.replace('x', '^LL')}`);
    }
  });

  it('have bars that are as wide and tall as GS1 asks of a logistic label, and white beside them', async () => {
    for (const dpi of [203, 300] as const) {
      const zpl = await zplOf(labelContent(), dpi);
      const [, module, x, height] = (/\^BY(\d+)\^FO(\d+),\d+\^BCN,(\d+),N,N,N,N\^FD>;>8/u.exec(zpl) ?? []).map(Number);
      const millimetres = (dots = 0): number => (dots / dpi) * 25.4;
      expect(millimetres(module), `${dpi}`).to.be.within(0.495, 1.016);
      expect(millimetres(height), `${dpi}`).to.be.at.least(31.75);
      // Ten modules from the edge of the frame, which is 26 of 203 dots from that of the paper.
      expect(millimetres(x) - 3.8, `${dpi}`).to.be.above(10 * millimetres(module));
    }
  });

  it('print the declaration on a page of its own, as ZPL and as PDF', async () => {
    expect(await printZpl(await zplOf(dressed))).to.have.length(2);
    expect(await printZpl(await zplOf(labelContent()))).to.have.length(1);
    const pdf = Buffer.from(await drawn(dressed, 'pdf')).toString('latin1');
    expect(pdf.match(/\/MediaBox \[0 0 288 432\]/gu)).to.have.length(2);
  });

  it('give the same bytes each time', async () => {
    for (const format of ['zpl-203', 'png-203'] as const)
      expect(Buffer.compare(await drawn(dressed, format), await drawn(dressed, format)), format).to.equal(0);
  });
});

describe('a graphic as ZPL', () => {
  it('comes out of a printer dot by dot, whatever its size', async () => {
    const sizes = fc.record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 6 }) });
    await fc.assert(
      fc.asyncProperty(
        sizes.chain(({ width, height }) =>
          fc
            .array(fc.constantFrom(0, 0, 0, 255), { minLength: width * height, maxLength: width * height })
            .map((dots): Canvas => ({ width, height, ink: Uint8Array.from(dots) })),
        ),
        async (graphic) => {
          const zpl = `^XA^PW${graphic.width}^LL${graphic.height}^FO0,0${graphicField(graphic)}^FS^XZ`;
          expect(await printZpl(zpl)).to.deep.equal([graphic]);
        },
      ),
      { numRuns: 300, examples: [[{ width: 1, height: 1, ink: Uint8Array.of(255) }]] },
    );
  });
});

describe('a label as ZPL', () => {
  it('is in ASCII, whatever its text', async () => {
    for (const line of ['Müller & Søn', 'Ελένη', 'Александра', '北京', 'مرحبا', '^XZ~JA_41\\&', '€ 5 “x”'])
      expect(await zplOf(labelContent({ receiver: [line, line] }))).to.match(/^[\n\u0020-\u007e]*$/u);
  });

  it('leaves to the printer what the printer has, and draws the rest', async () => {
    const zpl = await zplOf(labelContent({ receiver: ['Jörg Ärmel', 'Ελένη', 'Żółć', 'Germany'] }));
    expect(zpl).to.include('^FH^FDJ_C3_B6rg _C3_84rmel^FS').and.to.include('^FDGermany^FS');
    expect(zpl.match(/\^GFA/gu)).to.have.length(2);
    expect(await printZpl(zpl)).to.have.length(1);
  });

  it('takes no command from a text', async () => {
    const zpl = await zplOf(labelContent({ receiver: ['^XZ^XA^FDx', '~JA _41', 'a\\&b'], orderReference: '^FS^XZ' }));
    expect(zpl.match(/\^XZ/gu)).to.have.length(1);
    expect(zpl).not.to.include('~');
    expect(zpl).to.include('^FH^FD_5EXZ_5EXA_5EFDx^FS').and.to.include('^FH^FD_7EJA _5F41^FS');
  });

  it('says RETURN in white on black', async () => {
    expect(await zplOf(labelContent({ leg: 'return' }))).to.match(/\^FR\^A0N,\d+,\d+\^FB\d+,1,0,C\^FDRETURN/u);
  });
});
