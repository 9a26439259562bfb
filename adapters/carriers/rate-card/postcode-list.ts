import * as E from 'fp-ts/lib/Either.js';
import type { Invalid } from '../../../domain/invalid.js';
import { makePostcodeIndex, type PostcodeRule } from '../../../domain/postcode-index.js';
import type { CardFault } from './card-fault.js';
import { mendOf } from './card-mending.js';
import type { TableText } from './card-tables.js';
import { listFault, readList, type Imported } from './price-list.js';

const FROM = ['from', 'postcode_from', 'postcode from', 'from postcode', 'start', 'postcode', 'zip', 'plz'];
const TO = ['to', 'postcode_to', 'postcode to', 'to postcode', 'end'];
const ZONE = ['zone', 'zone name', 'zone code'];
/** Postcodes of two countries may look alike. */
const COUNTRY = ['country', 'country code', 'country_code'];

/** One postcode, range or beginning of a list, as our table has it. */
type Entry = { readonly zone: string; readonly country: string; readonly text: string; readonly line: number };

/** Entries that say the same, once: lists name a postcode again for each of its suburbs. */
const once = (entries: readonly Entry[]): readonly Entry[] => {
  const seen = new Set<string>();
  return entries.filter(({ zone, country, text }) => {
    const key = JSON.stringify([zone, country, text]);
    return !seen.has(key) && seen.add(key);
  });
};

const digitsOf =
  (digits: number | undefined) =>
  (code: string): string => {
    const bare = code.replaceAll(/[\s-]/g, '');
    return digits !== undefined && /^\d+$/.test(bare) ? bare.padStart(digits, '0') : bare;
  };

/**
 * What a cell of one column says: `4000`, `4000-4179`, `40*`, or some of these parted by commas. A hyphen between two halves
 * that have together as many `digits` as a postcode is part of it: 00-950 with 5.
 */
const entriesIn = (cell: string, digits: number | undefined): readonly string[] => {
  const whole = digitsOf(digits);
  return cell.split(/\s*[,;]\s*/).map((part) => {
    const [first = '', last, more] = part.split(/\s*(?:-|–|—|\bto\b)\s*/i);
    const isOne = last === undefined || more !== undefined || first.length + last.length === digits;
    return isOne ? whole(part) : `${whole(first)}-${whole(last)}`;
  });
};

/** What the index of postcodes has against the entries of one country. */
const clashes = (file: string, entries: readonly Entry[]): readonly CardFault[] => {
  const placed = new Map(entries.map((entry, at) => [String(at), entry]));
  const rules = entries.map(({ text }, at): PostcodeRule => ({ text, field: String(at), zone: at }));
  const wordsOf = (broken: Invalid): string => {
    const other = placed.get(broken.expected ?? '');
    if (broken.rule === 'range_ends_of_two_lengths') {
      return 'must be a range of two postcodes of the same length, or one with a hyphen: say with --digits how long they are';
    }
    if (broken.rule !== 'overlaps' || other === undefined) return mendOf(broken, () => ({ line: 0 }));
    return `shares postcodes with ${other.text} of zone ${other.zone} in line ${other.line}; let each be in one entry`;
  };
  return makePostcodeIndex(rules).faults.map((broken) => {
    const { line = 0, text = '' } = placed.get(broken.field) ?? {};
    return listFault(file, line, 'postcode', JSON.stringify(text), wordsOf(broken));
  });
};

/**
 * A table of postcode ranges: a column with the first postcode, one with the last (or none, where each row is one or has its
 * range in one cell), and one with the zone. Columns are known by their usual names, others are left alone. `digits` brings
 * back zeros that a spreadsheet has taken away: 800 is 0800 with 4.
 */
export const importPostcodes = (source: TableText, digits: number | undefined): Imported => {
  const parsed = readList(source);
  if (E.isLeft(parsed)) return parsed;
  const { names, rows } = parsed.right;
  const columnOf = (known: readonly string[]): number => names.findIndex((name) => known.includes(name));
  const [from, to, zone, country] = [columnOf(FROM), columnOf(TO), columnOf(ZONE), columnOf(COUNTRY)];
  if (from < 0 || zone < 0) {
    const mend = `must have a column of postcodes (${FROM.join(', ')}) and one of zones (${ZONE.join(', ')})`;
    return E.left([listFault(source.path, 1, '', names.join(', '), mend)]);
  }
  const whole = digitsOf(digits);
  const faults: CardFault[] = [];
  const entries = rows.flatMap(({ cells, line }): Entry[] => {
    const [first = '', last = '', name = ''] = [cells[from], cells[to], cells[zone]];
    if (first === '' || name === '') {
      faults.push(listFault(source.path, line, '', 'no postcode or no zone', 'must have both'));
      return [];
    }
    const [start, end] = [whole(first), whole(last)];
    const range = start === end ? [start] : [`${start}-${end}`];
    const texts = last === '' ? entriesIn(first, digits) : range;
    return texts.map((text) => ({ zone: name, country: cells[country] ?? '', text, line }));
  });
  const all = once(entries);
  const countries = new Set(all.map((entry) => entry.country));
  for (const one of countries)
    faults.push(
      ...clashes(
        source.path,
        all.filter((entry) => entry.country === one),
      ),
    );
  if (faults.length > 0) return E.left([...faults].sort((a, b) => a.line - b.line));
  return E.right([['zone', 'postcode'], ...all.map(({ zone: name, text }) => [name, text])]);
};
