import { expect } from 'chai';
import { join } from 'node:path';
import { NEWSTORE_BASE } from '../../adapters/http/newstore/routes.js';
import { loadDriver } from '../../adapters/storage/sqlite/driver.js';
import { bookingExample } from '../../config/commands/first-steps.js';
import { openHub } from '../../config/open-hub.js';
import { settingsPlace } from '../../config/settings-file.js';
import { bookingMethods } from '../../domain/booking-request.js';
import { anAccountId } from '../support/bookings.js';
import { rightOf } from '../support/either.js';
import { aFolder } from '../support/folder.js';
import { writeSettings } from '../support/hub.js';
import { capabilityOf, parsed } from '../support/one-label.js';
import { startServing, type Serving } from '../support/serving.js';

/** Moments in which the server is killed: different from run to run with another seed. */
const SEED = Number(process.env['LONGSHORE_TEST_SEED'] ?? 20_261_121);
const ROUNDS = 5;
const ORDERS_PER_ROUND = 18;

/** Mulberry32: a number in [0, 1) for each call, the same ones for one seed. */
const seeded = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

describe('a server that is killed while it books', () => {
  const { folder, remove } = aFolder();
  const chance = seeded(SEED);
  let key: string;

  before(async () => {
    writeSettings(folder);
    const opened = rightOf(await openHub(settingsPlace({}, folder), {}, 'command'));
    key = (await rightOf(opened.hub.keys.create(anAccountId(), 'newstore'))).secret;
    await opened.close();
  });
  after(remove);

  const post = (url: string, body: object): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: { Authorization: key, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });

  const bodyOf = (order: number) => ({
    ...bookingExample,
    external_order_id: `order ${order}`,
    booking_method: bookingMethods[order % bookingMethods.length],
  });

  /** The body of a 201; undefined where there was none, since the server ended or the label is not there yet. */
  const book = async ({ url }: Serving, order: number): Promise<string | undefined> => {
    try {
      const answer = await post(`${url}${NEWSTORE_BASE}/shipments`, bodyOf(order));
      const text = await answer.text();
      return answer.status === 201 ? text : undefined;
    } catch {
      return undefined;
    }
  };

  it('has one label per leg and one answer for every request, after any number of kills', async () => {
    const received = new Map<number, Set<string>>();
    const bookAll = async (server: Serving, orders: readonly number[]): Promise<void> => {
      const answers = await Promise.all(orders.map((order) => book(server, order)));
      for (const [at, answer] of answers.entries()) {
        const order = orders[at] ?? 0;
        const known = received.get(order) ?? new Set<string>();
        received.set(order, answer === undefined ? known : known.add(answer));
      }
    };

    let kills = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const server = await startServing(folder);
      const fresh = Array.from({ length: ORDERS_PER_ROUND }, (_, at) => round * ORDERS_PER_ROUND + at);
      const old = [...received.keys()].filter(() => chance() < 0.3);
      const asked = bookAll(server, [...fresh, ...old]);
      await new Promise((resolve) => setTimeout(resolve, 5 + 150 * chance()));
      await server.stop('SIGKILL');
      await asked;
      kills += 1;
    }
    expect(kills).to.equal(ROUNDS);
    const unanswered = [...received.values()].filter(({ size }) => size === 0).length;
    expect(unanswered, 'orders that a kill has caught').to.be.greaterThan(0);

    const server = await startServing(folder);
    const orders = [...received.keys()];
    await bookAll(server, orders);
    for (const [order, answers] of received) expect([order, answers.size]).to.deep.equal([order, 1]);

    const reader = (await loadDriver())(join(folder, 'data', 'longshore.db'));
    const column = (sql: string): readonly unknown[] =>
      reader
        .prepare(sql)
        .all()
        .map((row) => Object.values(row)[0]);
    const answers = [...received.values()].flatMap((known) => [...known].map(parsed));
    const codes = answers.flatMap((answer) => [answer.tracking_code, answer.return_tracking_code ?? []].flat());
    const labels = answers.flatMap((answer) => [answer.label_url, answer.return_label_url ?? []].flat());
    expect(codes).to.have.length(ROUNDS * ORDERS_PER_ROUND * (4 / 3));
    expect(column('SELECT sscc FROM house_ledger')).to.have.members(codes);
    expect(column('SELECT capability FROM labels')).to.have.members(labels.map(capabilityOf));
    reader.close();

    const [label = ''] = labels;
    const served = await fetch(`${server.url}/labels/${capabilityOf(label)}.pdf`);
    expect([served.status, served.headers.get('content-type')]).to.deep.equal([200, 'application/pdf']);
    await server.stop('SIGKILL');
  });
});
