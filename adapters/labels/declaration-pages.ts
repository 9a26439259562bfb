import type { InvoiceContent } from '../../domain/commercial-invoice.js';
import type { CustomsLine } from '../../domain/customs.js';
import { rfc3339 } from '../../domain/time.js';
import { STATEMENT } from './declaration-sheet.js';
import { cell, type Column, pricedOrBare, said, summed, tableRow, weighed } from './form.js';
import { bold, type Mark, regular, set } from './marks.js';
import type { Page } from './pdf.js';
import type { Measure } from './text-block.js';

/** A5 across, the size of a CN23, in points. */
const A5 = { width: 595, height: 420 };
const LEFT = 24;
const WIDTH = A5.width - 2 * LEFT;
const TOP = 22;
const PARTIES = 92;
const HEAD = 18;
const ROW = 22;
/** As on the form itself; further kinds go on a further one. */
const ROWS = 5;

const COLUMNS: readonly Column<CustomsLine>[] = [
  { head: 'Detailed description of contents', width: 210, text: ({ description }) => description },
  { head: 'Quantity', width: 52, text: ({ quantity }) => String(quantity) },
  { head: 'Net weight', width: 62, text: ({ grams }) => weighed(grams) },
  { head: 'Value', width: 90, text: ({ value }) => pricedOrBare(value) },
  { head: 'HS tariff number', width: 75, text: ({ hsNumber = '' }) => hsNumber },
  { head: 'Country of origin', width: WIDTH - 489, text: ({ origin = '' }) => origin },
];

/** A CN23 of the invoice's goods, with five kinds to a page; none where the account wants none. */
export const declarationPages = (
  { declaration, exporter, importer, number, order }: InvoiceContent,
  say: (text: string) => string,
  measure: Measure,
): readonly Page[] => {
  if (declaration === undefined) return [];
  const lines = said(declaration.lines, say);
  const count = Math.max(1, Math.ceil(lines.length / ROWS));
  const half = WIDTH / 2;
  const party = { y: TOP + 26, width: half, height: PARTIES };
  const table = TOP + 26 + PARTIES + 26;
  const sums = table + HEAD + ROWS * ROW;
  const third = WIDTH / 3;

  const common: readonly Mark[] = [
    ...set([bold('CUSTOMS DECLARATION')], { x: LEFT, y: TOP, width: 300, height: 22 }, measure, {
      sizes: { largest: 14, comfortable: 10, smallest: 6 },
      align: 'left',
    }),
    ...set([bold('CN 23')], { x: LEFT + WIDTH - 80, y: TOP, width: 80, height: 22 }, measure, {
      sizes: { largest: 14, comfortable: 10, smallest: 6 },
      align: 'centre',
    }),
    ...cell('FROM', exporter.lines.map(say), { ...party, x: LEFT }, measure),
    ...cell('TO', importer.lines.map(say), { ...party, x: LEFT + half }, measure),
    ...tableRow(COLUMNS, { x: LEFT, y: table, height: HEAD }, ({ head }) => ({ text: head, isHead: true }), measure),
    ...cell('TOTAL WEIGHT', weighed(declaration.grams), { x: LEFT, y: sums, width: third, height: 28 }, measure),
    ...cell('TOTAL VALUE', summed(declaration.totals), { x: LEFT + third, y: sums, width: third, height: 28 }, measure),
    ...cell(
      'CATEGORY OF ITEM',
      declaration.nature === 'sale' ? 'Sale of goods' : 'Returned goods',
      { x: LEFT + 2 * third, y: sums, width: third, height: 28 },
      measure,
    ),
    ...set([regular(STATEMENT)], { x: LEFT, y: sums + 34, width: WIDTH, height: 28 }, measure, {
      sizes: { largest: 8, comfortable: 8, smallest: 4 },
      align: 'left',
    }),
    ...cell(
      'DATE AND SIGNATURE OF THE SENDER',
      `${rfc3339(declaration.date).slice(0, 10)}  ${say(declaration.signer ?? '')}`,
      { x: LEFT, y: sums + 66, width: WIDTH, height: 34 },
      measure,
    ),
  ];

  return Array.from({ length: count }, (_page, page) => {
    const rows = lines.slice(page * ROWS, (page + 1) * ROWS);
    const facts = [`Invoice ${number}`, `order ${say(order)}`, ...(count > 1 ? [`page ${page + 1} of ${count}`] : [])];
    return {
      ...A5,
      marks: [
        ...common,
        ...set([regular(facts.join(', '))], { x: LEFT, y: table - 22, width: WIDTH, height: 18 }, measure, {
          sizes: { largest: 8, comfortable: 6, smallest: 3 },
          align: 'left',
        }),
        ...rows.flatMap((line, row) =>
          tableRow(
            COLUMNS,
            { x: LEFT, y: table + HEAD + row * ROW, height: ROW },
            ({ text }) => ({ text: text(line, row), isHead: false }),
            measure,
          ),
        ),
      ],
    };
  });
};
