import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeLabelPress } from '../../../adapters/labels/press.js';
import type { LabelContent } from '../../../application/ports/label-press.js';
import { describePaper } from '../../support/paper-tools.js';
import { labelContent } from './label-content.js';

const LONG = `${'Maximilian Alexander Ferdinand von Hohenstaufen-Württemberg '.repeat(5).slice(0, 252).trim()} End`;

const LABELS: readonly (readonly [string, LabelContent])[] = [
  ['an everyday label', labelContent()],
  ['an S10 identifier', labelContent({ number: 'RB473124829GB' })],
  ['a return', labelContent({ leg: 'return', number: '093123450001234560' })],
  ['long names', labelContent({ sender: [LONG, LONG, 'Australia'], receiver: [LONG, LONG, LONG, LONG, 'Australia'] })],
  ['Greek', labelContent({ receiver: ['Ελένη Παπαδοπούλου', 'Λεωφόρος Σοφίας 42', '115 28 ΑΘΗΝΑ', 'Ελλάδα'] })],
  [
    'Cyrillic',
    labelContent({ receiver: ['Александра Щукина', 'ул. Большая Никитская, 12', '125009 МОСКВА', 'Россия'] }),
  ],
  [
    'accents',
    labelContent({
      sender: ['Łukasz Żółć', 'ul. Świętokrzyska 3', 'Polska'],
      receiver: ['Nguyễn Thị Ánh', 'Việt Nam'],
    }),
  ],
];

/** A decoder and a text extractor that share nothing with what drew the label. */
const isSscc = ({ number }: LabelContent): boolean => number.length === 18;
/** GS1 marks an SSCC as one; an S10 identifier stands for itself. */
const encoded = (content: LabelContent): string => `${isSscc(content) ? '00' : ''}${content.number}`;
const squeezedNumber = (content: LabelContent): string => `${isSscc(content) ? '(00)' : ''}${content.number}`;

describePaper('a printed label', ['pdftoppm', 'pdftotext', 'zbarimg'], (folder) => {
  const printed = async (content: LabelContent): Promise<string> => {
    const drawn = await makeLabelPress({}).draw(content, 'pdf')();
    if (E.isLeft(drawn)) throw new Error('No label', { cause: drawn.left.cause });
    const path = join(folder, `${content.number}.pdf`);
    await writeFile(path, drawn.right);
    return path;
  };

  for (const [name, content] of LABELS) {
    it(`scans at 203 dpi, ${name}`, async () => {
      const pdf = await printed(content);
      const picture = pdf.replace(/\.pdf$/u, '');
      execFileSync('pdftoppm', ['-r', '203', '-png', '-singlefile', pdf, picture]);
      const found = execFileSync('zbarimg', ['--quiet', '--nodbus', `${picture}.png`], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      expect(found.toString().trim()).to.equal(`CODE-128:${encoded(content)}`);
    });

    it(`has its text whole, ${name}`, async () => {
      const text = execFileSync('pdftotext', ['-raw', await printed(content), '-'])
        .toString()
        .normalize('NFC');
      const squeezed = text.replace(/\s/gu, '');
      const parts = [...content.sender, ...content.receiver, content.serviceName, content.orderReference, '1.25 kg'];
      for (const part of parts) expect(squeezed).to.include(part.replace(/\s/gu, ''));
      expect(squeezed).to.include(squeezedNumber(content));
      expect(squeezed.includes('RETURN')).to.equal(content.leg === 'return');
    });
  }
});
