import { expect } from 'chai';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { toDocument } from '../../../../adapters/codec/booking-document.js';
import { loadDriver } from '../../../../adapters/storage/sqlite/driver.js';
import { storageMigrations } from '../../../../adapters/storage/sqlite/schema.js';
import { openSqliteStorage } from '../../../../adapters/storage/sqlite/storage.js';
import type { Booking } from '../../../../domain/booking.js';
import { later } from '../../../../domain/time.js';
import { aLeg, anAccountId, bookedWith, everyState, MORNING, nth } from '../../../support/bookings.js';
import { rightOf } from '../../../support/either.js';
import { aFolder } from '../../../support/folder.js';

describe('a SQLite file of an earlier release', () => {
  it('is copied, and then asks for what that release left to be done', async () => {
    const { folder: parent, remove } = aFolder();
    const folder = join(parent, 'data');
    mkdirSync(folder);
    const driver = (await loadDriver())(join(folder, 'longshore.db'));
    driver.exec(`${storageMigrations[0]}; PRAGMA user_version = 1; PRAGMA application_id = 1280526418`);
    const put = (booking: Booking, unfinished: number): void => {
      const before = { ...toDocument(booking), docVersion: 1 };
      driver
        .prepare(`INSERT INTO bookings VALUES (?, 'demo', 'order-1', ?, 1, ?, 1, ?, ?, '["r"]', ?)`)
        .run(
          booking.parcelNumber,
          booking.key.fingerprint,
          booking.parcelNumber,
          MORNING,
          unfinished,
          JSON.stringify(before),
        );
    };
    const inState = (n: number): Booking['legs'] => [aLeg(everyState[n])];
    put(nth(1, { legs: inState(2), owner: undefined, updatedAt: later(MORNING, 2) }), 1);
    put(nth(2, { legs: inState(1), updatedAt: later(MORNING, 1) }), 1);
    put(nth(3, { legs: inState(3) }), 0);
    put(bookedWith('T', nth(4, { legs: bookedWith('T').legs })), 0);
    driver.close();

    const upgraded = rightOf(await openSqliteStorage({ folder, owner: 'serve:x', role: 'serve' }));
    const numbers = (page: { readonly items: readonly Booking[] }) =>
      page.items.map(({ parcelNumber }) => parcelNumber);
    expect(numbers(await rightOf(upgraded.bookings.due(later(MORNING, 9), 10)))).to.deep.equal([2, 1]);
    const listed = async (state: 'waiting' | 'running' | 'parked') =>
      numbers(await rightOf(upgraded.bookings.withWork({ state }, 10)));
    expect([await listed('waiting'), await listed('running'), await listed('parked')]).to.deep.equal([[1], [2], [3]]);
    expect((await rightOf(upgraded.bookings.recent(anAccountId(), 9))).map(({ work }) => work)).to.deep.equal([
      [],
      [],
      [],
      [],
    ]);
    await upgraded.close();
    expect(existsSync(join(folder, 'longshore.db.v1'))).to.equal(true);
    remove();
  });
});
