import type { EmbeddedFont, FontFile } from './fonts.js';
import { embeddedRepertoire, isWinAnsi, type Repertoire, stretches } from './printable.js';
import type { Mark } from './marks.js';
import type { Face, Measure } from './text-block.js';

/** The fonts of one label. */
export type LabelFonts = {
  /** Absent where all text but the deployment font's is in the readers' built-in Helvetica. */
  readonly embedded?: EmbeddedFont;
  readonly deployment?: FontFile;
};

export type Pen = {
  readonly measure: Measure;
  /** Draws one text, in as many fonts as it needs. */
  readonly write: (text: Extract<Mark, { _tag: 'Text' }>) => void;
};

/** What the label's main font draws. */
export const baseOf = (embedded: EmbeddedFont | undefined): Repertoire =>
  embedded === undefined
    ? isWinAnsi
    : embeddedRepertoire((text) => embedded.regular.has(text) && embedded.bold.has(text));

/** Measures and writes text in one document, whose fonts it opens. */
export const makePen = (document: PDFKit.PDFDocument, { embedded, deployment }: LabelFonts): Pen => {
  const names: Record<Face, string> =
    embedded === undefined ? { regular: 'Helvetica', bold: 'Helvetica-Bold' } : { regular: 'regular', bold: 'bold' };
  if (embedded !== undefined) {
    document.registerFont(names.regular, embedded.regular.bytes);
    document.registerFont(names.bold, embedded.bold.bytes);
  }
  if (deployment !== undefined) document.registerFont('deployment', deployment.bytes);
  const base = baseOf(embedded);
  const split = (text: string) => (deployment === undefined ? [{ text, base: true }] : stretches(text, base));
  const fontOf = (face: Face, inBase: boolean): string => (inBase ? names[face] : 'deployment');
  const widths: Record<Face, Map<string, number>> = { regular: new Map(), bold: new Map() };

  const measure: Measure = (text, face) => {
    const known = widths[face].get(text);
    if (known !== undefined) return known;
    const width = split(text).reduce(
      (sum, part) => sum + document.font(fontOf(face, part.base)).fontSize(1).widthOfString(part.text),
      0,
    );
    widths[face].set(text, width);
    return width;
  };

  const write = ({ text, face, size, x, baseline, ink }: Extract<Mark, { _tag: 'Text' }>): void => {
    let left = x;
    for (const part of split(text)) {
      document
        .font(fontOf(face, part.base))
        .fontSize(size)
        .fillColor(ink)
        .text(part.text, left, baseline, { lineBreak: false, baseline: 'alphabetic' });
      left += document.widthOfString(part.text);
    }
  };
  return { measure, write };
};
