import type { Picture } from '../../application/ports/label-press.js';
import { type Bars, DOT } from './barcode.js';
import { type Box, type Face, fitted, type Line, type Measure, type Sizes } from './text-block.js';

/** One thing to draw, in points from the top left corner. Boxes and bars are filled black. */
export type Mark =
  | {
      readonly _tag: 'Text';
      readonly text: string;
      readonly face: Face;
      readonly size: number;
      readonly x: number;
      readonly baseline: number;
      readonly ink: 'black' | 'white';
      /** What the text stands in the middle of, for a writer whose letters have widths of their own. */
      readonly middleOf?: { readonly x: number; readonly width: number };
    }
  | ({ readonly _tag: 'Box' } & Box)
  | ({ readonly _tag: 'Picture'; readonly picture: Picture } & Box)
  | {
      readonly _tag: 'Bars';
      readonly x: number;
      readonly y: number;
      readonly height: number;
      /** The width of one module. */
      readonly module: number;
      readonly widths: Bars;
    };

/** The dots of a 203 dpi printer, in points. */
export const dots = (count: number): number => count * DOT;

const PAD = dots(20);
const CAPTION = dots(22);
export const CAPTION_SIZE = 5.5;

export const box = (x: number, y: number, width: number, height: number): Mark => ({
  _tag: 'Box',
  x,
  y,
  width,
  height,
});
export const bold = (text: string): Line => ({ text, face: 'bold' });
export const regular = (text: string): Line => ({ text, face: 'regular' });

/** A picture in the middle of a box, as large as it fits there. */
export const within = (picture: Picture, room: Box): Mark => {
  const scale = Math.min(room.width / picture.width, room.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return {
    _tag: 'Picture',
    picture,
    x: room.x + (room.width - width) / 2,
    y: room.y + (room.height - height) / 2,
    width,
    height,
  };
};

type Setting = { readonly sizes: Sizes; readonly align: 'left' | 'centre'; readonly ink?: 'white' };

/** Text in a box: from its top where it is aligned left, else in its middle. */
export const set = (
  lines: readonly Line[],
  room: Box,
  measure: Measure,
  { sizes, align, ink }: Setting,
): readonly Mark[] => {
  const block = fitted(
    lines.filter(({ text }) => text !== ''),
    room,
    sizes,
    measure,
  );
  const { ascent, descent } = block.reach;
  const leading = (ascent + descent) * block.size;
  const height = block.lines.length * leading;
  const top = align === 'left' ? room.y : room.y + (room.height - height) / 2;
  return block.lines.map(({ text, face }, index) => ({
    _tag: 'Text',
    text,
    face,
    size: block.size,
    x: align === 'left' ? room.x : room.x + (room.width - measure(text, face) * block.size) / 2,
    baseline: top + index * leading + ascent * block.size,
    ink: ink ?? 'black',
    ...(align === 'centre' && { middleOf: { x: room.x, width: room.width } }),
  }));
};

export const padded = (x: number, y: number, width: number, height: number): Box => ({
  x: x + PAD,
  y: y + PAD / 2,
  width: width - 2 * PAD,
  height: height - PAD,
});

/** A small caption above its text, in a padded cell. */
export const captioned = (
  caption: string,
  lines: readonly Line[],
  { x, y, width, height }: Box,
  measure: Measure,
  sizes: Sizes,
): readonly Mark[] => {
  const inner = padded(x, y, width, height);
  const text = { ...inner, y: inner.y + CAPTION, height: inner.height - CAPTION };
  const head: Mark = {
    _tag: 'Text',
    text: caption,
    face: 'bold',
    size: CAPTION_SIZE,
    x: inner.x,
    baseline: inner.y + CAPTION_SIZE,
    ink: 'black',
  };
  return [head, ...set(lines, text, measure, { sizes, align: 'left' })];
};
