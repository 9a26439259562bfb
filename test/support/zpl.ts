import { blankCanvas, type Canvas, fillBox, layOver } from '../../adapters/labels/canvas.js';
import { loadEmbeddedFont } from '../../adapters/labels/fonts.js';
import { makeDotPen } from '../../adapters/labels/dot-pen.js';

/**
 * A printer for the ZPL II that labels are written in, as the programming guide describes the commands: ^XA ^XZ ^CI28 ^PO ^LH ^PW
 * ^LL ^PQ ^FO ^FT ^FB ^FR ^FH ^FD ^FS ^A0 ^BY ^BC ^GB ^GF. It throws at any other. Font 0 is DejaVu Sans Condensed Bold, which is
 * wider in each letter than the font of a printer: what fits here fits there.
 */

type Field = {
  x: number;
  y: number;
  isTypeset: boolean;
  isReverse: boolean;
  isHex: boolean;
  size: number;
  block: number | undefined;
  barcode: number | undefined;
};

const fresh = (): Field => ({
  ...{ x: 0, y: 0, isTypeset: false, isReverse: false, isHex: false, size: 0 },
  ...{ block: undefined, barcode: undefined },
});

const numbers = (text: string): readonly number[] => text.split(',').map(Number);

/** The one number that is free in a command's words; all else must be as it is written here. */
const among = (command: string, words: string, shape: RegExp): number => {
  const found = shape.exec(words);
  if (found === null) throw new Error(`^${command}${words} asks for what this printer does not do`);
  return Number(found[1]);
};

const unescaped = (data: string): string => {
  const bytes: number[] = [];
  for (let at = 0; at < data.length; at += 1) {
    if (data[at] === '_') {
      bytes.push(Number.parseInt(data.slice(at + 1, at + 3), 16));
      at += 2;
    } else bytes.push(data.charCodeAt(at));
  }
  return Buffer.from(bytes).toString('utf8');
};

/** Black dots of a ^GF, its counts and repeats unfolded. */
const graphic = (words: string): Canvas => {
  const [head = '', all = '', , perRow = ''] = /^A,(\d+),(\d+),(\d+),/u.exec(words) ?? [];
  const data = words.slice(head.length);
  const digitsPerRow = 2 * Number(perRow);
  const rows: string[] = [];
  let [row, count] = ['', 0];
  const end = (): void => {
    if (row.length > digitsPerRow) throw new Error('a row of ^GF that is too long');
    rows.push(row);
    row = '';
  };
  for (const letter of data) {
    if (letter === ':') rows.push(rows.at(-1) ?? '');
    else if (letter === ',') {
      row = row.padEnd(digitsPerRow, '0');
      end();
    } else if (letter >= 'G' && letter <= 'Y') count += letter.charCodeAt(0) - 0x46;
    else if (letter >= 'g' && letter <= 'z') count += 20 * (letter.charCodeAt(0) - 0x66);
    else {
      row += letter.repeat(Math.max(1, count));
      count = 0;
      if (row.length >= digitsPerRow) end();
    }
  }
  if (rows.length * Number(perRow) !== Number(all)) throw new Error(`^GF has ${rows.length} rows, not what it says`);
  const ink = rows.flatMap((digits) =>
    Array.from(digits).flatMap((digit) =>
      Array.from(Number.parseInt(digit, 16).toString(2).padStart(4, '0'), (dot) => (dot === '1' ? 255 : 0)),
    ),
  );
  return { width: 8 * Number(perRow), height: rows.length, ink: Uint8Array.from(ink) };
};

/** Symbols of the code sets B and C, with the marks that change between them, by their values (ISO/IEC 15417). */
const codewords = (data: string): readonly number[] => {
  const words: number[] = [];
  let set: 'B' | 'C' | undefined;
  for (let at = 0; at < data.length;) {
    const mark = data[at] === '>' ? data.slice(at, at + 2) : '';
    if (mark !== '') {
      const value = { '>:': 104, '>;': 105, '>5': 99, '>6': 100, '>8': 102 }[mark];
      if (value === undefined) throw new Error(`a barcode with ${mark}`);
      words.push(value);
      if (mark !== '>8') set = mark === '>:' || mark === '>6' ? 'B' : 'C';
      at += 2;
    } else if (set === 'C') {
      words.push(Number(data.slice(at, at + 2)));
      at += 2;
    } else {
      words.push(data.charCodeAt(at) - 32);
      at += 1;
    }
  }
  return words;
};

/** An option of the encoder that its types leave out: `^103` is a codeword. */
const AS_CODEWORDS: object = { raw: true };

const codeBars = async (data: string): Promise<readonly number[]> => {
  const { default: bwip } = await import('bwip-js/generic');
  const raw = codewords(data).map((word) => `^${String(word).padStart(3, '0')}`);
  const [symbol] = bwip.raw('code128', raw.join(''), AS_CODEWORDS);
  if (symbol === undefined || !('sbs' in symbol)) throw new Error('no bars');
  return symbol.sbs;
};

