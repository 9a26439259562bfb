import * as E from 'fp-ts/lib/Either.js';
import { readFile } from 'node:fs/promises';
import type { Picture } from '../../application/ports/label-press.js';
import { scaled } from './canvas.js';

/** Larger files and pictures than these are of another use than a stamp of two inches. */
export const MOST_BYTES = 1_000_000;
export const MOST_SIDE = 4_000;

/** The longest side that is kept: more than 300 dpi print in the place that a logo has. */
const KEPT_SIDE = 600;

export type LogoFault = 'unreadable' | 'too_large' | 'too_many_dots' | 'no_png_or_jpeg' | 'broken';

type Colours = { readonly width: number; readonly height: number; readonly rgba: Uint8Array };

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG = Buffer.from([0xff, 0xd8]);

/** The size that the file itself claims, read before anything is unpacked: a small file may hold a huge picture. */
const claimedPng = (bytes: Buffer): readonly [number, number] | undefined =>
  bytes.length < 24 ? undefined : [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];

const decodePng = async (bytes: Buffer): Promise<Colours> => {
  const { PNG: Png } = await import('pngjs');
  const { width, height, data } = Png.sync.read(bytes);
  return { width, height, rgba: data };
};

const decodeJpeg = async (bytes: Buffer): Promise<Colours> => {
  const { default: jpeg } = await import('jpeg-js');
  const limits = { maxResolutionInMP: (MOST_SIDE * MOST_SIDE) / 1e6, maxMemoryUsageInMB: 256 };
  const { width, height, data } = jpeg.decode(bytes, { useTArray: true, formatAsRGBA: true, ...limits });
  return { width, height, rgba: data };
};

/** Ink of a colour on white paper, by the luminance that ITU-R BT.601 gives it. */
const inkOf = ({ width, height, rgba }: Colours): Picture => {
  const ink = new Uint8Array(width * height);
  for (let dot = 0; dot < ink.length; dot += 1) {
    const [red = 0, green = 0, blue = 0, alpha = 255] = rgba.subarray(4 * dot, 4 * dot + 4);
    ink[dot] = Math.round(((255 - (0.299 * red + 0.587 * green + 0.114 * blue)) * alpha) / 255);
  }
  return { width, height, ink };
};

const kept = (picture: Picture): Picture => {
  const scale = Math.min(1, KEPT_SIDE / Math.max(picture.width, picture.height));
  if (scale === 1) return picture;
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  return scaled(picture, side(picture.width), side(picture.height));
};

/** A logo as its file has it, in grey, no larger than it is ever printed. */
export const readLogo = async (path: string): Promise<E.Either<LogoFault, Picture>> => {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch {
    return E.left('unreadable');
  }
  if (bytes.length > MOST_BYTES) return E.left('too_large');
  const isPng = bytes.subarray(0, 8).equals(PNG);
  const isJpeg = bytes.subarray(0, 2).equals(JPEG);
  if (!isPng && !isJpeg) return E.left('no_png_or_jpeg');
  if (isPng && (claimedPng(bytes) ?? []).some((side) => side > MOST_SIDE)) return E.left('too_many_dots');
  try {
    const colours = isPng ? await decodePng(bytes) : await decodeJpeg(bytes);
    const isTooLarge = Math.max(colours.width, colours.height) > MOST_SIDE;
    return isTooLarge ? E.left('too_many_dots') : E.right(kept(inkOf(colours)));
  } catch {
    return E.left('broken');
  }
};
