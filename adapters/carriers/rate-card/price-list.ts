import * as E from 'fp-ts/lib/Either.js';
import { readCsv, type CsvTable } from '../../codec/csv-table.js';
import type { CardFault } from './card-fault.js';
import type { TableText } from './card-tables.js';

/** Rows of one of our tables, its heads first. */
export type OurTable = readonly (readonly string[])[];

/** What became of a carrier's list: a table of ours, or every fault at once and nothing of it. */
export type Imported = E.Either<readonly CardFault[], OurTable>;

/** How a list writes its numbers; where it is not said, only what can mean but one number is taken. */
export type DecimalSign = 'point' | 'comma';

export const listFault = (file: string, line: number, path: string, found: string, mend: string): CardFault => ({
  ...{ file, line, column: 1, path, found, mend },
});

/** A carrier's list as it stands. */
export const readList = ({ path, text }: TableText): E.Either<readonly CardFault[], CsvTable> =>
  E.mapLeft(({ line, found, mend }: { line: number; found: string; mend: string }) => [
    listFault(path, line, '', found, mend),
  ])(readCsv(text));

/**
 * A number of a list in our own notation: without signs between thousands, with a point before decimals. Absent where it is
 * none, or where `sign` is not said and a comma may be either: `1,234` is a thousand to some and little more than one to
 * others, but `1,234.50` is the same to all.
 */
export const plainNumber = (text: string, sign?: DecimalSign): string | undefined => {
  const [thousands, point] = sign === 'comma' ? ['.', ','] : [',', '.'];
  const [whole = '', fraction, more] = text.replaceAll(/(?<=\d)[\s'’](?=\d{3})/gu, thousands).split(point);
  const [first = '', ...groups] = whole.split(thousands);
  const isGrouped = groups.length > 0;
  const isWhole = isGrouped
    ? /^\d{1,3}$/.test(first) && groups.every((group) => /^\d{3}$/.test(group))
    : /^\d+$/.test(first);
  const isSaid = sign !== undefined || !isGrouped || fraction !== undefined;
  if (more !== undefined || !isWhole || !isSaid || (fraction !== undefined && !/^\d+$/.test(fraction)))
    return undefined;
  return `${first}${groups.join('')}${fraction === undefined ? '' : `.${fraction}`}`;
};

const cellText = (text: string): string => (/[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const csvText = (rows: OurTable): string => rows.map((cells) => `${cells.map(cellText).join(',')}\n`).join('');
