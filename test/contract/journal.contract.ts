import { expect } from 'chai';
import type { Journal, JournalEntry } from '../../application/ports/journal.js';
import { instant, later } from '../../domain/time.js';
import { anAccountId, MORNING } from '../support/bookings.js';
import { rightOf } from '../support/either.js';
import { oddStrings } from '../support/odd-strings.js';
import { without } from '../support/without.js';

export type OpenedJournal = {
  readonly journal: Journal;
  readonly reopen: () => Promise<Journal>;
  readonly close: () => Promise<void>;
};

export const anExchange = (over: Partial<JournalEntry> = {}): JournalEntry => ({
  at: MORNING,
  account: anAccountId(),
  requestId: 'request-1',
  system: 'house',
  direction: 'out',
  method: 'BOOK',
  endpoint: '/parcels',
  status: '200',
  order: 'order-1',
  reference: 'ls-0001-o',
  carrierOrder: 'C-1',
  did: 'created',
  retries: 0,
  took: 12.5,
  body: { service: 'standard', weights: [1, 2], nested: { country: 'AU', state: null } },
  ...over,
});

const ALL = Number.MAX_SAFE_INTEGER;
const NEVER = instant(0);

/** What every `Journal` must do. Its bodies are capped at 4 KiB. */
export const itIsAJournal = (open: () => Promise<OpenedJournal>): void => {
  let opened: OpenedJournal;
  let journal: Journal;
  beforeEach(async () => {
    opened = await open();
    journal = opened.journal;
  });
  afterEach(() => opened.close());

  const ofOrder = (order = 'order-1'): Promise<readonly JournalEntry[]> => rightOf(journal.of(anAccountId(), order));

  const times = async (): Promise<readonly number[]> => (await ofOrder()).map(({ at }) => at - MORNING);

  it('gives back an exchange by its order and by its reference', async () => {
    journal.record(anExchange());
    await journal.flush();
    expect(await ofOrder()).to.deep.equal([anExchange()]);
    expect(await ofOrder('ls-0001-o')).to.deep.equal([anExchange()]);
  });

  it('gives back an exchange without any part that may be absent', async () => {
    const bare = without(anExchange({ body: {} }), 'requestId', 'order', 'carrierOrder');
    journal.record(bare);
    await journal.flush();
    expect(await ofOrder('ls-0001-o')).to.deep.equal([bare]);
    expect(await ofOrder()).to.deep.equal([]);
  });

  it('gives nothing of another order, another account or no order at all', async () => {
    const loose = without(anExchange(), 'order', 'reference');
    journal.record(anExchange({ account: anAccountId('other') }));
    journal.record(anExchange({ order: 'order-2', reference: 'r-2' }));
    journal.record(loose);
    await journal.flush();
    expect(await ofOrder()).to.deep.equal([]);
  });

  it('gives an exchange once whose order and reference are the same word', async () => {
    journal.record(anExchange({ order: 'same', reference: 'same' }));
    await journal.flush();
    expect(await ofOrder('same')).to.have.length(1);
  });

  it('gives exchanges oldest first, and those of one moment as they were recorded', async () => {
    for (const [n, did] of [
      [2, 'c'],
      [1, 'a'],
      [1, 'b'],
    ] as const) {
      journal.record(anExchange({ at: later(MORNING, n), did }));
    }
    await journal.flush();
    expect((await ofOrder()).map(({ did }) => did)).to.deep.equal(['a', 'b', 'c']);
  });

  it('keeps two equal exchanges as two', async () => {
    journal.record(anExchange());
    journal.record(anExchange());
    await journal.flush();
    expect(await ofOrder()).to.have.length(2);
  });

  it('keeps all of many that come at once', async () => {
    for (let n = 0; n < 500; n += 1) journal.record(anExchange({ at: later(MORNING, n) }));
    await Promise.all([journal.flush(), journal.flush()]);
    expect(await ofOrder()).to.have.length(500);
  });

  it('cuts a body of more than 4 KiB, says so, and loses nothing else', async () => {
    journal.record(anExchange({ body: { text: 'é'.repeat(5_000) } }));
    await journal.flush();
    const [entry] = await ofOrder();
    expect(entry).to.deep.include({ did: 'created', order: 'order-1' });
    expect(Object.keys(entry?.body ?? {})).to.deep.equal(['cut', 'bytes']);
    expect(entry?.body['bytes']).to.equal(10_011);
    expect(String(entry?.body['cut'])).to.match(/^\{"text":"é+$/);
    expect(Buffer.byteLength(String(entry?.body['cut']))).to.be.within(4_090, 4_096);
  });

  it('records an exchange whose body is no JSON', async () => {
    const body: { self?: unknown; amount: bigint } = { amount: 12n };
    journal.record(anExchange({ body: { ...body } }));
    body.self = body;
    journal.record(anExchange({ body }));
    await journal.flush();
    expect((await ofOrder()).map((entry) => entry.body)).to.deep.equal([{ amount: '12' }, { unreadable: true }]);
  });

  it('keeps odd strings whole and apart', async () => {
    for (const text of oddStrings) journal.record(anExchange({ order: text, reference: `r-${text}`, endpoint: text }));
    await journal.flush();
    for (const text of oddStrings) {
      const entries = await ofOrder(text);
      expect(entries.map(({ order, endpoint }) => [order, endpoint])).to.deep.equal([[text, text]]);
    }
  });

  it('drops what is older than a moment, and tells how much that was', async () => {
    for (const n of [1, 2, 3]) journal.record(anExchange({ at: later(MORNING, n) }));
    await journal.flush();
    expect(await rightOf(journal.purge(later(MORNING, 3), ALL))).to.equal(2);
    expect(await times()).to.deep.equal([3]);
    expect(await rightOf(journal.purge(later(MORNING, 3), ALL))).to.equal(0);
  });

  it('drops the oldest beyond a number of bytes', async () => {
    for (const n of [3, 1, 2, 4]) {
      journal.record(anExchange({ at: later(MORNING, n), body: { text: 'x'.repeat(3_000) } }));
    }
    await journal.flush();
    expect(await rightOf(journal.purge(NEVER, 7_500))).to.equal(2);
    expect(await times()).to.deep.equal([3, 4]);
    expect(await rightOf(journal.purge(NEVER, 0))).to.equal(2);
    expect(await times()).to.deep.equal([]);
  });

  it('drops thousands when asked to', async () => {
    for (let n = 0; n < 2_000; n += 1) journal.record(anExchange({ at: later(MORNING, n) }));
    await journal.flush();
    expect(await rightOf(journal.purge(later(MORNING, 1_500), ALL))).to.equal(1_500);
    expect(await rightOf(journal.purge(NEVER, 0))).to.equal(500);
  });

  it('has what it was given time to store when it is opened again', async () => {
    journal.record(anExchange());
    await journal.flush();
    const again = await opened.reopen();
    expect(await rightOf(again.of(anAccountId(), 'order-1'))).to.deep.equal([anExchange()]);
  });
};
