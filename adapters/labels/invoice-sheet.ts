import type { InvoiceContent, InvoiceParty } from '../../domain/commercial-invoice.js';
import type { CustomsLine } from '../../domain/customs.js';
import { rfc3339 } from '../../domain/time.js';
import { declarationPages } from './declaration-pages.js';
import { declarationTexts } from './declaration-sheet.js';
import { cell, type Column, frame, lineTexts, pricedOrBare, said, summed, tableRow, weighed } from './form.js';
import { bold, type Mark, regular, set } from './marks.js';
import type { Page } from './pdf.js';
import type { Measure } from './text-block.js';

/** A4, in points. */
const A4 = { width: 595, height: 842 };
const LEFT = 40;
const WIDTH = A4.width - 2 * LEFT;
const TOP = 40;
const BOTTOM = A4.height - 40;
const TITLE = 34;
const PARTIES = 120;
const FACTS = 34;
const HEAD = 20;
const ROW = 28;
/** Sums, statement and signature. */
const FOOT = 150;

const COLUMNS: readonly Column<CustomsLine>[] = [
  { head: 'No.', width: 24, text: (_line, index) => String(index + 1) },
  { head: 'Description of goods', width: 175, text: ({ description }) => description },
  { head: 'HS code', width: 56, text: ({ hsNumber = '' }) => hsNumber },
  { head: 'Country of origin', width: 50, text: ({ origin = '' }) => origin },
  { head: 'Quantity', width: 42, text: ({ quantity }) => String(quantity) },
  { head: 'Net weight', width: 52, text: ({ grams }) => weighed(grams) },
  { head: 'Unit value', width: 58, text: ({ unitValue }) => pricedOrBare(unitValue) },
  { head: 'Value', width: WIDTH - 457, text: ({ value }) => pricedOrBare(value) },
];

const partyLines = ({ lines, phone, email }: InvoiceParty, say: (text: string) => string): readonly string[] =>
  [...lines, ...(phone === undefined ? [] : [`Phone ${phone}`]), ...(email === undefined ? [] : [email])]
    .map(say)
    .filter((line) => line !== '');

/** So many rows go on each page; the last page has room for the foot below its rows. */
const sharedOut = (count: number, first: number, other: number): readonly number[] => {
  const pages: number[] = [];
  let left = count;
  while (left > 0 || pages.length === 0) {
    const room = pages.length === 0 ? first : other;
    pages.push(Math.min(left, room));
    left -= Math.min(left, room);
  }
  const room = (pages.length === 1 ? first : other) - Math.ceil(FOOT / ROW);
  return (pages.at(-1) ?? 0) > room ? [...pages, 0] : pages;
};

const facts = (content: InvoiceContent, say: (text: string) => string): readonly (readonly [string, string])[] => [
  ['INVOICE NUMBER', content.number],
  ['DATE', rfc3339(content.date).slice(0, 10)],
  ['ORDER', say(content.order)],
  ['TRACKING CODE', say(content.trackingCode)],
  ['SERVICE', say(content.serviceName)],
  ['REASON FOR EXPORT', say(content.reason)],
  ['INCOTERM', say(content.incoterm ?? '')],
  ['ITN', say(content.itn ?? '')],
  ['PARCELS', '1'],
  ['NET WEIGHT', weighed(content.netGrams)],
  ['GROSS WEIGHT', weighed(content.grossGrams)],
  ['TOTAL VALUE', summed(content.totals)],
];

const head = (content: InvoiceContent, say: (text: string) => string, measure: Measure): readonly Mark[] => {
  const half = WIDTH / 2;
  const y = TOP + TITLE;
  const party = { y, width: half, height: PARTIES };
  const quarter = WIDTH / 4;
  return [
    ...cell('EXPORTER', partyLines(content.exporter, say), { ...party, x: LEFT }, measure),
    ...cell('IMPORTER', partyLines(content.importer, say), { ...party, x: LEFT + half }, measure),
    ...facts(content, say).flatMap(([caption, text], index) =>
      cell(
        caption,
        text,
        {
          x: LEFT + (index % 4) * quarter,
          y: y + PARTIES + Math.trunc(index / 4) * FACTS,
          width: quarter,
          height: FACTS,
        },
        measure,
      ),
    ),
  ];
};

