import type { Instant } from '../../domain/time.js';
import { greyPng } from './png-file.js';
import type { Mark } from './marks.js';
import { type LabelFonts, makePen } from './pen.js';
import type { Measure } from './text-block.js';

/** One page: its size in points, and what is on it. */
export type Page = { readonly width: number; readonly height: number; readonly marks: readonly Mark[] };

export type PdfFacts = { readonly title: string; readonly at: Instant };

const fill = (document: PDFKit.PDFDocument, mark: Exclude<Mark, { _tag: 'Text' | 'Picture' }>): void => {
  if (mark._tag === 'Box') {
    document.rect(mark.x, mark.y, mark.width, mark.height);
  } else {
    let modules = 0;
    mark.widths.forEach((width, index) => {
      if (index % 2 === 0) document.rect(mark.x + modules * mark.module, mark.y, width * mark.module, mark.height);
      modules += width;
    });
  }
  document.fill('black');
};

const written = (document: PDFKit.PDFDocument): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('error', reject);
    document.on('end', () => {
      resolve(new Uint8Array(Buffer.concat(chunks)));
    });
    document.end();
  });

/** Lays pages out with the widths of these fonts, and writes them as PDF. */
export const writePdf = async (
  fonts: LabelFonts,
  { title, at }: PdfFacts,
  layOut: (measure: Measure) => readonly Page[],
): Promise<Uint8Array> => {
  const { default: PdfDocument } = await import('pdfkit');
  // The reader's key of the document is a digest of these properties: nothing in the file is of now or by chance.
  const document = new PdfDocument({
    autoFirstPage: false,
    margin: 0,
    // No font before the first text: each font that a document opens is read anew.
    font: '',
    info: { Title: title, Creator: 'Longshore', CreationDate: new Date(at) },
  });
  const { measure, write } = makePen(document, fonts);
  for (const { width, height, marks } of layOut(measure)) {
    document.addPage({ size: [width, height], margin: 0 });
    for (const mark of marks) {
      if (mark._tag === 'Text') write(mark);
      else if (mark._tag === 'Picture')
        document.image(Buffer.from(greyPng(mark.picture)), mark.x, mark.y, { width: mark.width, height: mark.height });
      else fill(document, mark);
    }
  }
  return written(document);
};
