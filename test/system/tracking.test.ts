import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NEWSTORE_BASE } from '../../adapters/http/newstore/routes.js';
import { STARSHIPIT_BASE } from '../../adapters/http/starshipit/routes.js';
import { newErrand, topics } from '../../application/tracking/errand-topics.js';
import { bookingExample } from '../../config/commands/first-steps.js';
import { openHub } from '../../config/open-hub.js';
import { settingsPlace } from '../../config/settings-file.js';
import { anAccountId } from '../support/bookings.js';
import { rightOf } from '../support/either.js';
import { eventually } from '../support/eventually.js';
import { aFolder } from '../support/folder.js';
import { ago, askedStarshipit, openSurroundings, toldNewStore, type Surroundings } from '../support/moving-parcels.js';
import { TENANT } from '../support/newstore/simulator.js';
import { parsed } from '../support/one-label.js';
import { pause } from '../support/pause.js';
import { longshore, startServing, type Serving } from '../support/serving.js';
import { sendWebhook, WEBHOOK_SECRET } from '../support/starshipit/webhook.js';

type Polling = { readonly poll: number; readonly secret: boolean };

describe('the program, with parcels that move', () => {
  const { folder, remove } = aFolder();
  let around: Surroundings;
  let server: Serving;
  let keys: { readonly newstore: string; readonly operator: string };

  const settingsText = ({ poll, secret }: Polling): string => `
listen: { port: 0 }
public_url: https://ship.example.com
storage: { folder: ${folder}/data }
metrics: { port: 0 }
log: { destination: ${folder}/log.json }
work: { poll_ms: 50, first_retry_ms: 50, longest_retry_ms: 400, attempts: 100 }
house: { gs1_company_prefix: '9521234' }
accounts:
  demo:
    time_zone: Australia/Brisbane
    newstore:
      { provider_rates: { EXPRESS: [starshipit/EXPRESS], HOUSE: [rate-card/EXPRESS] }, ${toldNewStore(around.newstore)} }
    parcel: { default_item_weight: { amount: 500, unit: g } }
    carriers:
      rate-card: { file: ${folder}/rate-card.yaml }
      starshipit:
        { ${askedStarshipit(around.starshipit)}, tracking: { poll_ms: ${poll}${secret ? `, webhook_secret: ${WEBHOOK_SECRET}` : ''} } }
`;

  /** Ends the process without a word and starts another on the same data. */
  const startAnew = async (polling: Polling): Promise<void> => {
    await server.stop('SIGKILL');
    writeFileSync(join(folder, 'longshore.yaml'), settingsText(polling));
    server = await startServing(folder);
  };

  before(async () => {
    around = await openSurroundings();
    const { demoCardText } = await import('../../config/demo-card.js');
    writeFileSync(join(folder, 'rate-card.yaml'), demoCardText);
    writeFileSync(join(folder, 'longshore.yaml'), settingsText({ poll: 0, secret: true }));
    const opened = rightOf(await openHub(settingsPlace({}, folder), {}, 'command'));
    const keyOf = async (role: 'newstore' | 'operator'): Promise<string> =>
      (await rightOf(opened.hub.keys.create(anAccountId(), role))).secret;
    keys = { newstore: await keyOf('newstore'), operator: await keyOf('operator') };
    await opened.close();
    server = await startServing(folder);
  });
  after(async () => {
    await server.stop('SIGKILL');
    await around.close();
    remove();
  });

  const post = (path: string, body: object, key: string): Promise<Response> =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { Authorization: key, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });

  /** Books a parcel that NewStore then knows; answers its tracking code. */
  const booked = async (order: string, rate = 'EXPRESS'): Promise<string> => {
    const answer = await post(
      `${NEWSTORE_BASE}/shipments`,
      { ...bookingExample, external_order_id: order, rate },
      keys.newstore,
    );
    const { tracking_code: code } = parsed(await answer.text());
    around.newstore.knows(code);
    return code;
  };

  const webhook = (code: string, status: string, at: string, secret?: string | null): Promise<number> =>
    around.webhook(server.url, code, status, at, secret);

  it('tells each station once, whatever the order of Starshipit’s webhooks and however often each comes', async () => {
    const code = await booked('WEB-1');
    const [dispatched, moved, delivered] = [ago(30), ago(20), ago(10)];
    const before = around.newstore.calls.length;
    expect(await webhook(code, 'InTransit', moved)).to.equal(200);
    await around.untilTold(code, 'in_transit');
    for (const [status, at] of [
      ['Dispatched', dispatched],
      ['InTransit', moved],
      ['Delivered', delivered],
      ['Dispatched', dispatched],
      ['Delivered', delivered],
      ['SomethingNew', delivered],
    ] as const)
      expect(await webhook(code, status, at)).to.equal(200);
    await around.untilTold(code, 'in_transit', 'delivered');
    await pause(300);
    expect(around.pushesSince(before)).to.deep.equal(['delivery_status 200', 'delivery_status 200']);
    expect(around.newstore.told.get(code)?.map(({ updated_at: at }) => at)).to.deep.equal(
      [moved, delivered].map((at) => `${at.slice(0, 19)}Z`),
    );
  });

  it('no longer cancels a parcel that moves', async () => {
    const code = await booked('WEB-2');
    expect(await webhook(code, 'Dispatched', ago(1))).to.equal(200);
    await around.untilTold(code, 'in_transit');
    const cancelled = await post(`${NEWSTORE_BASE}/shipments/${code}/_cancel`, {}, keys.newstore);
    expect(cancelled.status).to.equal(400);
  });

  it('takes nothing without the right signature', async () => {
    const code = await booked('WEB-3');
    expect(await webhook(code, 'Delivered', ago(1), 'another secret')).to.equal(401);
    expect(await webhook(code, 'Delivered', ago(1), null)).to.equal(401);
    // What is taken after it is told alone: nothing of the others was kept.
    expect(await webhook(code, 'Dispatched', ago(2))).to.equal(200);
    await around.untilTold(code, 'in_transit');
  });

  it('tells what it had taken before it was killed', async () => {
    const code = await booked('WEB-4');
    around.newstore.away = true;
    expect(await webhook(code, 'InTransit', ago(1))).to.equal(200);
    await startAnew({ poll: 0, secret: true });
    around.newstore.away = false;
    await around.untilTold(code, 'in_transit');
  });

  it('tells all in order, once NewStore is back', async () => {
    const code = await booked('WEB-5');
    around.newstore.away = true;
    for (const [status, minutes] of [
      ['InTransit', 3],
      ['OutForDelivery', 2],
      ['Delivered', 1],
    ] as const)
      expect(await webhook(code, status, ago(minutes))).to.equal(200);
    await pause(1_000);
    around.newstore.away = false;
    await around.untilTold(code, 'in_transit', 'out_for_delivery', 'delivered');
  });

  it('takes what is told of a parcel that is none of its own, and waits whether it becomes one', async () => {
    const order = around.starshipit.books.add({ order_number: 'ELSEWHERE-1' });
    order.numbers = ['FOREIGN1'];
    expect(await webhook('FOREIGN1', 'InTransit', ago(1))).to.equal(200);
    const log = (): string => readFileSync(join(folder, 'log.json'), 'utf8');
    await eventually(() => Promise.resolve(expect(log()).to.contain('no parcel of ours yet')));
  });

  it('shows the parcels that it was told of and does not know', async () => {
    const opened = rightOf(await openHub(settingsPlace({}, folder), {}, 'command'));
    const { storage, clock, chance } = opened;
    const data = { carrier: 'starshipit', orderNumber: 'ELSEWHERE-2', word: 'InTransit' };
    const unknown = { account: anAccountId(), topic: topics.unknown, id: '1', data, work: [] };
    await rightOf(storage.errands.insert(newErrand(unknown, clock.now(), chance)));
    await opened.close();
    const listed = await longshore(folder, ['tracking', 'unknown', '--json']);
    const [shown] = JSON.parse(listed.stdout) as readonly object[];
    expect(shown).to.include({ carrier: 'starshipit', order_number: 'ELSEWHERE-2', said: 'InTransit', said_at: null });
    expect((await longshore(folder, ['tracking', 'unknown'])).stdout).to.contain('ELSEWHERE-2');
  });

  it('takes what a courier’s own system reports of the house’s parcels the same way', async () => {
    const code = await booked('WEB-6', 'HOUSE');
    const report = (body: object, key = keys.operator): Promise<Response> =>
      post(`/api/v1/parcels/${code}/tracking`, body, key);
    expect((await report({ status: 'in_transit' }, keys.newstore)).status).to.equal(403);
    expect((await report({ status: 'somewhere' })).status).to.equal(422);
    const happened = `${ago(5).slice(0, 19)}Z`;
    const answer = await report({ status: 'exception', happened_at: happened });
    expect(await answer.json()).to.deep.include({ status: 'booked', tracking_code: code });
    expect((await report({ status: 'in_transit', happened_at: happened })).status).to.equal(200);
    await around.untilTold(code, 'in_transit');
    const ran = await longshore(folder, ['track', code, 'delivered']);
    expect(ran.code).to.equal(0);
    await around.untilTold(code, 'in_transit', 'delivered');
    expect((await report({ status: 'in_transit' })).status).to.equal(409);
  });

  it('asks Starshipit where no secret is agreed, and believes its answer alone', async () => {
    const code = await booked('WEB-7');
    await startAnew({ poll: 0, secret: false });
    const lie = {
      order_number: 'WEB-7',
      tracking_number: code,
      tracking_status: 'Delivered',
      last_updated_date: ago(1),
    };
    around.starshipit.books.move(around.soldAs(code), 'InTransit', ago(2));
    const before = around.starshipit.callsOf('GET /api/track').length;
    for (let times = 0; times < 5; times += 1) {
      const answer = await sendWebhook(`${server.url}${STARSHIPIT_BASE}/tracking/demo`, lie, null);
      expect(await answer.json()).to.deep.equal({ taken: times === 0 ? 'asked' : 'ignored' });
    }
    await around.untilTold(code, 'in_transit');
    await pause(200);
    expect([around.told(code), around.starshipit.callsOf('GET /api/track').length]).to.deep.equal([
      ['in_transit'],
      before + 1,
    ]);
  });

  it('finds by asking what no webhook told', async () => {
    await startAnew({ poll: 200, secret: true });
    const code = await booked('WEB-8');
    around.starshipit.books.move(around.soldAs(code), 'Dispatched', ago(3));
    await around.untilTold(code, 'in_transit');
    around.starshipit.books.move(around.soldAs(code), 'Delivered', ago(1));
    await around.untilTold(code, 'in_transit', 'delivered');
    expect(
      around.newstore.told.get(code)?.map(({ updated_at: at }) => Date.parse(at) < Date.now() - 30_000),
    ).to.deep.equal([true, true]);
  });

  it('says whether NewStore is told', async () => {
    const { stdout } = await longshore(folder, ['check']);
    expect(stdout).to.contain(`NewStore is told of statuses: tenant ${TENANT}`);
    expect(stdout).to.not.contain('CANARY');
  });

  it('lets no secret into the log', () => {
    expect(readFileSync(join(folder, 'log.json'), 'utf8')).to.not.contain('CANARY');
  });
});
