import { expect } from 'chai';
import type { StarshipitSettings } from '../../../../adapters/carriers/starshipit/settings.js';
import type { Log } from '../../../../application/ports/log.js';
import { aCarrierOrder, anOpenTill, aReference } from '../../../support/carrier-orders.js';
import { leftOf, rightOf } from '../../../support/either.js';
import { refusal } from '../../../support/starshipit/books.js';
import { openStarshipit, quietLog, type OpenedStarshipit } from '../../../support/starshipit/carrier.js';
import { startStarshipit, type StarshipitSimulator } from '../../../support/starshipit/simulator.js';

describe('a cancel with Starshipit', () => {
  let simulator: StarshipitSimulator;
  let opened: OpenedStarshipit;
  const notes: string[] = [];
  const log: Log = { ...quietLog, warn: (event) => notes.push(event) };

  const reopen = async (over: Partial<StarshipitSettings> = {}): Promise<void> => {
    await opened.close();
    opened = openStarshipit(simulator.url, over, { log });
  };

  beforeEach(async () => {
    simulator = await startStarshipit();
    opened = openStarshipit(simulator.url, {}, { log });
    notes.length = 0;
  });
  afterEach(async () => {
    await opened.close();
    await simulator.close();
  });

  const order = () => aCarrierOrder({ plan: { service: { carrier: 'starshipit', service: 'EXPRESS' } } });
  const book = () => opened.carrier.book(order(), anOpenTill());

  it('archives what is printed, and tells the operator that the courier does not know', async () => {
    const bought = await rightOf(book());
    expect(await rightOf(opened.carrier.cancel(order(), bought))).to.deep.equal({ courierUntold: true });
    expect(simulator.books.orders[0]?.archived).to.equal(true);
    expect(await rightOf(opened.carrier.cancel(order(), bought))).to.deep.equal({ courierUntold: true });
    expect(notes).to.include('cancel_with_courier');
  });

  it('deletes what is unshipped', async () => {
    const bought = await rightOf(book());
    const [sold] = simulator.books.orders;
    if (sold !== undefined) sold.status = 'Unshipped';
    expect(await rightOf(opened.carrier.cancel(order(), bought))).to.deep.equal({ courierUntold: false });
    expect(simulator.books.orders).to.deep.equal([]);
    await rightOf(opened.carrier.cancel(order(), bought));
  });

  it('is refused where the account wants printed orders kept', async () => {
    await reopen({ cancelPrinted: 'refuse' });
    const bought = await rightOf(book());
    expect(await leftOf(opened.carrier.cancel(order(), bought))).to.have.nested.property(
      'refusal.reason',
      'not_supported',
    );
    expect(simulator.books.orders[0]?.archived).to.equal(false);
  });

  it('is too late once it is manifested, or in any state that is not known', async () => {
    const bought = await rightOf(book());
    const [sold] = simulator.books.orders;
    for (const change of [{ manifested: true }, { manifested: false, status: 'Dispatched' }, { status: 'Tumbling' }]) {
      if (sold !== undefined) Object.assign(sold, change);
      expect(await leftOf(opened.carrier.cancel(order(), bought))).to.have.nested.property(
        'refusal.reason',
        'too_late',
      );
    }
  });

  it('whose order is gone from its books leaves the courier to be told', async () => {
    const bought = await rightOf(book());
    simulator.books.orders.length = 0;
    expect(await rightOf(opened.carrier.cancel(order(), bought))).to.deep.equal({ courierUntold: true });
    expect(notes).to.include('cancel_with_courier');
  });

  it('that Starshipit did and did not say so takes its refusal of the repetition for done', async () => {
    const bought = await rightOf(book());
    simulator.books.archive = (query) => {
      const standing = simulator.books.find(query);
      if (standing?.archived === true) return refusal('Only printed orders can be archived');
      if (standing !== undefined) standing.archived = true;
      return { success: true };
    };
    simulator.fail('POST /api/orders/archive', 'processed_then_drop');
    expect(await rightOf(opened.carrier.cancel(order(), bought))).to.deep.equal({ courierUntold: true });
  });

  it('that Starshipit refuses is refused while the order stands', async () => {
    const bought = await rightOf(book());
    simulator.answerWith('POST /api/orders/archive', refusal('The order has been manifested'));
    expect(await leftOf(opened.carrier.cancel(order(), bought))).to.have.nested.property('refusal.reason', 'too_late');
  });

  it('whose order carries another reference touches nothing', async () => {
    const bought = await rightOf(book());
    const [sold] = simulator.books.orders;
    if (sold !== undefined) sold.reference = aReference(9);
    expect(await leftOf(opened.carrier.cancel(order(), bought))).to.have.property('_tag', 'CarrierRefused');
    expect(sold?.archived).to.equal(false);
  });

  it('about which Starshipit answers with another order is not known', async () => {
    const bought = await rightOf(book());
    const other = simulator.books.add({ order_number: 'SHOP-7' });
    simulator.answerWith('GET /api/orders', { order: simulator.books.shown(other), success: true });
    expect(await leftOf(opened.carrier.cancel(order(), bought))).to.have.property('_tag', 'CarrierSilent');
    expect(simulator.books.orders.map(({ archived }) => archived)).to.deep.equal([false, false]);
  });

  it('of which nothing is heard is not known', async () => {
    const bought = await rightOf(book());
    simulator.fail('POST /api/orders/archive', 'drop', 2);
    expect(await leftOf(opened.carrier.cancel(order(), bought))).to.have.property('_tag', 'CarrierSilent');
  });
});
