import type { LabelContent } from '../../application/ports/label-press.js';
import { type Bars, BAR_HEIGHT, DOT, MODULE, readable, modulesOf } from './barcode.js';
import { type Box, type Face, fitted, type Line, type Measure, type Sizes } from './text-block.js';

/** What a label says, in characters that can be drawn. Everything else of it is measured and placed here. */
export type SheetContent = Omit<LabelContent, 'plannedAt'>;

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
    }
  | ({ readonly _tag: 'Box' } & Box)
  | {
      readonly _tag: 'Bars';
      readonly x: number;
      readonly y: number;
      readonly height: number;
      /** The width of one module. */
      readonly module: number;
      readonly widths: Bars;
    };

/** 4 x 6 inches. */
export const PAGE = { width: 288, height: 432 };

const dots = (count: number): number => count * DOT;

const EDGE = dots(26);
const RULE = dots(2);
const HEAVY = dots(4);
const PAD = dots(20);
const LEFT = EDGE;
const WIDTH = PAGE.width - 2 * EDGE;
const BOTTOM = PAGE.height - EDGE;

const HEADER = dots(112);
const RETURN_BAND = dots(68);
const ROUTING = dots(110);
/** Below a barcode's band: its white space and its human-readable line. */
const BARCODE_REST = dots(98);
/** Tried in turn until the sender is legible; the receiver has what is left. */
const SENDER = [dots(184), dots(220), dots(290)];
const SENDER_WIDTH = dots(476);
/** 40 mm, where no routing code needs the room. */
const TALL_BARS = dots(320);
const CAPTION = dots(22);

const CAPTION_SIZE = 5.5;
const LEGIBLE = 5.5;

const SIZES = {
  carrier: { largest: 17, comfortable: 10, smallest: 2.5 },
  service: { largest: 17, comfortable: 10, smallest: 2.5 },
  sender: { largest: 8, comfortable: 6, smallest: 2.5 },
  receiver: { largest: 18, comfortable: 11, smallest: 2.5 },
  detail: { largest: 11, comfortable: 6, smallest: 2.5 },
  routing: { largest: 28, comfortable: 12, smallest: 2.5 },
  leg: { largest: 16, comfortable: 16, smallest: 16 },
  readable: { largest: 11, comfortable: 6, smallest: 6 },
} satisfies Record<string, Sizes>;

const box = (x: number, y: number, width: number, height: number): Mark => ({ _tag: 'Box', x, y, width, height });
const bold = (text: string): Line => ({ text, face: 'bold' });
const regular = (text: string): Line => ({ text, face: 'regular' });

/** Grams as kilograms, without rounding: `1250` is `1.25 kg`. */
export const kilograms = (grams: number): string => {
  const fraction = String(grams % 1000)
    .padStart(3, '0')
    .replace(/0+$/u, '');
  return `${Math.trunc(grams / 1000)}${fraction === '' ? '' : `.${fraction}`} kg`;
};

type Setting = { readonly sizes: Sizes; readonly align: 'left' | 'centre'; readonly ink?: 'white' };

/** Text in a box: from its top where it is aligned left, else in its middle. */
const set = (lines: readonly Line[], room: Box, measure: Measure, { sizes, align, ink }: Setting): readonly Mark[] => {
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
  }));
};

const padded = (x: number, y: number, width: number, height: number): Box => ({
  x: x + PAD,
  y: y + PAD / 2,
  width: width - 2 * PAD,
  height: height - PAD,
});

