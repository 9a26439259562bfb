import { expect } from 'chai';
import { NEWSTORE } from '../support/asking.js';
import { aFolder } from '../support/folder.js';
import { writeSettings } from '../support/hub.js';
import { aBookingBody } from '../support/newstore-bodies.js';
import { aPrinter, type Printer } from '../support/printer.js';
import { aFreePort, longshore, startServing, type Ran, type Serving } from '../support/serving.js';

describe('labels of the built program', () => {
  let folder: string;
  let remove: () => void;
  let serving: Serving;
  let key: string;
  let printer: Printer;
  before(async () => {
    ({ folder, remove } = aFolder());
    writeSettings(folder);
    serving = await startServing(folder);
    const made = await demo('keys', 'create', '--role', 'newstore', '--json');
    ({ key } = JSON.parse(made.stdout) as { key: string });
    printer = await aPrinter();
  });
  after(async () => {
    await printer.close();
    await serving.stop();
    remove();
  });

  const demo = (...words: readonly string[]): Promise<Ran> => longshore(folder, [...words, '--account', 'demo']);
  const printTo = (port: number, word: string, ...more: readonly string[]): Promise<Ran> =>
    demo('labels', 'print', word, '--zpl', `127.0.0.1:${port}`, ...more);
  const book = async (order: string, method: string): Promise<Readonly<Record<string, string>>> => {
    const body = aBookingBody({ external_order_id: order, booking_method: method });
    return (await serving.ask(`${NEWSTORE}/shipments`, { body, key })).json as Readonly<Record<string, string>>;
  };
  const fetched = async (url: string | undefined, query = ''): Promise<string> =>
    (await serving.ask(new URL((url ?? '').replace('.pdf', '.zpl')).pathname + query, { method: 'GET' })).text;
  const journalOf = async (order: string): Promise<string> => (await demo('bookings', 'show', order)).stdout;

  it('sends the bytes that are served, as often as is asked, and enters it in the journal', async () => {
    const booked = await book('order-to-print', 'shipping_and_return');
    const done = await printTo(printer.port, 'order-to-print', '--copies', '2');
    expect([done.code, done.stderr]).to.deep.equal([0, '']);
    expect(done.stdout).to.include(String(booked['offer'])).and.include('bytes sent to 127.0.0.1');
    await printer.finished(1);
    expect(printer.received[0]).to.equal((await fetched(booked['label_url'])).repeat(2));
    expect(await journalOf('order-to-print')).to.match(/-> printer print 127\.0\.0\.1:\d+ ok: printed/u);

    expect((await printTo(printer.port, 'order-to-print', '--return', '--dpi', '300')).code).to.equal(0);
    await printer.finished(2);
    expect(printer.received[1]).to.equal(await fetched(booked['return_label_url'], '?dpi=300'));
    expect((await printTo(printer.port, String(booked['return_tracking_code']))).code).to.equal(0);
    await printer.finished(3);
    expect(printer.received[2]).to.equal(await fetched(booked['return_label_url']));
  });

  it('finds a picture that the serving process draws on a thread of its own', async () => {
    const { label_url: url = '' } = await book('order-as-picture', 'only_shipping');
    const { status, headers } = await serving.ask(new URL(url).pathname.replace('.pdf', '.png'), { method: 'GET' });
    expect([status, headers.get('content-type')]).to.deep.equal([200, 'image/png']);
  });

  it('says that nothing came out, and enters that too', async () => {
    await book('order-not-printed', 'only_shipping');
    const failed = await printTo(await aFreePort(), 'order-not-printed');
    expect([failed.code, failed.stdout]).to.deep.equal([1, '']);
    expect(failed.stderr).to.include('nothing listens there');
    expect(await journalOf('order-not-printed')).to.match(/-> printer print \S+ refused: not printed/u);
  });

  it('says that it does not know whether a printer that says nothing prints, and enters that', async () => {
    await book('order-unconfirmed', 'only_shipping');
    const mute = await aPrinter((socket) => socket.pause());
    const done = await printTo(mute.port, 'order-unconfirmed');
    await mute.close();
    expect([done.code, done.stderr]).to.deep.equal([0, '']);
    expect(done.stdout).to.include('says nothing: look whether it prints');
    expect(await journalOf('order-unconfirmed')).to.match(/-> printer print \S+ unconfirmed: sent/u);
  });

  it('prints no label but the one that is named', async () => {
    const booked = await book('order-half-cancelled', 'shipping_and_return');
    const code = String(booked['return_tracking_code']);
    await serving.ask(`${NEWSTORE}/shipments/${code}/_cancel`, { key });
    const before = printer.received.length;
    const none = await printTo(printer.port, code);
    expect([none.code, none.stderr.includes('no leg of this account')]).to.deep.equal([1, true]);
    expect((await printTo(printer.port, 'nothing')).code).to.equal(1);
    await book('order-twice', 'only_shipping');
    await serving.ask(`${NEWSTORE}/shipments`, {
      body: aBookingBody({ external_order_id: 'order-twice', package_option: { weight: { amount: 900, unit: 'g' } } }),
      key,
    });
    const several = await printTo(printer.port, 'order-twice');
    expect([several.code, several.stderr.includes('has several labels')]).to.deep.equal([1, true]);
    expect(printer.received).to.have.length(before);
  });

  it('says what is wrong with its usage', async () => {
    for (const words of [
      ['order-to-print'],
      ['order-to-print', '--zpl', 'no host'],
      ['order-to-print', '--zpl', 'host:99999'],
      ['order-to-print', '--zpl', 'host', '--copies', '0'],
      ['order-to-print', '--zpl', 'host', '--copies', '1.5'],
      ['order-to-print', '--zpl', 'host', '--dpi', '600'],
    ])
      expect((await demo('labels', 'print', ...words)).code, words.join(' ')).to.equal(2);
  });
});
