import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Catalogue } from './catalogue.js';
import { compare, decimal, isZero, larger, plus, rounded, times, ZERO, type Decimal } from './decimal.js';
import { allFaults, broken, type Checked } from './invalid.js';
import { makeSides, type Item, type RawDimensions, type RawWeight, type Sides } from './item.js';
import { positive, toGrams, type Grams } from './units.js';

/** Whole millimetres. */
export type Size = { readonly lengthMm: number; readonly widthMm: number; readonly heightMm: number };

/** A box that an account ships in when nobody says which: its empty weight in whole grams, and its size. */
export type Box = Size & { readonly name?: string; readonly grams: number };

/** What a booking says of the packaging: its weight is that of the empty package. */
export type Packaging = { readonly tare: Grams; readonly sides?: Sides };

/** Where a fact of the parcel came from, for the explanation. `items` are positions from 0 in the request. */
export type ParcelNote = {
  readonly fact:
    | 'item_weight_from_catalogue'
    | 'item_weight_from_default'
    | 'item_weight_zero'
    | 'item_weight_missing'
    | 'item_size_from_catalogue'
    | 'weight_from_box'
    | 'size_from_package'
    | 'size_from_items'
    | 'size_from_box'
    | 'size_unknown';
  readonly items?: readonly number[];
};

/** What is priced and carried. A size that nobody knows is 0 x 0 x 0, noted as `size_unknown`. */
export type Parcel = Size & { readonly grams: number; readonly notes: readonly ParcelNote[] };

/** What an account says where request and catalogue are silent. */
export type ParcelDefaults = { readonly itemWeight?: Grams; readonly box?: Box };

export type Packing = {
  readonly items: readonly Item[];
  readonly packaging?: Packaging;
  readonly catalogue: Catalogue;
  readonly defaults: ParcelDefaults;
  /** Where faults of the whole parcel are reported: `deliverables`, `items`. */
  readonly field: string;
};

/** 100 tonnes and 100 metres: beyond any carrier, and small enough for the volume to be an exact number. */
export const MOST_GRAMS = 100_000_000;
export const MOST_MILLIMETRES = 100_000;

/** Rules `not_finite`, `not_positive`, `unknown_unit`, each at its path under `field`. */
export const makePackaging = (
  raw: { readonly weight: RawWeight; readonly dimensions?: RawDimensions | undefined },
  field: string,
): Checked<Packaging> => {
  const amount = positive(raw.weight.amount, `${field}.weight.amount`);
  const tare = E.isLeft(amount) ? amount : toGrams(amount.right, raw.weight.unit, `${field}.weight.unit`);
  if (raw.dimensions === undefined) return E.isLeft(tare) ? tare : E.right({ tare: tare.right });
  const sides = makeSides(raw.dimensions, `${field}.dimensions`);
  return E.isRight(tare) && E.isRight(sides)
    ? E.right({ tare: tare.right, sides: sides.right })
    : allFaults(tare, sides);
};

type Known = {
  readonly weight: Grams | undefined;
  readonly sides: Sides | undefined;
  readonly facts: readonly ParcelNote['fact'][];
};

const knownOf = (item: Item, catalogue: Catalogue, defaults: ParcelDefaults): Known => {
  const listed =
    item.weight === undefined || item.sides === undefined ? O.toUndefined(catalogue(item.identifiers)) : undefined;
  const facts: ParcelNote['fact'][] = [];
  const weight = item.weight ?? listed?.weight ?? defaults.itemWeight;
  if (weight === undefined) facts.push('item_weight_missing');
  else if (item.weight === undefined) {
    facts.push(listed?.weight === undefined ? 'item_weight_from_default' : 'item_weight_from_catalogue');
  }
  if (weight !== undefined && isZero(weight)) facts.push('item_weight_zero');
  const sides = item.sides ?? listed?.sides;
  if (item.sides === undefined && sides !== undefined) facts.push('item_size_from_catalogue');
  return { weight, sides, facts };
};

const notesOf = (known: readonly Known[]): readonly ParcelNote[] => {
  const items = new Map<ParcelNote['fact'], number[]>();
  known.forEach(({ facts }, position) => {
    for (const fact of facts) {
      const positions = items.get(fact);
      if (positions === undefined) items.set(fact, [position]);
      else positions.push(position);
    }
  });
  return [...items].map(([fact, positions]) => ({ fact, items: positions }));
};

const wholeUp = (exact: Decimal, most: number, field: string, rule: string): Checked<number> => {
  const whole = rounded(exact, 0, 'up').units;
  return whole > BigInt(most) ? broken(field, rule, `at most ${most}`) : E.right(Number(whole));
};

