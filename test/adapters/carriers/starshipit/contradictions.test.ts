import { expect } from 'chai';
import type { StarshipitSettings } from '../../../../adapters/carriers/starshipit/settings.js';
import { aCarrierOrder, anOpenTill, aReference } from '../../../support/carrier-orders.js';
import { leftOf, rightOf } from '../../../support/either.js';
import { aPdf, refusal } from '../../../support/starshipit/books.js';
import { openStarshipit, type OpenedStarshipit } from '../../../support/starshipit/carrier.js';
import { startStarshipit, type StarshipitSimulator } from '../../../support/starshipit/simulator.js';

const CREATE = 'POST /api/orders';
const PRINT = 'POST /api/orders/shipment';

/** What no document rules out: answers that are late, partial, of another order, or not what the last one said. */
describe('a Starshipit that contradicts itself', () => {
  let simulator: StarshipitSimulator;
  let opened: OpenedStarshipit;

  const reopen = async (over: Partial<StarshipitSettings> = {}): Promise<void> => {
    await opened.close();
    opened = openStarshipit(simulator.url, over);
  };

  beforeEach(async () => {
    simulator = await startStarshipit();
    opened = openStarshipit(simulator.url);
  });
  afterEach(async () => {
    await opened.close();
    await simulator.close();
  });

  const order = (orderNumber = 'WEB-1') =>
    aCarrierOrder({ externalOrder: orderNumber, plan: { service: { carrier: 'starshipit', service: 'EXPRESS' } } });
  const book = (wanted = order()) => opened.carrier.book(wanted, anOpenTill());
  const prints = (): number => simulator.callsOf(PRINT).length;

  describe('about an order that is looked for', () => {
    it('is not taken for its refusal to sell: what cannot be shown may be made later', async () => {
      simulator.answerWith('GET /api/orders', refusal('An error has occurred', 'Please try again later'));
      simulator.answerWith('GET /api/orders/search', refusal('An error has occurred'));
      expect(await leftOf(book())).to.have.property('_tag', 'CarrierSilent');
      simulator.answerWith('GET /api/orders', refusal('The API key is invalid'));
      simulator.answerWith('GET /api/orders/search', refusal('The API key is invalid'));
      expect(await leftOf(book())).to.have.nested.property('refusal.reason', 'configuration');
      expect(simulator.callsOf(CREATE)).to.deep.equal([]);
    });

    it('is believed about none only where the search has told all that it found', async () => {
      const bookAfter = (search: object) => {
        simulator.answerWith('GET /api/orders', refusal('An error has occurred'));
        simulator.answerWith('GET /api/orders/search', { ...search, success: true });
        return book();
      };
      for (const search of [{ orders: [], total_pages: 2 }, { orders: [{ order_id: 1, order_number: 'WEB-1' }] }])
        expect(await leftOf(bookAfter(search))).to.have.property('_tag', 'CarrierSilent');
      expect(simulator.callsOf(CREATE)).to.deep.equal([]);
      await rightOf(bookAfter({ orders: [{ order_id: 1, order_number: 'WEB-11' }], total_pages: 1 }));
    });

    it('is understood where it writes the number in another way', async () => {
      const shown = simulator.books.shown.bind(simulator.books);
      simulator.books.shown = (one) => ({ ...shown(one), order_number: one.order_number.toUpperCase() });
      const { trackingCode } = await rightOf(book(order('web-1')));
      expect((await rightOf(book(order('web-1')))).trackingCode).to.equal(trackingCode);
      simulator.books.shown = (one) => ({ ...shown(one), order_number: 'renumbered' });
      expect((await rightOf(book(order('web-1')))).trackingCode).to.equal(trackingCode);
      expect(simulator.books.purchases).to.equal(1);
    });

    it('and has it twice under our reference stops for an operator', async () => {
      await rightOf(book());
      const shown = simulator.books.shown.bind(simulator.books);
      const [sold] = simulator.books.orders;
      if (sold === undefined) return expect.fail();
      const twice = { order: [shown(sold), { ...shown(sold), order_id: 7 }], success: true };
      simulator.answerWith('GET /api/orders', twice);
      expect(await leftOf(book())).to.have.property('_tag', 'CarrierUnclear');
      simulator.answerWith('GET /api/orders', twice);
      expect(await leftOf(opened.carrier.find(order(), 'printing'))).to.have.property('_tag', 'CarrierUnclear');
      expect(prints()).to.equal(1);
    });

    it('gives no number to an order in no known state, wherever numbers may be ours', async () => {
      await reopen({ noTrackingNumber: 'use_order_number' });
      simulator.books.add({ order_number: 'WEB-1', reference: aReference(1) }).status = '';
      expect(await leftOf(book())).to.have.property('_tag', 'CarrierSilent');
      expect(await leftOf(opened.carrier.find(order(), 'printing'))).to.have.property('_tag', 'CarrierSilent');
      expect(prints()).to.equal(0);
    });
  });

  describe('as it creates or updates', () => {
    it('by an order that is printed already prints no second time', async () => {
      simulator.books.create = () => {
        const made = simulator.books.add({ order_number: 'WEB-1', reference: aReference(1) });
        Object.assign(made, { status: 'Printed', numbers: ['N-1'] });
        return { order: simulator.books.shown(made), success: true };
      };
      expect((await rightOf(book())).trackingCode).to.equal('N-1');
      expect(prints()).to.equal(0);
    });

    it('by another order stops for an operator', async () => {
      const other = simulator.books.add({ order_number: 'SHOP-7', reference: 'theirs' });
      simulator.answerWith(CREATE, { order: simulator.books.shown(other), success: true });
      expect(await leftOf(book())).to.have.property('_tag', 'CarrierUnclear');
      expect(prints()).to.equal(0);
    });

    it('by an order that was printed a moment ago believes that, and not its own refusal to change it', async () => {
      const made = simulator.books.add({ order_number: 'WEB-1', reference: aReference(1) });
      simulator.books.update = () => {
        Object.assign(made, { status: 'Printed', numbers: ['N-1'] });
        return refusal('Order is printed', 'only its status can be changed');
      };
      expect((await rightOf(book())).trackingCode).to.equal('N-1');
      simulator.books.update = () => {
        made.status = 'Printed';
        return { order: simulator.books.shown(made), success: true };
      };
      made.status = 'Unshipped';
      expect((await rightOf(book())).trackingCode).to.equal('N-1');
      expect(prints()).to.equal(0);
    });

    it('by an order that does not take our reference never prints it', async () => {
      await reopen({ adoptUnshipped: true });
      const theirs = simulator.books.add({ order_number: 'WEB-1', reference: 'theirs' });
      simulator.books.update = () => ({ success: true });
      expect(await leftOf(book())).to.have.property('_tag', 'CarrierUnclear');
      simulator.books.update = () => {
        theirs.reference = aReference(1);
        return { success: true };
      };
      theirs.reference = 'theirs';
      await rightOf(book());
      expect(prints()).to.equal(1);
    });

    it('by an order that somebody else prints meanwhile is not taken for ours', async () => {
      await reopen({ adoptUnshipped: true });
      const theirs = simulator.books.add({ order_number: 'WEB-1' });
      simulator.books.update = () => {
        Object.assign(theirs, { status: 'Printed', numbers: ['N-9'] });
        return refusal('Order is printed');
      };
      expect(await leftOf(book())).to.have.property('_tag', 'CarrierUnclear');
      expect(prints()).to.equal(0);
    });

    it('refuses the order itself where it refuses its update', async () => {
      simulator.books.add({ order_number: 'WEB-1', reference: aReference(1) });
      simulator.answerWith('PUT /api/orders', refusal('Validation failed', 'The suburb is invalid'));
      expect(await leftOf(book())).to.have.nested.property('refusal.reason', 'address');
    });

    it('is not paid again where the gateway gave up waiting', async () => {
      simulator.fail(PRINT, 'status_408_after_processing');
      expect(await leftOf(book())).to.have.property('_tag', 'CarrierSilent');
      expect(await rightOf(opened.carrier.find(order(), 'printing'))).to.have.length(1);
      expect(prints()).to.equal(1);
    });
  });

  describe('about labels', () => {
    const withLabels = (...labels: readonly (string | null)[]): void => {
      const shown = simulator.books.shown.bind(simulator.books);
      simulator.books.shown = (one) => ({
        ...shown(one),
        packages: labels.map((label, at) => ({
          ...{ package_id: at, tracking_number: one.numbers[at] ?? null },
          labels: [{ label_type: 'label', label_base64_string: label, label_url: 'https://labels.example/1' }],
        })),
      });
    };
    const base64 = (text: string): string => Buffer.from(aPdf(text)).toString('base64');

    it('serves those that the order has, without another call', async () => {
      const bought = await rightOf(book());
      await reopen();
      withLabels(base64('kept'));
      const label = await rightOf(opened.carrier.label(order(), bought));
      expect(label._tag === 'Printed' && Buffer.from(label.pdf).toString()).to.contain('kept');
      expect(prints()).to.equal(1);
    });

    it('fetches all of them where the order lacks one', async () => {
      simulator.books.rules.labelsPerOrder = 2;
      const bought = await rightOf(book());
      await reopen();
      withLabels(base64('first'), null);
      const label = await rightOf(opened.carrier.label(order(), bought));
      const { PDFDocument } = await import('@cantoo/pdf-lib');
      const pdf = label._tag === 'Printed' ? label.pdf : new Uint8Array();
      expect((await PDFDocument.load(pdf)).getPageCount()).to.equal(2);
      expect(simulator.callsOf(PRINT).at(-1)?.body).to.have.property('reprint', true);
      expect(simulator.books.purchases).to.equal(1);
    });

    it('never serves what is no PDF, and asks again the next time', async () => {
      const bought = await rightOf(book());
      await reopen();
      simulator.answerWith(PRINT, { labels: [Buffer.from('<html>').toString('base64')], success: true });
      expect(await leftOf(opened.carrier.label(order(), bought))).to.have.property('_tag', 'CarrierSilent');
      expect(await rightOf(opened.carrier.label(order(), bought))).to.have.property('_tag', 'Printed');
    });

    it('gives nobody the label of another parcel: what an operator settled is known by its number', async () => {
      const { trackingCode } = await rightOf(book());
      const [sold] = simulator.books.orders;
      if (sold !== undefined) sold.reference = aReference(9);
      await reopen();
      expect(await leftOf(opened.carrier.label(order(), { trackingCode: 'ANOTHER-1' }))).to.have.property(
        '_tag',
        'CarrierSilent',
      );
      expect(await rightOf(opened.carrier.label(order(), { trackingCode }))).to.have.property('_tag', 'Printed');
    });
  });
});
