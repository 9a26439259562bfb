/** A grey picture that boxes, bars, letters and pictures are drawn into. Pure arithmetic: the same calls give the same dots. */

/** Rows of dots from the top left corner, a byte each: 0 is bare paper, 255 black. */
export type Canvas = { readonly width: number; readonly height: number; readonly ink: Uint8Array };

export const blankCanvas = (width: number, height: number): Canvas => ({
  width,
  height,
  ink: new Uint8Array(width * height),
});

/** Fills whole dots; what lies beyond the canvas is left out. */
export const fillBox = (
  canvas: Canvas,
  x: number,
  y: number,
  width: number,
  height: number,
  ink: 'black' | 'white' = 'black',
): void => {
  const [left, right] = [Math.max(0, x), Math.min(canvas.width, x + width)];
  for (let row = Math.max(0, y); row < Math.min(canvas.height, y + height); row += 1) {
    if (left < right) canvas.ink.fill(ink === 'black' ? 255 : 0, row * canvas.width + left, row * canvas.width + right);
  }
};

/** Lays `cover` (0 to 255 for each dot) over the canvas at x, y, as black or white ink. */
export const layOver = (canvas: Canvas, cover: Canvas, x: number, y: number, ink: 'black' | 'white'): void => {
  for (let row = 0; row < cover.height; row += 1) {
    const to = y + row;
    if (to < 0 || to >= canvas.height) continue;
    for (let column = 0; column < cover.width; column += 1) {
      const at = x + column;
      const share = cover.ink[row * cover.width + column] ?? 0;
      if (share === 0 || at < 0 || at >= canvas.width) continue;
      const dot = to * canvas.width + at;
      const under = canvas.ink[dot] ?? 0;
      canvas.ink[dot] = Math.round(under + ((ink === 'black' ? 255 - under : -under) * share) / 255);
    }
  }
};

/** The picture in another size: each dot is the mean of the dots that it covers, weighted by how much it covers of them. */
export const scaled = (picture: Canvas, width: number, height: number): Canvas => {
  const across = resampled(picture.ink, picture.width, picture.height, width, 'columns');
  return { width, height, ink: Uint8Array.from(resampled(across, width, picture.height, height, 'rows'), Math.round) };
};

const resampled = (
  from: ArrayLike<number>,
  width: number,
  height: number,
  size: number,
  along: 'columns' | 'rows',
): Float64Array => {
  const [length, lines] = along === 'columns' ? [width, height] : [height, width];
  const to = new Float64Array(size * lines);
  const step = length / size;
  for (let target = 0; target < size; target += 1) {
    const [start, end] = [target * step, (target + 1) * step];
    for (let source = Math.floor(start); source < Math.min(length, Math.ceil(end)); source += 1) {
      const share = (Math.min(source + 1, end) - Math.max(source, start)) / step;
      for (let line = 0; line < lines; line += 1) {
        const read = along === 'columns' ? line * width + source : source * width + line;
        const write = along === 'columns' ? line * size + target : target * width + line;
        to[write] = (to[write] ?? 0) + share * (from[read] ?? 0);
      }
    }
  }
  return to;
};

/** Black and white alone: each dot's error goes to its neighbours, as Floyd and Steinberg have it, so that greys stay visible. */
export const dithered = ({ width, height, ink }: Canvas): Canvas => {
  const rest = Float64Array.from(ink);
  const give = (x: number, y: number, error: number): void => {
    if (x >= 0 && x < width && y < height) rest[y * width + x] = (rest[y * width + x] ?? 0) + error;
  };
  const dots = new Uint8Array(ink.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const value = rest[y * width + x] ?? 0;
      const dot = value >= 128 ? 255 : 0;
      dots[y * width + x] = dot;
      const error = value - dot;
      give(x + 1, y, (error * 7) / 16);
      give(x - 1, y + 1, (error * 3) / 16);
      give(x, y + 1, (error * 5) / 16);
      give(x + 1, y + 1, error / 16);
    }
  }
  return { width, height, ink: dots };
};
