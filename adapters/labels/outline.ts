import { blankCanvas, type Canvas } from './canvas.js';

/** One step of an outline, as a font has it: lines and curves, up is positive. */
export type PathStep = { readonly command: string; readonly args: readonly number[] };

/** From the font's units to dots: x to the right, y down. */
export type Placing = { readonly scale: number; readonly x: number; readonly y: number };

type Point = readonly [x: number, y: number];

/** A curve is drawn as so many straight lines: at the sizes of a label none of them is longer than some dots. */
const CHORDS = 8;

const mix = (a: Point, b: Point, share: number): Point => [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];

/** De Casteljau's construction: a point of the curve that these points govern. */
const onCurve = (points: readonly Point[], share: number): Point => {
  const [first, ...others] = points;
  if (first === undefined) return [0, 0];
  if (others.length === 0) return first;
  return onCurve(
    others.map((point, index) => mix(points[index] ?? point, point, share)),
    share,
  );
};

export type Shader = {
  /** Adds one glyph. */
  readonly add: (steps: readonly PathStep[], placing: Placing) => void;
  /** How much of each dot is covered. */
  readonly shade: () => Canvas;
};

/**
 * Gathers outlines and shades them. Every line adds to each dot right of it the area that it cuts off, signed by its
 * direction; summed along a row this is the share of each dot that the outlines cover.
 */
export const makeShader = (width: number, height: number): Shader => {
  const pitch = width + 2;
  const areas = new Float64Array(pitch * height);

  /** A piece of a line within one row, from `left` to `right`; `height` has its direction's sign. */
  const span = (row: number, left: number, right: number, rise: number): void => {
    const [from, to] = [Math.min(Math.max(left, 0), width), Math.min(Math.max(right, 0), width)];
    const base = row * pitch;
    for (let column = Math.floor(from); column <= Math.floor(to); column += 1) {
      const [begin, end] = [Math.max(from, column), Math.min(to, column + 1)];
      const share = to === from ? 1 : (end - begin) / (to - from);
      // What is right of the line within its own dot, and the rest from the next dot on.
      const own = rise * share * (column + 1 - (begin + end) / 2);
      areas[base + column] = (areas[base + column] ?? 0) + own;
      areas[base + column + 1] = (areas[base + column + 1] ?? 0) + rise * share - own;
    }
  };

  const line = (from: Point, to: Point): void => {
    if (from[1] === to[1]) return;
    const sign = from[1] < to[1] ? 1 : -1;
    const [top, bottom] = sign === 1 ? [from, to] : [to, from];
    const slope = (bottom[0] - top[0]) / (bottom[1] - top[1]);
    const last = Math.min(height, Math.ceil(bottom[1]));
    for (let row = Math.max(0, Math.floor(top[1])); row < last; row += 1) {
      const [begin, end] = [Math.max(row, top[1]), Math.min(row + 1, bottom[1])];
      const [a, b] = [top[0] + (begin - top[1]) * slope, top[0] + (end - top[1]) * slope];
      span(row, Math.min(a, b), Math.max(a, b), sign * (end - begin));
    }
  };

  const add = (steps: readonly PathStep[], { scale, x, y }: Placing): void => {
    let at: Point = [x, y];
    let start: Point = at;
    const lineTo = (to: Point): void => {
      line(at, to);
      at = to;
    };
    for (const { command, args } of steps) {
      const points: Point[] = [];
      for (let index = 0; index + 1 < args.length; index += 2)
        points.push([x + (args[index] ?? 0) * scale, y - (args[index + 1] ?? 0) * scale]);
      const to = points.at(-1);
      if (to === undefined) lineTo(start);
      else if (command === 'moveTo') {
        lineTo(start);
        [at, start] = [to, to];
      } else if (points.length === 1) lineTo(to);
      else {
        const governing = [at, ...points];
        for (let chord = 1; chord <= CHORDS; chord += 1) lineTo(onCurve(governing, chord / CHORDS));
      }
    }
    lineTo(start);
  };

  const shade = (): Canvas => {
    const canvas = blankCanvas(width, height);
    for (let row = 0; row < height; row += 1) {
      let sum = 0;
      for (let column = 0; column < width; column += 1) {
        sum += areas[row * pitch + column] ?? 0;
        canvas.ink[row * width + column] = Math.round(Math.min(1, Math.abs(sum)) * 255);
      }
    }
    return canvas;
  };

  return { add, shade };
};
