import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { NEWSTORE } from '../support/asking.js';
import { aFolder } from '../support/folder.js';
import { aBookingBody, anOffersBody } from '../support/newstore-bodies.js';
import { isListening, longshore, MAIN, runProgram, startServing, type Serving } from '../support/serving.js';

/** A first start can be told no port: it takes these. */
const arePortsTaken = async (): Promise<boolean> => (await isListening(8080)) || (await isListening(9464));

describe('the first start of the built program', () => {
  let folder: string;
  let remove: () => void;
  let serving: Serving | undefined;
  before(async function () {
    if (!(await arePortsTaken())) return;
    if (this.test?.parent !== undefined) this.test.parent.title += ' (pending: port 8080 or 9464 is taken)';
    this.skip();
  });
  beforeEach(() => {
    ({ folder, remove } = aFolder());
    serving = undefined;
  });
  afterEach(async () => {
    await serving?.stop();
    remove();
  });

  const bytesOf = (...names: readonly string[]): readonly string[] =>
    names.map((name) => readFileSync(join(folder, name), 'utf8'));

  it('writes settings, a rate card and a data folder, and says how to make a key but makes none', async () => {
    serving = await startServing(folder);
    expect(readdirSync(folder).sort()).to.deep.equal(['data', 'longshore.yaml', 'rate-card.yaml']);
    expect(statSync(join(folder, 'data')).mode & 0o777).to.equal(0o700);
    expect(serving.stderr()).to.include('npx longshore keys create --account demo').and.not.to.include('lsk_');
    const { stdout } = await longshore(folder, ['keys', 'list', '--json']);
    expect(JSON.parse(stdout)).to.deep.equal([]);
  });

  it('is the only first one: later starts reuse all of it', async () => {
    serving = await startServing(folder);
    const made = await longshore(folder, ['keys', 'create', '--json']);
    const { key } = JSON.parse(made.stdout) as { readonly key: string };
    const offers = await serving.ask(`${NEWSTORE}/shipping_offers`, { body: anOffersBody(), key });
    expect(offers.status).to.equal(201);
    const [{ offer }] = offers.json as [{ readonly offer: string }];
    const before = bytesOf('longshore.yaml', 'rate-card.yaml', 'data/offer-keys.json');
    expect(await serving.stop()).to.equal(0);

    serving = await startServing(folder);
    expect(serving.stderr()).to.not.match(/Made|keys create/);
    expect(bytesOf('longshore.yaml', 'rate-card.yaml', 'data/offer-keys.json')).to.deep.equal(before);
    const booked = await serving.ask(`${NEWSTORE}/shipments`, { body: aBookingBody({ offer }), key });
    expect(booked.status).to.equal(201);
  });

  it('shows a key on a terminal, and requests that work as they are pasted', async function () {
    const terminal = await runProgram('python3', ['-c', 'import pty'], folder).catch(() => undefined);
    const curl = await runProgram('curl', ['--version'], folder).catch(() => undefined);
    if (terminal?.code !== 0 || curl?.code !== 0) {
      if (this.test !== undefined) this.test.title += ' (pending: needs python3 and curl)';
      this.skip();
    }
    const onTerminal = 'import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) != 0)';
    const child = spawn('python3', ['-c', onTerminal, process.execPath, MAIN, 'serve'], { cwd: folder });
    const ended = once(child, 'close');
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (shown += chunk.replaceAll('\r\n', '\n')));
    try {
      const isWhole = () => /Book it[\s\S]*\}'\n/.test(shown);
      for (let waited = 0; !isWhole() && waited < 30_000; waited += 20)
        await new Promise((resolve) => setTimeout(resolve, 20));
      expect(shown).to.match(/^ {4}lsk_[\w-]+$/m);
      const commands = [...shown.matchAll(/^ {4}curl (?:.*\\\n)*.*\n/gm)].map(([command]) => command);
      expect(commands).to.have.length(2);
      const [offers, booking] = await Promise.all(commands.map((command) => runProgram('sh', ['-c', command], folder)));
      expect(JSON.parse(offers?.stdout ?? '')).to.have.nested.property('[0].quote.currency', 'AUD');
      const { label_url: url } = JSON.parse(booking?.stdout ?? '') as { readonly label_url: string };
      const label = await fetch(url);
      expect([label.status, label.headers.get('content-type')]).to.deep.equal([200, 'application/pdf']);
    } finally {
      child.stdin.write('\u0003');
      await ended;
    }
    expect(child.exitCode).to.equal(0);
  });
});
