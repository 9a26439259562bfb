import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StorageSettings } from '../../config/settings.js';
import { openStorage } from '../../config/storage.js';
import type { Booking } from '../../domain/booking.js';
import { HOUR, instant, later } from '../../domain/time.js';
import type { Job } from '../../domain/work.js';
import { aKey, aLeg, anOrder, bookedWith, everyState, nth } from '../support/bookings.js';
import { rightOf } from '../support/either.js';
import { eventually } from '../support/eventually.js';
import { aFolder } from '../support/folder.js';
import { writeSettings } from '../support/hub.js';
import { aDatabase, describeMongo } from '../support/mongodb.js';
import { longshore, startServing, type Ran, type Serving } from '../support/serving.js';
import { without } from '../support/without.js';
import { aJob, anErrand } from '../support/work.js';

type Line = { readonly id: string; readonly kind: string; readonly state: string; readonly why: string | null };

/** Where a test's data is: `settings` is what the settings file says of it. */
type Backing = {
  readonly storage: StorageSettings;
  readonly settings: string;
  readonly drop: () => Promise<void>;
};

const commands = (backingIn: (folder: string) => Promise<Backing>): void => {
  let folder: string;
  let remove: () => void;
  let serving: Serving;
  let backing: Backing;

  const now = instant(Date.now());
  const parked: Job = aJob({ id: 'push-1', state: { _tag: 'Parked', why: 'HTTP 404', since: now } });
  const waiting = (id: string): Job => aJob({ id, due: later(now, HOUR) });

  /** A booking that is booked, with its own reference and this work. */
  const bookedAs = (n: number, work: readonly Job[]): Booking => {
    const [leg] = bookedWith(`T-${n}`, {}, `C-${n}`).legs;
    const legs: Booking['legs'] = [{ ...leg, plan: { ...leg.plan, reference: `LS-${n}` } }];
    return nth(n, { key: aKey({ order: anOrder(`order-${n}`) }), legs, answer: '{}', owner: undefined, work });
  };

  beforeEach(async () => {
    ({ folder, remove } = aFolder());
    writeSettings(folder);
    backing = await backingIn(folder);
    const file = join(folder, 'longshore.yaml');
    const starter = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      backing.settings === '' ? starter : starter.replace(/^storage:.*\n(?:[ \t].*\n)*/m, backing.settings),
    );
    serving = await startServing(folder);
    const explanations = { keepRows: 1, maxBytes: 1 };
    const user = { owner: 'cli:test', role: 'command' } as const;
    const storage = rightOf(await openStorage({ storage: backing.storage, explanations }, user));
    const { bookings, errands } = storage;
    await rightOf(bookings.insert(bookedAs(1, [parked, waiting('push-2')])));
    await rightOf(bookings.insert(bookedAs(2, [waiting('push-3')])));
    const undecided = without(bookedAs(4, []), 'answer');
    await rightOf(bookings.insert({ ...undecided, legs: [aLeg(everyState[3], { reference: 'LS-4' })] }));
    await rightOf(errands.insert(anErrand({ work: [{ ...parked, id: 'apply', kind: 'apply_notice' }] })));
    await storage.close();
  });
  afterEach(async () => {
    await serving.stop();
    await backing.drop();
    remove();
  });

  const work = (...words: readonly string[]): Promise<Ran> => longshore(folder, ['work', ...words]);
  const listed = async (...words: readonly string[]): Promise<readonly string[]> =>
    (JSON.parse((await work('list', '--json', ...words)).stdout) as readonly Line[]).map(({ id }) => id);

  it('lists what waits and what is parked, with what to do about a booking', async () => {
    const { code, stdout } = await work('list');
    expect(code).to.equal(0);
    expect(stdout).to.match(/LS-1\/push-1 +demo +push_status +parked .*HTTP 404/);
    expect(stdout).to.match(/LS-4 +demo +settle +parked .*more than one found/);
    expect(stdout).to.include('longshore bookings settle LS-4 --bought <number> | --not-bought');
    expect(stdout).to.not.include('Lovelace').and.not.include('Collins');
    expect(await listed()).to.have.members([
      'LS-1/push-1',
      'LS-1/push-2',
      'LS-2/push-3',
      'LS-4',
      'notice/notice-1/apply',
    ]);
    expect(await listed('--state', 'parked', '--kind', 'push_status')).to.deep.equal(['LS-1/push-1']);
    expect(await listed('--account', 'other')).to.deep.equal([]);
    expect((await work('list', '--account', 'nobody')).code).to.equal(2);
    expect((await work('list', '--kind', 'dance')).code).to.equal(2);
  });

  it('shows one job, or all of a booking', async () => {
    const { code, stdout } = await work('show', 'LS-1/push-1');
    expect(code).to.equal(0);
    expect(stdout).to.include('why: HTTP 404').and.include('longshore work retry LS-1/push-1');
    const both = JSON.parse((await work('show', 'LS-1', '--json')).stdout) as readonly Line[];
    expect(both.map(({ id, state }) => [id, state])).to.deep.equal([
      ['LS-1/push-1', 'parked'],
      ['LS-1/push-2', 'waiting'],
    ]);
    expect((await work('show', 'nothing')).code).to.equal(1);
  });

  it('cancels one job, and what is behind it stays', async () => {
    const cancelled = await work('cancel', 'LS-1/push-1');
    expect([cancelled.code, cancelled.stdout]).to.deep.equal([0, 'LS-1/push-1 is cancelled\n']);
    expect(await listed('--kind', 'push_status')).to.have.members(['LS-1/push-2', 'LS-2/push-3']);
  });

  it('retries and cancels by filter, and everything only when that is said', async () => {
    expect((await work('retry')).code).to.equal(2);
    const retried = await work('retry', '--state', 'waiting', '--json');
    expect(JSON.parse(retried.stdout)).to.have.deep.members([
      { id: 'LS-1/push-2', outcome: 'done' },
      { id: 'LS-2/push-3', outcome: 'done' },
    ]);
    // What is being done just then cannot be cancelled, and is parked a moment later.
    await eventually(async () => {
      const all = await work('cancel', '--all');
      expect(all.code).to.equal(1);
      expect(all.stderr).to.include('LS-4 needs a verdict: longshore bookings settle');
      expect(await listed()).to.deep.equal(['LS-4']);
    });
  });
};

describe('longshore work, beside a process that serves', () => {
  commands((folder) =>
    Promise.resolve({
      storage: { kind: 'sqlite', folder: join(folder, 'data') },
      settings: '',
      drop: () => Promise.resolve(),
    }),
  );
});

describeMongo('longshore work, beside a process that serves from MongoDB', (server) => {
  commands(async () => {
    const { uri, drop } = await aDatabase(server);
    const offers = `offers: { signing_keys: [{ id: k1, secret: ${'k'.repeat(40)} }] }`;
    return {
      storage: { kind: 'mongodb', uri, timeout: 5_000 },
      settings: `storage: { kind: mongodb, uri: '${uri}' }\n${offers}\n`,
      drop,
    };
  });
});
