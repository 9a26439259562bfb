import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDriver } from '../../../adapters/storage/sqlite/driver.js';
import { NEWSTORE, type Answer } from '../../support/asking.js';
import { serveHub, type ServedHub } from '../../support/hub.js';
import { aBookingBody, anOffersBody, receiver, sender } from '../../support/newstore-bodies.js';

/** Words that stand nowhere else, for every part of an address that must not be kept. */
const person = (who: string) => ({
  first_name: `canary-first-${who}`,
  last_name: `canary-last-${who}`,
  company: `canary-company-${who}`,
  address_line_1: `12 canary-street-${who}`,
  address_line_2: `canary-unit-${who}`,
  city: `canary-city-${who}`,
  phone: `+61 400 555 0${who.length} canary`,
  email: `canary.${who}@example.com`,
});

const item = {
  identifier: { product_id: 'P-1' },
  weight: { amount: 250, unit: 'g' },
  customs_info: { description: 'canary-goods', hs_number: '610910', origin_country: 'CN' },
};

describe('what is secret or a shopper’s', () => {
  let served: ServedHub;
  const answers: Answer[] = [];
  const secrets = new Set<string>(['canary']);
  let journal: string;

  const ask = async (path: string, body?: unknown, more = {}): Promise<Answer> => {
    const headers = { 'user-agent': 'canary-agent', cookie: 'canary=1', referer: 'https://canary.example' };
    const answer = await served.ask(path, { ...(body !== undefined && { body }), headers, ...more });
    answers.push(answer);
    return answer;
  };

  /** Everything that goes well and much of what goes wrong. */
  const live = async (): Promise<void> => {
    const [from, to] = [sender(person('sender')), receiver(person('receiver'))];
    const offering = anOffersBody({
      sender_address: from,
      shipping_address: to,
      deliverables: [{ quantity: 1, item }],
    });
    const [{ offer }] = (await ask(`${NEWSTORE}/shipping_offers?canary=1`, offering)).json as [
      { readonly offer: string },
    ];
    const booking = { sender_address: from, shipping_address: to, items: [item], offer };
    for (const method of ['only_shipping', 'shipping_and_return']) {
      const body = aBookingBody({
        ...booking,
        booking_method: method,
        customs_info: { customs_signer: 'canary-signer' },
      });
      const { json, status } = await ask(`${NEWSTORE}/shipments`, body);
      expect(status).to.equal(201);
      const { label_url: url, tracking_code: code } = json as {
        readonly label_url: string;
        readonly tracking_code: string;
      };
      const { pathname } = new URL(url);
      secrets.add(pathname.slice('/labels/'.length, -'.pdf'.length));
      await ask(pathname, undefined, { method: 'GET', key: undefined });
      await ask(`${NEWSTORE}/shipments/${code}/_cancel`, 'canary');
      await ask(pathname, undefined, { method: 'GET', key: undefined });
    }
    secrets.add(offer);

    const wrongs = [
      { rate: 'NOBODYS' },
      { booking_method: 'canary' },
      { offer: `${offer.slice(0, -6)}canary` },
      { shipping_address: { ...to, zip_code: '99', address_line_1: 7 } },
      { shipping_address: { ...to, city: 'canary'.repeat(99) } },
      { items: [{ ...item, weight: { amount: 'canary', unit: 'canary' } }] },
      { package_option: { weight: { amount: 1, unit: 'canary' } } },
    ];
    for (const wrong of wrongs) await ask(`${NEWSTORE}/shipments`, aBookingBody({ ...booking, ...wrong }));
    const unknowns = [{ provider_rate: 'NOBODYS' }, { ready_by: 'canary' }, { deliverables: 'canary' }];
    for (const wrong of unknowns) await ask(`${NEWSTORE}/shipping_offers`, { ...offering, ...wrong });
    await ask(`${NEWSTORE}/shipments/NOBODYS-1/_cancel`);
    await ask('/canary', { canary: 'canary' });
    await ask(`${NEWSTORE}/shipments`, '{"canary":');
    await ask(`${NEWSTORE}/shipments`, aBookingBody(), { key: 'Bearer canary-key' });
  };

  before(async () => {
    served = await serveHub();
    Object.values(served.keys).forEach((key) => secrets.add(key));
    await live();
    const { storage, log } = served.opened;
    await Promise.all([storage.journal.flush(), storage.explanations.flush(), log.flush()]);
    const database = (await loadDriver())(join(served.folder, 'data', 'longshore.db'));
    journal = JSON.stringify(database.prepare('SELECT * FROM journal').all());
    database.close();
  });
  after(() => served.close());

  const expectNone = (text: string): void => {
    for (const secret of secrets) {
      const at = text.indexOf(secret);
      expect(at < 0 ? '' : text.slice(Math.max(0, at - 100), at + 60)).to.equal('');
    }
  };

  it('is in no line of the log', () => {
    const log = readFileSync(join(served.folder, 'log.json'), 'utf8');
    expect(log.split('\n').length).to.be.greaterThan(15);
    expectNone(log);
  });

  it('is in no entry of the journal, where state and postcode may be', () => {
    expect(journal).to.include('NSW').and.include('2000');
    expectNone(journal);
  });

  it('is nowhere in the file of the explanations', () => {
    const data = join(served.folder, 'data');
    const files = readdirSync(data).filter((name) => name.startsWith('explanations'));
    const bytes = files.map((name) => readFileSync(join(data, name)).toString('latin1')).join('');
    expect(bytes).to.include('NSW');
    expectNone(bytes);
  });

  it('is in no answer that refuses', () => {
    const refused = answers.filter(({ status }) => status >= 400);
    expect(refused.length).to.be.greaterThan(12);
    refused.forEach(({ text }) => expectNone(text));
  });

  it('is not in the metrics', async () => {
    const text = await served.opened.metrics.text();
    expect(text).to.include('shipping_offers');
    expectNone(text);
  });
});
