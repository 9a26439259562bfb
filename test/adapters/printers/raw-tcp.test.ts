import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { makeRawTcpPrinters } from '../../../adapters/printers/raw-tcp.js';
import { aPrinter, type Printer } from '../../support/printer.js';
import { aFreePort } from '../../support/serving.js';

describe('raw printing over TCP', () => {
  /** Silence counts where a test asks for it; elsewhere a slow machine is no silent printer. */
  const [PATIENT, IMPATIENT] = [30_000, 1_000];
  const label = Buffer.from('^XA^XZ');
  /** More than the buffers of both ends hold. */
  const much = new Uint8Array(64_000_000);
  let printer: Printer | undefined;
  afterEach(async () => {
    await printer?.close();
    printer = undefined;
  });

  const outcomeOf = async (port: number, bytes: Uint8Array = label, patience = PATIENT): Promise<string> => {
    const sent = await makeRawTcpPrinters({ patience }).send({ host: '127.0.0.1', port }, bytes)();
    return E.isLeft(sent) ? sent.left.reason : sent.right;
  };

  it('sends every byte and ends', async () => {
    printer = await aPrinter();
    const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => at % 256);
    expect(await outcomeOf(printer.port, bytes)).to.equal('ended');
    await printer.finished(1);
    expect(printer.received).to.deep.equal([Buffer.from(bytes).toString('latin1')]);
  });

  it('believes a printer that takes all and keeps the connection open, and says that it did', async () => {
    printer = await aPrinter((socket) => socket.pause());
    expect(await outcomeOf(printer.port, label, IMPATIENT)).to.equal('kept_open');
  });

  it('says that nothing listens, and that a host is not to be found', async () => {
    expect(await outcomeOf(await aFreePort())).to.equal('refused');
    const sent = await makeRawTcpPrinters({ patience: PATIENT }).send({ host: 'printer.invalid', port: 9100 }, label)();
    expect(sent).to.have.nested.property('left.reason', 'unreachable');
  });

  it('gives up on a printer that takes no more', async () => {
    printer = await aPrinter((socket) => socket.pause());
    expect(await outcomeOf(printer.port, much, IMPATIENT)).to.equal('silent');
  });

  it('says that a printer has hung up', async () => {
    printer = await aPrinter((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await outcomeOf(printer.port, much)).to.equal('broken');
  });
});
