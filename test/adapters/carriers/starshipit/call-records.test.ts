import { expect } from 'chai';
import type { JournalEntry } from '../../../../application/ports/journal.js';
import { makeCallBudgets } from '../../../../adapters/system/call-budget.js';
import { makeClock } from '../../../../adapters/system/clock.js';
import { anAddress } from '../../../support/bookings.js';
import { makeSlotsInMemory } from '../../../support/call-slots.js';
import { aCarrierOrder, anOpenTill, aQuoteRequest, aReference } from '../../../support/carrier-orders.js';
import { leftOf, rightOf } from '../../../support/either.js';
import { openStarshipit, type OpenedStarshipit } from '../../../support/starshipit/carrier.js';
import {
  API_KEY,
  startStarshipit,
  SUBSCRIPTION_KEY,
  type StarshipitSimulator,
} from '../../../support/starshipit/simulator.js';

const canary = (who: string) => ({
  firstName: `canary-first-${who}`,
  lastName: `canary-last-${who}`,
  company: `canary-company-${who}`,
  line1: `12 canary-street-${who}`,
  line2: `canary-unit-${who}`,
  city: `canary-city-${who}`,
  phone: `+61 400 canary-${who}`,
  email: `canary.${who}@example.com`,
});

const ends = {
  from: anAddress({ ...canary('sender'), state: 'QLD', postcode: '4000' }),
  to: anAddress({ ...canary('receiver'), state: 'NSW', postcode: '2000' }),
};

const order = aCarrierOrder({ plan: { service: { carrier: 'starshipit', service: 'EXPRESS' }, ...ends } });

describe('the journal of calls to Starshipit', () => {
  let simulator: StarshipitSimulator;
  let opened: OpenedStarshipit;
  const entries: JournalEntry[] = [];
  const record = (entry: JournalEntry): void => void entries.push(entry);

  beforeEach(async () => {
    simulator = await startStarshipit();
    opened = openStarshipit(simulator.url, {}, { record });
    entries.length = 0;
  });
  afterEach(async () => {
    await opened.close();
    await simulator.close();
  });

  const told = () => entries.map(({ method, endpoint, status, did }) => `${method} ${endpoint} ${status}: ${did}`);

  it('has one entry for each call of a booking and its cancel, in their order', async () => {
    const bought = await rightOf(opened.carrier.book(order, anOpenTill()));
    await rightOf(opened.carrier.cancel(order, bought));
    expect(told()).to.deep.equal([
      'GET /api/orders 200: found none',
      'POST /api/orders 200: created',
      'POST /api/orders/shipment 200: labelled',
      'GET /api/orders 200: found',
      'GET /api/orders 200: found',
      'POST /api/orders/archive 200: archived',
    ]);
    expect(entries).to.have.length(simulator.calls.length);
    for (const entry of entries)
      expect(entry).to.include({
        ...{ system: 'starshipit', direction: 'out', order: 'WEB-1', reference: aReference(1), retries: 0 },
        requestId: order.requestId,
      });
    expect(entries.slice(1).map(({ carrierOrder }) => carrierOrder)).to.include(bought.carrierOrder);
    expect(entries[2]?.body).to.have.nested.property('answer.tracking_numbers[0]', bought.trackingCode);
  });

  it('has one entry for each call for prices, with the request that led to it', async () => {
    await rightOf(opened.carrier.quote(aQuoteRequest(), [order.plan.service]));
    expect(told()).to.deep.equal(['POST /api/deliveryservices 200: quoted']);
    expect(entries[0]).to.include({ requestId: aQuoteRequest().requestId }).and.not.have.property('order');
    expect(entries[0]?.body).to.include({ prices: 4 });
  });

  it('says what went wrong in words of its own, and how often it was tried before', async () => {
    simulator.fail('GET /api/orders', 'drop');
    simulator.books.rules.courierRefuses = 'The suburb canary-city-receiver does not match 12 canary-street-receiver';
    await leftOf(opened.carrier.book(order, anOpenTill()));
    expect(told().slice(0, 2)).to.deep.equal(['GET /api/orders Silent: unknown', 'GET /api/orders 200: found none']);
    expect(entries[1]).to.include({ retries: 1 });
    const refused = entries.find(({ did }) => did === 'refused');
    expect(refused?.body).to.include({ refusal: 'address' });
    expect(JSON.stringify(entries)).to.not.include('canary');
  });

  it('says that a call for a booking was not made, and keeps silent about one for prices', async () => {
    const away: ReturnType<typeof makeSlotsInMemory> = {
      ...makeSlotsInMemory(),
      reserve: () => () =>
        Promise.resolve({ _tag: 'Left', left: { _tag: 'Unavailable', what: 'CallSlots', cause: 'away' } }),
    };
    await opened.close();
    const budgets = makeCallBudgets({ slots: away, clock: makeClock(), chance: { fraction: () => 0 } });
    opened = openStarshipit(simulator.url, {}, { record, budgets });
    expect(await leftOf(opened.carrier.quote(aQuoteRequest(), [order.plan.service]))).to.deep.equal({
      _tag: 'CarrierSilent',
      detail: 'the storage is away, which counts the calls',
    });
    expect(entries).to.deep.equal([]);
    await leftOf(opened.carrier.book(order, anOpenTill()));
    expect(told()).to.deep.equal(['GET /api/orders NotSent: nothing']);
    expect(entries[0]?.body).to.include({ reason: 'the storage is away, which counts the calls' });
    expect(simulator.calls).to.deep.equal([]);
  });

  it('has no key, no label and nothing of a person but country, state and postcode', async () => {
    const bought = await rightOf(opened.carrier.book(order, anOpenTill()));
    await opened.close();
    opened = openStarshipit(simulator.url, {}, { record });
    await rightOf(opened.carrier.label(order, bought));
    await rightOf(opened.carrier.quote(aQuoteRequest(ends), [order.plan.service]));
    simulator.fail('GET /api/orders', 'html', 9);
    await opened.carrier.cancel(order, bought)();
    const text = JSON.stringify(entries);
    expect(text).to.include('NSW').and.include('2000').and.include(bought.trackingCode);
    for (const secret of ['canary', API_KEY, SUBSCRIPTION_KEY, ...(simulator.books.orders[0]?.labels ?? [])])
      expect(text).to.not.include(secret);
  });
});
