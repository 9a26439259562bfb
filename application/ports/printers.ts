import type { TaskEither } from 'fp-ts/lib/TaskEither.js';

/** A printer in the network, by what listens there: `9100` as a rule. */
export type PrinterAddress = { readonly host: string; readonly port: number };

/**
 * Why a printer was not given all. `refused`: nothing listens there. `unreachable`: no connection came about. `silent`: it
 * took part of it, or nothing, and then no more. `broken`: it ended the connection. After the last two part may be printed.
 */
export type PrinterFault = {
  readonly _tag: 'PrinterFault';
  readonly reason: 'refused' | 'unreachable' | 'silent' | 'broken';
};

/**
 * All of it has left this process. `ended`: the printer then ended the connection in order. `kept_open`: it said nothing for as
 * long as it is waited for, as some do always, and as one does that hangs.
 */
export type Taken = 'ended' | 'kept_open';

/** Printers that print what they are sent. They confirm nothing: taken is all that is known. */
export interface Printers {
  readonly send: (address: PrinterAddress, bytes: Uint8Array) => TaskEither<PrinterFault, Taken>;
}