const reversed = (canvas: Canvas, cover: Canvas, x: number, y: number): void => {
  for (let row = 0; row < cover.height; row += 1) {
    for (let column = 0; column < cover.width; column += 1) {
      if ((cover.ink[row * cover.width + column] ?? 0) < 128) continue;
      const dot = (y + row) * canvas.width + x + column;
      canvas.ink[dot] = 255 - (canvas.ink[dot] ?? 0);
    }
  }
};

/** Every format of the text as the picture that comes out of a printer. */
export const printZpl = async (zpl: string): Promise<readonly Canvas[]> => {
  const pen = makeDotPen({ embedded: await loadEmbeddedFont() });
  const pages: Canvas[] = [];
  let canvas = blankCanvas(0, 0);
  let [width, field, module] = [0, fresh(), 2];
  let [isOpen, isInField, isUtf8] = [false, false, false];

  const lay = (cover: Canvas, x: number, y: number): void => {
    if (field.isReverse) reversed(canvas, cover, x, y);
    else layOver(canvas, cover, x, y, 'black');
  };

  const data = async (words: string): Promise<void> => {
    const text = field.isHex ? unescaped(words) : words;
    if (!isUtf8 && /[^\u0020-\u007e]/u.test(text)) throw new Error('letters beyond ASCII before ^CI28');
    if (field.barcode !== undefined) {
      let x = field.x;
      for (const [index, bar] of (await codeBars(text)).entries()) {
        if (index % 2 === 0) fillBox(canvas, x, field.y, bar * module, field.barcode);
        x += bar * module;
      }
      return;
    }
    if (!field.isTypeset) throw new Error('text that is not placed by its baseline');
    const size = (field.size * 72) / 203;
    const wide = pen.measure(text, 'bold') * field.size;
    if (field.block !== undefined && wide > field.block + 1) throw new Error(`${text} leaves its block`);
    const x = field.x + (field.block === undefined ? 0 : (field.block - wide) / 2);
    const mark = { text, face: 'bold', size, x: (x * 72) / 203, baseline: (field.y * 72) / 203, ink: 'black' } as const;
    const { cover, x: left, y: top } = pen.letter({ _tag: 'Text', ...mark }, 203);
    lay(cover, left, top);
  };

  const commands: Readonly<Record<string, (words: string) => void | Promise<void>>> = {
    XA: () => {
      if (isOpen) throw new Error('a format within a format');
      isOpen = true;
    },
    CI: (words) => {
      among('CI', words, /^28$/u);
      isUtf8 = true;
    },
    PO: (words) => void among('PO', words, /^N$/u),
    LH: (words) => void among('LH', words, /^0,0$/u),
    PQ: (words) => void among('PQ', words, /^1$/u),
    PW: (words) => void (width = Number(words)),
    LL: (words) => void (canvas = blankCanvas(width, Number(words))),
    FO: (words) => {
      [field.x = 0, field.y = 0] = numbers(words);
      isInField = true;
    },
    FT: (words) => {
      isInField = true;
      [field.x = 0, field.y = 0] = numbers(words);
      field.isTypeset = true;
    },
    FR: () => void (field.isReverse = true),
    FH: () => void (field.isHex = true),
    FB: (words) => void (field.block = among('FB', words, /^(\d+),1,0,C$/u)),
    A0: (words) => void (field.size = among('A0', words, /^N,(\d+),\1$/u)),
    BY: (words) => void (module = Number(words)),
    // Upright, no line of text above or below, no check digit of UCC, and the data as they are.
    BC: (words) => void (field.barcode = among('BC', words, /^N,(\d+),N,N,N,N$/u)),
    GB: (words) => {
      const [wide = 0, high = 0, thick = 0] = numbers(words);
      if (thick < Math.min(wide, high)) throw new Error('a box that is not filled');
      fillBox(canvas, field.x, field.y, wide, high);
    },
    GF: (words) => {
      lay(graphic(words), field.x, field.y);
    },
    FD: data,
    FS: () => {
      field = fresh();
      isInField = false;
    },
    XZ: () => {
      if (!isOpen || isInField) throw new Error('a format that ends before it begins, or within a field');
      isOpen = false;
      pages.push(canvas);
    },
  };

  if (zpl.includes('~')) throw new Error('a command that printers take at once, wherever it stands');
  for (const [, name = '', words = ''] of zpl.replaceAll('\n', '').matchAll(/\^([A-Z][A-Z0-9])([^^]*)/gu)) {
    const run = commands[name];
    if (run === undefined) throw new Error(`no such command here: ^${name}`);
    await run(words);
  }
  if (isOpen) throw new Error('a format without an end');
  return pages;
};
