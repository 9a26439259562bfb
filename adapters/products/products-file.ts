import * as E from 'fp-ts/lib/Either.js';
import { readFileSync } from 'node:fs';
import { knownAs } from '../../domain/catalogue.js';
import type { Invalid } from '../../domain/invalid.js';
import type { Product } from '../../domain/item.js';
import { readCsv } from '../codec/csv-table.js';
import { nearest } from '../codec/nearest.js';
import { IDENTIFIER_COLUMNS, productColumns, productOf } from './product-columns.js';

/** One thing that is wrong in a products file, and what to do about it. */
export type ProductsFault = {
  /** From 1, where the row starts; 0 for the file as a whole. */
  readonly line: number;
  /** Empty for the row as a whole. */
  readonly column: string;
  readonly found: string;
  readonly mend: string;
};

export type ProductsFaults = readonly [ProductsFault, ...ProductsFault[]];

/** The products of a file, whole or not at all. */
export type ReadProducts = E.Either<ProductsFaults, readonly Product[]>;

const atLine = (line: number, found: string, mend: string, column = ''): ProductsFault => ({
  line,
  column,
  found,
  mend,
});

/** A column that nobody asked for is the retailer's own business, unless it looks like one of ours with a slip in it. */
const slipIn = (name: string, missing: readonly string[]): ProductsFault | undefined => {
  const meant = nearest(name, missing);
  const near = meant !== undefined && name.length > 3 && Math.abs(meant.length - name.length) < 2;
  return near ? atLine(1, 'a column that is not known here', `name it ${meant}`, name) : undefined;
};

const columnFaults = (names: readonly string[]): readonly ProductsFault[] => {
  const missing = productColumns.filter((column) => !names.includes(column));
  const strange = names.filter((name) => !productColumns.includes(name));
  const repeated = productColumns.filter((column) => names.indexOf(column) !== names.lastIndexOf(column));
  const named = names.some((name) => IDENTIFIER_COLUMNS.includes(name));
  return [
    ...(named ? [] : [atLine(1, 'no column of identifiers', `add one of ${IDENTIFIER_COLUMNS.join(', ')}`)]),
    ...repeated.map((column) => atLine(1, 'the same column twice', 'keep one', column)),
    ...strange.map((name) => slipIn(name, missing)).filter((fault) => fault !== undefined),
  ];
};

const wordsOf: { readonly [rule: string]: string } = {
  missing: 'nothing',
  negative: 'a number below 0',
  not_finite: 'no plain number',
  not_positive: 'a number that is not above 0',
  not_six_digits: 'no tariff number',
  unknown_country: 'no country',
  unknown_unit: 'a unit that is not known',
};

const toFault =
  (line: number) =>
  ({ field, rule, expected = 'digits, with a point before decimals' }: Invalid): ProductsFault =>
    atLine(line, wordsOf[rule] ?? rule, `write ${expected}`, field);

/** Identifiers that an earlier row has too, as the catalogue compares them. */
const duplicates = (products: readonly { readonly product: Product; readonly line: number }[]): ProductsFault[] => {
  const first = new Map<string, number>();
  return products.flatMap(({ product, line }) =>
    knownAs(product.identifiers).flatMap((key) => {
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, line);
      const [column = ''] = key.split(':', 1);
      return earlier === undefined || earlier === line
        ? []
        : [atLine(line, `the identifier of line ${earlier}`, 'keep one line for one product', column)];
    }),
  );
};

/**
 * Reads a products file: CSV with a first row of column names (see `productColumns`), separated by comma, semicolon or tab,
 * in UTF-8. Every fault at once, in the order of the file.
 */
export const parseProducts = (text: string): ReadProducts => {
  const table = readCsv(text);
  if (E.isLeft(table)) return E.left([{ ...table.left, column: '' }]);
  const { names, rows } = table.right;
  const faults: ProductsFault[] = [...columnFaults(names)];
  const products: { readonly product: Product; readonly line: number }[] = [];
  for (const { cells, line } of rows) {
    const product = productOf(Object.fromEntries(names.map((name, at) => [name, cells[at]])));
    if (cells.length !== names.length) {
      faults.push(
        atLine(line, `${cells.length} cells`, `write ${names.length}, as in the first row, or quote cells with commas`),
      );
    } else if (E.isLeft(product)) faults.push(...product.left.map(toFault(line)));
    else products.push({ product: product.right, line });
  }
  const [first, ...others] = [...faults, ...duplicates(products)].sort((a, b) => a.line - b.line);
  return first === undefined ? E.right(products.map(({ product }) => product)) : E.left([first, ...others]);
};

/** As `parseProducts`, of the file at `path`. */
export const readProducts = (path: string): ReadProducts => {
  const text = E.tryCatch(
    () => readFileSync(path, 'utf8'),
    (): ProductsFaults => [atLine(0, 'no file that can be read', 'name a file that this user can read')],
  );
  return E.isLeft(text) ? text : parseProducts(text.right);
};
