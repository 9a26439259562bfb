import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NEWSTORE_BASE } from '../../adapters/http/newstore/routes.js';
import { bookingExample } from '../../config/commands/first-steps.js';
import { openHub } from '../../config/open-hub.js';
import { settingsPlace } from '../../config/settings-file.js';
import { anAccountId } from '../support/bookings.js';
import { rightOf } from '../support/either.js';
import { aFolder } from '../support/folder.js';
import { capabilityOf, parsed, type Answer } from '../support/one-label.js';
import { eventually } from '../support/eventually.js';
import { pause } from '../support/pause.js';
import { longshore, startServing, type Serving } from '../support/serving.js';
import {
  API_KEY,
  startStarshipit,
  SUBSCRIPTION_KEY,
  type SimulatedFault,
  type StarshipitSimulator,
} from '../support/starshipit/simulator.js';

const settingsText = (baseUrl: string, folder: string): string => `
listen: { port: 0 }
public_url: https://ship.example.com
storage: { folder: ${folder}/data }
metrics: { port: 0 }
work: { poll_ms: 100, first_retry_ms: 100, longest_retry_ms: 500 }
booking: { answer_budget_ms: 700, buy_deadline_ms: 2900, lease_ms: 3000 }
log: { destination: ${folder}/log.json }
accounts:
  demo:
    time_zone: Australia/Brisbane
    newstore:
      provider_rates:
        EXPRESS: [starshipit/EXPRESS]
    parcel:
      default_item_weight: { amount: 500, unit: g }
    carriers:
      starshipit:
        api_key: \${file:${folder}/api-key}
        subscription_key: ${SUBSCRIPTION_KEY}
        base_url: ${baseUrl}
        requests_per_second: 100
        currency: AUD
        label_wait_ms: 2000
        settle_delay_ms: 2000
        services:
          - { code: EXPRESS, name: Express Post, carrier: AusPost, service_code: 7J85 }
`;

