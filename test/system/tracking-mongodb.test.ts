import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NEWSTORE_BASE } from '../../adapters/http/newstore/routes.js';
import { STARSHIPIT_BASE } from '../../adapters/http/starshipit/routes.js';
import { bookingExample } from '../../config/commands/first-steps.js';
import { eventually } from '../support/eventually.js';
import { aFolder } from '../support/folder.js';
import { aProxiedDatabase, describeMongo, type ProxiedDatabase } from '../support/mongodb.js';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  startNewStore,
  TENANT,
  type NewStoreSimulator,
} from '../support/newstore/simulator.js';
import { parsed } from '../support/one-label.js';
import { runCommand, startServer, type ServerProcess } from '../support/server-process.js';
import {
  API_KEY,
  startStarshipit,
  SUBSCRIPTION_KEY,
  type StarshipitSimulator,
} from '../support/starshipit/simulator.js';
import { sendWebhook, WEBHOOK_SECRET } from '../support/starshipit/webhook.js';

const LEASE = 2_000;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describeMongo('processes that share a database, with parcels that move', function (server) {
  this.timeout(60_000);
  const { folder, remove } = aFolder();
  const settingsFile = join(folder, 'longshore.yaml');
  let proxied: ProxiedDatabase;
  let starshipit: StarshipitSimulator;
  let newstore: NewStoreSimulator;
  let key: string;
  let servers: ServerProcess[];

  const settingsText = (): string => `
listen: { port: 0 }
metrics: { port: 0 }
storage: { kind: mongodb, uri: '${proxied.uri}', timeout_ms: 2000 }
offers: { signing_keys: [{ id: k1, secret: ${'k'.repeat(40)} }] }
booking: { answer_budget_ms: 6000, buy_deadline_ms: 2500, lease_ms: 3000 }
work: { poll_ms: 50, first_retry_ms: 50, longest_retry_ms: 400, lease_ms: ${LEASE} }
accounts:
  demo:
    time_zone: Australia/Brisbane
    newstore:
      provider_rates: { EXPRESS: [starshipit/EXPRESS] }
      tenant: ${TENANT}
      base_url: ${newstore.url}
      token_url: ${newstore.tokenUrl}
      client_id: ${CLIENT_ID}
      client_secret: ${CLIENT_SECRET}
    parcel:
      default_item_weight: { amount: 500, unit: g }
    carriers:
      starshipit:
        api_key: ${API_KEY}
        subscription_key: ${SUBSCRIPTION_KEY}
        base_url: ${starshipit.url}
        requests_per_second: 100
        currency: AUD
        label_wait_ms: 5000
        settle_delay_ms: 5000
        services: [{ code: EXPRESS, name: Express Post, carrier: AusPost, service_code: 7J85 }]
        tracking: { poll_ms: 0, webhook_secret: ${WEBHOOK_SECRET} }
`;

  before(async () => {
    [proxied, starshipit, newstore] = await Promise.all([aProxiedDatabase(server), startStarshipit(), startNewStore()]);
    writeFileSync(settingsFile, settingsText());
    ({ key } = JSON.parse(await runCommand(settingsFile, 'keys', 'create', '--json')) as { readonly key: string });
    servers = await Promise.all([startServer(settingsFile), startServer(settingsFile)]);
  });
  after(async () => {
    proxied.proxy.set('open');
    await Promise.all(servers.map((one) => one.end('SIGTERM')));
    await Promise.all([starshipit.close(), newstore.close(), proxied.proxy.close()]);
    await proxied.database.drop();
    remove();
  });

  const urlOf = (index: number): string => servers[index % servers.length]?.url ?? '';

  const post = (index: number, path: string, body: object): Promise<Response> =>
    fetch(`${urlOf(index)}${NEWSTORE_BASE}/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  /** Books a parcel that NewStore then knows, asking again as that does; answers its tracking code. */
  const booked = async (order: string, index = 0, left = 20): Promise<string> => {
    const answer = await post(index, 'shipments', { ...bookingExample, external_order_id: order, rate: 'EXPRESS' });
    const text = await answer.text();
    if (left > 0 && text.includes('label_creation_pending')) return booked(order, index, left - 1);
    expect(answer.status, text).to.equal(201);
    const { tracking_code: code } = parsed(text);
    newstore.knows(code);
    return code;
  };

  const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

  const webhook = async (index: number, code: string, status: string, at: string): Promise<number> => {
    const order =
      starshipit.books.orders.find(({ numbers }) => numbers.includes(code)) ?? expect.fail(`no order of ${code}`);
    const body = starshipit.books.move(order, status, at);
    return (await sendWebhook(`${urlOf(index)}${STARSHIPIT_BASE}/tracking/demo`, body)).status;
  };

  const told = (code: string): readonly string[] => (newstore.told.get(code) ?? []).map(({ status }) => status);

  const untilTold = (code: string, ...statuses: readonly string[]): Promise<unknown> =>
    eventually(() => Promise.resolve(expect(told(code)).to.deep.equal(statuses)), 20_000);

  /** What NewStore answered to statuses since so many calls. */
  const pushesSince = (calls: number): readonly string[] =>
    newstore.calls.slice(calls).filter((call) => call.startsWith('delivery_status'));

  /** Every notice is applied, every status told. */
  const untilNoWork = (): Promise<unknown> =>
    eventually(async () => {
      const [bookings, errands] = [
        await proxied.database.documents('bookings'),
        await proxied.database.documents('errands'),
      ];
      expect([
        bookings.flatMap(({ work }) =>
          (work as readonly { kind: string }[]).filter((job) => job.kind === 'push_status'),
        ),
        errands.filter((errand) => (errand['key'] as { readonly topic: string }).topic === 'notice'),
      ]).to.deep.equal([[], []]);
    }, 20_000);

  it('tell each station once, whichever of them each webhook reaches, and however many at once', async () => {
    const codes = await Promise.all(Array.from({ length: 6 }, (_, n) => booked(`WEB-${n}`, n)));
    const before = newstore.calls.length;
    const [left, out, delivered] = [ago(30), ago(20), ago(10)];
    for (const [status, at] of [
      ['Dispatched', left],
      ['OutForDelivery', out],
      ['Dispatched', left],
      ['Delivered', delivered],
    ] as const) {
      const answers = await Promise.all(
        codes.flatMap((code) => [webhook(0, code, status, at), webhook(1, code, status, at)]),
      );
      expect(new Set(answers)).to.deep.equal(new Set([200]));
      // Else a later station could be known before an earlier one, which is then never told.
      if (status !== 'Delivered') await untilNoWork();
    }
    await Promise.all(codes.map((code) => untilTold(code, 'in_transit', 'out_for_delivery', 'delivered')));
    await untilNoWork();
    expect(pushesSince(before)).to.deep.equal(Array.from({ length: 3 * codes.length }, () => 'delivery_status 200'));
  });

  it('tell what one of them was telling when it was killed', async () => {
    const code = await booked('KILLED-1');
    await servers[1]?.end('SIGKILL');
    const before = newstore.calls.length;
    newstore.fail('delivery_status', 'hang');
    expect(await webhook(0, code, 'InTransit', ago(1))).to.equal(200);
    await eventually(() => Promise.resolve(expect(pushesSince(before)).to.deep.equal(['delivery_status hang'])));
    servers[1] = await startServer(settingsFile);
    await servers[0]?.end('SIGKILL');
    await untilTold(code, 'in_transit');
    expect(pushesSince(before)).to.deep.equal(['delivery_status hang', 'delivery_status 200']);
    servers[0] = await startServer(settingsFile);
  });

  it('take nothing while the database is away, and tell all of it once it is back', async () => {
    const [before, during] = [await booked('AWAY-1'), await booked('AWAY-2')];
    newstore.away = true;
    expect(await webhook(0, before, 'InTransit', ago(2))).to.equal(200);
    proxied.proxy.set('shut');
    newstore.away = false;
    for (const index of [0, 1]) expect(await webhook(index, during, 'InTransit', ago(1))).to.equal(503);
    proxied.proxy.set('open');
    await untilTold(before, 'in_transit');
    await eventually(async () => expect(await webhook(1, during, 'InTransit', ago(1))).to.equal(200));
    await untilTold(during, 'in_transit');
    await untilNoWork();
    for (const { url } of servers)
      await eventually(async () => expect((await fetch(`${url}/health/ready`)).status).to.equal(200));
  });

  it('either cancel a parcel or tell that it moves, where both are asked for at once', async () => {
    const outcomes: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      const code = await booked(`RACE-${n}`);
      const moves = (): Promise<number> => webhook(0, code, 'Dispatched', ago(1));
      const cancels = async (): Promise<Response> => {
        await pause(n * 15);
        return post(1, `shipments/${code}/_cancel`, {});
      };
      const [taken, cancelled] = await Promise.all([moves(), cancels()]);
      expect(taken).to.equal(200);
      const text = await cancelled.text();
      expect(cancelled.status, text).to.be.oneOf([200, 400]);
      if (cancelled.status === 400) {
        expect(text).to.contain('in_transit');
        await untilTold(code, 'in_transit');
      }
      await untilNoWork();
      expect(told(code)).to.have.length(cancelled.status === 400 ? 1 : 0);
      outcomes.push(cancelled.status);
    }
    expect(new Set(outcomes)).to.deep.equal(new Set([200, 400]));
  });
});
