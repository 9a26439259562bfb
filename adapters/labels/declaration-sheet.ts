import { type CustomsLine, type Declaration, totalsOf } from '../../domain/customs.js';
import { rfc3339 } from '../../domain/time.js';
import { cell, type Column, frame, lineTexts, pricedOrBare, said, summed, tableRow, weighed } from './form.js';
import { bold, type Mark, regular, set } from './marks.js';
import type { Box, Measure } from './text-block.js';

/** The words of UPU's forms CN22 and CN23. */
export const STATEMENT =
  'I, the undersigned, whose name and address are given on the item, certify that the particulars given in this ' +
  'declaration are correct and that this item does not contain any dangerous article or articles prohibited by ' +
  'legislation or by postal or customs regulations.';

const millimetres = (count: number): number => (count / 25.4) * 72;

/** A CN22 is 74 x 105 mm; here it stands in the middle of a label, as wide as that and as high. */
const FORM: Box = { x: (288 - millimetres(74)) / 2, y: 34, width: millimetres(74), height: millimetres(105) };

const HEAD = 28;
const KINDS = 34;
const TABLE_HEAD = 18;
const SUMS = 26;
const FOOT = 62;
/** More kinds of goods than this are told in one line. */
const MOST_ROWS = 8;

const COLUMNS: readonly Column<CustomsLine>[] = [
  { head: 'Quantity and description', width: 78, text: ({ quantity, description }) => `${quantity} x ${description}` },
  { head: 'Net weight', width: 34, text: ({ grams }) => weighed(grams) },
  { head: 'HS no.', width: 36, text: ({ hsNumber = '' }) => hsNumber },
  { head: 'Origin', width: 30, text: ({ origin = '' }) => origin },
  { head: 'Value', width: FORM.width - 178, text: ({ value }) => pricedOrBare(value) },
];

/** The lines that a small form has room for: what is beyond them is one line with its sums. */
const fewer = (lines: readonly CustomsLine[]): readonly CustomsLine[] => {
  if (lines.length <= MOST_ROWS) return lines;
  const rest = lines.slice(MOST_ROWS - 1);
  const [total, another] = totalsOf(rest);
  const grams = rest.reduce((sum, line) => sum + (line.grams ?? 0), 0);
  return [
    ...lines.slice(0, MOST_ROWS - 1),
    {
      description: `goods of ${rest.length} more kinds`,
      quantity: rest.reduce((sum, { quantity }) => sum + quantity, 0),
      ...(grams > 0 && { grams }),
      ...(total !== undefined && another === undefined && { value: total }),
    },
  ];
};

const small = { largest: 7, comfortable: 5, smallest: 2.5 };

const ticked = (words: string, isTicked: boolean, at: Box, measure: Measure): readonly Mark[] => {
  const tick: Box = { x: at.x, y: at.y + (at.height - 9) / 2, width: 9, height: 9 };
  const inTick: Box = { x: tick.x + 1, y: tick.y + 1, width: 7, height: 7 };
  const room: Box = { x: at.x + 12, y: at.y + 2.5, width: at.width - 12, height: at.height - 2.5 };
  return [
    ...frame(tick),
    ...(isTicked ? set([bold('X')], inTick, measure, { sizes: small, align: 'centre' }) : []),
    ...set([regular(words)], room, measure, { sizes: small, align: 'left' }),
  ];
};

/** A CN22 on a page of the label's size. */
export const declarationSheet = (
  declaration: Declaration,
  say: (text: string) => string,
  measure: Measure,
): readonly Mark[] => {
  const { x, width } = FORM;
  const marks: Mark[] = [...frame(FORM)];
  let y = FORM.y;
  marks.push(
    ...set([bold('CUSTOMS DECLARATION')], { x: x + 4, y: y + 7, width: width - 60, height: HEAD - 10 }, measure, {
      sizes: { largest: 11, comfortable: 8, smallest: 4 },
      align: 'left',
    }),
    ...set([bold('CN 22')], { x: x + width - 50, y: y + 3, width: 46, height: HEAD - 6 }, measure, {
      sizes: { largest: 12, comfortable: 8, smallest: 4 },
      align: 'centre',
    }),
  );
  y += HEAD;
  const half = width / 2;
  const kinds: readonly (readonly [string, boolean])[] = [
    ['Sale of goods', declaration.nature === 'sale'],
    ['Returned goods', declaration.nature === 'returned'],
    ['Gift', false],
    ['Other', false],
  ];
  kinds.forEach(([words, isTicked], index) => {
    const at = { x: x + 4 + (index % 2) * half, y: y + 2 + (index > 1 ? 16 : 0), width: half - 8, height: 14 };
    marks.push(...ticked(words, isTicked, at, measure));
  });
  y += KINDS;
  marks.push(...tableRow(COLUMNS, { x, y, height: TABLE_HEAD }, ({ head }) => ({ text: head, isHead: true }), measure));
  y += TABLE_HEAD;
  const bottom = FORM.y + FORM.height;
  const lines = fewer(said(declaration.lines, say));
  const row = Math.min(24, (bottom - FOOT - SUMS - y) / Math.max(1, lines.length));
  lines.forEach((line, index) => {
    const at = { x, y: y + index * row, height: row };
    marks.push(...tableRow(COLUMNS, at, ({ text }) => ({ text: text(line, index), isHead: false }), measure));
  });
  const sums = bottom - FOOT - SUMS;
  marks.push(
    ...cell('TOTAL WEIGHT', weighed(declaration.grams), { x, y: sums, width: half, height: SUMS }, measure),
    ...cell('TOTAL VALUE', summed(declaration.totals), { x: x + half, y: sums, width: half, height: SUMS }, measure),
    ...set([regular(STATEMENT)], { x: x + 4, y: sums + SUMS + 3, width: width - 8, height: 30 }, measure, {
      sizes: { largest: 6, comfortable: 6, smallest: 3 },
      align: 'left',
    }),
    ...set(
      [regular(`${rfc3339(declaration.date).slice(0, 10)}  ${say(declaration.signer ?? '')}`)],
      { x: x + 4, y: bottom - 26, width: width - 8, height: 22 },
      measure,
      { sizes: { largest: 9, comfortable: 6, smallest: 3 }, align: 'left' },
    ),
  );
  return marks;
};

export const declarationTexts = ({ lines, signer = '' }: Declaration): readonly string[] => [
  ...lineTexts(lines),
  signer,
];