const foot = (content: InvoiceContent, y: number, say: (text: string) => string, measure: Measure): readonly Mark[] => {
  const right = { x: LEFT + WIDTH / 2, width: WIDTH / 2 };
  const statement = 'I declare that the information on this invoice is true and correct.';
  const line = { x: LEFT, y: y + 112, width: WIDTH / 2 - 20, height: 0.75 };
  return [
    ...frame({ ...right, y: y + 6, height: 26 }),
    ...set(
      [bold(`Total ${summed(content.totals)}`)],
      { x: right.x + 4, y: y + 8, width: right.width - 8, height: 22 },
      measure,
      { sizes: { largest: 11, comfortable: 7, smallest: 3 }, align: 'centre' },
    ),
    ...set([regular(statement)], { x: LEFT, y: y + 44, width: WIDTH, height: 16 }, measure, {
      sizes: { largest: 9, comfortable: 7, smallest: 4 },
      align: 'left',
    }),
    ...set([regular(say(content.signer ?? ''))], { x: LEFT, y: y + 90, width: line.width, height: 18 }, measure, {
      sizes: { largest: 11, comfortable: 7, smallest: 3 },
      align: 'left',
    }),
    { _tag: 'Box', ...line },
    ...set([regular('Name and signature')], { x: LEFT, y: y + 114, width: line.width, height: 12 }, measure, {
      sizes: { largest: 7, comfortable: 7, smallest: 4 },
      align: 'left',
    }),
  ];
};

/** The invoice's pages, and after them those of a CN23 where it has one. */
export const invoicePages = (
  content: InvoiceContent,
  say: (text: string) => string,
  measure: Measure,
): readonly Page[] => {
  const lines = said(content.lines, say);
  const firstTop = TOP + TITLE + PARTIES + 3 * FACTS + 12;
  const rowsFrom = (top: number): number => Math.floor((BOTTOM - top - HEAD) / ROW);
  const shares = sharedOut(lines.length, rowsFrom(firstTop), rowsFrom(TOP + TITLE));
  let next = 0;
  const pages = shares.map((count, page): Page => {
    const top = page === 0 ? firstTop : TOP + TITLE;
    const start = next;
    next += count;
    const title = shares.length === 1 ? '' : `page ${page + 1} of ${shares.length}`;
    const rows = lines.slice(start, next).flatMap((line, row) => {
      const at = { x: LEFT, y: top + HEAD + row * ROW, height: ROW };
      return tableRow(COLUMNS, at, ({ text }) => ({ text: text(line, start + row), isHead: false }), measure);
    });
    const tableHead = tableRow(
      COLUMNS,
      { x: LEFT, y: top, height: HEAD },
      (column) => ({ text: column.head, isHead: true }),
      measure,
    );
    return {
      ...A4,
      marks: [
        ...set([bold('COMMERCIAL INVOICE')], { x: LEFT, y: TOP, width: 300, height: 24 }, measure, {
          sizes: { largest: 18, comfortable: 12, smallest: 8 },
          align: 'left',
        }),
        ...set([regular(`${content.number}  ${title}`)], { x: 360, y: TOP + 4, width: 195, height: 16 }, measure, {
          sizes: { largest: 9, comfortable: 7, smallest: 4 },
          align: 'left',
        }),
        ...(page === 0 ? head(content, say, measure) : []),
        ...(count > 0 ? [...tableHead, ...rows] : []),
        ...(page === shares.length - 1
          ? foot(content, count === 0 ? top : top + HEAD + count * ROW, say, measure)
          : []),
      ],
    };
  });
  return [...pages, ...declarationPages(content, say, measure)];
};

export const invoiceTexts = (content: InvoiceContent): readonly string[] => [
  ...[content.exporter, content.importer].flatMap(({ lines, phone = '', email = '' }) => [...lines, phone, email]),
  ...lineTexts(content.lines),
  ...(content.declaration === undefined ? [] : declarationTexts(content.declaration)),
  content.order,
  content.trackingCode,
  content.serviceName,
  content.reason,
  content.incoterm ?? '',
  content.signer ?? '',
  content.itn ?? '',
];
