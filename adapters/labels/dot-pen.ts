import { modulesOf } from './barcode.js';
import { blankCanvas, type Canvas, fillBox, layOver, scaled } from './canvas.js';
import type { DrawnFonts } from './lettering.js';
import type { Mark } from './marks.js';
import { makeShader } from './outline.js';
import { baseOf } from './pen.js';
import { stretches } from './printable.js';
import { PAGE } from './sheet.js';
import type { Face, Measure } from './text-block.js';

/** Dots to the inch of the printer that a picture is for. */
export type Dpi = 203 | 300;

/** Where a mark lies, in whole dots. */
export type DotBox = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Both edges are rounded, so that what touches in points touches in dots; nothing is thinner than a dot. */
export const inDots = (dpi: Dpi, box: DotBox): DotBox => {
  const at = (points: number): number => Math.round((points * dpi) / 72);
  const [x, y] = [at(box.x), at(box.y)];
  return {
    x,
    y,
    width: Math.max(1, at(box.x + box.width) - x),
    height: Math.max(1, at(box.y + box.height) - y),
  };
};

/** A symbol's module in whole dots: 4 of 203 dpi, 6 of 300, which is 0.501 and 0.508 mm. */
export const moduleDots = (dpi: Dpi, module: number): number => Math.round((module * dpi) / 72);

/** A symbol in the middle of the page, its bars in whole dots. */
export const barsInDots = (dpi: Dpi, mark: Extract<Mark, { _tag: 'Bars' }>): DotBox & { readonly module: number } => {
  const module = moduleDots(dpi, mark.module);
  const page = inDots(dpi, { x: 0, y: 0, ...PAGE });
  const width = module * modulesOf(mark.widths);
  const { y, height } = inDots(dpi, { ...mark, width: 0 });
  return { x: Math.round((page.width - width) / 2), y, width, height, module };
};

/** A text as dots of its own, and where their top left corner lies. */
export type Lettered = { readonly cover: Canvas; readonly x: number; readonly y: number };

export type DotPen = {
  readonly measure: Measure;
  /** Draws one text, in as many fonts as it needs. */
  readonly letter: (text: Extract<Mark, { _tag: 'Text' }>, dpi: Dpi) => Lettered;
};

/** Room around a text for what reaches beyond its widths. */
const MARGIN = 2;

/** Measures and draws text by the outlines of the fonts themselves. */
export const makeDotPen = ({ embedded, deployment }: DrawnFonts): DotPen => {
  const base = baseOf(embedded);
  const fontOf = (face: Face, inBase: boolean) =>
    inBase || deployment === undefined ? embedded[face].font : deployment.font;
  const widths: Record<Face, Map<string, number>> = { regular: new Map(), bold: new Map() };

  const measure: Measure = (text, face) => {
    const known = widths[face].get(text);
    if (known !== undefined) return known;
    const width = stretches(text, base).reduce((sum, part) => {
      const font = fontOf(face, part.base);
      return sum + font.layout(part.text).advanceWidth / font.unitsPerEm;
    }, 0);
    widths[face].set(text, width);
    return width;
  };

  const letter: DotPen['letter'] = ({ text, face, size, x, baseline }, dpi) => {
    const em = (size * dpi) / 72;
    const [left, foot] = [(x * dpi) / 72, (baseline * dpi) / 72];
    const [originX, originY] = [Math.floor(left) - MARGIN, Math.floor(foot - 1.2 * em)];
    const shader = makeShader(Math.ceil(measure(text, face) * em) + 2 * MARGIN + 1, Math.ceil(1.6 * em) + 1);
    let at = left - originX;
    for (const part of stretches(text, base)) {
      const font = fontOf(face, part.base);
      const scale = em / font.unitsPerEm;
      const { glyphs, positions } = font.layout(part.text);
      glyphs.forEach((glyph, index) => {
        const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
        const steps = glyph.path.commands;
        shader.add(steps, { scale, x: at + xOffset * scale, y: foot - originY - yOffset * scale });
        at += xAdvance * scale;
      });
    }
    return { cover: shader.shade(), x: originX, y: originY };
  };

  return { measure, letter };
};

/** One page as dots, text in shades of grey. */
export const pageInDots = (
  { width, height, marks }: { readonly width: number; readonly height: number; readonly marks: readonly Mark[] },
  dpi: Dpi,
  pen: DotPen,
): Canvas => {
  const page = inDots(dpi, { x: 0, y: 0, width, height });
  const canvas = blankCanvas(page.width, page.height);
  for (const mark of marks) {
    switch (mark._tag) {
      case 'Box': {
        const box = inDots(dpi, mark);
        fillBox(canvas, box.x, box.y, box.width, box.height);
        break;
      }
      case 'Bars': {
        const { x, y, height: tall, module } = barsInDots(dpi, mark);
        let modules = 0;
        mark.widths.forEach((bar, index) => {
          if (index % 2 === 0) fillBox(canvas, x + modules * module, y, bar * module, tall);
          modules += bar;
        });
        break;
      }
      case 'Picture': {
        const box = inDots(dpi, mark);
        layOver(canvas, scaled(mark.picture, box.width, box.height), box.x, box.y, 'black');
        break;
      }
      case 'Text': {
        const { cover, x, y } = pen.letter(mark, dpi);
        layOver(canvas, cover, x, y, mark.ink);
      }
    }
  }
  return canvas;
};