const sizeOf = (sides: Sides, field: string): Checked<Size> => {
  const length = wholeUp(sides.length, MOST_MILLIMETRES, field, 'too_long');
  const width = wholeUp(sides.width, MOST_MILLIMETRES, field, 'too_long');
  const height = wholeUp(sides.height, MOST_MILLIMETRES, field, 'too_long');
  return E.isRight(length) && E.isRight(width) && E.isRight(height)
    ? E.right({ lengthMm: length.right, widthMm: width.right, heightMm: height.right })
    : allFaults(length, width, height);
};

/** Every item lies on its largest face and they stand on each other: the two longest sides, and the heights summed. */
const stacked = (items: readonly Item[], known: readonly Known[]): O.Option<Sides> => {
  let [length, width, height] = [ZERO, ZERO, ZERO];
  for (const [position, item] of items.entries()) {
    const sides = known[position]?.sides;
    if (sides === undefined) return O.none;
    const [longest, middle, shortest] = [sides.length, sides.width, sides.height].sort((a, b) => compare(b, a));
    length = larger(length, longest ?? ZERO);
    width = larger(width, middle ?? ZERO);
    height = plus(height, times(shortest ?? ZERO, decimal(BigInt(item.quantity))));
  }
  return items.length === 0 ? O.none : O.some({ length, width, height });
};

const UNKNOWN_SIZE: Size = { lengthMm: 0, widthMm: 0, heightMm: 0 };

type Sized = { readonly size: Size; readonly fact: ParcelNote['fact'] };

const sizing = ({ items, packaging, defaults, field }: Packing, known: readonly Known[]): Checked<Sized> => {
  if (packaging?.sides !== undefined) {
    return E.map((size: Size): Sized => ({ size, fact: 'size_from_package' }))(sizeOf(packaging.sides, field));
  }
  const pile = stacked(items, known);
  if (O.isSome(pile)) {
    return E.map((size: Size): Sized => ({ size, fact: 'size_from_items' }))(sizeOf(pile.value, field));
  }
  const { box } = defaults;
  if (box === undefined) return E.right({ size: UNKNOWN_SIZE, fact: 'size_unknown' });
  const { lengthMm, widthMm, heightMm } = box;
  return E.right({ size: { lengthMm, widthMm, heightMm }, fact: 'size_from_box' });
};

type Weighed = { readonly grams: number; readonly notes: readonly ParcelNote[] };

const weighing = ({ items, packaging, defaults, field }: Packing, known: readonly Known[]): Checked<Weighed> => {
  const sum = items.reduce(
    (soFar, { quantity }, position) => plus(soFar, times(known[position]?.weight ?? ZERO, decimal(BigInt(quantity)))),
    packaging?.tare ?? ZERO,
  );
  if (!isZero(sum)) {
    return E.map((grams: number): Weighed => ({ grams, notes: [] }))(wholeUp(sum, MOST_GRAMS, field, 'too_heavy'));
  }
  const { box } = defaults;
  return box === undefined || box.grams <= 0
    ? broken(field, 'weight_unknown')
    : E.right({ grams: box.grams, notes: [{ fact: 'weight_from_box' }] });
};

/**
 * One request is one parcel.
 *
 * Weight: an item's is the request's (a stated zero counts as stated), else the catalogue's, else the account's default,
 * else 0, noted. The items and the empty package are summed exactly and rounded up once, to the gram. A sum of 0 takes
 * the default box's weight; still 0 is `weight_unknown`.
 *
 * Size: the package's; else, when every item's is known, the longest and the second longest side of any item and the sum
 * of all units' shortest sides; else the default box's; else unknown. Rounded up once, to the millimetre.
 *
 * More than 100 tonnes is `too_heavy`, a side of more than 100 metres `too_long`, both at `field`.
 */
export const packParcel = (packing: Packing): Checked<Parcel> => {
  const known = packing.items.map((item) => knownOf(item, packing.catalogue, packing.defaults));
  const [weighed, sized] = [weighing(packing, known), sizing(packing, known)];
  if (E.isLeft(weighed) || E.isLeft(sized)) return allFaults(weighed, sized);
  const { lengthMm, widthMm, heightMm } = sized.right.size;
  const notes = [...notesOf(known), ...weighed.right.notes, { fact: sized.right.fact }];
  return E.right({ grams: weighed.right.grams, lengthMm, widthMm, heightMm, notes });
};

/**
 * What the parcel's volume weighs, in grams, rounded up; `divisor` is a positive whole number of cubic centimetres per
 * kilogram (5000 is common). Cubic millimetres by cubic centimetres per kilogram are grams. Exact: the limits above keep
 * the volume below 2^53.
 */
export const volumetricGrams = ({ lengthMm, widthMm, heightMm }: Size, divisor: number): number => {
  const volume = lengthMm * widthMm * heightMm;
  const rest = volume % divisor;
  return (volume - rest) / divisor + (rest > 0 ? 1 : 0);
};
