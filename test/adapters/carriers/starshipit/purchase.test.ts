import { expect } from 'chai';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { CallBudget, Turn } from '../../../../application/ports/call-budget.js';
import type { StarshipitSettings } from '../../../../adapters/carriers/starshipit/settings.js';
import { aCarrierOrder, aClosedTill, anOpenTill, aReference } from '../../../support/carrier-orders.js';
import { leftOf, rightOf } from '../../../support/either.js';
import { openStarshipit, type OpenedStarshipit } from '../../../support/starshipit/carrier.js';
import { startStarshipit, type StarshipitSimulator } from '../../../support/starshipit/simulator.js';

type Over = Parameters<typeof aCarrierOrder>[0];

const order = ({ plan, ...over }: NonNullable<Over> = {}) =>
  aCarrierOrder({ ...over, plan: { service: { carrier: 'starshipit', service: 'EXPRESS' }, ...plan } });

describe('a purchase from Starshipit', () => {
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

  const book = (over?: NonNullable<Over>, till = anOpenTill()) => opened.carrier.book(order(over), till);
  const find = (step: string, over?: NonNullable<Over>) => opened.carrier.find(order(over), step);
  const { purchases } = { purchases: () => simulator.books.purchases };

  it('looks, creates, prints once and reads back, with a mark before each paid call', async () => {
    const till = anOpenTill();
    const bought = await rightOf(book({}, till));
    expect(till.steps).to.deep.equal(['creating', 'printing']);
    expect(simulator.calls.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
      'GET /api/orders',
      'POST /api/orders',
      'POST /api/orders/shipment',
      'GET /api/orders',
    ]);
    const [sold] = simulator.books.orders;
    expect(sold).to.include({ order_number: 'WEB-1', reference: aReference(1), purchases: 1 });
    expect(bought).to.deep.equal({
      trackingCode: sold?.numbers[0],
      trackingUrl: `https://track.example/${sold?.numbers[0]}`,
      carrierOrder: String(sold?.order_id),
      manifested: false,
    });
  });

  it('goes before offers where somebody waits for it, and behind them where nobody does', async () => {
    const asked: string[] = [];
    const take: CallBudget['take'] = (priority) => TE.fromIO(() => (asked.push(priority), { report: () => undefined }));
    await opened.close();
    opened = openStarshipit(simulator.url, {}, { budgets: { of: () => ({ take }) } });
    const bought = await rightOf(book());
    expect([...new Set(asked.splice(0))]).to.deep.equal(['booking']);
    const unhurried = { ...order(), isUnhurried: true } as const;
    await rightOf(opened.carrier.find(unhurried, 'printing'));
    await rightOf(opened.carrier.cancel(unhurried, bought));
    expect([...new Set(asked)]).to.deep.equal(['background']);
  });

  it('gives back the turn of a call that its till does not let through', async () => {
    const reports: string[] = [];
    const turn: Turn = { report: ({ _tag }) => reports.push(_tag) };
    await opened.close();
    opened = openStarshipit(simulator.url, {}, { budgets: { of: () => ({ take: () => TE.right(turn) }) } });
    expect(await leftOf(opened.carrier.book(order(), aClosedTill))).to.have.property('_tag', 'Overtaken');
    expect(reports).to.deep.equal(['Answered', 'NotMade']);
  });

  it('fetches no label that came with its print', async () => {
    const bought = await rightOf(book());
    await rightOf(opened.carrier.label(order(), bought));
    expect(simulator.callsOf('POST /api/orders/shipment')).to.have.length(1);
  });

  it('fetches a label again by reprint alone', async () => {
    const bought = await rightOf(book());
    await reopen();
    const label = await rightOf(opened.carrier.label(order(), bought));
    expect(label._tag).to.equal('Printed');
    expect(simulator.callsOf('POST /api/orders/shipment').at(-1)?.body).to.deep.equal({
      order_id: Number(bought.carrierOrder),
      reprint: true,
    });
    expect(purchases()).to.equal(1);
  });

  it('asks for no label of an order that is not printed', async () => {
    const made = simulator.books.add({ order_number: 'WEB-1', reference: aReference(1) });
    const failure = await leftOf(
      opened.carrier.label(order(), { trackingCode: 'X-1', carrierOrder: String(made.order_id) }),
    );
    expect(failure.detail).to.contain('not printed');
    expect(simulator.callsOf('POST /api/orders/shipment')).to.deep.equal([]);
  });

  it('finds the label of a booking that an operator settled, by its order number', async () => {
    const { trackingCode } = await rightOf(book());
    await reopen();
    expect(await rightOf(opened.carrier.label(order(), { trackingCode }))).to.have.property('_tag', 'Printed');
  });

  it('keeps every number and label of one parcel, the first as its own', async () => {
    simulator.books.rules.labelsPerOrder = 3;
    const bought = await rightOf(book());
    const [first, ...others] = simulator.books.orders[0]?.numbers ?? [];
    expect(bought.trackingCode).to.equal(first);
    expect(bought.furtherTrackingCodes).to.deep.equal(others);
    const label = await rightOf(opened.carrier.label(order(), bought));
    const { PDFDocument } = await import('@cantoo/pdf-lib');
    const pdf = label._tag === 'Printed' ? label.pdf : new Uint8Array();
    expect((await PDFDocument.load(pdf)).getPageCount()).to.equal(3);
  });

  it('waits for a tracking number that comes after its label, and looks less and less often', async () => {
    await reopen({ labelWait: 10_000 });
    simulator.books.rules.numbersAfter = 3_100;
    const bought = await rightOf(book());
    expect(bought.trackingCode).to.equal(simulator.books.orders[0]?.numbers[0]);
    // Before the create, and then at once, after 1.5 s and after 4.5 s.
    expect(simulator.callsOf('GET /api/orders')).to.have.length(4);
    expect(purchases()).to.equal(1);
  });

  it('is silent about a number that does not come, and finds it later without a second print', async () => {
    await reopen({ labelWait: 1_000 });
    simulator.books.rules.numbersAfter = Infinity;
    expect(await leftOf(book())).to.include({ _tag: 'CarrierSilent' });
    expect(await leftOf(find('printing'))).to.include({ _tag: 'CarrierSilent' });
    expect(await leftOf(book())).to.include({ _tag: 'CarrierSilent' });
    for (const order of simulator.books.orders) order.numbersFrom = 0;
    expect(await rightOf(find('printing'))).to.have.length(1);
    expect(purchases()).to.equal(1);
  });

  it('books under its order number where the account says so', async () => {
    await reopen({ labelWait: 1_000, noTrackingNumber: 'use_order_number' });
    simulator.books.rules.numbersAfter = 60_000;
    expect((await rightOf(book())).trackingCode).to.equal('WEB-1');
  });

  it('is over at once where the print was never sent: the mark of the create says so', async () => {
    simulator.fail('POST /api/orders', 'processed_then_drop');
    expect(await leftOf(book())).to.include({ _tag: 'CarrierSilent' });
    expect(await leftOf(find('creating'))).to.include({ _tag: 'NothingBought' });
    expect(await rightOf(find('printing'))).to.deep.equal([]);
    const till = anOpenTill();
    await rightOf(book({}, till));
    expect(till.steps).to.deep.equal(['creating', 'printing']);
    expect(simulator.callsOf('POST /api/orders')).to.have.length(1);
    expect(simulator.callsOf('PUT /api/orders')).to.have.length(1);
    expect(purchases()).to.equal(1);
  });

  it('believes no refusal of a print before it has looked', async () => {
    const first = await rightOf(book());
    // An answer that got lost, and a second print that the courier refuses.
    const [sold] = simulator.books.orders;
    if (sold !== undefined) sold.status = 'Unshipped';
    simulator.books.rules.courierRefuses = 'already printed';
    const looked = simulator.books.shown.bind(simulator.books);
    simulator.books.shown = (one) => {
      // Printed, as soon as the print was refused.
      if (simulator.callsOf('POST /api/orders/shipment').length > 1) one.status = 'Printed';
      return looked(one);
    };
    expect((await rightOf(book())).trackingCode).to.equal(first.trackingCode);
    expect(purchases()).to.equal(1);
  });

  const refusals = [
    ['Australia Post: suburb and postcode do not match', 'address'],
    ['The destination is not serviced by this courier', 'not_served'],
    ['Pickup address is not serviced by this courier', 'sender_not_served'],
    ['The courier does not service the sender suburb', 'sender_not_served'],
    ['Commercial invoice: a tariff code is required', 'customs'],
    ['Sender phone number is required', 'sender_address'],
    ['The carrier is not configured for this account', 'configuration'],
    ['Computer says no', 'other'],
  ] as const;
  for (const [words, reason] of refusals)
    it(`is refused with the reason ${reason} where the courier says: ${words}`, async () => {
      simulator.books.rules.courierRefuses = words;
      const failure = await leftOf(book());
      expect(failure).to.have.nested.property('refusal.reason', reason);
      expect(failure).to.have.nested.property('refusal.detail').that.contains(words);
      expect(purchases()).to.equal(0);
    });

  it('is refused as a matter of settings where the keys are', async () => {
    simulator.fail('GET /api/orders', 'gateway_401');
    const failure = await leftOf(book());
    expect(failure).to.have.nested.property('refusal.reason', 'configuration');
    expect(JSON.stringify(failure)).to.not.contain('simulated');
  });

  describe('that finds its number taken', () => {
    const parcel2 = { externalOrder: 'A', parcelNumber: 2, plan: { reference: aReference(7) } };

    it('by another booking of ours takes a number of its own, written before the create', async () => {
      await rightOf(book({ externalOrder: 'A-2' }));
      const written: (string | undefined)[] = [];
      const till = anOpenTill();
      const noting = {
        ...till,
        pay: ((step, call, orderNumber) => {
          written.push(orderNumber);
          return till.pay(step, call);
        }) as typeof till.pay,
      };
      await rightOf(opened.carrier.book(order(parcel2), noting));
      const [first, second] = simulator.books.orders;
      expect(first?.order_number).to.equal('A-2');
      expect(second?.order_number).to.match(/^A-2-[0-9a-f]{10}$/);
      expect(written).to.deep.equal([second?.order_number, undefined]);
      const plan = { ...parcel2.plan, orderNumber: second?.order_number ?? '' };
      expect(await rightOf(find('printing', { ...parcel2, plan }))).to.have.length(1);
      expect(simulator.books.orders.map((one) => one.purchases)).to.deep.equal([1, 1]);
    });

    it('by an order that was not made here stops for an operator', async () => {
      simulator.books.add({ order_number: 'WEB-1', reference: 'shop-77' });
      const failure = await leftOf(book());
      expect(failure).to.have.property('_tag', 'CarrierUnclear');
      expect(failure).to.have.property('why').that.contains('WEB-1').and.contains('adopt_unshipped');
      expect(simulator.calls.every(({ method }) => method === 'GET')).to.equal(true);
    });

    it('by an unshipped order takes it over where the account says so', async () => {
      await reopen({ adoptUnshipped: true });
      simulator.books.add({ order_number: 'WEB-1' });
      await rightOf(book());
      expect(simulator.books.orders).to.have.length(1);
      expect(simulator.books.orders[0]).to.include({ reference: aReference(1), purchases: 1, carrier: 'AusPost' });
    });

    it('by an order that is printed never takes it over', async () => {
      await reopen({ adoptUnshipped: true });
      simulator.books.add({ order_number: 'WEB-1' }).status = 'Printed';
      expect(await leftOf(book())).to.have.property('_tag', 'CarrierUnclear');
      expect(simulator.calls.every(({ method }) => method === 'GET')).to.equal(true);
    });

    it('by an order whose reference was changed since its print stops for an operator', async () => {
      await rightOf(book());
      const [sold] = simulator.books.orders;
      if (sold !== undefined) sold.reference = 'changed';
      expect(await leftOf(find('printing'))).to.have.property('_tag', 'CarrierUnclear');
    });
  });
});