/** A small caption above its text, in a padded cell. */
const captioned = (
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

/** The first line names the party and the last its country. */
const party = (lines: readonly string[]): readonly Line[] =>
  lines.map((text, index) => (index === 0 || index === lines.length - 1 ? bold(text) : regular(text)));

const sizeOf = (marks: readonly Mark[]): number =>
  Math.min(...marks.map((mark) => (mark._tag === 'Text' ? mark.size : LEGIBLE)));

const header = ({ carrierName, serviceName }: SheetContent, y: number, measure: Measure): readonly Mark[] => {
  const half = WIDTH / 2;
  return [
    ...set([bold(carrierName)], padded(LEFT, y, half, HEADER), measure, { sizes: SIZES.carrier, align: 'centre' }),
    box(LEFT + half, y, RULE, HEADER),
    ...set([bold(serviceName)], padded(LEFT + half, y, half, HEADER), measure, {
      sizes: SIZES.service,
      align: 'centre',
    }),
  ];
};

const details = (content: SheetContent, y: number, height: number, measure: Measure): readonly Mark[] => {
  const x = LEFT + SENDER_WIDTH;
  const width = WIDTH - SENDER_WIDTH;
  const half = height / 2;
  const cell = (caption: string, text: string, at: Box): readonly Mark[] =>
    captioned(caption, [bold(text)], at, measure, SIZES.detail);
  return [
    box(x, y, RULE, height),
    ...cell('ORDER', content.orderReference, { x, y, width, height: half }),
    box(x, y + half, width, RULE),
    ...cell('WEIGHT', kilograms(content.weight), { x, y: y + half, width: width * 0.6, height: half }),
    box(x + width * 0.6, y + half, RULE, half),
    ...cell('PARCEL', String(content.parcelNumber), {
      x: x + width * 0.6,
      y: y + half,
      width: width * 0.4,
      height: half,
    }),
  ];
};

const barcode = (number: string, bars: Bars, y: number, height: number, measure: Measure): readonly Mark[] => {
  const top = y + dots(24);
  const text: Box = { x: LEFT, y: top + height + dots(10), width: WIDTH, height: dots(44) };
  return [
    // In whole dots from the left edge, so that every bar begins and ends with a dot of the printer.
    { _tag: 'Bars', x: dots((812 - 4 * modulesOf(bars)) / 2), y: top, height, module: MODULE, widths: bars },
    ...set([regular(readable(number))], text, measure, { sizes: SIZES.readable, align: 'centre' }),
  ];
};

/** The label as data: bands from the top down, the receiver's with all the room that the others leave. */
export const layOut = (content: SheetContent, bars: Bars, measure: Measure): readonly Mark[] => {
  const { routingCode } = content;
  const marks: Mark[] = [
    box(LEFT, EDGE, WIDTH, HEAVY),
    box(LEFT, BOTTOM - HEAVY, WIDTH, HEAVY),
    box(LEFT, EDGE, HEAVY, BOTTOM - EDGE),
    box(LEFT + WIDTH - HEAVY, EDGE, HEAVY, BOTTOM - EDGE),
  ];
  let y = EDGE;
  const below = (height: number, rule: number): void => {
    y += height;
    marks.push(box(LEFT, y, WIDTH, rule));
  };

  marks.push(...header(content, y, measure));
  below(HEADER, HEAVY);
  if (content.leg === 'return') {
    const band: Box = { x: LEFT, y, width: WIDTH, height: RETURN_BAND };
    marks.push({ _tag: 'Box', ...band });
    marks.push(...set([bold('RETURN')], band, measure, { sizes: SIZES.leg, align: 'centre', ink: 'white' }));
    y += RETURN_BAND;
  }

  const sender = SENDER.map((height) => ({
    height,
    text: captioned('FROM', party(content.sender), { x: LEFT, y, width: SENDER_WIDTH, height }, measure, SIZES.sender),
  }));
  const from = sender.find(({ text }) => sizeOf(text) >= LEGIBLE) ?? sender.at(-1);
  if (from !== undefined) {
    marks.push(...from.text, ...details(content, y, from.height, measure));
    below(from.height, HEAVY);
  }

  const barHeight = routingCode === undefined ? TALL_BARS : BAR_HEIGHT;
  const barcodeTop = BOTTOM - BARCODE_REST - barHeight;
  const routingTop = routingCode === undefined ? barcodeTop : barcodeTop - ROUTING;
  const to: Box = { x: LEFT, y, width: WIDTH, height: routingTop - y };
  marks.push(...captioned('TO', party(content.receiver), to, measure, SIZES.receiver));
  if (routingCode !== undefined) {
    const band = padded(LEFT, routingTop, WIDTH, ROUTING);
    marks.push(box(LEFT, routingTop, WIDTH, RULE));
    marks.push(...set([bold(routingCode)], band, measure, { sizes: SIZES.routing, align: 'centre' }));
  }
  marks.push(box(LEFT, barcodeTop, WIDTH, HEAVY));
  return [...marks, ...barcode(content.number, bars, barcodeTop, barHeight, measure)];
};
