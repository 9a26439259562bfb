import type { Canvas } from './canvas.js';

/** Counts of one hexadecimal digit: G to Y are 1 to 19, g to z are 20 to 400 in steps of 20 (ZPL II, alternative compression). */
const counted = (count: number): string => {
  const scores = Math.min(20, Math.trunc(count / 20));
  const ones = Math.min(19, count - 20 * scores);
  const letter = (before: number, steps: number): string => (steps === 0 ? '' : String.fromCharCode(before + steps));
  const rest = count - 20 * scores - ones;
  return `${letter(0x66, scores)}${letter(0x46, ones)}${rest === 0 ? '' : counted(rest)}`;
};

/** A row of digits: `,` stands for zeros to its end, and a count for a run of three digits or more. */
const shortened = (digits: string): string => {
  const inked = digits.replace(/0+$/u, '');
  const runs = inked.replace(/(.)\1{2,}/gu, (run, digit: string) => `${counted(run.length)}${digit}`);
  return inked.length < digits.length ? `${runs},` : runs;
};

/** A canvas as ^GF, in black and bare dots: what is at least half covered is black. A row like the one before it is `:`. */
export const graphicField = ({ width, height, ink }: Canvas): string => {
  const bytes = Math.ceil(width / 8);
  const rows = Array.from({ length: height }, (_row, row) =>
    Array.from({ length: bytes * 2 }, (_digit, at) => {
      const dot = (column: number): number =>
        column < width && (ink[row * width + column] ?? 0) >= 128 ? 8 >> (column % 4) : 0;
      return (dot(4 * at) + dot(4 * at + 1) + dot(4 * at + 2) + dot(4 * at + 3)).toString(16).toUpperCase();
    }).join(''),
  );
  const data = rows.map((digits, row) => (digits === rows[row - 1] ? ':' : shortened(digits))).join('');
  return `^GFA,${bytes * height},${bytes * height},${bytes},${data}`;
};

/** The smallest part of a canvas that has all its black dots, and where that begins; none where all is bare. */
export const trimmed = ({ width, height, ink }: Canvas): { x: number; y: number; canvas: Canvas } | undefined => {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if ((ink[y * width + x] ?? 0) < 128) continue;
      [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
    }
  }
  if (right < 0) return undefined;
  const part = { width: right - left + 1, height: bottom - top + 1 };
  const dots = new Uint8Array(part.width * part.height);
  for (let y = 0; y < part.height; y += 1)
    dots.set(ink.subarray((top + y) * width + left, (top + y) * width + right + 1), y * part.width);
  return { x: left, y: top, canvas: { ...part, ink: dots } };
};
