import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Font } from 'fontkit';
import { type Unavailable, unavailable } from '../../application/ports/unavailable.js';

/** A font file, and what it draws. `has` is false where any character of the text, marks included, has no glyph. */
export type FontFile = {
  readonly bytes: Uint8Array;
  /** The outlines, for whoever draws the letters itself. */
  readonly font: Font;
  readonly has: (text: string) => boolean;
};

/** The two faces of the font that is embedded for Latin, Greek and Cyrillic. */
export type EmbeddedFont = { readonly regular: FontFile; readonly bold: FontFile };

const coverage =
  (font: Font) =>
  (text: string): boolean =>
    Array.from(text).every((character) => font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0));

/** Opens a font and embeds one of its glyphs, which reads the tables that a label needs. Rejects where that fails. */
const proven = async (bytes: Uint8Array): Promise<FontFile> => {
  const { create } = await import('fontkit');
  const font = create(Buffer.from(bytes));
  if (!('layout' in font)) throw new TypeError('A collection of fonts: name a file that holds a single one');
  const [sample] = font.characterSet.filter((codePoint) => codePoint > 0x20);
  if (sample === undefined) throw new TypeError('The font has no characters');
  const subset = font.createSubset();
  for (const glyph of font.layout(String.fromCodePoint(sample)).glyphs) subset.includeGlyph(glyph);
  subset.encode();
  return { bytes, font, has: coverage(font) };
};

/** Kerning and ligatures. A document reads the font anew, these tables are most of that work, and an address needs neither. */
const UNREAD = ['GPOS', 'GSUB', 'kern'];

/** The font with those tables under a name that no reader looks for: the directory has 16 bytes a table, its tag first. */
const withoutFinery = (font: Buffer): Buffer => {
  const plain = Buffer.from(font);
  for (let entry = 12; entry < 12 + 16 * plain.readUInt16BE(4); entry += 16) {
    if (UNREAD.includes(plain.toString('latin1', entry, entry + 4))) plain.write('----', entry, 'latin1');
  }
  return plain;
};

const packaged = async (name: string): Promise<FontFile> =>
  proven(withoutFinery(await readFile(fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)))));

/** DejaVu Sans in its condensed width, which is close to Helvetica's. */
export const loadEmbeddedFont = async (): Promise<EmbeddedFont> => {
  const [regular, bold] = await Promise.all([packaged('DejaVuSansCondensed'), packaged('DejaVuSansCondensed-Bold')]);
  return { regular, bold };
};

/** Rejects where the file is missing, is no TrueType or OpenType font, or is a collection. */
export const loadFontFile = async (path: string): Promise<FontFile> => proven(await readFile(path));

/** Whether labels can be drawn with the font file of the settings: `Unavailable` says why not. */
export const checkLabelFont = (path: string): TE.TaskEither<Unavailable, void> =>
  TE.tryCatch(async () => {
    await loadFontFile(path);
  }, unavailable('label font'));
