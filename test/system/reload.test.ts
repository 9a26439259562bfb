import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NEWSTORE } from '../support/asking.js';
import { eventually } from '../support/eventually.js';
import { aFolder } from '../support/folder.js';
import { writeSettings } from '../support/hub.js';
import { anOffersBody } from '../support/newstore-bodies.js';
import { beginServing, longshore, startServing, type Serving } from '../support/serving.js';

type Health = { readonly status: string; readonly cards?: readonly string[]; readonly products?: readonly string[] };

describe('a rate card that changes while Longshore serves', () => {
  let folder: string;
  let remove: () => void;
  let serving: Serving | undefined;
  beforeEach(function () {
    // Windows has no SIGHUP.
    if (process.platform === 'win32') this.skip();
    ({ folder, remove } = aFolder());
    writeSettings(folder);
  });
  afterEach(async () => {
    await serving?.stop();
    serving = undefined;
    remove();
  });

  const serve = async () => {
    const started = await startServing(folder);
    serving = started;
    const { stdout } = await longshore(folder, ['keys', 'create', '--account', 'demo', '--json']);
    const { key } = JSON.parse(stdout) as { readonly key: string };
    const offers = () => started.ask(`${NEWSTORE}/shipping_offers`, { key, body: anOffersBody() });
    const price = async (): Promise<number | undefined> =>
      ((await offers()).json as readonly { readonly quote: { readonly price: number } }[])[0]?.quote.price;
    const health = async (): Promise<Health> => (await started.ask('/health/ready', { method: 'GET' })).json as Health;
    return { ...started, key, offers, price, health };
  };
  const logged = (): readonly string[] => readFileSync(join(folder, 'log.json'), 'utf8').split('\n');
  const becomes = (holds: () => Promise<boolean>): Promise<unknown> =>
    eventually(async () => expect(await holds()).to.equal(true));
  const card = () => join(folder, 'rate-card.yaml');
  const change = (from: string | RegExp, to: string): void =>
    writeFileSync(card(), readFileSync(card(), 'utf8').replaceAll(from, to));

  it('is read again on SIGHUP, and no request is dropped', async () => {
    const { offers, price, hangUp } = await serve();
    const before = await price();
    expect(before).to.be.greaterThan(0);
    let isOver = false;
    const statuses: number[] = [];
    const asking = Array.from({ length: 4 }, async () => {
      while (!isOver) statuses.push((await offers()).status);
    });
    change(/price: (\d+)\./g, 'price: 9$1.');
    hangUp();
    await becomes(async () => (await price()) !== before);
    isOver = true;
    await Promise.all(asking);
    expect(new Set(statuses)).to.deep.equal(new Set([201]));
    expect(statuses.length).to.be.greaterThan(4);
  });

  it('stays in force when the new one is at fault, and everybody who asks is told why', async () => {
    const { price, health, hangUp } = await serve();
    const before = await price();
    change('cut_off: 15:00', 'cut_off: 3pm');
    hangUp();
    await becomes(async () => (await health()).cards?.length === 2);
    const { status, cards } = await health();
    expect(status).to.equal('ok');
    expect(cards?.[0]).to.match(
      /^rejected since \d{4}-.*Z: 1 fault, first rate-card\.yaml:\d+:\d+ services\.0\.cut_off: found "3pm"; must be/,
    );
    expect(cards?.[0]).not.to.include(folder);
    expect(await price()).to.equal(before);
    await becomes(() => Promise.resolve(logged().some((line) => /card_rejected/.test(line) && /cut_off/.test(line))));
    const checked = await longshore(folder, ['check']);
    expect([checked.code, checked.stderr]).to.satisfy(
      ([code, text]: [number, string]) => code === 78 && text.includes('3pm'),
    );

    change('cut_off: 3pm', 'cut_off: 15:00');
    hangUp();
    await becomes(async () => (await health()).cards === undefined);
  });

  it('stays in force when the new one lacks a service that the settings name', async () => {
    const settings = join(folder, 'longshore.yaml');
    const named = 'returns: { services: { rate-card/EXPRESS: rate-card/STANDARD } }\n    carriers:';
    writeFileSync(settings, readFileSync(settings, 'utf8').replace('carriers:', named));
    const { health, hangUp } = await serve();
    change('code: STANDARD', 'code: SLOW');
    hangUp();
    await becomes(async () => (await health()).cards !== undefined);
    const { cards } = await health();
    // The second account names no service: its card is the new one.
    expect(cards).to.have.length(1);
    expect(cards?.[0]).to.include('the service rate-card/STANDARD').and.not.include('demo');
  });

  const withProducts = (): string => {
    const settings = join(folder, 'longshore.yaml');
    writeFileSync(
      settings,
      readFileSync(settings, 'utf8').replace('carriers:', 'products_file: products.csv\n    carriers:'),
    );
    return join(folder, 'products.csv');
  };
  const shirts = (weight: string): string => `sku,weight,weight_unit\nSHIRT,${weight},kg\n`;

  it('is read again with the products of its account, of which a bad file leaves the ones before in force', async () => {
    const products = withProducts();
    writeFileSync(products, shirts('0.4'));
    const { ask, hangUp, health, key } = await serve();
    const body = anOffersBody({ deliverables: [{ quantity: 1, item: { identifier: { sku: 'SHIRT' } } }] });
    const price = async (): Promise<number | undefined> => {
      const { json } = await ask(`${NEWSTORE}/shipping_offers`, { key, body });
      return (json as readonly { readonly quote: { readonly price: number } }[])[0]?.quote.price;
    };
    const light = (await price()) ?? Infinity;
    writeFileSync(products, shirts('4'));
    hangUp();
    await becomes(async () => ((await price()) ?? 0) > light);
    const heavy = await price();

    writeFileSync(products, shirts('heavy'));
    change(/price: (\d+)\./g, 'price: 9$1.');
    hangUp();
    await becomes(async () => (await health()).products !== undefined);
    const { status, cards, products: rejected } = await health();
    expect([status, cards]).to.deep.equal(['ok', undefined]);
    expect(rejected).to.have.length(1);
    expect(rejected?.[0]).to.match(
      /^rejected since \S+Z: 1 fault, first products\.csv:2.* weight: found no plain number/,
    );
    expect(rejected?.[0]).not.to.include(folder);
    const isRejection = (line: string): boolean => /products_rejected/.test(line) && /"account":"demo"/.test(line);
    await becomes(() => Promise.resolve(logged().some(isRejection)));
    // The card beside it was read, and weighs what the products in force do.
    await becomes(async () => ((await price()) ?? 0) > (heavy ?? Infinity) + 80);

    writeFileSync(products, shirts('0.4'));
    hangUp();
    await becomes(async () => (await health()).products === undefined);
  });

  it('is read once more when it is asked for before Longshore serves', async () => {
    const products = withProducts();
    // A pipe: whoever opens it to write waits until somebody reads.
    execFileSync('mkfifo', [products]);
    const { child, stderr, ended } = beginServing(folder);
    // Whoever writes shall not wait for a reader that has ended.
    const released = ended.then(async () => (await open(products, 'r+')).close());
    try {
      const first = await open(products, 'w');
      child.kill('SIGHUP');
      await first.writeFile(shirts('0.4'));
      await first.close();
      await becomes(() => Promise.resolve(stderr().includes('listens on')));
      await writeFile(products, shirts('0.5'));
      await becomes(() => Promise.resolve(logged().some((line) => /products_loaded/.test(line))));
    } finally {
      child.kill('SIGTERM');
      await released;
      expect(await ended).to.equal(0);
    }
  });
});
