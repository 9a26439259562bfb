import { readFileSync, writeFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { cardFaultText } from '../../adapters/carriers/rate-card/card-fault.js';
import { importPostcodes } from '../../adapters/carriers/rate-card/postcode-list.js';
import { csvText, type DecimalSign, type OurTable } from '../../adapters/carriers/rate-card/price-list.js';
import { importMatrix } from '../../adapters/carriers/rate-card/price-matrix.js';
import { ExitCode } from './exit-codes.js';
import { complain } from './terminal.js';

export type CardImportOptions = {
  readonly shape: 'matrix' | 'postcodes';
  readonly out?: string;
  readonly service?: string;
  readonly transitDays: string;
  readonly unit: string;
  readonly decimal?: DecimalSign;
  readonly digits?: string;
};

const read = (file: string, options: CardImportOptions): E.Either<readonly string[], OurTable> => {
  const text = E.tryCatch(
    () => readFileSync(file, 'utf8'),
    () => [`${file}: cannot be read`],
  );
  if (E.isLeft(text)) return text;
  const source = { path: file, text: text.right };
  const { service = basename(file, extname(file)), transitDays, unit, decimal, digits } = options;
  const rows =
    options.shape === 'matrix'
      ? importMatrix(source, { service, transitDays, unit, ...(decimal !== undefined && { decimal }) })
      : importPostcodes(source, digits === undefined ? undefined : Number(digits));
  return E.mapLeft((faults: readonly Parameters<typeof cardFaultText>[0][]) => faults.map(cardFaultText))(rows);
};

/** The rows of all files under one head. */
const together = (tables: readonly OurTable[]): OurTable => [
  ...tables.slice(0, 1).flatMap((rows) => rows.slice(0, 1)),
  ...tables.flatMap((rows) => rows.slice(1)),
];

/**
 * Writes a carrier's price lists as a table that a card can name, to standard output or to a file that is not there yet; all
 * of them or, at any fault, none.
 */
export const importCard = (files: readonly string[], options: CardImportOptions): void => {
  if (options.digits !== undefined && !/^([1-9]|10)$/.test(options.digits)) {
    complain(`--digits: found ${JSON.stringify(options.digits)}; must be a number from 1 to 10`);
    process.exitCode = ExitCode.usage;
    return;
  }
  const tables = files.map((file) => read(file, options));
  const faults = tables.flatMap((one) => (E.isLeft(one) ? one.left : []));
  if (faults.length > 0) {
    faults.forEach(complain);
    process.exitCode = ExitCode.notDone;
    return;
  }
  const text = csvText(together(tables.flatMap((one) => (E.isRight(one) ? [one.right] : []))));
  const key = options.shape === 'matrix' ? 'rate_tables' : 'postcode_tables';
  if (options.out === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(options.out, text, { flag: 'wx' });
    complain(`Made ${options.out}; name it in the card: ${key}: [${basename(options.out)}]`);
  } catch {
    complain(`${options.out}: cannot be written, or is there already; name another with --out`);
    process.exitCode = ExitCode.notDone;
  }
};
