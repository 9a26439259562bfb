import { expect } from 'chai';
import {
  makeAgent,
  makeStarshipitClient,
  type Call,
  type CallRecord,
  type StarshipitClient,
} from '../../../../adapters/carriers/starshipit/client.js';
import { defaultCircuit, makeCallBudgets } from '../../../../adapters/system/call-budget.js';
import { makeClock } from '../../../../adapters/system/clock.js';
import { makeSlotsInMemory } from '../../../support/call-slots.js';
import { leftOf, rightOf } from '../../../support/either.js';
import {
  API_KEY,
  startStarshipit,
  SUBSCRIPTION_KEY,
  type SimulatedFault,
  type StarshipitSimulator,
} from '../../../support/starshipit/simulator.js';

const patience = { priority: 'booking', wait: 4_000 } as const;
const about = { requestId: 'request-1', order: 'A-1', reference: 'LS1-O' };
const read: Call = {
  method: 'GET',
  path: '/api/orders',
  query: { order_number: 'A-1' },
  timeout: 10_000,
  does: 'found',
  about,
};
const print: Call = {
  method: 'POST',
  path: '/api/orders/shipment',
  body: { order_id: 1 },
  timeout: 10_000,
  does: 'labelled',
  about,
};
const [READ, PRINT] = ['GET /api/orders', 'POST /api/orders/shipment'];

describe('the Starshipit client', () => {
  let simulator: StarshipitSimulator;
  let client: StarshipitClient;
  const records: CallRecord[] = [];
  const agent = makeAgent();
  const clock = makeClock();

  const clientOf = (baseUrl: string, apiKey = API_KEY): StarshipitClient => {
    const circuit = { ...defaultCircuit, tolerated: 1_000 };
    const budget = makeCallBudgets({ clock, slots: makeSlotsInMemory(), chance: { fraction: () => 0 }, circuit }).of(
      'key',
      100,
    );
    return makeStarshipitClient(
      { baseUrl, apiKey, subscriptionKey: SUBSCRIPTION_KEY },
      { agent, budget, clock, record: (call) => records.push(call) },
    );
  };

  beforeEach(async () => {
    simulator = await startStarshipit();
    client = clientOf(simulator.url);
    records.length = 0;
  });
  afterEach(() => simulator.close());
  after(() => agent.destroy());

  const once = async (call: Call) => leftOf(client.send(await rightOf(client.reserve(patience, call)), call));

  it('takes success for success, and a refusal under HTTP 200 for one', async () => {
    simulator.books.add({ order_number: 'A-1' });
    expect(await rightOf(client.ask(patience, read, 1))).to.have.nested.property('order.order_number', 'A-1');
    const missing = { ...read, query: { order_number: 'A-2' } };
    expect(await leftOf(client.ask(patience, missing, 3))).to.deep.equal({
      _tag: 'Rejected',
      errors: [{ message: 'Order not found', details: undefined, description: undefined }],
    });
    expect(simulator.callsOf(READ)).to.have.length(2);
  });

  const faults: readonly (readonly [SimulatedFault, string])[] = [
    ['drop', 'UND_ERR_SOCKET'],
    ['hang', 'TimeoutError'],
    ['processed_then_drop', 'UND_ERR_SOCKET'],
    ['status_500', 'HTTP status 500'],
    ['html', 'HTTP status 200 and a body that is not a JSON object'],
    ['no_success', 'HTTP status 200 and no word of success or failure'],
  ];
  for (const [fault, detail] of faults)
    it(`takes ${fault} for silence, and sends a print once`, async () => {
      simulator.fail(PRINT, fault, 5);
      expect(await once({ ...print, timeout: fault === 'hang' ? 300 : print.timeout })).to.deep.equal({
        _tag: 'Silent',
        detail,
      });
      expect(simulator.calls.length).to.be.at.most(1);
    });

  it('asks again what changes nothing, and not what is refused', async () => {
    simulator.books.add({ order_number: 'A-1' });
    simulator.fail(READ, 'drop', 2);
    await rightOf(client.ask(patience, read, 3));
    simulator.fail(READ, 'drop', 2);
    expect(await leftOf(client.ask(patience, read, 2))).to.have.property('_tag', 'Silent');
    simulator.fail(READ, 'gateway_401', 3);
    expect(await leftOf(client.ask(patience, read, 3))).to.deep.equal({ _tag: 'Denied', status: 401 });
  });

  const rejected = { _tag: 'Rejected', errors: [{ message: 'No', details: 'why', description: undefined }] };
  const errors = [{ message: 'No', details: 'why' }];
  const refusals: readonly (readonly [number, object, object])[] = [
    [200, { success: false, errors }, rejected],
    [200, { success: 0, errors: errors[0] }, rejected],
    [400, { success: false, errors }, rejected],
    [422, { errors }, rejected],
    [404, { success: false }, { _tag: 'Rejected', errors: [] }],
    [404, { statusCode: 404, message: 'Resource not found' }, { _tag: 'Denied', status: 404 }],
    [403, { success: false, errors }, { _tag: 'Denied', status: 403 }],
    [404, {}, { _tag: 'Silent', detail: 'HTTP status 404 and no word of success or failure' }],
    [302, { success: true }, { _tag: 'Silent', detail: 'HTTP status 302 and no word of success or failure' }],
    [408, { statusCode: 408, message: 'Timeout' }, { _tag: 'Silent', detail: 'HTTP status 408' }],
    [504, { success: false, errors }, { _tag: 'Silent', detail: 'HTTP status 504' }],
  ];
  for (const [status, body, fault] of refusals)
    it(`takes HTTP ${status} with ${JSON.stringify(body)} for ${JSON.stringify(fault)}`, async () => {
      simulator.answerWith(PRINT, { ...body }, status);
      expect(await once(print)).to.deep.equal(fault);
    });

  for (const good of [{ success: true }, { success: 1 }, { success: 'true' }, { succeeded: true }])
    it(`takes ${JSON.stringify(good)} for success under 2xx alone`, async () => {
      simulator.answerWith(READ, good, 201);
      expect(await rightOf(client.ask(patience, read, 1))).to.deep.equal(good);
      simulator.answerWith(READ, good, 400);
      expect(await leftOf(client.ask(patience, read, 1))).to.have.property('_tag', 'Silent');
    });

  it('waits as long as it is told to where it called too often', async () => {
    simulator.books.add({ order_number: 'A-1' });
    simulator.answerWith(READ, { statusCode: 429, message: 'Too many' }, 429, { 'retry-after': '2' });
    const startedAt = clock.monotonic();
    await rightOf(client.ask(patience, read, 2));
    expect(clock.monotonic() - startedAt).to.be.at.least(1_950);
  });

  it('knows that nothing was sent to where nobody listens', async () => {
    const { url } = simulator;
    await simulator.close();
    client = clientOf(url);
    expect(await once(print)).to.deep.equal({ _tag: 'NotSent', detail: 'ECONNREFUSED' });
    simulator = await startStarshipit();
  });

  it('sends both keys as headers, and lets neither into a fault', async () => {
    await leftOf(client.ask(patience, read, 1));
    expect(simulator.calls[0]?.status).to.equal(200);
    client = clientOf(simulator.url, 'another-key');
    const failure = await leftOf(client.ask(patience, read, 1));
    expect(failure).to.deep.equal({ _tag: 'Denied', status: 403 });
    expect(JSON.stringify(simulator.calls.map(({ path, query, body }) => [path, query, body]))).to.not.contain('key');
  });
});
