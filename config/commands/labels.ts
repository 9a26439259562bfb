import * as E from 'fp-ts/lib/Either.js';
import type { PrinterAddress, PrinterFault } from '../../application/ports/printers.js';
import type { PrintError } from '../../application/shipping/print-label.js';
import { ExitCode } from './exit-codes.js';
import { complain, print } from './terminal.js';
import { storageFailed, withDesk, type AccountOption } from './with-hub.js';

/** What raw printing listens on. */
const PRINTER_PORT = 9100;
const MOST_COPIES = 100;

export type PrintOptions = AccountOption & {
  readonly zpl: string;
  readonly copies: string;
  readonly return?: boolean;
  readonly dpi?: string;
};

/** `host`, `host:9100` or `[::1]:9100`. */
const addressOf = (text: string): PrinterAddress | undefined => {
  const [, bracketed, plain, digits] = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = digits === undefined ? PRINTER_PORT : Number(digits);
  return host === undefined || port < 1 || port > 65_535 ? undefined : { host, port };
};

const faultWords: Record<PrinterFault['reason'], string> = {
  refused: 'nothing listens there; nothing is printed',
  unreachable: 'it cannot be reached; nothing is printed',
  silent: 'it took part of the label and then no more; look what came out before you print again',
  broken: 'it ended the connection; look what came out before you print again',
};

const words = (
  word: string,
  printer: string,
  failure: Exclude<PrintError, { readonly _tag: 'Unavailable' }>,
): string => {
  switch (failure._tag) {
    case 'NoLabel':
      return `no leg of this account that goes by ${word} has a label in force`;
    case 'Several':
      return `${word} has several labels; name one by its reference: ${failure.references.join(', ')}`;
    case 'PdfOnly':
      return `${word}: the carrier brought a PDF, and there is no ZPL of it; print the PDF`;
    case 'PrinterFault':
      return `${printer}: ${faultWords[failure.reason]}`;
  }
};

const misused = (complaint: string): Promise<void> => {
  complain(complaint);
  process.exitCode = ExitCode.usage;
  return Promise.resolve();
};

/** Sends the ZPL of a label to a printer in the network. */
export const printLabel = (word: string, options: PrintOptions): Promise<void> => {
  const printer = addressOf(options.zpl);
  if (printer === undefined) return misused(`--zpl takes host or host:port, such as 10.0.0.7:${PRINTER_PORT}`);
  const copies = Number(options.copies);
  if (!Number.isInteger(copies) || copies < 1 || copies > MOST_COPIES)
    return misused(`--copies takes a whole number from 1 to ${MOST_COPIES}`);
  return withDesk(options, async (desk, { hub, chance }) => {
    const done = await hub.printLabel(desk, {
      ...{ word, printer, copies, requestId: chance.id() },
      leg: options.return === true ? 'return' : 'outbound',
      ...(options.dpi !== undefined && { dpi: options.dpi === '300' ? (300 as const) : (203 as const) }),
    })();
    if (E.isRight(done)) {
      const { reference, bytes, taken } = done.right;
      const unsure = taken === 'ended' ? '' : '; it keeps the connection open and says nothing: look whether it prints';
      print(`${reference}: ${bytes} bytes sent to ${options.zpl}${unsure}`);
      return ExitCode.done;
    }
    if (done.left._tag === 'Unavailable') return storageFailed(done.left);
    complain(words(word, options.zpl, done.left));
    return ExitCode.notDone;
  });
};
