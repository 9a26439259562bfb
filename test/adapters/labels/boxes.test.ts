import { expect } from 'chai';
import fc from 'fast-check';
import { type Bars, barsOf } from '../../../adapters/labels/barcode.js';
import { declarationSheet, declarationTexts } from '../../../adapters/labels/declaration-sheet.js';
import { makeDotPen } from '../../../adapters/labels/dot-pen.js';
import { invoicePages, invoiceTexts } from '../../../adapters/labels/invoice-sheet.js';
import { makeLetterer, type Letterer } from '../../../adapters/labels/lettering.js';
import { makeLabelPress } from '../../../adapters/labels/press.js';
import { layOut, PAGE, sheetTexts, withTexts } from '../../../adapters/labels/sheet.js';
import type { Measure } from '../../../adapters/labels/text-block.js';
import { zplMeasure } from '../../../adapters/labels/zpl.js';
import type { LabelContent } from '../../../application/ports/label-press.js';
import type { InvoiceContent } from '../../../domain/commercial-invoice.js';
import type { Currency } from '../../../domain/currency.js';
import type { CustomsLine } from '../../../domain/customs.js';
import { rightOf } from '../../support/either.js';
import { printZpl } from '../../support/zpl.js';
import { aDeclaration, aLogo, labelContent } from './label-content.js';
import { collisions, strays } from './placed.js';

/** Letters of many scripts: those of the fonts, those that are spelt, wide ones, stacked ones, right to left, and none at all. */
const SCRIPTS = [
  'abcdefgWWMMiill,.-/&ÄÖÜßéø',
  'αβγΩΆΏабвЖЩЮąćęŁőŰ',
  'ẤỆỖỬ\u0301\u0302\u0323',
  '北京市朝阳区東京都港区서울특별시',
  'مرحبا بالعالمשלום עולם\u202e\u200f',
  'กรุงเทพมหานครनई दिल्लीঢাকা',
  '😀👩‍👩‍👧📦∑∏⎛﷽\u0000\ud800^~\\_',
].map((letters) => Array.from(`${letters}  `));

const text = (most: number): fc.Arbitrary<string> =>
  fc
    .constantFrom(...SCRIPTS)
    .chain((letters) => fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: most, size: 'max' }));

const lines = fc.array(text(256), { minLength: 1, maxLength: 7, size: 'max' });
const money = fc.record({ minor: fc.bigInt(0n, 10n ** 15n), currency: fc.constant('AUD' as Currency) });

const goods: fc.Arbitrary<CustomsLine> = fc.record(
  {
    description: text(1_024),
    quantity: fc.integer({ min: 1, max: 1_000_000 }),
    grams: fc.integer({ min: 1, max: 1_000_000_000 }),
    hsNumber: text(64),
    origin: text(64),
    unitValue: money,
    value: money,
  },
  { requiredKeys: ['description', 'quantity'] },
);

const declaration = fc
  .record({ lines: fc.array(goods, { maxLength: 12 }), totals: fc.array(money, { maxLength: 3 }), signer: text(256) })
  .map((changes) => ({ ...aDeclaration, ...changes }));

const label: fc.Arbitrary<LabelContent> = fc
  .record(
    {
      sender: lines,
      receiver: lines,
      carrierName: text(256),
      serviceName: text(256),
      orderReference: text(256),
      routingCode: text(40),
      returnText: text(160),
      leg: fc.constantFrom('outbound' as const, 'return' as const),
      logo: fc.constant(aLogo),
      declaration,
    },
    { requiredKeys: ['sender', 'receiver', 'carrierName', 'serviceName', 'orderReference', 'leg'] },
  )
  .map((changes) => labelContent(changes));

const party = fc.record({ lines, phone: text(64), email: text(256) });

const invoice: fc.Arbitrary<InvoiceContent> = fc.record({
  number: fc.constant('LSABCDEFGHIJ'),
  date: fc.constant(aDeclaration.date),
  order: text(256),
  trackingCode: text(64),
  serviceName: text(256),
  exporter: party,
  importer: party,
  lines: fc.array(goods, { maxLength: 40 }),
  totals: fc.array(money, { maxLength: 3 }),
  netGrams: fc.nat(),
  grossGrams: fc.nat(),
  reason: text(100),
  incoterm: fc.constant('DAP'),
  signer: text(256),
  itn: text(64),
  declaration,
});

/** No text may touch another, leave its cell through a rule, or come near the edge; and fonts say themselves how wide it is. */
describe('long text in any script', () => {
  let letterer: Letterer;
  let bars: Bars;
  before(async () => {
    letterer = makeLetterer({});
    bars = await barsOf(labelContent().number);
  });

  const measures = async (texts: readonly string[]) => {
    const { say, fonts } = await letterer.forDots(texts);
    const { measure } = makeDotPen(fonts);
    return { say, measure };
  };
  const holds = (page: Parameters<typeof collisions>[0], measure: Measure, size: typeof PAGE): void => {
    expect(strays(page, measure, size)).to.deep.equal([]);
    expect(collisions(page, measure)).to.deep.equal([]);
  };

  it('stays in its box on a label, as PNG and as ZPL', () =>
    fc.assert(
      fc.asyncProperty(label, async (content) => {
        const { say, measure } = await measures(sheetTexts(content));
        for (const used of [measure, zplMeasure(measure)])
          holds(layOut(withTexts(content, say), bars, used), used, PAGE);
      }),
      { numRuns: 40 },
    ));

  it('stays in its box on a CN22', () =>
    fc.assert(
      fc.asyncProperty(declaration, async (content) => {
        const { say, measure } = await measures(declarationTexts(content));
        for (const used of [measure, zplMeasure(measure)]) holds(declarationSheet(content, say, used), used, PAGE);
      }),
      { numRuns: 40 },
    ));

  it('stays in its box on an invoice and its CN23', () =>
    fc.assert(
      fc.asyncProperty(invoice, async (content) => {
        const { say, measure } = await measures(invoiceTexts(content));
        for (const page of invoicePages(content, say, measure)) holds(page.marks, measure, page);
      }),
      { numRuns: 20 },
    ));

  it('is drawn in every format, and a printer finds every block of it wide enough', () =>
    fc.assert(
      fc.asyncProperty(label, async (content) => {
        const press = makeLabelPress({});
        for (const format of ['pdf', 'png-203', 'zpl-203'] as const) {
          const bytes = await rightOf(press.draw(content, format));
          if (format === 'zpl-203') await printZpl(Buffer.from(bytes).toString('latin1'));
        }
      }),
      { numRuns: 8 },
    ));
});
