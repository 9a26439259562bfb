import { expect } from 'chai';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openSqliteStorage } from '../../adapters/storage/sqlite/storage.js';
import type { Errand, Errands } from '../../application/ports/errands.js';
import type { StorageSettings } from '../../config/settings.js';
import { rightOf } from '../support/either.js';
import { eventually } from '../support/eventually.js';
import { aFolder } from '../support/folder.js';
import { aDatabase, describeMongo, openStorage, type TestDatabase } from '../support/mongodb.js';
import { pause } from '../support/pause.js';
import { aTarget, startWorking, type Target, type Working } from '../support/working.js';
import { aJob, anErrand, anErrandKey } from '../support/work.js';

const rules = {
  poll: 50,
  concurrency: 16,
  perTarget: 8,
  // Longer than any job takes on a busy machine: else another process would do it once more.
  lease: 10_000,
  retry: { attempts: 5, firstPause: 100, longestPause: 1_000 },
};

const errandOf = (n: number): Errand =>
  anErrand({ key: anErrandKey({ id: `e-${n}` }), work: [aJob({ id: `job-${n}`, kind: 'apply_notice' })] });

const post = async (errands: Errands, count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) await rightOf(errands.insert(errandOf(n)));
};

const left = async (errands: Errands): Promise<readonly Errand[]> => (await rightOf(errands.list({}, 1_000))).items;

const clear = async (errands: Errands): Promise<void> => {
  for (const errand of await left(errands)) await rightOf(errands.remove(errand));
};

const begun = (target: Target, count: number): Promise<unknown> =>
  eventually(() => Promise.resolve(expect(target.deliveries.length).to.be.at.least(count)));

describe('durable work in processes of its own', () => {
  const { folder, remove } = aFolder();
  const storage: StorageSettings = { kind: 'sqlite', folder: join(folder, 'data') };
  let target: Target;
  let starts = 0;
  beforeEach(async () => {
    target = await aTarget();
  });
  afterEach(() => target.close());
  after(remove);

  const beside = async <A>(work: (errands: Errands) => Promise<A>): Promise<A> => {
    const opened = rightOf(await openSqliteStorage({ folder: storage.folder, owner: 'cli:test', role: 'command' }));
    try {
      return await work(opened.errands);
    } finally {
      await opened.close();
    }
  };

  /** With leases that outlast the test: nothing here waits for one to lapse. */
  const start = (): Promise<Working> =>
    startWorking({ storage, url: target.url, rules: { ...rules, lease: 600_000 }, owner: `serve:${(starts += 1)}` });

  const noneLeft = (): Promise<unknown> =>
    eventually(() => beside(async (errands) => expect(await left(errands)).to.have.length(0)));

  it('survives a kill between its claim and its outcome: done again, in doubt, at once on SQLite', async () => {
    await beside((errands) => post(errands, 3));
    target.delay = Infinity;
    const first = await start();
    await begun(target, 3);
    await first.end('SIGKILL');
    const running = await beside(left);
    expect(running.map(({ work }) => work[0]?.state._tag)).to.deep.equal(['Running', 'Running', 'Running']);
    target.delay = 0;
    const second = await start();
    await noneLeft();
    expect(target.deliveries.filter(({ inDoubt }) => inDoubt).map(({ job }) => job)).to.have.members(
      [0, 1, 2].map((n) => `job-${n}`),
    );
    expect(target.deliveries).to.have.length(6);
    expect(await second.end('SIGTERM')).to.equal(0);
  });

  it('is not stopped for long by a job that kills each process that runs it, and takes no other down with it', async () => {
    const deadly = aJob({ id: 'deadly', kind: 'apply_notice', data: { deadly: true } });
    await beside(async (errands) => {
      await post(errands, 6);
      await rightOf(errands.insert(anErrand({ key: anErrandKey({ id: 'deadly' }), work: [deadly] })));
    });
    // Whatever runs beside it is in the middle when it strikes.
    target.delay = 200;
    let deaths = 0;
    let process = await start();
    const remaining = async () => (await beside(left)).flatMap(({ work }) => work);
    const isOver = async (): Promise<boolean> => {
      const jobs = await remaining();
      return deaths > 9 || (jobs.length === 1 && jobs[0]?.state._tag === 'Parked');
    };
    for (const until = performance.now() + 50_000; !(await isOver()) && performance.now() < until;) {
      const isDead = await Promise.race([process.ended.then(() => true), wait(100).then(() => false)]);
      if (!isDead) continue;
      deaths += 1;
      process = await start();
    }
    const [parked] = await remaining();
    expect(await process.end('SIGTERM')).to.equal(0);
    expect([deaths, parked?.id]).to.deep.equal([5, 'deadly']);
    expect(parked?.state).to.include({ why: 'the process that ran it died or hung, 5 times in a row' });
    expect(new Set(target.deliveries.map(({ job }) => job)).size).to.equal(6);
  });

  it('leaves nothing running when it is asked to stop', async () => {
    await beside(clear);
    await beside((errands) => post(errands, 20));
    target.delay = Infinity;
    const working = await start();
    await begun(target, rules.perTarget);
    const ended = working.end('SIGTERM');
    // What it had begun is answered once it has been told to stop, and nothing else is begun by then.
    await pause(200);
    target.answer();
    expect(await ended).to.equal(0);
    const waiting = await beside(left);
    expect(waiting).to.have.length(20 - rules.perTarget);
    expect(waiting.flatMap(({ work }) => work.map(({ state }) => state._tag))).to.not.include('Running');
    target.delay = 0;
    const next = await start();
    await noneLeft();
    await next.end('SIGTERM');
    expect(target.deliveries).to.have.length(20);
  });
});

describeMongo('durable work of processes that share a database', (server) => {
  let database: TestDatabase;
  let target: Target;
  before(async () => {
    database = await aDatabase(server);
    target = await aTarget();
  });
  after(async () => {
    await target.close();
    await database.drop();
  });

  it('is lost by none of them, and done twice only where one was killed', async () => {
    const storage = await openStorage(database.uri);
    const count = 120;
    await post(storage.errands, count);
    target.delay = 40;
    const start = (owner: string): Promise<Working> =>
      startWorking({
        storage: { kind: 'mongodb', uri: database.uri, timeout: 5_000 },
        url: target.url,
        rules,
        owner: `serve:${owner}`,
      });
    const [killed, survivor] = await Promise.all([start('a'), start('b')]);
    await begun(target, count / 4);
    await killed.end('SIGKILL');
    await eventually(async () => expect(await left(storage.errands)).to.have.length(0));
    expect(await survivor.end('SIGTERM')).to.equal(0);
    const once = target.deliveries.filter(({ inDoubt }) => !inDoubt).map(({ job }) => job);
    expect(new Set(once).size).to.equal(once.length);
    expect(new Set(target.deliveries.map(({ job }) => job)).size).to.equal(count);
    expect(target.deliveries.length - count).to.be.at.most(rules.perTarget);
    await storage.close();
  });
});
