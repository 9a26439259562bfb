import { expect } from 'chai';
import { aBookingOf, openDeployment, type Deployment } from '../support/deployment.js';
import { aDatabase, describeMongo, type TestDatabase } from '../support/mongodb.js';
import { pause } from '../support/pause.js';
import { killMongo, mongoFolder, startMongo } from '../support/mongodb-server.js';

const PROCESSES = 4;
const CALLERS = 24;

/** Milliseconds that no order takes on any machine, a database that is started again in between included. */
const HANGS = 120_000;

describeMongo('many processes on one database', function (server) {
  this.timeout(300_000);
  let database: TestDatabase;
  let deployment: Deployment;
  before(async () => {
    database = await aDatabase(server);
    deployment = await openDeployment(database.uri, PROCESSES);
  });
  afterEach(() => database.empty('apiKeys'));
  after(async () => {
    await deployment.close();
    await database.drop();
  });

  /** Asks one process after the other until one of them has booked, as NewStore would: with pauses, and for a long time. */
  const book = async (order: string, first: number): Promise<string> => {
    const until = performance.now() + HANGS;
    for (let attempt = 0; performance.now() < until; attempt += 1) {
      const answer = await deployment.post(first + attempt, 'shipments', aBookingOf(order)).catch(() => undefined);
      if (answer?.status === 201) return answer.text;
      const type = answer === undefined ? 'nobody there' : (JSON.parse(answer.text) as { readonly type: string }).type;
      expect(type, answer?.text).to.be.oneOf(['nobody there', 'unexpected_error', 'label_creation_pending']);
      expect(answer?.status, answer?.text).to.be.oneOf([undefined, 400, 503]);
      await pause(100 + 50 * (attempt % 4));
    }
    throw new Error(`nobody booked ${order}`);
  };

  /** Books many orders, so many at a time; `meanwhile` is begun when a third of them is booked. */
  const bookMany = async (orders: readonly string[], meanwhile: () => Promise<void>): Promise<readonly string[]> => {
    const answers: string[] = [];
    let [next, booked] = [0, 0];
    let disturbance: Promise<void> | undefined;
    const caller = async (): Promise<void> => {
      while (next < orders.length) {
        const index = next;
        next += 1;
        answers[index] = await book(orders[index] ?? '', index);
        booked += 1;
        if (booked * 3 > orders.length) disturbance ??= meanwhile();
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, caller));
    await disturbance;
    return answers;
  };

  const labelsOf = (answers: readonly string[]): ReadonlySet<string> =>
    new Set(answers.map((answer) => (JSON.parse(answer) as { readonly label_url: string }).label_url));

  /** Each order once: one booking, one parcel of the courier, one label, and one answer however often it is asked for. */
  const expectEachOnce = async (orders: readonly string[], answers: readonly string[]): Promise<void> => {
    expect(labelsOf(answers).size).to.equal(orders.length);
    for (const collection of ['bookings', 'labels', 'houseLedger']) {
      expect(await database.documents(collection), collection).to.have.length(orders.length);
    }
    const again = await bookMany(orders, () => Promise.resolve());
    expect(again).to.deep.equal(answers);
    expect(await database.documents('houseLedger')).to.have.length(orders.length);
  };

  const thousand = (name: string): readonly string[] => Array.from({ length: 1_000 }, (_, n) => `${name}-${n}`);

  it('buys one label for 64 identical bookings that reach them at once, and answers all alike', async () => {
    const answers = await Promise.all(Array.from({ length: 64 }, (_, n) => book('same', n)));
    expect(new Set(answers).size).to.equal(1);
    for (const collection of ['bookings', 'labels', 'houseLedger']) {
      expect(await database.documents(collection), collection).to.have.length(1);
    }
  });

  it('loses none of 1,000 bookings and books none twice while two of them are killed and replaced', async () => {
    const orders = thousand('killed');
    const answers = await bookMany(orders, async () => {
      await Promise.all([deployment.replace(0), deployment.replace(1)]);
    });
    await expectEachOnce(orders, answers);
  });

  it('loses none of 1,000 bookings and books none twice while the database is killed and started again', async function () {
    if (mongoFolder === undefined) this.skip();
    const folder = mongoFolder;
    const orders = thousand('away');
    const answers = await bookMany(orders, async () => {
      await killMongo(folder);
      await startMongo(folder);
    });
    await expectEachOnce(orders, answers);
  });
});
