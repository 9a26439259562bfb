import * as TE from 'fp-ts/lib/TaskEither.js';
import type { LabelContent, LabelPress } from '../../application/ports/label-press.js';
import { unavailable } from '../../application/ports/unavailable.js';
import { barsOf } from './barcode.js';
import { loadEmbeddedFont, loadFontFile } from './fonts.js';
import { baseOf, type LabelFonts, makePen } from './pen.js';
import { clean, isWinAnsi, printable, stretches } from './printable.js';
import { layOut, type Mark, PAGE, type SheetContent } from './sheet.js';

export type LabelSettings = {
  /** The path of a TrueType or OpenType file that draws the scripts beyond Latin, Greek and Cyrillic. */
  readonly font?: string;
};

type Prepared = { readonly content: SheetContent; readonly fonts: LabelFonts };

/** Runs once, and again only after a failure. */
const once = <A>(load: () => Promise<A>): (() => Promise<A>) => {
  let loading: Promise<A> | undefined;
  return () => {
    loading ??= load().catch((fault: unknown) => {
      loading = undefined;
      throw fault;
    });
    return loading;
  };
};

/** The same content with every text of it changed; a line of a party that is left empty goes. */
const withTexts = (content: SheetContent, change: (text: string) => string): SheetContent => {
  const lines = (all: readonly string[]): readonly string[] => all.map(change).filter((line) => line !== '');
  const routingCode = change(content.routingCode ?? '');
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
  };
};

const textsOf = ({ sender, receiver, carrierName, serviceName, orderReference, routingCode }: SheetContent): string =>
  [...sender, ...receiver, carrierName, serviceName, orderReference, routingCode ?? ''].join(' ');

const fill = (document: PDFKit.PDFDocument, mark: Exclude<Mark, { _tag: 'Text' }>): void => {
  if (mark._tag === 'Box') {
    document.rect(mark.x, mark.y, mark.width, mark.height);
  } else {
    let modules = 0;
    mark.widths.forEach((width, index) => {
      if (index % 2 === 0) document.rect(mark.x + modules * mark.module, mark.y, width * mark.module, mark.height);
      modules += width;
    });
  }
  document.fill('black');
};

const written = (document: PDFKit.PDFDocument): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('error', reject);
    document.on('end', () => {
      resolve(new Uint8Array(Buffer.concat(chunks)));
    });
    document.end();
  });

/**
 * Draws labels as PDF. Text that fits Windows code page 1252 is set in the readers' built-in Helvetica. Else DejaVu Sans is embedded
 * for Latin, Greek and Cyrillic; other scripts are drawn in the deployment's font where it has them, else spelt in ASCII.
 *
 * `Unavailable` where the deployment's font is needed and cannot be read. Libraries and fonts load with the first label that
 * needs them.
 */
export const makePdfLabelPress = ({ font }: LabelSettings): LabelPress => {
  const embeddedFont = once(loadEmbeddedFont);
  const deploymentFont = once(async () => (font === undefined ? undefined : loadFontFile(font)));

  const prepare = async (label: LabelContent): Promise<Prepared> => {
    const content = withTexts(label, clean);
    if (isWinAnsi(textsOf(content))) return { content, fonts: {} };

    const embedded = await embeddedFont();
    const inEmbedded = baseOf(embedded);
    const isForeign = (text: string): boolean => stretches(text, inEmbedded).some(({ base }) => !base);
    const deployment = isForeign(textsOf(content)) ? await deploymentFont() : undefined;
    const { default: transliterate } = await import('any-ascii');
    const repertoires = {
      embedded: inEmbedded,
      deployment: (text: string): boolean => deployment?.has(text) ?? false,
      transliterate,
    };
    const drawable = withTexts(content, (text) => printable(text, repertoires));
    const beyondBuiltIn = stretches(textsOf(drawable), isWinAnsi).filter(({ base }) => !base);
    return {
      content: drawable,
      fonts: {
        ...(beyondBuiltIn.some(({ text }) => stretches(text, inEmbedded).some(({ base }) => base)) ? { embedded } : {}),
        ...(deployment !== undefined && isForeign(textsOf(drawable)) ? { deployment } : {}),
      },
    };
  };

  const draw = async (label: LabelContent): Promise<Uint8Array> => {
    const [{ content, fonts }, bars, { default: PdfDocument }] = await Promise.all([
      prepare(label),
      barsOf(label.number),
      import('pdfkit'),
    ]);
    // The reader's key of the document is a digest of these properties: nothing in the file is of now or by chance.
    const document = new PdfDocument({
      size: [PAGE.width, PAGE.height],
      margin: 0,
      // No font before the first text: each font that a document opens is read anew.
      font: '',
      info: { Title: `Label ${label.number}`, Creator: 'Longshore', CreationDate: new Date(label.plannedAt) },
    });
    const { measure, write } = makePen(document, fonts);
    for (const mark of layOut(content, bars, measure)) {
      if (mark._tag === 'Text') write(mark);
      else fill(document, mark);
    }
    return written(document);
  };

  return { draw: (content) => TE.tryCatch(() => draw(content), unavailable('label press')) };
};
