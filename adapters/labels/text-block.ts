/** Fits text of any length into a box: shrinks it, then wraps it, and only where that fails cuts it. Pure. */

export type Face = 'regular' | 'bold';

/** The width of a text set at one point of size, in points: widths grow in step with the size. */
export type Measure = (text: string, face: Face) => number;

/** In points, from the top left corner of the page. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type Line = { readonly text: string; readonly face: Face };

/** Sizes in points. A block that fits on its own lines at `comfortable` or more is not wrapped. */
export type Sizes = { readonly largest: number; readonly comfortable: number; readonly smallest: number };

export type Fitted = {
  readonly size: number;
  readonly lines: readonly Line[];
  readonly reach: Reach;
  readonly cut: boolean;
};

/** How far ink reaches above and below a baseline, per point of size. Together they are the distance of two baselines. */
export type Reach = { readonly ascent: number; readonly descent: number };

const REACH: Reach = { ascent: 0.98, descent: 0.27 };
/** Under two marks, as in Vietnamese, a capital is taller. */
const TALL_REACH: Reach = { ascent: 1.14, descent: 0.31 };

const reachOf = (lines: readonly Line[]): Reach =>
  lines.some(({ text }) => /\p{M}{2}/u.test(text.normalize('NFD'))) ? TALL_REACH : REACH;

const STEP = 0.25;
/** No paragraph longer than this could be read; it bounds the work that a text of any length makes. */
const LONGEST = 2_000;
const ELLIPSIS = '\u2026';

/** What a reader takes for one character: a base and its marks. Text is never broken inside one. */
const clustersOf = (text: string): readonly string[] => text.match(/\P{M}\p{M}*|\p{M}+/gu) ?? [];

/** The pieces of one word that is wider than a line. Each is measured whole, for kerning may widen it. */
const broken = (word: string, face: Face, width: number, measure: Measure): readonly string[] => {
  const pieces: string[] = [];
  let piece: string[] = [];
  let sum = 0;
  const end = (): void => {
    const spilt: string[] = [];
    while (piece.length > 1 && measure(piece.join(''), face) > width) spilt.unshift(piece.pop() ?? '');
    pieces.push(piece.join(''));
    piece = spilt;
    sum = spilt.reduce((total, cluster) => total + measure(cluster, face), 0);
  };
  for (const cluster of clustersOf(word)) {
    const more = measure(cluster, face);
    while (piece.length > 0 && sum + more > width) end();
    piece.push(cluster);
    sum += more;
  }
  while (piece.length > 0) end();
  return pieces;
};

/** Lines no wider than `width` at one point of size, broken at spaces, and inside a word only where it is wider than a line. */
const wrapped = ({ text, face }: Line, width: number, measure: Measure): readonly Line[] => {
  const lines: Line[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (measure(longer, face) <= width) {
      current = longer;
    } else {
      if (current !== '') lines.push({ text: current, face });
      const pieces = measure(word, face) <= width ? [word] : broken(word, face, width, measure);
      lines.push(...pieces.slice(0, -1).map((piece) => ({ text: piece, face })));
      current = pieces.at(-1) ?? '';
    }
  }
  return current === '' ? lines : [...lines, { text: current, face }];
};

const shortened = ({ text, face }: Line, clusters: number): Line => {
  if (text.length <= clusters) return { text, face };
  const all = clustersOf(text);
  return all.length <= clusters
    ? { text, face }
    : { text: `${all.slice(0, clusters).join('').trimEnd()}${ELLIPSIS}`, face };
};

/** The greatest of 0..count-1 for which `holds`, by halving: `holds` is taken to fail for all after its first failure. */
const greatest = <A>(count: number, holds: (index: number) => A | undefined): A | undefined => {
  let found: A | undefined;
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const held = holds(middle);
    if (held === undefined) {
      high = middle - 1;
    } else {
      found = held;
      low = middle + 1;
    }
  }
  return found;
};

/**
 * The paragraphs at the largest size at which they fit `width` by `height` points: on a line each down to the comfortable
 * size, else wrapped down to the smallest, else each cut to as many characters as fit, with an ellipsis. Where there are more
 * paragraphs than lines at the smallest size, the first ones and the last stay.
 */
export const fitted = (
  given: readonly Line[],
  { width, height }: Pick<Box, 'width' | 'height'>,
  { largest, comfortable, smallest }: Sizes,
  measure: Measure,
): Fitted => {
  const paragraphs = given.map((line) => shortened(line, LONGEST));
  const isCut = paragraphs.some(({ text }, index) => text !== given[index]?.text);
  const reach = reachOf(paragraphs);
  const leading = reach.ascent + reach.descent;
  const widest = Math.max(...paragraphs.map(({ text, face }) => measure(text, face)), 0.001);
  const single = Math.min(largest, width / widest, height / (paragraphs.length * leading));
  const rounded = Math.floor(single / STEP) * STEP;
  if (rounded >= comfortable || paragraphs.length === 0) return { size: rounded, lines: paragraphs, reach, cut: isCut };

  const at = (size: number, lines: readonly Line[], cut: boolean): Fitted | undefined => {
    const all = lines.flatMap((line) => wrapped(line, width / size, measure));
    return all.length * leading * size <= height ? { size, lines: all, reach, cut } : undefined;
  };
  const sizes = Math.round((largest - smallest) / STEP) + 1;
  const whole = greatest(sizes, (index) => at(smallest + index * STEP, paragraphs, isCut));
  if (whole !== undefined) return whole;

  const room = Math.max(1, Math.floor(height / (leading * smallest)));
  const kept = paragraphs.length <= room ? paragraphs : [...paragraphs.slice(0, room - 1), ...paragraphs.slice(-1)];
  const longest = Math.max(...kept.map(({ text }) => text.length));
  const lines = greatest(longest, (index) =>
    at(
      smallest,
      kept.map((line) => shortened(line, index + 1)),
      true,
    ),
  );
  return lines ?? { size: smallest, lines: kept.map((line) => shortened(line, 1)), reach, cut: true };
};
