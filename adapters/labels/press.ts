import * as TE from 'fp-ts/lib/TaskEither.js';
import type { InvoiceContent } from '../../domain/commercial-invoice.js';
import type { LabelContent, LabelPress } from '../../application/ports/label-press.js';
import type { LabelFormat } from '../../application/ports/labels.js';
import { unavailable } from '../../application/ports/unavailable.js';
import { barsOf, type Bars } from './barcode.js';
import { declarationSheet, declarationTexts } from './declaration-sheet.js';
import { type Dpi, makeDotPen, pageInDots } from './dot-pen.js';
import { invoicePages, invoiceTexts } from './invoice-sheet.js';
import { type LabelSettings, type Lettering, makeLetterer } from './lettering.js';
import { type Page, writePdf } from './pdf.js';
import { greyPng } from './png-file.js';
import { layOut, PAGE, sheetTexts, withTexts } from './sheet.js';
import type { Measure } from './text-block.js';
import { zplMeasure, zplOf } from './zpl.js';

const textsOf = (content: LabelContent): readonly string[] => [
  ...sheetTexts(content),
  ...(content.declaration === undefined ? [] : declarationTexts(content.declaration)),
];

const pagesOf = (
  content: LabelContent,
  bars: Bars,
  { say }: Pick<Lettering, 'say'>,
  measure: Measure,
): readonly [Page, ...Page[]] => {
  const label = { ...PAGE, marks: layOut(withTexts(content, say), bars, measure) };
  const { declaration } = content;
  return declaration === undefined ? [label] : [label, { ...PAGE, marks: declarationSheet(declaration, say, measure) }];
};

/**
 * Draws labels as PDF, ZPL and PNG from one description, and invoices as PDF, on this very thread.
 *
 * `Unavailable` where the deployment's font is needed and cannot be read. Libraries and fonts load with the first label that
 * needs them.
 */
export const makeLabelPress = (settings: LabelSettings): LabelPress => {
  const letterer = makeLetterer(settings);

  const asPdf = async (content: LabelContent): Promise<Uint8Array> => {
    const [lettering, bars] = await Promise.all([letterer.forPdf(textsOf(content)), barsOf(content.number)]);
    const facts = { title: `Label ${content.number}`, at: content.plannedAt };
    return writePdf(lettering.fonts, facts, (measure) => pagesOf(content, bars, lettering, measure));
  };

  const asDots = async (content: LabelContent, kind: 'zpl' | 'png', dpi: Dpi): Promise<Uint8Array> => {
    const [lettering, bars] = await Promise.all([letterer.forDots(textsOf(content)), barsOf(content.number)]);
    const pen = makeDotPen(lettering.fonts);
    if (kind === 'png') return greyPng(pageInDots(pagesOf(content, bars, lettering, pen.measure)[0], dpi, pen), dpi);
    const pages = pagesOf(content, bars, lettering, zplMeasure(pen.measure));
    return new Uint8Array(Buffer.from(zplOf(pages, content.number, dpi, pen), 'latin1'));
  };

  const draw = (content: LabelContent, format: LabelFormat): Promise<Uint8Array> => {
    switch (format) {
      case 'pdf':
        return asPdf(content);
      case 'zpl-203':
        return asDots(content, 'zpl', 203);
      case 'zpl-300':
        return asDots(content, 'zpl', 300);
      case 'png-203':
        return asDots(content, 'png', 203);
      case 'png-300':
        return asDots(content, 'png', 300);
    }
  };

  const drawInvoice = async (content: InvoiceContent): Promise<Uint8Array> => {
    const { say, fonts } = await letterer.forPdf(invoiceTexts(content));
    const facts = { title: `Commercial invoice ${content.number}`, at: content.date };
    return writePdf(fonts, facts, (measure) => invoicePages(content, say, measure));
  };

  return {
    draw: (content, format) => TE.tryCatch(() => draw(content, format), unavailable('label press')),
    drawInvoice: (content) => TE.tryCatch(() => drawInvoice(content), unavailable('label press')),
  };
};
