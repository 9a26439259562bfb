import type { LabelContent } from '../../application/ports/label-press.js';
import { type Bars, BAR_HEIGHT, MODULE, modulesOf, readable } from './barcode.js';
import { bold, box, captioned, dots, type Mark, padded, regular, set, within } from './marks.js';
import type { Box, Line, Measure, Sizes } from './text-block.js';

/** What a label says, in characters that can be drawn. Everything else of it is measured and placed here. */
export type SheetContent = Omit<LabelContent, 'plannedAt' | 'declaration'>;

/** 4 x 6 inches. */
export const PAGE = { width: 288, height: 432 };

const EDGE = dots(26);
const RULE = dots(2);
const HEAVY = dots(4);
const LEFT = EDGE;
const WIDTH = PAGE.width - 2 * EDGE;
const BOTTOM = PAGE.height - EDGE;

const HEADER = dots(112);
const RETURN_BAND = dots(68);
const ROUTING = dots(110);
/** Below a barcode's band: its white space and its human-readable line. */
const BARCODE_REST = dots(98);
/** Tried in turn until sender and return text are legible; the receiver has what is left. */
const SENDER = [dots(184), dots(220), dots(290)];
const RETURN_TEXT = [dots(44), dots(66), dots(88)];
const SENDER_WIDTH = dots(476);
/** 40 mm, where no routing code needs the room. */
const TALL_BARS = dots(320);
const LEGIBLE = 5.5;

const SIZES = {
  carrier: { largest: 17, comfortable: 10, smallest: 2.5 },
  service: { largest: 17, comfortable: 10, smallest: 2.5 },
  sender: { largest: 8, comfortable: 6, smallest: 2.5 },
  receiver: { largest: 18, comfortable: 11, smallest: 2.5 },
  detail: { largest: 11, comfortable: 6, smallest: 2.5 },
  returnText: { largest: 8, comfortable: 6, smallest: 2.5 },
  routing: { largest: 28, comfortable: 12, smallest: 2.5 },
  leg: { largest: 16, comfortable: 16, smallest: 16 },
  readable: { largest: 11, comfortable: 6, smallest: 6 },
} satisfies Record<string, Sizes>;

/** Grams as kilograms, without rounding: `1250` is `1.25 kg`. */
export const kilograms = (grams: number): string => {
  const fraction = String(grams % 1000)
    .padStart(3, '0')
    .replace(/0+$/u, '');
  return `${Math.trunc(grams / 1000)}${fraction === '' ? '' : `.${fraction}`} kg`;
};

/** The first line names the party and the last its country. */
const party = (lines: readonly string[]): readonly Line[] =>
  lines.map((text, index) => (index === 0 || index === lines.length - 1 ? bold(text) : regular(text)));

const sizeOf = (marks: readonly Mark[]): number =>
  Math.min(...marks.map((mark) => (mark._tag === 'Text' ? mark.size : LEGIBLE)));

type Tried = { readonly height: number; readonly text: readonly Mark[] };

/** The lowest of the bands in which the text is legible, or the highest there is. */
const legible = (heights: readonly number[], write: (height: number) => readonly Mark[]): Tried => {
  const tried = heights.map((height): Tried => ({ height, text: write(height) }));
  return tried.find(({ text }) => sizeOf(text) >= LEGIBLE) ?? tried.at(-1) ?? { height: 0, text: [] };
};

/** Side by side: the account's logo where it has one, the carrier, the service. */
const header = ({ logo, carrierName, serviceName }: SheetContent, y: number, measure: Measure): readonly Mark[] => {
  const cells: readonly ((room: Box) => readonly Mark[])[] = [
    ...(logo === undefined ? [] : [(room: Box) => [within(logo, room)]]),
    (room) => set([bold(carrierName)], room, measure, { sizes: SIZES.carrier, align: 'centre' }),
    (room) => set([bold(serviceName)], room, measure, { sizes: SIZES.service, align: 'centre' }),
  ];
  const width = WIDTH / cells.length;
  return cells.flatMap((cell, index) => {
    const x = LEFT + index * width;
    return [...(index === 0 ? [] : [box(x, y, RULE, HEADER)]), ...cell(padded(x, y, width, HEADER))];
  });
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

  const from = legible(SENDER, (height) =>
    captioned('FROM', party(content.sender), { x: LEFT, y, width: SENDER_WIDTH, height }, measure, SIZES.sender),
  );
  marks.push(...from.text, ...details(content, y, from.height, measure));
  below(from.height, HEAVY);
  if (content.returnText !== undefined) {
    const line = regular(content.returnText);
    const { height, text } = legible(RETURN_TEXT, (tried) =>
      set([line], padded(LEFT, y, WIDTH, tried), measure, { sizes: SIZES.returnText, align: 'centre' }),
    );
    marks.push(...text);
    below(height, RULE);
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

/** The same content with every text of it changed; a line of a party that is left empty goes. */
export const withTexts = (content: SheetContent, change: (text: string) => string): SheetContent => {
  const lines = (all: readonly string[]): readonly string[] => all.map(change).filter((line) => line !== '');
  const [routingCode, returnText] = [change(content.routingCode ?? ''), change(content.returnText ?? '')];
  return {
    sender: lines(content.sender),
    receiver: lines(content.receiver),
    carrierName: change(content.carrierName),
    serviceName: change(content.serviceName),
    weight: content.weight,
    orderReference: change(content.orderReference),
    parcelNumber: content.parcelNumber,
    leg: content.leg,
    ...(routingCode === '' ? {} : { routingCode }),
    number: content.number,
    ...(content.logo === undefined ? {} : { logo: content.logo }),
    ...(returnText === '' ? {} : { returnText }),
  };
};

export const sheetTexts = (content: SheetContent): readonly string[] => {
  const { sender, receiver, carrierName, serviceName, orderReference, routingCode, returnText } = content;
  return [...sender, ...receiver, carrierName, serviceName, orderReference, routingCode ?? '', returnText ?? ''];
};
