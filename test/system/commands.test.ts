import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NEWSTORE, type Answer } from '../support/asking.js';
import { eventually } from '../support/eventually.js';
import { aFolder } from '../support/folder.js';
import { writeSettings } from '../support/hub.js';
import { aBookingBody, anOffersBody } from '../support/newstore-bodies.js';
import { longshore, startServing, type Ran, type Serving } from '../support/serving.js';

type Json = Readonly<Record<string, unknown>>;

describe('commands beside a process that serves', () => {
  let folder: string;
  let remove: () => void;
  let serving: Serving;
  let key: string;
  before(async () => {
    ({ folder, remove } = aFolder());
    writeSettings(folder);
    serving = await startServing(folder);
    key = (await create('newstore')).key;
  });
  after(async () => {
    await serving.stop();
    remove();
  });

  const demo = (...words: readonly string[]): Promise<Ran> => longshore(folder, [...words, '--account', 'demo']);
  const create = async (role: string): Promise<{ readonly id: string; readonly key: string }> =>
    JSON.parse((await demo('keys', 'create', '--role', role, '--json')).stdout) as { id: string; key: string };
  const offers = (used: string, id = 'x'): Promise<Answer> =>
    serving.ask(`${NEWSTORE}/shipping_offers`, { body: anOffersBody(), key: used, headers: { 'X-Request-ID': id } });
  const book = async (order: string): Promise<Json> => {
    const { json } = await serving.ask(`${NEWSTORE}/shipments`, {
      body: aBookingBody({ external_order_id: order }),
      key,
    });
    return json as Json;
  };

  it('make keys that work at once, list them, and revoke them', async () => {
    const made = await create('newstore');
    expect((await offers(made.key)).status).to.equal(201);
    const listed = (await demo('keys', 'list')).stdout;
    expect(listed).to.include(made.id).and.not.to.include(made.key);
    expect((await demo('keys', 'revoke', made.id)).code).to.equal(0);
    await eventually(async () => expect((await offers(made.key)).status).to.equal(401));
    expect((await demo('keys', 'revoke', made.id)).code).to.equal(1);
    expect((await demo('keys', 'create', '--role', 'king')).code).to.equal(2);
  });

  it('show a key on a terminal or a pipe alone, and what it is beside it', async () => {
    const { stdout, stderr } = await demo('keys', 'create');
    expect(stdout).to.match(/^lsk_[\w-]+\n$/);
    expect(stderr).to.include('shown this once');
  });

  it('check settings, storage and carriers', async () => {
    const { code, stdout } = await longshore(folder, ['check', '--json']);
    expect(code).to.equal(0);
    const { ok, findings, warnings } = JSON.parse(stdout) as { ok: boolean; findings: Json[]; warnings: string[] };
    expect([ok, warnings]).to.deep.equal([true, []]);
    const accounts = ['account demo', 'account other'];
    expect(findings.map(({ what }) => what)).to.deep.equal(['settings', 'storage', ...accounts, ...accounts]);
    expect(findings.filter(({ detail }) => String(detail).startsWith('NewStore is told of no status'))).to.have.length(
      2,
    );
    expect((await longshore(folder, ['check'])).stdout).to.match(/^ok {3}settings: /);
  });

  it('say what NewStore would get for a request, from a file or from a pipe, and explain a real one', async () => {
    const file = join(folder, 'request.json');
    writeFileSync(file, JSON.stringify(anOffersBody()));
    const asked = await demo('offers', '--from', file);
    expect(asked.code).to.equal(0);
    expect(asked.stdout).to.include('NewStore would get 201').and.include('EXPRESS').and.include('18.72 AUD');
    expect(asked.stdout).to.match(
      /\bfreight +17\.25\n +Fuel +1\.46625\n +Rounding +0\.00375\n +total +18\.72\n +of it GST/u,
    );
    const input = JSON.stringify(anOffersBody({ provider_rate: 'NOBODYS' }));
    const piped = await longshore(folder, ['offers', '--from', '-', '--account', 'demo', '--json'], { input });
    expect(piped.code).to.equal(1);
    expect(JSON.parse(piped.stdout)).to.have.nested.property('answer.body.type', 'carrier_unavailable');
    const wrong = await longshore(folder, ['offers', '--from', '-', '--account', 'demo'], { input: '{"ready_by":1}' });
    expect(wrong.code).to.equal(2);
    expect(wrong.stderr).to.include('ready_by').and.include('deliverables');

    await offers(key, 'explain-me');
    let explained = await demo('explain', 'explain-me');
    for (let tries = 0; explained.code !== 0 && tries < 10; tries += 1) explained = await demo('explain', 'explain-me');
    expect(explained.stdout).to.include('Request explain-me').and.include('1 offered');
    expect((await demo('explain', 'nothing')).code).to.equal(1);
  });

  it('list and show bookings, by order, code and reference, with their cancels', async () => {
    const booked = await book('order-to-show');
    const code = String(booked['tracking_code']);
    expect((await demo('bookings', 'list')).stdout)
      .to.include('order-to-show')
      .and.include(code);
    await serving.ask(`${NEWSTORE}/shipments/${code}/_cancel`, { key });
    const words = ['order-to-show', code, String(booked['offer'])];
    for (const { code: ended, stdout } of await Promise.all(words.map((word) => demo('bookings', 'show', word)))) {
      expect(ended).to.equal(0);
      expect(stdout).to.include('order-to-show').and.include(code).and.include('Cancelled');
      expect(stdout).to.match(/<- newstore POST \S+_cancel 200: cancelled/);
      expect(stdout).to.not.match(/Pitt St|Queen St|5550|labels\//);
    }
    const shown = await demo('bookings', 'show', 'order-to-show', '--json');
    expect(JSON.parse(shown.stdout)).to.have.nested.property('[0].legs[0].state._tag', 'Cancelled');
    expect((await demo('bookings', 'show', 'nothing')).code).to.equal(1);
  });

  it('move a parcel, from when on it cannot be cancelled, and never back', async () => {
    const code = String((await book('order-to-move'))['tracking_code']);
    expect((await demo('track', code, 'in_transit')).stdout).to.include(`${code}: in_transit since `);
    const cancelled = await serving.ask(`${NEWSTORE}/shipments/${code}/_cancel`, { key });
    expect(cancelled.status).to.equal(400);
    expect((await demo('track', code, 'delivered')).code).to.equal(0);
    const back = await demo('track', code, 'in_transit');
    expect([back.code, back.stderr.includes('never moves back')]).to.deep.equal([1, true]);
    expect((await demo('track', code, 'teleported')).code).to.equal(2);
    expect((await demo('track', 'nothing', 'delivered')).code).to.equal(1);
  });

  it('say what is wrong with their usage', async () => {
    const { offer } = await book('order-to-settle');
    const wrongs = [
      { words: ['settle', String(offer)], code: 2, said: '--bought' },
      { words: ['settle', String(offer), '--bought', '1', '--not-bought'], code: 2, said: 'cannot be used with' },
      { words: ['settle', String(offer), '--not-bought'], code: 1, said: 'is not parked' },
      { words: ['settle', 'nothing', '--not-bought'], code: 1, said: 'no leg of this account has this reference' },
      { words: ['list', '--limit', '0'], code: 2, said: 'whole number' },
    ];
    const ran = await Promise.all(wrongs.map(({ words }) => demo('bookings', ...words)));
    for (const [at, { words, code, said }] of wrongs.entries()) {
      expect(ran[at], words.join(' ')).to.have.property('code', code);
      expect(ran[at]?.stderr).to.include(said);
    }
    const unnamed = await longshore(folder, ['bookings', 'list']);
    expect([unnamed.code, unnamed.stderr.includes('demo, other')]).to.deep.equal([2, true]);
    const unknown = await longshore(folder, ['keys', 'list', '--account', 'nobody']);
    expect([unknown.code, unknown.stderr.includes('no account nobody')]).to.deep.equal([2, true]);
  });
});
