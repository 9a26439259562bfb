import { expect } from 'chai';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteStorage } from '../../adapters/storage/sqlite/storage.js';
import type { Bookings } from '../../application/ports/bookings.js';
import { DAY, later } from '../../domain/time.js';
import { NEWSTORE, type Answer } from '../support/asking.js';
import { anAccountId, anOrder, nextOf } from '../support/bookings.js';
import { rightOf } from '../support/either.js';
import { aFolder } from '../support/folder.js';
import { writeSettings } from '../support/hub.js';
import { aBookingBody } from '../support/newstore-bodies.js';
import { capabilityOf, parsed } from '../support/one-label.js';
import { longshore, startServing, type Serving } from '../support/serving.js';

describe('longshore purge', () => {
  let folder: string;
  let remove: () => void;
  let serving: Serving | undefined;
  let key: string;
  beforeEach(async () => {
    ({ folder, remove } = aFolder());
    writeSettings(folder);
    appendFileSync(join(folder, 'longshore.yaml'), '\nkeep: { personal_data_days: 7 }\n');
    const { stdout } = await longshore(folder, ['keys', 'create', '--account', 'demo', '--json']);
    key = (JSON.parse(stdout) as { readonly key: string }).key;
    serving = await startServing(folder);
  });
  afterEach(async () => {
    await serving?.stop();
    remove();
  });

  const book = async (order: string): Promise<Answer> =>
    serving!.ask(`${NEWSTORE}/shipments`, { body: aBookingBody({ external_order_id: order }), key });
  const labelOf = async ({ text }: Answer): Promise<number> =>
    (await serving!.ask(`/labels/${capabilityOf(parsed(text).label_url)}.pdf`, { method: 'GET' })).status;
  const purge = async (...words: readonly string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await longshore(folder, ['purge', '--json', ...words]);
    expect([code, stderr]).to.deep.equal([0, '']);
    return JSON.parse(stdout);
  };
  /** While nobody serves. */
  const inStorage = async (work: (bookings: Bookings) => Promise<void>): Promise<void> => {
    const options = { folder: join(folder, 'data'), owner: 'serve:test', role: 'serve' } as const;
    const storage = rightOf(await openSqliteStorage(options));
    await work(storage.bookings);
    await storage.close();
  };
  /** Moves the last change of an order's bookings into the past. */
  const age = (order: string, days: number): Promise<void> =>
    inStorage(async (bookings) => {
      for (const booking of await rightOf(bookings.ofOrder(anAccountId(), anOrder(order)))) {
        const [createdAt, updatedAt] = [later(booking.createdAt, -days * DAY), later(booking.updatedAt, -days * DAY)];
        expect(await rightOf(bookings.replace(nextOf(booking, { createdAt, updatedAt })))).to.equal('written');
      }
    });
  const namesItsReceiver = async (bookings: Bookings, order: string): Promise<boolean> =>
    JSON.stringify(await rightOf(bookings.ofOrder(anAccountId(), anOrder(order))), (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ).includes('1 Pitt St');

  it('counts and then takes what is due beside a running serve, and leaves the rest and every answer', async () => {
    const [fresh, old, oldest] = [await book('fresh'), await book('old'), await book('oldest')];
    await serving!.stop();
    await age('old', 8);
    await age('oldest', 401);
    serving = await startServing(folder);
    const due = { retired: 1, forgotten: 1, unlabelled: 0, guarding: 0 };
    expect(await purge('--dry-run')).to.deep.equal({ dry_run: true, ...due, journal_entries: null });
    expect(await labelOf(old)).to.equal(200);
    expect(await purge()).to.include({ dry_run: false, ...due });
    expect(await purge()).to.include({ retired: 0, forgotten: 0, unlabelled: 0 });

    expect(await Promise.all([fresh, old, oldest].map(labelOf))).to.deep.equal([200, 404, 404]);
    expect((await book('fresh')).text).to.equal(fresh.text);
    expect((await book('old')).text).to.equal(old.text);
    const anew = await book('oldest');
    expect(anew.status).to.equal(201);
    expect(parsed(anew.text).tracking_code).not.to.equal(parsed(oldest.text).tracking_code);
    const shown = await longshore(folder, ['bookings', 'show', 'old', '--account', 'demo']);
    expect([shown.code, shown.stderr]).to.deep.equal([0, '']);
    await serving.stop();
    serving = undefined;
    await inStorage(async (bookings) => {
      expect(await namesItsReceiver(bookings, 'fresh')).to.equal(true);
      expect(await namesItsReceiver(bookings, 'old')).to.equal(false);
    });
  });
});
