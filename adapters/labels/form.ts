import type { CustomsLine } from '../../domain/customs.js';
import { type Money, priceText } from '../../domain/money.js';
import { bold, box, captioned, type Mark, regular, set } from './marks.js';
import { kilograms } from './sheet.js';
import type { Box, Measure, Sizes } from './text-block.js';

/** Parts that forms for customs are made of. Text never leaves its cell: it shrinks, wraps, and at last is cut. */

const RULE = 0.75;

/** The four edges of a box. */
export const frame = ({ x, y, width, height }: Box): readonly Mark[] => [
  box(x, y, width, RULE),
  box(x, y + height - RULE, width, RULE),
  box(x, y, RULE, height),
  box(x + width - RULE, y, RULE, height),
];

export const CELL: Sizes = { largest: 9, comfortable: 6.5, smallest: 2.5 };

/** A framed box with a small caption above its text. */
export const cell = (caption: string, text: string | readonly string[], at: Box, measure: Measure): readonly Mark[] => [
  ...frame(at),
  ...captioned(caption, [text].flat().map(regular), at, measure, CELL),
];

export type Column<A> = {
  readonly head: string;
  /** In points. */
  readonly width: number;
  readonly text: (row: A, index: number) => string;
};

const inner = ({ x, y, width, height }: Box): Box => ({ x: x + 3, y: y + 2, width: width - 6, height: height - 4 });

/** One row of a table, framed; `write` says what stands in each column. */
export const tableRow = <A>(
  columns: readonly Column<A>[],
  { x, y, height }: Omit<Box, 'width'>,
  write: (column: Column<A>) => { readonly text: string; readonly isHead: boolean },
  measure: Measure,
): readonly Mark[] => {
  let left = x;
  return columns.flatMap((column) => {
    const at: Box = { x: left, y, width: column.width, height };
    left += column.width;
    const { text, isHead } = write(column);
    const sizes = isHead ? { ...CELL, largest: 7 } : { ...CELL, largest: 8 };
    return [...frame(at), ...set([isHead ? bold(text) : regular(text)], inner(at), measure, { sizes, align: 'left' })];
  });
};

/** `12.40 EUR`. */
export const priced = (money: Money): string => `${priceText(money)} ${money.currency}`;

/** What nobody knows is left bare. */
export const pricedOrBare = (money: Money | undefined): string => (money === undefined ? '' : priced(money));

export const weighed = (grams: number | undefined): string => (grams === undefined ? '' : kilograms(grams));

export const summed = (totals: readonly Money[]): string => totals.map(priced).join(' + ');

/** Everything of the lines that somebody else has written. */
export const lineTexts = (lines: readonly CustomsLine[]): readonly string[] =>
  lines.flatMap(({ description, hsNumber = '', origin = '' }) => [description, hsNumber, origin]);

/** The lines in characters that can be drawn. */
export const said = (lines: readonly CustomsLine[], say: (text: string) => string): readonly CustomsLine[] =>
  lines.map((line) => ({
    ...line,
    description: say(line.description),
    ...(line.hsNumber !== undefined && { hsNumber: say(line.hsNumber) }),
    ...(line.origin !== undefined && { origin: say(line.origin) }),
  }));
