import { parse } from 'csv-parse/sync';
import * as E from 'fp-ts/lib/Either.js';

/** One row, its cells trimmed, and the line on which it begins, from 1. */
export type TableRow = { readonly cells: readonly string[]; readonly line: number };

/** A table with a first row of names, which are in lower case. Rows without any text are left out. */
export type CsvTable = {
  /** As they are written. */
  readonly heads: readonly string[];
  readonly names: readonly string[];
  readonly rows: readonly TableRow[];
};

/** Spreadsheets separate by what the country of their user has left over from its numbers. */
const delimiterOf = (header: string): string => {
  const counted = [',', ';', '\t'].map((sign) => ({ sign, times: header.split(sign).length }));
  return counted.reduce((most, one) => (one.times > most.times ? one : most)).sign;
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

/**
 * Reads CSV in UTF-8, separated by comma, semicolon or tab, as the first row tells. Left: quotation marks that do not pair.
 */
export const readCsv = (text: string): E.Either<'quotation', CsvTable> => {
  const plain = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const delimiter = delimiterOf(plain.split('\n', 1)[0] ?? '');
  const read = E.tryCatch(
    () => (plain.includes('"') ? quotedRows(plain, delimiter) : plainRows(plain, delimiter)),
    () => 'quotation' as const,
  );
  return E.map((all: readonly TableRow[]): CsvTable => {
    const [head, ...rows] = all.filter(({ cells }) => cells.some((cell) => cell !== ''));
    const heads = head?.cells ?? [];
    return { heads, names: heads.map((name) => name.toLowerCase()), rows };
  })(read);
};
