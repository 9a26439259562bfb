import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NEWSTORE } from '../support/asking.js';
import { aFolder } from '../support/folder.js';
import { writeSettings } from '../support/hub.js';
import { aBookingBody } from '../support/newstore-bodies.js';
import { longshore, startServing, type Ran, type Serving } from '../support/serving.js';

type Content = { readonly counts: Readonly<Record<string, number>>; readonly offer_keys: unknown };
type Restored = Content & {
  readonly aside: string | null;
  readonly missing: { readonly lost: readonly { readonly order: string }[] | null };
  readonly newest: readonly { readonly carrier: string; readonly order: string }[];
};

describe('longshore backup and restore', () => {
  let folder: string;
  let remove: () => void;
  let serving: Serving | undefined;
  let key: string;
  beforeEach(async () => {
    ({ folder, remove } = aFolder());
    writeSettings(folder);
    serving = await startServing(folder);
    const { stdout } = await longshore(folder, ['keys', 'create', '--account', 'demo', '--json']);
    key = (JSON.parse(stdout) as { readonly key: string }).key;
  });
  afterEach(async () => {
    await serving?.stop();
    remove();
  });

  const data = (...names: readonly string[]): string => join(folder, 'data', ...names);
  const stop = async (): Promise<void> => {
    await serving?.stop();
    serving = undefined;
  };
  const start = async (): Promise<void> => {
    serving = await startServing(folder);
  };
  const book = async (order: string): Promise<string> => {
    const answer = await serving!.ask(`${NEWSTORE}/shipments`, {
      body: aBookingBody({ external_order_id: order }),
      key,
    });
    expect(answer.status).to.equal(201);
    return (answer.json as { readonly tracking_code: string }).tracking_code;
  };
  const backup = (...words: readonly string[]): Promise<Ran> => longshore(folder, ['backup', 'saved.db', ...words]);
  const restore = (...words: readonly string[]): Promise<Ran> => longshore(folder, ['restore', 'saved.db', ...words]);
  /** The number in an SSCC, without its check digit. */
  const numberOf = (sscc: string): number => Number(sscc.slice(-7, -1));

  it('saves everything that is committed while serve books on, for its owner alone, and never over another file', async () => {
    await book('order-1');
    const [ran] = await Promise.all([backup('--json'), ...[2, 3, 4, 5, 6].map((n) => book(`order-${n}`))]);
    expect([ran.code, ran.stderr]).to.deep.equal([0, '']);
    const { counts, offer_keys: keys } = JSON.parse(ran.stdout) as Content;
    expect(counts['bookings']).to.be.within(1, 6);
    expect(counts).to.include({ api_keys: 1, serials: 1 });
    expect(keys).to.equal(true);
    expect(statSync(join(folder, 'saved.db')).mode & 0o777).to.equal(0o600);
    const saved = readFileSync(join(folder, 'saved.db'));
    const again = await backup();
    expect([again.code, again.stderr.includes('is not written over')]).to.deep.equal([1, true]);
    expect(readFileSync(join(folder, 'saved.db')).equals(saved)).to.equal(true);
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).to.deep.equal([]);
  });

  it('is not put in the place of data that is served', async () => {
    await backup();
    const ran = await restore();
    expect([ran.code, /process \d+ serves from this folder/.test(ran.stderr)]).to.deep.equal([75, true]);
    await book('order-1');
  });

  it('brings back what was saved, counters ahead, and names what is lost', async () => {
    const before = await book('order-1');
    await backup();
    const lost = await book('order-2');
    await stop();
    const ran = await restore('--gap', '500', '--json');
    expect([ran.code, ran.stderr]).to.deep.equal([0, '']);
    const restored = JSON.parse(ran.stdout) as Restored;
    expect(restored.counts).to.include({ bookings: 1 });
    expect(restored.missing.lost?.map(({ order }) => order)).to.deep.equal(['order-2']);
    expect(restored.newest).to.have.length(1);
    expect(restored.newest[0]).to.include({ carrier: 'rate-card', order: 'order-1' });
    expect(existsSync(String(restored.aside))).to.equal(true);

    await start();
    expect(await book('order-1')).to.equal(before);
    const next = await book('order-3');
    expect(numberOf(next)).to.be.at.least(numberOf(before) + 500);
    expect(next).not.to.equal(lost);
    const shown = await longshore(folder, ['bookings', 'show', 'order-2', '--account', 'demo']);
    expect(shown.code).to.equal(1);
  });

  it('brings everything back in an empty folder, the keys that sign offers among it', async () => {
    const code = await book('order-1');
    await backup();
    await stop();
    const keys = readFileSync(data('offer-keys.json'), 'utf8');
    rmSync(data(), { recursive: true });
    const ran = await restore();
    expect(ran.code).to.equal(0);
    expect(ran.stdout).to.include('cannot be told from here').and.include('rate-card').and.include('order-1');
    expect(readFileSync(data('offer-keys.json'), 'utf8')).to.equal(keys);
    expect(statSync(data('longshore.db')).mode & 0o777).to.equal(0o600);
    await start();
    expect(await book('order-1')).to.equal(code);
  });

  it('is left to the server of a MongoDB storage', async () => {
    const settings = join(folder, 'longshore.yaml');
    const ofMongo = "storage:\n  kind: mongodb\n  uri: 'mongodb://127.0.0.1:1/longshore'";
    const keys = 'offers: { signing_keys: [{ id: k1, secret: 0123456789abcdef0123456789abcdef }] }';
    writeFileSync(settings, `${readFileSync(settings, 'utf8').replace(/^storage:$/m, ofMongo)}\n${keys}\n`);
    for (const ran of [await backup(), await restore()])
      expect([ran.code, ran.stderr.includes('with the means of the server')]).to.deep.equal([2, true]);
  });

  it('says what it cannot read, and leaves the data alone', async () => {
    await book('order-1');
    await stop();
    const missing = await restore();
    expect([missing.code, missing.stderr.includes('there is no such file')]).to.deep.equal([1, true]);
    renameSync(join(folder, 'rate-card.yaml'), join(folder, 'saved.db'));
    const foreign = await restore();
    expect([foreign.code, foreign.stderr.includes('is no backup of Longshore')]).to.deep.equal([74, true]);
    renameSync(join(folder, 'saved.db'), join(folder, 'rate-card.yaml'));
    expect((await restore('--gap', '0')).code).to.equal(2);
    expect(readdirSync(data()).filter((name) => name.includes('restor'))).to.deep.equal([]);
    await start();
    await book('order-1');
  });

  it('says of a file that is cut off, of a newer release or a folder what it is, and leaves the data alone', async () => {
    const code = await book('order-1');
    await backup();
    await stop();
    const saved = readFileSync(join(folder, 'saved.db'));
    const before = readFileSync(data('longshore.db'));
    const newer = Buffer.from(saved);
    newer.writeUInt32BE(99, 60); // user_version
    const files: readonly (readonly [string, Buffer, RegExp])[] = [
      ['cut.db', saved.subarray(0, 40_000), /cannot be read as a backup \(.*malformed\); restore an earlier one/],
      ['secret.db', Buffer.alloc(60_000, 'no header of SQLite'), /is no backup of Longshore; name a file that/],
      ['empty.db', Buffer.alloc(0), /is no backup of Longshore/],
      ['newer.db', newer, /made by a newer release \(schema 99, known here: \d+\); restore it with that release/],
    ];
    for (const [name, bytes, words] of files) {
      writeFileSync(join(folder, name), bytes);
      const ran = await longshore(folder, ['restore', name]);
      expect(ran.stderr).to.match(words).and.include(join(folder, name));
      expect([ran.code, ran.stdout]).to.deep.equal([74, '']);
    }
    expect(readFileSync(data('longshore.db')).equals(before)).to.equal(true);
    await start();
    expect(await book('order-1')).to.equal(code);
  });

  it('says that the copy has no place, and means not the data', async () => {
    const ran = await longshore(folder, ['backup', join('nowhere', 'saved.db')]);
    expect([ran.code, ran.stdout]).to.deep.equal([74, '']);
    expect(ran.stderr).to.equal(
      `${join(folder, 'nowhere', 'saved.db')}: the copy cannot be written (ENOENT); let this user write there, or choose another place\n`,
    );
  });
});
