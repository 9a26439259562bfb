import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import { copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBackup } from '../../../../adapters/storage/sqlite/backup.js';
import { loadDriver } from '../../../../adapters/storage/sqlite/driver.js';
import { storageMigrations } from '../../../../adapters/storage/sqlite/schema.js';
import { openSqliteStorage, type SqliteStorage } from '../../../../adapters/storage/sqlite/storage.js';
import { boughtOf, phaseOf, type Booking } from '../../../../domain/booking.js';
import { instant } from '../../../../domain/time.js';
import { aBooking, aKey, anAccountId, anOrder, nextOf } from '../../../support/bookings.js';
import { rightOf } from '../../../support/either.js';
import { aFolder } from '../../../support/folder.js';

/**
 * Files of every released schema, made by its release with the demo account on 2026-11-21: order-1 is booked, order-2 has a
 * return and is under way, order-3 is cancelled, order-4 was left while it was bought, order-5 is parked.
 */
const FIXTURES = fileURLToPath(new URL('../../../../../test/fixtures/storage/', import.meta.url));

const released = readdirSync(FIXTURES)
  .flatMap((name) => /^v(\d+)\.db$/.exec(name)?.[1] ?? [])
  .map(Number);

describe('files of earlier releases', () => {
  it('are all here', () => {
    const last = Math.max(...released);
    expect(released.toSorted((a, b) => a - b)).to.deep.equal(Array.from({ length: last }, (_, n) => n + 1));
    expect(last).to.be.within(1, storageMigrations.length);
  });

  for (const schema of released) {
    describe(`with schema ${schema}`, () => {
      let folder: string;
      let remove: () => void;
      let storage: SqliteStorage;
      beforeEach(async () => {
        ({ folder, remove } = aFolder());
        copyFileSync(join(FIXTURES, `v${schema}.db`), join(folder, 'longshore.db'));
        copyFileSync(join(FIXTURES, 'explanations-v1.db'), join(folder, 'explanations.db'));
        storage = rightOf(await openSqliteStorage({ folder, owner: 'serve:new', role: 'serve' }));
      });
      afterEach(async () => {
        await storage.close();
        remove();
      });

      const demo = anAccountId('demo');
      const only = async (order: string): Promise<Booking> => {
        const [booking, ...more] = await rightOf(storage.bookings.ofOrder(demo, anOrder(order)));
        expect(more).to.deep.equal([]);
        return booking!;
      };

      it('open with everything that is in them', async () => {
        const phases = await Promise.all([1, 2, 3, 4, 5].map(async (n) => phaseOf(await only(`order-${n}`))));
        expect(phases).to.deep.equal(['Booked', 'Booked', 'Cancelled', 'Open', 'Parked']);
        const two = await only('order-2');
        expect(two.legs.map(({ state }) => state._tag)).to.deep.equal(['Booked', 'Booked']);
        for (const { plan, state } of two.legs) {
          const code = boughtOf(state)?.trackingCode ?? '';
          expect(await rightOf(storage.bookings.byHandle(demo, code))).to.deep.equal([two]);
          const label = O.toUndefined(await rightOf(storage.labels.find(plan.capability, 'pdf')));
          expect(Buffer.from(label!.bytes.slice(0, 5)).toString()).to.equal('%PDF-');
          expect(O.isSome(await rightOf(storage.houseLedger.find(demo, plan.reference)))).to.equal(true);
        }
        expect(await rightOf(storage.apiKeys.list(demo))).to.have.length(1);
        expect(await rightOf(storage.journal.of(demo, 'order-3'))).to.not.be.empty;
        const due = await rightOf(storage.bookings.due(instant(Date.now() * 2), 10));
        expect(due.items.map(({ key }) => key.order)).to.deep.equal(['order-4']);
        const parked = await rightOf(storage.bookings.withWork({ state: 'parked' }, 10));
        expect(parked.items.map(({ key }) => key.order)).to.deep.equal(['order-5']);
        expect(storage.bookings.isGone('serve:gone')).to.equal(true);
      });

      it('are worked on with', async () => {
        const one = await only('order-1');
        expect(await rightOf(storage.bookings.replace(nextOf(one)))).to.equal('written');
        expect(await rightOf(storage.bookings.insert(aBooking({ key: aKey({ order: anOrder('order-6') }) })))).to.equal(
          'written',
        );
        expect(await rightOf(storage.bookings.insert(one))).to.equal('conflict');
        const [counter] = (await rightOf(storage.archive.serials.page(undefined, 10))).items;
        expect(await rightOf(storage.serials.reserve(counter!.name, 1))).to.equal(counter!.next);
        expect(await rightOf(storage.retirement.retire(nextOf(one)))).to.equal(true);
        expect(await rightOf(storage.journal.purge(instant(Date.now() * 2), 0))).to.be.greaterThan(0);
      });

      it('leave a copy of themselves behind, whole, before they are changed', async () => {
        const copy = join(folder, `longshore.db.v${schema}`);
        if (schema === storageMigrations.length) {
          expect(readdirSync(folder)).to.not.include(`longshore.db.v${schema}`);
          return;
        }
        expect(statSync(copy).mode & 0o777).to.equal(0o600);
        const content = rightOf(readBackup(copy, await loadDriver()));
        expect(content).to.deep.include({ schema });
        expect(content.counts).to.include({ bookings: 5, labels: 4, api_keys: 1, house_ledger: 4 });
      });
    });
  }

  it('are copied once, however often they are opened', async () => {
    const { folder, remove } = aFolder();
    mkdirSync(join(folder, 'data'));
    copyFileSync(join(FIXTURES, 'v1.db'), join(folder, 'data', 'longshore.db'));
    const open = async (): Promise<void> =>
      rightOf(await openSqliteStorage({ folder: join(folder, 'data'), owner: 'serve:x', role: 'serve' })).close();
    await open();
    await open();
    const copies = readdirSync(join(folder, 'data')).filter((name) => name.includes('.v'));
    expect(copies).to.deep.equal(['longshore.db.v1']);
    remove();
  });
});
