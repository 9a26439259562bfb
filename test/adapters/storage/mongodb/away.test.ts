import { expect } from 'chai';
import type { MongoStorage } from '../../../../adapters/storage/mongodb/storage.js';
import { anExchange } from '../../../contract/journal.contract.js';
import { aBooking, aKey, anAccountId, anOrder, nth, MORNING } from '../../../support/bookings.js';
import { leftOf, rightOf } from '../../../support/either.js';
import { eventually } from '../../../support/eventually.js';
import {
  aDatabase,
  aProxiedDatabase,
  describeMongo,
  openStorage,
  type ProxiedDatabase,
} from '../../../support/mongodb.js';
import { killMongo, mongoFolder, startMongo } from '../../../support/mongodb-server.js';

const TIMEOUT = 1_500;

/** What a loaded machine takes beside the timeout; a driver that nobody has told anything waits for half a minute. */
const SLACK = 8_000;

describeMongo('MongoDB storage whose server goes away', (server) => {
  let proxied: ProxiedDatabase;
  let storage: MongoStorage;
  beforeEach(async () => {
    proxied = await aProxiedDatabase(server);
    storage = await openStorage(proxied.uri, { timeout: TIMEOUT });
  });
  afterEach(async () => {
    proxied.proxy.set('open');
    await storage.close();
    await proxied.proxy.close();
    await proxied.database.drop();
  });

  const took = async (work: () => Promise<unknown>): Promise<number> => {
    const since = performance.now();
    await work();
    return performance.now() - since;
  };

  const everyQuestion = (): readonly Promise<{ readonly _tag: string }>[] => [
    leftOf(storage.ping),
    leftOf(storage.bookings.find(aKey())),
    leftOf(storage.bookings.ofOrder(anAccountId(), anOrder())),
    leftOf(storage.bookings.due(MORNING, 10)),
    leftOf(storage.errands.due(MORNING, 10)),
    leftOf(storage.bookings.insert(nth(9))),
    leftOf(storage.labels.find('cap', 'pdf')),
    leftOf(storage.apiKeys.byHash('hash')),
    leftOf(storage.serials.reserve('sscc', 1)),
    leftOf(storage.houseLedger.find(anAccountId(), 'r')),
  ];

  it('answers every question with a left within its timeout, and works again by itself', async () => {
    proxied.proxy.set('shut');
    expect(await took(() => Promise.all(everyQuestion()))).to.be.lessThan(TIMEOUT + SLACK);
    proxied.proxy.set('open');
    await eventually(() => rightOf(storage.ping));
    expect(await rightOf(storage.bookings.insert(aBooking()))).to.equal('written');
  });

  it('keeps nobody waiting for a server that has been away for longer than the timeout', async () => {
    proxied.proxy.set('shut');
    await eventually(async () => {
      expect(await took(() => Promise.all(everyQuestion()))).to.be.lessThan(TIMEOUT / 2);
    });
    proxied.proxy.set('open');
    await eventually(() => rightOf(storage.ping));
  });

  it('holds its timeout where the server takes connections and does not answer', async () => {
    proxied.proxy.set('still');
    expect(await took(() => Promise.all(everyQuestion()))).to.be.lessThan(TIMEOUT + SLACK);
    expect(await took(() => leftOf(storage.ping))).to.be.lessThan(TIMEOUT + SLACK);
    proxied.proxy.set('open');
    await eventually(() => rightOf(storage.ping));
  });

  it('counts the entries that it could not store, and stores those that come later', async () => {
    proxied.proxy.set('shut');
    storage.journal.record(anExchange({ order: 'lost' }));
    await storage.journal.flush();
    expect(storage.journal.dropped()).to.equal(1);
    proxied.proxy.set('open');
    await eventually(() => rightOf(storage.ping));
    storage.journal.record(anExchange({ order: 'kept' }));
    expect(await rightOf(storage.journal.of(anAccountId(), 'kept'))).to.have.length(1);
    expect(storage.journal.dropped()).to.equal(1);
  });

  it('sends every write for a majority and every read to the primary, whatever the URI says', async () => {
    const weak = await openStorage(`${proxied.uri}&w=1&readConcernLevel=local&readPreference=secondary`);
    proxied.proxy.requests();
    await rightOf(weak.bookings.insert(nth(1)));
    const write = proxied.proxy.requests();
    expect(write.includes('writeConcern')).to.equal(true);
    expect(write.includes('majority')).to.equal(true);
    await rightOf(weak.bookings.find(nth(1).key));
    const read = proxied.proxy.requests();
    expect(read.includes('readConcern')).to.equal(true);
    expect(read.includes('majority')).to.equal(true);
    expect(read.includes('secondary')).to.equal(false);
    await weak.close();
  });
});

describeMongo('MongoDB storage whose server is killed', (server) => {
  it('has everything that was answered for once the server is back, and asks it again by itself', async function () {
    if (mongoFolder === undefined) this.skip();
    const folder = mongoFolder;
    const database = await aDatabase(server);
    const storage = await openStorage(database.uri, { timeout: 2_000 });
    const answered: number[] = [];
    let [next, isOver] = [0, false];
    const insertOn = async (): Promise<void> => {
      while (!isOver) {
        next += 1;
        const n = next;
        if ((await storage.bookings.insert(nth(n))())._tag === 'Right') answered.push(n);
      }
    };
    const writers = Array.from({ length: 8 }, insertOn);
    await eventually(async () => expect(answered.length).to.be.greaterThan(100));
    await killMongo(folder);
    await startMongo(folder);
    const before = answered.length;
    await eventually(async () => expect(answered.length).to.be.greaterThan(before + 100));
    isOver = true;
    await Promise.all(writers);
    const stored = await rightOf(storage.bookings.ofOrder(anAccountId(), anOrder()));
    expect(stored.map(({ parcelNumber }) => parcelNumber)).to.include.members(answered);
    await storage.close();
    await database.drop();
  });
});
