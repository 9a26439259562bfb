import { CsvError, parse } from 'csv-parse/sync';
import * as E from 'fp-ts/lib/Either.js';

/** One row, its cells trimmed, and the line on which it begins, from 1. */
export type TableRow = { readonly cells: readonly string[]; readonly line: number };

/** A table with a first row of names. Rows without any text are left out, and so are columns without any at the end. */
export type CsvTable = {
  /** As they are written. */
  readonly heads: readonly string[];
  /** In lower case. */
  readonly names: readonly string[];
  readonly rows: readonly TableRow[];
};

/** Why a text is no table, for people, without a word of the text itself; `line` is 0 where it is not known. */
export type CsvFault = { readonly line: number; readonly found: string; readonly mend: string };

/** Spreadsheets separate by what the country of their user has left over from its numbers. */
const delimiterOf = (header: string): string => {
  const unquoted = header.replaceAll(/"[^"]*"/g, '');
  const counted = [',', ';', '\t'].map((sign) => ({ sign, times: unquoted.split(sign).length }));
  return counted.reduce((most, one) => (one.times > most.times ? one : most)).sign;
};

/** By the parser's code, for its message quotes the file. */
const unreadable = (cause: unknown): CsvFault => {
  const csv = cause instanceof CsvError ? cause : undefined;
  const line = typeof csv?.['lines'] === 'number' ? csv['lines'] : 0;
  return csv?.code.includes('QUOTE') === true
    ? {
        line,
        found: 'a quotation mark that does not open or close a cell',
        mend: 'quote whole cells, and double the marks inside',
      }
    : { line, found: 'text that is not CSV', mend: 'write CSV' };
};

type Parsed = { readonly record: readonly string[]; readonly info: { readonly lines: number }; readonly raw: string };

const quotedRows = (text: string, delimiter: string): readonly TableRow[] => {
  const options = { delimiter, info: true, raw: true, relax_column_count: true, trim: true, skip_empty_lines: true };
  const records: unknown = parse(text, options);
  return (records as readonly Parsed[]).map(({ record, info, raw }) => ({
    cells: record,
    line: info.lines - (raw.trim().split('\n').length - 1),
  }));
};

/** Without a quotation mark a line is a row, which is told several times as fast as the parser does. */
const plainRows = (text: string, delimiter: string): readonly TableRow[] =>
  text.split('\n').map((line, at) => ({ cells: line.split(delimiter).map((cell) => cell.trim()), line: at + 1 }));

const isBare = (cells: readonly string[]): boolean => cells.every((cell) => cell === '');

/** Spreadsheets keep writing columns that were emptied. */
const withoutBareEnd =
  (width: number) =>
  (row: TableRow): TableRow =>
    row.cells.length > width && isBare(row.cells.slice(width)) ? { ...row, cells: row.cells.slice(0, width) } : row;

const toTable = (all: readonly TableRow[]): CsvTable => {
  const [head, ...rows] = all.filter(({ cells }) => !isBare(cells));
  const width = (head?.cells.findLastIndex((cell) => cell !== '') ?? -1) + 1;
  const heads = head?.cells.slice(0, width) ?? [];
  return { heads, names: heads.map((name) => name.toLowerCase()), rows: rows.map(withoutBareEnd(width)) };
};

/** What stands where bytes are no UTF-8. */
const REPLACEMENT = '\uFFFD';

/** A first line that tells spreadsheets which sign separates, and is no row. */
const SEPARATOR_LINE = /^sep=(.)\n/i;

/**
 * Reads CSV in UTF-8, with or without a byte order mark, with line ends of any kind, and separated by comma, semicolon or
 * tab, as its first row tells.
 */
export const readCsv = (text: string): E.Either<CsvFault, CsvTable> => {
  // One kind of line end, so that lines are counted as an editor counts them.
  const plain = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const garbled = plain.indexOf(REPLACEMENT);
  if (garbled >= 0) {
    const line = plain.slice(0, garbled).split('\n').length;
    return E.left({ line, found: 'a character that is not UTF-8', mend: 'save the file as CSV in UTF-8' });
  }
  // A line stays in its place, that those after it keep their numbers.
  const rows = plain.replace(SEPARATOR_LINE, '\n');
  const delimiter = SEPARATOR_LINE.exec(plain)?.[1] ?? delimiterOf(plain.split('\n', 1)[0] ?? '');
  const read = E.tryCatch(
    () => (rows.includes('"') ? quotedRows(rows, delimiter) : plainRows(rows, delimiter)),
    unreadable,
  );
  return E.map(toTable)(read);
};
