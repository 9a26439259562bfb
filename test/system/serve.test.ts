import { expect } from 'chai';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { NEWSTORE } from '../support/asking.js';
import { aFolder } from '../support/folder.js';
import { writeSettings } from '../support/hub.js';
import { aBookingBody } from '../support/newstore-bodies.js';
import { longshore, startServing, type Serving } from '../support/serving.js';

/** Milliseconds that nothing takes on any machine, unless it waits for what does not come. */
const HANGS = 30_000;

describe('serving', () => {
  let folder: string;
  let remove: () => void;
  const servings: Serving[] = [];
  beforeEach(() => {
    ({ folder, remove } = aFolder());
    writeSettings(folder);
  });
  afterEach(async () => {
    await Promise.all(servings.splice(0).map(({ stop }) => stop()));
    remove();
  });

  const serve = async (): Promise<Serving> => {
    const serving = await startServing(folder);
    servings.push(serving);
    return serving;
  };
  const aKey = async (): Promise<string> => {
    const { stdout } = await longshore(folder, ['keys', 'create', '--account', 'demo', '--json']);
    return (JSON.parse(stdout) as { readonly key: string }).key;
  };
  const settings = () => join(folder, 'longshore.yaml');
  const change = (from: string | RegExp, to: string): void =>
    writeFileSync(settings(), readFileSync(settings(), 'utf8').replace(from, to));

  it('is ready soon after the start', async function () {
    const { readyAfter } = await serve();
    if (this.test !== undefined) this.test.title += `: ${Math.round(readyAfter)} ms`;
    expect(readyAfter).to.be.below(HANGS);
  });

  it('is refused to a second process on the same folder, with the reason', async () => {
    await serve();
    const second = await longshore(folder, ['serve']);
    expect(second.code).to.equal(75);
    expect(second.stderr).to.match(/data: process \d+ serves from this folder since \d{4}-.*; end it first/);
    expect(second.stdout).to.equal('');
  });

  it('does not begin with settings at fault: it lists every fault and says nothing else', async () => {
    change('port: 0', 'port: 0\n  prot: 1');
    change('time_zone: Australia/Brisbane', 'time_zone: Australia/Brisbone');
    change('storage:', 'http: { body_limit_bytes: -1 }\nstorage:');
    const { code, stderr } = await longshore(folder, ['serve']);
    expect(code).to.equal(78);
    for (const path of ['listen.prot', 'accounts.demo.time_zone', 'http.body_limit_bytes'])
      expect(stderr).to.include(path);
    expect(
      stderr
        .trim()
        .split('\n')
        .every((line) => line.startsWith(settings())),
    ).to.equal(true);
    expect(existsSync(join(folder, 'data'))).to.equal(false);
  });

  it('does not begin with a rate card at fault, and says where', async () => {
    const card = join(folder, 'rate-card.yaml');
    writeFileSync(card, readFileSync(card, 'utf8').replace('code: EXPRESS', 'cod: EXPRESS'));
    const { code, stderr } = await longshore(folder, ['serve']);
    expect(code).to.equal(78);
    expect(stderr).to.match(/rate-card\.yaml:\d+:\d+/);
  });

  it('does not make the settings file that LONGSHORE_CONFIG names', async () => {
    const env = { LONGSHORE_CONFIG: join(folder, 'elsewhere.yaml') };
    const { code, stderr } = await longshore(folder, ['serve'], { env });
    expect([code, existsSync(env.LONGSHORE_CONFIG)]).to.deep.equal([78, false]);
    expect(stderr).to.include(env.LONGSHORE_CONFIG).and.include('LONGSHORE_CONFIG');
  });

  it('takes the settings file that LONGSHORE_CONFIG names, whichever folder it is started in', async () => {
    const { folder: elsewhere, remove: removeElsewhere } = aFolder();
    const serving = await startServing(elsewhere, { LONGSHORE_CONFIG: settings() });
    servings.push(serving);
    expect(existsSync(join(folder, 'data', 'longshore.db'))).to.equal(true);
    expect(existsSync(join(elsewhere, 'data'))).to.equal(false);
    removeElsewhere();
  });

  it('ends with the reason when its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { readonly port: number };
    change('port: 0', `port: ${port}`);
    const { code, stderr } = await longshore(folder, ['serve']);
    expect(code).to.equal(1);
    expect(stderr).to.include(`listen: cannot listen on 127.0.0.1:${port} (EADDRINUSE)`);
    taken.close();
  });

  it('ends with 0 when it is asked to, and with it ends what was being booked', async () => {
    const serving = await serve();
    const key = await aKey();
    const bodies = Array.from({ length: 24 }, () => aBookingBody());
    const asked = bodies.map((body) => serving.ask(`${NEWSTORE}/shipments`, { body, key }).catch(() => undefined));
    await Promise.race(asked);
    const startedAt = Date.now();
    expect(await serving.stop()).to.equal(0);
    expect(Date.now() - startedAt).to.be.below(HANGS);
    const answers = await Promise.all(asked);
    const done = answers.flatMap((answer, at) => (answer === undefined ? [] : [{ answer, body: bodies[at] }]));
    expect(done.length).to.be.greaterThan(0);
    expect(done.map(({ answer }) => answer.status)).to.deep.equal(done.map(() => 201));

    const again = await serve();
    for (const { answer, body } of done) {
      const repeated = await again.ask(`${NEWSTORE}/shipments`, { body, key });
      expect(repeated.text).to.equal(answer.text);
    }
    const listed = await longshore(folder, ['bookings', 'list', '--account', 'demo', '--limit', '100', '--json']);
    const orders = (JSON.parse(listed.stdout) as readonly { readonly order: string }[]).map(({ order }) => order);
    expect(new Set(orders).size).to.equal(orders.length);
  });

  it('ends with 0 on Ctrl-C while a caller keeps its connection', async () => {
    const serving = await serve();
    expect((await serving.ask('/health/live', { method: 'GET' })).status).to.equal(200);
    const startedAt = Date.now();
    expect(await serving.stop('SIGINT')).to.equal(0);
    expect(Date.now() - startedAt).to.be.below(HANGS);
  });
});
