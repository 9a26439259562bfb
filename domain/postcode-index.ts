import * as O from 'fp-ts/lib/Option.js';
import { invalid, type Invalid } from './invalid.js';

/**
 * One entry of a zone's list of postcodes. `4000` names a whole postcode, or all of its first part: what stands before the
 * space or hyphen (`SW1A` names SW1A 1AA, `10001` names 10001-1234). `4000-4179` is a range of those. `40*` is every
 * postcode that begins so.
 */
type Entry =
  | { readonly _tag: 'Whole'; readonly code: string }
  | { readonly _tag: 'Range'; readonly first: string; readonly last: string }
  | { readonly _tag: 'Prefix'; readonly start: string };

/** An entry as it was written, where it stands, and the zone's position. */
export type PostcodeRule = { readonly text: string; readonly field: string; readonly zone: number };

type Ranges = {
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly zones: readonly number[];
};

/** All entries of one number of characters. */
type Level = {
  readonly length: number;
  readonly whole: ReadonlyMap<string, number>;
  readonly prefix: ReadonlyMap<string, number>;
  readonly ranges: Ranges;
};

/** The postcodes of one country. The longest level stands first. */
export type PostcodeIndex = readonly Level[];

type Placed = PostcodeRule & { readonly entry: Entry; readonly length: number };

const compact = (text: string): string => text.toUpperCase().replaceAll(/[\s-]/g, '');

const readEntry = (rule: PostcodeRule): Placed | Invalid => {
  const text = rule.text.toUpperCase().replaceAll(/\s/g, '');
  if (/^[0-9A-Z]+\*$/.test(text)) {
    const start = text.slice(0, -1);
    return { ...rule, entry: { _tag: 'Prefix', start }, length: start.length };
  }
  const [first = '', last, ...more] = text.split('-');
  if (!/^[0-9A-Z]+$/.test(first) || more.length > 0) return invalid(rule.field, 'postcode_entry');
  if (last === undefined) return { ...rule, entry: { _tag: 'Whole', code: first }, length: first.length };
  if (!/^[0-9A-Z]+$/.test(last)) return invalid(rule.field, 'postcode_entry');
  if (first.length !== last.length) return invalid(rule.field, 'range_ends_of_two_lengths');
  if (first > last) return invalid(rule.field, 'range_reversed', `${last}-${first}`);
  return { ...rule, entry: { _tag: 'Range', first, last }, length: first.length };
};

const isFault = (read: Placed | Invalid): read is Invalid => '_tag' in read;

/** One code, one zone; a code that stands twice is a fault of the second place. */
const singles = (codes: readonly (readonly [string, Placed])[], faults: Invalid[]): ReadonlyMap<string, number> => {
  const seen = new Map<string, Placed>();
  for (const [code, placed] of codes) {
    const other = seen.get(code);
    if (other === undefined) seen.set(code, placed);
    else faults.push(invalid(placed.field, 'overlaps', other.field));
  }
  return new Map([...seen].map(([code, { zone }]) => [code, zone]));
};

const compileRanges = (
  found: readonly { readonly first: string; readonly last: string; readonly placed: Placed }[],
  faults: Invalid[],
): Ranges => {
  const sorted = [...found].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  let furthest: { readonly last: string; readonly placed: Placed } | undefined;
  for (const range of sorted) {
    if (furthest !== undefined && range.first <= furthest.last) {
      faults.push(invalid(range.placed.field, 'overlaps', furthest.placed.field));
    }
    if (furthest === undefined || range.last > furthest.last) furthest = range;
  }
  return {
    first: sorted.map(({ first }) => first),
    last: sorted.map(({ last }) => last),
    zones: sorted.map(({ placed }) => placed.zone),
  };
};

const compileLevel = (length: number, placed: readonly Placed[], faults: Invalid[]): Level => {
  const wholes: [string, Placed][] = [];
  const prefixes: [string, Placed][] = [];
  const ranges: { first: string; last: string; placed: Placed }[] = [];
  for (const one of placed) {
    const { entry } = one;
    if (entry._tag === 'Whole') wholes.push([entry.code, one]);
    else if (entry._tag === 'Prefix') prefixes.push([entry.start, one]);
    else ranges.push({ first: entry.first, last: entry.last, placed: one });
  }
  return {
    length,
    whole: singles(wholes, faults),
    prefix: singles(prefixes, faults),
    ranges: compileRanges(ranges, faults),
  };
};

/**
 * Sorts a country's entries for finding. Faults: `postcode_entry` for what is no entry, `range_ends_of_two_lengths`,
 * `range_reversed`, and `overlaps`, with the other entry's field, where two entries of one kind and length share a postcode.
 */
export const makePostcodeIndex = (
  rules: readonly PostcodeRule[],
): { readonly index: PostcodeIndex; readonly faults: readonly Invalid[] } => {
  const faults: Invalid[] = [];
  const byLength = new Map<number, Placed[]>();
  for (const read of rules.map(readEntry)) {
    if (isFault(read)) faults.push(read);
    else {
      const level = byLength.get(read.length);
      if (level === undefined) byLength.set(read.length, [read]);
      else level.push(read);
    }
  }
  const index = [...byLength].sort(([a], [b]) => b - a).map(([length, placed]) => compileLevel(length, placed, faults));
  return { index, faults };
};

const findRange = ({ first, last, zones }: Ranges, code: string): number | undefined => {
  let [low, high] = [0, first.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((first[middle] ?? '') <= code) low = middle + 1;
    else high = middle;
  }
  const candidate = low - 1;
  return candidate >= 0 && code <= (last[candidate] ?? '') ? zones[candidate] : undefined;
};

const findAt = (level: Level, code: string, firstPart: string): number | undefined => {
  const { length, whole, prefix, ranges } = level;
  const named = [code, firstPart].filter((text) => text.length === length);
  for (const text of named) {
    const zone = whole.get(text);
    if (zone !== undefined) return zone;
  }
  const begun = code.length < length ? undefined : prefix.get(code.slice(0, length));
  if (begun !== undefined) return begun;
  for (const text of named) {
    const zone = findRange(ranges, text);
    if (zone !== undefined) return zone;
  }
  return undefined;
};

/**
 * The zone of a postcode in any case and spacing. An entry of more characters goes before one of fewer; among equally long
 * ones a whole postcode, then a prefix, then a range. Costs a look-up and a halving search per length, however many entries.
 */
export const findByPostcode = (index: PostcodeIndex, postcode: string): O.Option<number> => {
  const code = compact(postcode);
  const firstPart = compact(postcode.trim().split(/[\s-]/, 1)[0] ?? '');
  for (const level of index) {
    const zone = findAt(level, code, firstPart);
    if (zone !== undefined) return O.some(zone);
  }
  return O.none;
};
