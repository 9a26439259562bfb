import * as E from 'fp-ts/lib/Either.js';
import { connect } from 'node:net';
import type { PrinterFault, Printers, Taken } from '../../application/ports/printers.js';

type Settings = {
  /** Milliseconds without any progress after which a printer counts as silent. */
  readonly patience: number;
};

const reasonOf = (code: string | undefined, isConnected: boolean): PrinterFault['reason'] => {
  if (isConnected) return 'broken';
  return code === 'ECONNREFUSED' ? 'refused' : 'unreachable';
};

/**
 * Raw printing over TCP, as network printers take it on port 9100: connect, write, end. It counts as taken when all of it has
 * left this process and the printer has ended the connection in order; of one that then keeps it open in silence, as some do, no
 * more is known.
 */
export const makeRawTcpPrinters = ({ patience }: Settings): Printers => ({
  send:
    ({ host, port }, bytes) =>
    () =>
      new Promise((done) => {
        const socket = connect({ host, port, noDelay: true });
        let [isConnected, isWritten] = [false, false];
        const end = (outcome: E.Either<PrinterFault['reason'], Taken>): void => {
          socket.destroy();
          done(
            E.mapLeft((reason: PrinterFault['reason']): PrinterFault => ({ _tag: 'PrinterFault', reason }))(outcome),
          );
        };
        socket.setTimeout(patience);
        socket.on('connect', () => {
          isConnected = true;
          socket.end(bytes, () => (isWritten = true));
        });
        // What a printer says of itself is not asked for, and must be read for its end to be seen.
        socket.resume();
        socket.on('timeout', () => {
          if (isWritten) end(E.right('kept_open'));
          else end(E.left(isConnected ? 'silent' : 'unreachable'));
        });
        socket.on('error', (error: NodeJS.ErrnoException) => {
          end(E.left(reasonOf(error.code, isConnected)));
        });
        socket.on('close', () => {
          end(isWritten ? E.right('ended') : E.left('broken'));
        });
      }),
});
