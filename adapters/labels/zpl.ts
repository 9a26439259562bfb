import { dithered, scaled } from './canvas.js';
import { barsInDots, type Dpi, type DotPen, inDots } from './dot-pen.js';
import type { Mark } from './marks.js';
import type { Page } from './pdf.js';
import { isS10 } from '../../domain/s10.js';
import type { Measure } from './text-block.js';
import { graphicField, trimmed } from './zpl-graphic.js';

/**
 * What every ZPL II printer's font 0 has: ASCII and the letters of Latin-1. A backslash has a meaning of its own in a field
 * block, and a currency sign one in some printers' code pages.
 */
const NATIVE = /^[\u0020-\u005b\u005d-\u007e\u00a1-\u00a3\u00a5-\u00ac\u00ae-\u00ff]*$/u;

/** Printers scale their font down to ten dots. */
const SMALLEST = 10;

/**
 * Widths for a layout that is printed in font 0, a bold condensed face (CG Triumvirate). DejaVu Sans Condensed Bold, measured
 * instead, is wider in every letter, so that no line leaves its box; what font 0 lacks is drawn, and as wide as it is.
 */
export const zplMeasure =
  (measure: Measure): Measure =>
  (text, face) =>
    NATIVE.test(text) ? Math.max(measure(text, 'bold'), measure(text, face)) : measure(text, face);

/** Field data: what ZPL reads as a command, and all beyond ASCII, by the codes of its UTF-8. */
const fieldData = (text: string): string => {
  const bytes = Array.from(Buffer.from(text, 'utf8'));
  const plain = (byte: number): boolean => byte >= 0x20 && byte < 0x7f && !'^~_\\'.includes(String.fromCharCode(byte));
  if (bytes.every(plain)) return `^FD${text}`;
  const hex = (byte: number): string => `_${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return `^FH^FD${bytes.map((byte) => (plain(byte) ? String.fromCharCode(byte) : hex(byte))).join('')}`;
};

const textField = (mark: Extract<Mark, { _tag: 'Text' }>, dpi: Dpi, pen: DotPen): string => {
  const size = Math.floor((mark.size * dpi) / 72);
  const reverse = mark.ink === 'white' ? '^FR' : '';
  if (!NATIVE.test(mark.text) || size < SMALLEST) {
    const { cover, x, y } = pen.letter(mark, dpi);
    const inked = trimmed(cover);
    if (inked === undefined) return '';
    return `^FO${Math.max(0, x + inked.x)},${Math.max(0, y + inked.y)}${reverse}${graphicField(inked.canvas)}^FS`;
  }
  const { x, width } = inDots(dpi, { y: 0, height: 0, ...(mark.middleOf ?? { x: mark.x, width: 0 }) });
  const block = mark.middleOf === undefined ? '' : `^FB${width},1,0,C`;
  const foot = Math.round((mark.baseline * dpi) / 72);
  return `^FT${x},${foot}${reverse}^A0N,${size},${size}${block}${fieldData(mark.text)}^FS`;
};

/**
 * What ^BC is to encode; the printer works out the check character. `>;` and `>:` start in code sets C and B, `>5` and `>6`
 * change to them, `>8` is FNC1. An SSCC is GS1-128 in pairs of digits; an S10 identifier stands for itself.
 */
const symbolData = (number: string): string =>
  isS10(number) ? `>:${number.slice(0, 3)}>5${number.slice(3, 11)}>6${number.slice(11)}` : `>;>800${number}`;

const field = (mark: Mark, number: string, dpi: Dpi, pen: DotPen): string => {
  switch (mark._tag) {
    case 'Text':
      return textField(mark, dpi, pen);
    case 'Box': {
      const { x, y, width, height } = inDots(dpi, mark);
      return `^FO${x},${y}^GB${width},${height},${Math.min(width, height)}^FS`;
    }
    case 'Picture': {
      const { x, y, width, height } = inDots(dpi, mark);
      return `^FO${x},${y}${graphicField(dithered(scaled(mark.picture, width, height)))}^FS`;
    }
    case 'Bars': {
      const { x, y, height, module } = barsInDots(dpi, mark);
      return `^BY${module}^FO${x},${y}^BCN,${height},N,N,N,N^FD${symbolData(number)}^FS`;
    }
  }
};

/**
 * Pages as ZPL II, a format each, in the printer's own font and barcode where these serve, so that they are crisp and short.
 * `number` is the parcel's, an SSCC or S10 identifier.
 */
export const zplOf = (pages: readonly Page[], number: string, dpi: Dpi, pen: DotPen): string =>
  pages
    .map(({ width, height, marks }) => {
      const page = inDots(dpi, { x: 0, y: 0, width, height });
      const fields = marks.map((mark) => field(mark, number, dpi, pen)).filter((line) => line !== '');
      return [`^XA^CI28^PON^LH0,0^PW${page.width}^LL${page.height}`, ...fields, '^PQ1^XZ', ''].join('\n');
    })
    .join('');
