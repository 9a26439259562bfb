import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NEWSTORE_BASE } from '../../adapters/http/newstore/routes.js';
import { bookingExample } from '../../config/commands/first-steps.js';
import { eventually } from '../support/eventually.js';
import { aFolder } from '../support/folder.js';
import { aProxiedDatabase, describeMongo, type ProxiedDatabase } from '../support/mongodb.js';
import { parsed } from '../support/one-label.js';
import { ago, askedStarshipit, openSurroundings, toldNewStore, type Surroundings } from '../support/moving-parcels.js';
import { pause } from '../support/pause.js';
import { runCommand, startServer, type ServerProcess } from '../support/server-process.js';
import { WEBHOOK_SECRET } from '../support/starshipit/webhook.js';

/** Longer than any job takes on a busy machine: else another process would do it once more. */
const LEASE = 5_000;

describeMongo('processes that share a database, with parcels that move', (server) => {
  const { folder, remove } = aFolder();
  const settingsFile = join(folder, 'longshore.yaml');
  let proxied: ProxiedDatabase;
  let around: Surroundings;
  let key: string;
  let servers: ServerProcess[];

  const settingsText = (): string => `
listen: { port: 0 }
metrics: { port: 0 }
storage: { kind: mongodb, uri: '${proxied.uri}', timeout_ms: 4000 }
offers: { signing_keys: [{ id: k1, secret: ${'k'.repeat(40)} }] }
booking: { answer_budget_ms: 12000, buy_deadline_ms: 5000, lease_ms: 6000 }
work: { poll_ms: 50, first_retry_ms: 50, longest_retry_ms: 400, lease_ms: ${LEASE} }
accounts:
  demo:
    time_zone: Australia/Brisbane
    newstore: { provider_rates: { EXPRESS: [starshipit/EXPRESS] }, ${toldNewStore(around.newstore)} }
    parcel: { default_item_weight: { amount: 500, unit: g } }
    carriers:
      starshipit: { ${askedStarshipit(around.starshipit)}, tracking: { poll_ms: 0, webhook_secret: ${WEBHOOK_SECRET} } }
`;

  before(async () => {
    [proxied, around] = await Promise.all([aProxiedDatabase(server), openSurroundings()]);
    writeFileSync(settingsFile, settingsText());
    ({ key } = JSON.parse(await runCommand(settingsFile, 'keys', 'create', '--json')) as { readonly key: string });
    servers = await Promise.all([startServer(settingsFile), startServer(settingsFile)]);
  });
  after(async () => {
    proxied.proxy.set('open');
    await Promise.all(servers.map((one) => one.end('SIGTERM')));
    await Promise.all([around.close(), proxied.proxy.close()]);
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

  /** Books a parcel that NewStore then knows, asking as often as it takes; answers its tracking code. */
  const booked = async (order: string, index = 0): Promise<string> => {
    const text = await eventually(async () => {
      const answer = await post(index, 'shipments', { ...bookingExample, external_order_id: order, rate: 'EXPRESS' });
      const said = await answer.text();
      expect(answer.status, said).to.equal(201);
      return said;
    });
    const { tracking_code: code } = parsed(text);
    around.newstore.knows(code);
    return code;
  };

  const webhook = (index: number, code: string, status: string, at: string): Promise<number> =>
    around.webhook(urlOf(index), code, status, at);

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
    });

  it('tell each station once, whichever of them each webhook reaches, and however many at once', async () => {
    const codes = await Promise.all(Array.from({ length: 6 }, (_, n) => booked(`WEB-${n}`, n)));
    const before = around.newstore.calls.length;
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
    await Promise.all(codes.map((code) => around.untilTold(code, 'in_transit', 'out_for_delivery', 'delivered')));
    await untilNoWork();
    expect(around.pushesSince(before)).to.deep.equal(
      Array.from({ length: 3 * codes.length }, () => 'delivery_status 200'),
    );
  });

  it('tell what one of them was telling when it was killed', async () => {
    const code = await booked('KILLED-1');
    await servers[1]?.end('SIGKILL');
    const before = around.newstore.calls.length;
    around.newstore.fail('delivery_status', 'hang');
    expect(await webhook(0, code, 'InTransit', ago(1))).to.equal(200);
    await eventually(() => Promise.resolve(expect(around.pushesSince(before)).to.deep.equal(['delivery_status hang'])));
    servers[1] = await startServer(settingsFile);
    await servers[0]?.end('SIGKILL');
    await around.untilTold(code, 'in_transit');
    expect(around.pushesSince(before)).to.deep.equal(['delivery_status hang', 'delivery_status 200']);
    servers[0] = await startServer(settingsFile);
  });

  it('take nothing while the database is away, and tell all of it once it is back', async () => {
    const [before, during] = [await booked('AWAY-1'), await booked('AWAY-2')];
    around.newstore.away = true;
    expect(await webhook(0, before, 'InTransit', ago(2))).to.equal(200);
    proxied.proxy.set('shut');
    around.newstore.away = false;
    const refused = await Promise.all([0, 1].map((index) => webhook(index, during, 'InTransit', ago(1))));
    expect(refused).to.deep.equal([503, 503]);
    proxied.proxy.set('open');
    await around.untilTold(before, 'in_transit');
    await eventually(async () => expect(await webhook(1, during, 'InTransit', ago(1))).to.equal(200));
    await around.untilTold(during, 'in_transit');
    await untilNoWork();
    for (const { url } of servers)
      await eventually(async () => expect((await fetch(`${url}/health/ready`)).status).to.equal(200));
  });

  it('either cancel a parcel or tell that it moves, where both are asked for at once', async () => {
    /** By so much the notice goes before the cancel: whoever has won has less of a start in the next race. */
    let start = 0;
    const race = async (n: number): Promise<'cancelled' | 'moved'> => {
      const code = await booked(`RACE-${n}`);
      const [taken, cancelled] = await Promise.all([
        pause(-start).then(() => webhook(0, code, 'Dispatched', ago(1))),
        pause(start).then(() => post(1, `shipments/${code}/_cancel`, {})),
      ]);
      expect(taken).to.equal(200);
      const text = await cancelled.text();
      expect(cancelled.status, text).to.be.oneOf([200, 400]);
      if (cancelled.status === 400) {
        expect(text).to.contain('in_transit');
        await around.untilTold(code, 'in_transit');
      }
      await untilNoWork();
      expect(around.told(code)).to.have.length(cancelled.status === 400 ? 1 : 0);
      return cancelled.status === 400 ? 'moved' : 'cancelled';
    };
    const outcomes: string[] = [];
    for (let [n, step] = [0, 160]; n < 10 || new Set(outcomes).size < 2; n += 1) {
      const outcome = await race(n);
      if (outcomes.length > 0 && outcome !== outcomes.at(-1)) step = Math.max(step / 2, 5);
      start += outcome === 'cancelled' ? step : -step;
      outcomes.push(outcome);
    }
  });
});
