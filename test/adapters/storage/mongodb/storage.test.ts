import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import { indexes } from '../../../../adapters/storage/mongodb/indexes.js';
import { defaultLimits, openMongoStorage, type MongoStorage } from '../../../../adapters/storage/mongodb/storage.js';
import type { Booking } from '../../../../domain/booking.js';
import { instant } from '../../../../domain/time.js';
import { anExplanation } from '../../../contract/explanations.contract.js';
import { anExchange } from '../../../contract/journal.contract.js';
import {
  aBooking,
  aKey,
  aLeg,
  anAccountId,
  anOrder,
  bookedWith,
  everyState,
  MORNING,
  nextOf,
  nth,
} from '../../../support/bookings.js';
import { anErrand, anErrandKey } from '../../../support/work.js';
import { leftOf, rightOf } from '../../../support/either.js';
import { aDatabase, describeMongo, openStorage, type TestDatabase } from '../../../support/mongodb.js';

describeMongo('MongoDB storage', (server) => {
  let database: TestDatabase;
  let storage: MongoStorage;
  let other: MongoStorage;
  before(async () => {
    database = await aDatabase(server);
    [storage, other] = await Promise.all([openStorage(database.uri), openStorage(database.uri)]);
  });
  afterEach(() => database.empty());
  after(async () => {
    await Promise.all([storage.close(), other.close()]);
    await database.drop();
  });

  it('has every index that a promise rests on, also where several processes start at once', async () => {
    for (const [collection, wanted] of Object.entries(indexes)) {
      const names = (await database.indexes(collection)).map(({ name }) => String(name));
      expect(names, collection).to.have.members(['_id_', ...wanted.map(({ name }) => name)]);
    }
  });

  it('lets one of 64 claims of two processes win', async () => {
    const claims = await Promise.all(
      Array.from({ length: 64 }, (_, n) =>
        rightOf((n % 2 === 0 ? storage : other).bookings.insert(aBooking({ writer: `w-${n}`, parcelNumber: n + 1 }))),
      ),
    );
    expect(claims.filter((claim) => claim === 'written')).to.have.length(1);
    for (const { bookings } of [storage, other]) {
      const [standing, ...more] = await rightOf(bookings.ofOrder(anAccountId(), anOrder()));
      expect(standing?.writer).to.equal(`w-${claims.indexOf('written')}`);
      expect(more).to.deep.equal([]);
    }
  });

  it('fences a process off whose version another one has left behind', async () => {
    const first = aBooking();
    await rightOf(storage.bookings.insert(first));
    const theirs = nextOf(first, { writer: 'theirs' });
    expect(await rightOf(other.bookings.replace(theirs))).to.equal('written');
    expect(await rightOf(storage.bookings.replace(nextOf(first, { writer: 'late' })))).to.equal('conflict');
    expect(await rightOf(storage.bookings.find(first.key))).to.deep.equal(O.some(theirs));
    expect(await rightOf(storage.bookings.replace(nextOf(theirs)))).to.equal('written');
  });

  it('never gives one serial to two of 64 callers in each of two processes', async () => {
    const blocks = await Promise.all(
      Array.from({ length: 128 }, (_, n) => rightOf((n % 2 === 0 ? storage : other).serials.reserve('sscc', 3))),
    );
    const sorted = blocks.map(Number).sort((a, b) => a - b);
    expect(sorted).to.deep.equal(Array.from(sorted, (_, n) => n * 3));
  });

  it('takes no process for gone', () => {
    expect(storage.bookings.isGone('serve:other')).to.equal(false);
  });

  it('keeps a booking as a document that people can read, with what it is found by', async () => {
    await rightOf(storage.bookings.insert(aBooking()));
    const [document] = await database.documents('bookings');
    expect(document).to.deep.include({
      _id: '["demo","order-1","1o.0a1b2c3d",1]',
      docVersion: 2,
      version: 1,
      handles: ['ls-0001-o'],
      due: MORNING,
      duties: ['settle:running'],
    });
    expect(document?.['key']).to.deep.equal({
      account: 'demo',
      order: 'order-1',
      fingerprint: '1o.0a1b2c3d',
      generation: 1,
    });
  });

  it('neither reads nor writes over a booking of a newer release', async () => {
    const { bookings } = storage;
    await rightOf(bookings.insert(aBooking()));
    await database.change('bookings', { $set: { docVersion: 3, news: 'from the future' } });
    const fault = { _tag: 'NewerDocument', found: 3, known: 2 };
    expect((await leftOf(bookings.find(aBooking().key))).cause).to.deep.equal(fault);
    expect((await leftOf(bookings.ofOrder(anAccountId(), anOrder()))).cause).to.deep.equal(fault);
    expect(await rightOf(bookings.replace(nextOf(aBooking())))).to.equal('conflict');
    expect(await rightOf(bookings.insert(aBooking()))).to.equal('conflict');
    const [document] = await database.documents('bookings');
    expect(document).to.deep.include({ version: 1, docVersion: 3, news: 'from the future' });
  });

  it('neither reads nor writes over an errand of a newer release', async () => {
    const { errands } = storage;
    await rightOf(errands.insert(anErrand()));
    await database.change('errands', { $set: { docVersion: 2, news: 'from the future' } });
    const fault = { _tag: 'NewerDocument', found: 2, known: 1 };
    expect((await leftOf(errands.find(anErrandKey()))).cause).to.deep.equal(fault);
    expect(await rightOf(errands.replace(anErrand({ version: 2 })))).to.equal('conflict');
    expect(await rightOf(errands.remove(anErrand()))).to.equal('conflict');
    expect(await database.documents('errands')).to.have.length(1);
  });

  it('finds the other work beside what it cannot read, and counts that', async () => {
    const { errands } = storage;
    await rightOf(errands.insert(anErrand()));
    await database.change('errands', { $set: { docVersion: 2 } });
    const other = anErrand({ key: anErrandKey({ id: 'notice-2' }) });
    await rightOf(errands.insert(other));
    expect(await rightOf(errands.due(MORNING, 9))).to.deep.equal({ items: [other], unreadable: 1 });
  });

  it('finds what an earlier release left to be done', async () => {
    const { bookings } = storage;
    const legs = (n: number): Booking['legs'] => [aLeg(everyState[n])];
    await rightOf(bookings.insert(nth(1, { legs: legs(2), owner: undefined })));
    await rightOf(bookings.insert(nth(2, { legs: legs(1), updatedAt: instant(MORNING + 1) })));
    await database.change('bookings', { $set: { docVersion: 1, unfinished: true }, $unset: { due: '', duties: '' } });
    await rightOf(bookings.insert(nth(3, { legs: legs(3) })));
    await rightOf(bookings.insert(bookedWith('T', { key: aKey({ order: anOrder('booked') }) })));
    await database.change('bookings', { $set: { docVersion: 1 }, $unset: { due: '', duties: '' } });
    await database.makeIndex('bookings', 'unfinished', { createdAt: 1 });
    const upgraded = await openStorage(database.uri);
    const due = await rightOf(upgraded.bookings.due(instant(MORNING + 9), 10));
    expect(due.items.map(({ parcelNumber }) => parcelNumber)).to.deep.equal([1, 2]);
    const listed = async (state: 'waiting' | 'running' | 'parked') =>
      (await rightOf(upgraded.bookings.withWork({ state }, 10))).items.map(({ parcelNumber }) => parcelNumber);
    expect([await listed('waiting'), await listed('running'), await listed('parked')]).to.deep.equal([[1], [2], [3]]);
    expect((await database.indexes('bookings')).map(({ name }) => String(name))).to.not.include('unfinished');
    await upgraded.close();
  });

  it('changes no key, parcel or counter of a newer release, and says so', async () => {
    const key = { id: 'k', account: anAccountId(), role: 'newstore', hash: 'h', createdAt: MORNING } as const;
    const entry = { account: anAccountId(), reference: 'r', number: 's', service: 'x', bookedAt: MORNING };
    await rightOf(storage.apiKeys.add(key));
    await rightOf(storage.houseLedger.enter(entry));
    await rightOf(storage.serials.reserve('sscc', 1));
    for (const collection of ['apiKeys', 'houseLedger', 'serials']) {
      await database.change(collection, { $set: { docVersion: 2 } });
    }
    await leftOf(storage.apiKeys.revoke(anAccountId(), 'k', MORNING));
    await leftOf(storage.apiKeys.byHash('h'));
    await leftOf(storage.houseLedger.cancel(anAccountId(), 'r', MORNING));
    await leftOf(storage.houseLedger.enter(entry));
    await leftOf(storage.serials.reserve('sscc', 1));
    expect((await database.documents('apiKeys'))[0]).to.not.have.property('revokedAt');
    expect((await database.documents('houseLedger'))[0]).to.not.have.property('cancelledAt');
    expect((await database.documents('serials')).map(({ next }) => Number(next))).to.deep.equal([1]);
  });

  it('lets nothing that guards a booking age out', async () => {
    for (const collection of Object.keys(indexes)) {
      for (const index of await database.indexes(collection)) expect(index).to.not.have.property('expireAfterSeconds');
    }
    await rightOf(storage.bookings.insert(aBooking({ createdAt: instant(1), updatedAt: instant(1) })));
    await rightOf(storage.journal.purge(MORNING, 0));
    expect(O.isSome(await rightOf(storage.bookings.find(aBooking().key)))).to.equal(true);
  });

  it('answers with a left once it is closed', async () => {
    const closed = await openStorage(database.uri);
    await rightOf(closed.ping);
    await closed.close();
    await closed.close();
    expect((await leftOf(closed.ping))._tag).to.equal('Unavailable');
    expect((await leftOf(closed.bookings.insert(aBooking())))._tag).to.equal('Unavailable');
    closed.journal.record(anExchange());
    closed.explanations.keep(anExplanation());
    await Promise.all([closed.journal.flush(), closed.explanations.flush()]);
    expect([closed.journal.dropped(), closed.explanations.dropped()]).to.deep.equal([1, 1]);
  });

  it('has stored what was recorded and kept when it has closed, and what nobody asked it to', async () => {
    const closing = await openStorage(database.uri);
    closing.journal.record(anExchange());
    closing.explanations.keep(anExplanation());
    await closing.close();
    expect(await rightOf(storage.journal.of(anAccountId(), 'order-1'))).to.have.length(1);
    expect(await rightOf(storage.explanations.find(anAccountId(), 'request-1'))).to.have.length(1);
  });

  it('keeps the newest explanations within its bounds', async () => {
    const bounds = [
      { ...defaultLimits.explanations, rows: 100 },
      { ...defaultLimits.explanations, bytes: 100 * JSON.stringify(anExplanation()).length },
    ];
    for (const explanations of bounds) {
      const bounded = await openStorage(database.uri, { explanations });
      for (let n = 0; n < 1_000; n += 1) {
        bounded.explanations.keep(anExplanation({ requestId: `r-${n}`, at: instant(MORNING + n) }));
      }
      await bounded.close();
      const kept = await database.documents('explanations');
      expect(kept.length).to.be.within(80, 100);
      expect(kept.map(({ requestId }) => String(requestId))).to.include('r-999');
      expect(bounded.explanations.dropped()).to.equal(0);
      await database.empty();
    }
  });

  it('drops and counts what comes faster than it is stored', async () => {
    const narrow = await openStorage(database.uri, {
      journal: { ...defaultLimits.journal, queue: 10 },
      explanations: { ...defaultLimits.explanations, queue: 20 },
    });
    for (let n = 0; n < 30; n += 1) {
      narrow.journal.record(anExchange());
      narrow.explanations.keep(anExplanation());
    }
    expect([narrow.journal.dropped(), narrow.explanations.dropped()]).to.deep.equal([20, 10]);
    await narrow.close();
    expect(await database.documents('journal')).to.have.length(10);
    expect(await database.documents('explanations')).to.have.length(20);
  });

  it('says which URI it cannot use, and where no server answers, without repeating a password', async () => {
    const broken = leftOf(await openMongoStorage({ uri: 'mongodb://user:secret@/nothing' }));
    expect(broken._tag).to.equal('UriUnusable');
    const uri = 'mongodb://user:secret@127.0.0.1:1/longshore';
    const away = leftOf(await openMongoStorage({ uri, limits: { timeout: 500 } }));
    expect(away).to.deep.include({ _tag: 'ServerAway', hosts: ['127.0.0.1:1'] });
  });
});
