import type { Mark } from '../../../adapters/labels/marks.js';
import type { Box, Measure } from '../../../adapters/labels/text-block.js';

/** What text of one mark a letter at most reaches above and below its baseline; production leaves a little more. */
const ABOVE = 0.97;
const BELOW = 0.26;

const extentOf = (mark: Mark, measure: Measure): Box => {
  switch (mark._tag) {
    case 'Text':
      return {
        x: mark.x,
        y: mark.baseline - ABOVE * mark.size,
        width: measure(mark.text, mark.face) * mark.size,
        height: (ABOVE + BELOW) * mark.size,
      };
    case 'Box':
    case 'Picture':
      return mark;
    case 'Bars':
      // The quiet zones belong to the symbol.
      return { x: mark.x - 10 * mark.module, y: mark.y, width: 176 * mark.module, height: mark.height };
  }
};

const overlap = (one: Box, other: Box): boolean =>
  one.x + 1e-6 < other.x + other.width &&
  other.x + 1e-6 < one.x + one.width &&
  one.y + 1e-6 < other.y + other.height &&
  other.y + 1e-6 < one.y + one.height;

/** Boxes may touch and cross each other; nothing may touch text or bars but the band that white text stands on. */
export const collisions = (marks: readonly Mark[], measure: Measure): readonly string[] => {
  const placed = marks.map((mark) => ({ mark, extent: extentOf(mark, measure) }));
  return placed.flatMap(({ mark, extent }, index) =>
    placed
      .slice(index + 1)
      .filter(
        (other) =>
          (mark._tag !== 'Box' || other.mark._tag !== 'Box') &&
          ![mark, other.mark].some((either) => either._tag === 'Text' && either.ink === 'white') &&
          overlap(extent, other.extent),
      )
      .map((other) => `${JSON.stringify(mark)} and ${JSON.stringify(other.mark)}`),
  );
};

/** What comes nearer to the page's edge than printers print. */
export const strays = (
  marks: readonly Mark[],
  measure: Measure,
  page: { readonly width: number; readonly height: number },
): readonly Mark[] =>
  marks.filter((mark) => {
    const { x, y, width, height } = extentOf(mark, measure);
    return x < 9 || y < 9 || x + width > page.width - 9 || y + height > page.height - 9;
  });

export const squeezed = (text: string): string => text.replace(/ /gu, '');
export const wordsOn = (marks: readonly Mark[]): string =>
  squeezed(marks.flatMap((mark) => (mark._tag === 'Text' ? [mark.text] : [])).join(''));