describe('the program with Starshipit', () => {
  const { folder, remove } = aFolder();
  let simulator: StarshipitSimulator;
  let server: Serving;
  let key: string;

  before(async () => {
    simulator = await startStarshipit();
    writeFileSync(join(folder, 'api-key'), `${API_KEY}\n`);
    writeFileSync(join(folder, 'longshore.yaml'), settingsText(simulator.url, folder));
    const opened = rightOf(await openHub(settingsPlace({}, folder), {}, 'command'));
    key = (await rightOf(opened.hub.keys.create(anAccountId(), 'newstore'))).secret;
    await opened.close();
    server = await startServing(folder);
  });
  after(async () => {
    await server.stop('SIGKILL');
    await simulator.close();
    remove();
  });

  const post = (path: string, body: object): Promise<Response> =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { Authorization: key, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });

  const ask = (order: string): Promise<Response> =>
    post(`${NEWSTORE_BASE}/shipments`, { ...bookingExample, external_order_id: order, rate: 'EXPRESS' });

  /** The same request again and again until it is booked. */
  const untilBooked = async (order: string): Promise<Answer> => {
    for (let left = 400; left > 0; left -= 1) {
      const answer = await ask(order);
      const text = await answer.text();
      if (answer.status === 201) return parsed(text);
      expect(text).to.contain('label_creation_pending');
      await pause(50);
    }
    return expect.fail('never booked');
  };

  const soldAs = (order: string) => simulator.books.orders.find(({ order_number: number }) => number === order);

  it('books, serves the courier’s own label and cancels', async () => {
    const booked = await untilBooked('WEB-1');
    expect(booked.tracking_code).to.equal(soldAs('WEB-1')?.numbers[0]);
    const label = await fetch(`${server.url}/labels/${capabilityOf(booked.label_url)}.pdf`);
    const bytes = Buffer.from(await label.arrayBuffer());
    expect(bytes.toString('base64')).to.equal(soldAs('WEB-1')?.labels[0]);
    const cancelled = await post(`${NEWSTORE_BASE}/shipments/${booked.tracking_code}/_cancel`, {});
    expect(cancelled.status).to.equal(200);
    expect(soldAs('WEB-1')?.archived).to.equal(true);
    const again = await untilBooked('WEB-1');
    expect(again.tracking_code).to.equal(soldAs('WEB-1-2')?.numbers[0]);
  });

  it('books by itself what an outage left unknown, once Starshipit is back', async () => {
    simulator.fail('POST /api/orders/shipment', 'processed_then_drop');
    // The look before the create still finds the number free.
    simulator.fail('GET /api/orders', 'none');
    simulator.fail('GET /api/orders', 'status_500', 1_000);
    const order = 'OUTAGE';
    expect(await (await ask(order)).text()).to.contain('label_creation_pending');
    const phase = async (): Promise<string | undefined> => {
      const { stdout } = await longshore(folder, ['bookings', 'show', order, '--json']);
      return (JSON.parse(stdout) as readonly { readonly phase: string }[])[0]?.phase;
    };
    await pause(1_500);
    expect(await phase()).to.equal('Open');
    const asked = simulator.callsOf('GET /api/orders').length;
    simulator.mend('GET /api/orders');
    await eventually(async () => expect(await phase()).to.equal('Booked'));
    expect(asked).to.be.below(100);
    expect(simulator.books.orders.filter(({ order_number: number }) => number === order)).to.have.length(1);
    expect((await untilBooked(order)).tracking_code).to.equal(soldAs(order)?.numbers[0]);
  });

  it('shows an order that was created and not printed, and what to do about it', async () => {
    simulator.fail('POST /api/orders/shipment', 'gateway_429');
    expect(await (await ask('CREATED')).text()).to.contain('label_creation_pending');
    expect(soldAs('CREATED')).to.include({ status: 'Unshipped', purchases: 0 });
    expect((await longshore(folder, ['bookings', 'list'])).stdout).to.match(/CREATED .*Open, AWAITS ITS REQUEST/);
    const { stdout } = await longshore(folder, ['bookings', 'show', 'CREATED']);
    expect(stdout).to.contain('nothing is bought. The next identical request buys it');
    await untilBooked('CREATED');
    expect(soldAs('CREATED')).to.include({ purchases: 1 });
    expect((await longshore(folder, ['bookings', 'list'])).stdout).to.not.contain('AWAITS ITS REQUEST');
  });

  it('answers in time while a print takes longer than the caller waits, and buys one label', async () => {
    simulator.slow('POST /api/orders/shipment', 1_400);
    const answer = await ask('SLOW-1');
    expect([answer.status, await answer.text()].join(' ')).to.contain('label_creation_pending');
    const booked = await untilBooked('SLOW-1');
    simulator.slow('POST /api/orders/shipment', 0);
    expect(soldAs('SLOW-1')).to.include({ purchases: 1 });
    expect(booked.tracking_code).to.equal(soldAs('SLOW-1')?.numbers[0]);
    expect((await fetch(`${server.url}/labels/${capabilityOf(booked.label_url)}.pdf`)).status).to.equal(200);
  });

  const [LOOK, CREATE, PRINT] = ['GET /api/orders', 'POST /api/orders', 'POST /api/orders/shipment'];
  const MOMENTS: readonly (readonly [string, string, readonly SimulatedFault[]])[] = [
    ['before it creates', LOOK, ['hang']],
    ['as its create is on its way', CREATE, ['hang']],
    ['after its create', CREATE, ['processed_then_hang']],
    ['as its print is on its way', PRINT, ['hang']],
    ['after its print', PRINT, ['processed_then_hang']],
    ['as it reads back', LOOK, ['none', 'hang']],
  ];

  for (const [at, [moment, route, faults]] of MOMENTS.entries())
    it(`buys one label where it is killed ${moment}`, async () => {
      const order = `KILL-${at}`;
      const last = faults.at(-1);
      const hung = () => simulator.callsOf(route).filter(({ status }) => status === last).length;
      const before = hung();
      for (const fault of faults) simulator.fail(route, fault);
      void ask(order).catch(() => undefined);
      while (hung() === before) await pause(5);
      await server.stop('SIGKILL');
      server = await startServing(folder);
      const booked = await untilBooked(order);
      const sold = simulator.books.orders.filter(({ order_number: number }) => number.startsWith(order));
      expect(sold.map(({ purchases, numbers }) => [purchases, numbers])).to.deep.equal([[1, [booked.tracking_code]]]);
      expect((await fetch(`${server.url}/labels/${capabilityOf(booked.label_url)}.pdf`)).status).to.equal(200);
    });
});
