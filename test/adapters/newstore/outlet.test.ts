import { expect } from 'chai';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { makeNewStoreAgent } from '../../../adapters/newstore/http.js';
import { makeNewStoreOutlet } from '../../../adapters/newstore/outlet.js';
import type { NewStoreSettings } from '../../../adapters/newstore/settings.js';
import { defaultCircuit, makeCallBudgets } from '../../../adapters/system/call-budget.js';
import { makeClock } from '../../../adapters/system/clock.js';
import type { CallBudget, CallReport } from '../../../application/ports/call-budget.js';
import type { JournalEntry } from '../../../application/ports/journal.js';
import type { StatusOutlet, StatusUpdate } from '../../../application/ports/status-outlet.js';
import { makeSlotsInMemory } from '../../support/call-slots.js';
import { anAccountId, MORNING } from '../../support/bookings.js';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  startNewStore,
  TENANT,
  type NewStoreFault,
  type NewStoreSimulator,
} from '../../support/newstore/simulator.js';
import { quietLog } from '../../support/starshipit/carrier.js';

const update: StatusUpdate = {
  ...{ trackingCode: 'QQQ 1/2', status: 'in_transit', at: MORNING },
  ...{ order: 'WEB-1', reference: 'LS1O', retries: 0 },
};

describe('the NewStore outlet', () => {
  const agent = makeNewStoreAgent();
  const clock = makeClock();
  let newstore: NewStoreSimulator;
  let entries: JournalEntry[];
  let outlet: StatusOutlet;

  const aBudget = (callsPerSecond = 200): CallBudget => {
    const circuit = { ...defaultCircuit, tolerated: 1_000 };
    const budgets = makeCallBudgets({ clock, chance: { fraction: () => 0 }, circuit, slots: makeSlotsInMemory() });
    return budgets.of('tenant', callsPerSecond);
  };

  const outletWith = (over: Partial<NewStoreSettings> = {}, budget = aBudget()): StatusOutlet => {
    return makeNewStoreOutlet({
      account: anAccountId(),
      settings: {
        ...{ tenant: TENANT, baseUrl: newstore.url, tokenUrl: newstore.tokenUrl, callsPerSecond: 200 },
        ...{ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, tellsCancels: true },
        ...over,
      },
      ...{ agent, clock, budget, log: quietLog },
      journal: { record: (entry) => void entries.push(entry) },
    });
  };

  beforeEach(async () => {
    newstore = await startNewStore();
    newstore.knows(update.trackingCode);
    entries = [];
    outlet = outletWith();
  });
  afterEach(() => newstore.close());
  after(() => agent.destroy());

  it('tells a status with the moment that it happened and what was before', async () => {
    expect(await outlet.tell({ ...update, after: 'exception' })()).to.deep.equal({ _tag: 'Told' });
    expect(newstore.told.get(update.trackingCode)).to.deep.equal([
      { status: 'in_transit', reason: 'after an exception at the courier', updated_at: '2026-11-20T09:00:00Z' },
    ]);
  });

  it('says nothing of what was before where nothing was, and that it is JSON of this tenant', async () => {
    await outlet.tell(update)();
    expect(newstore.told.get(update.trackingCode)?.[0]).to.have.property('reason', null);
    expect(newstore.headers[0]).to.include({ 'content-type': 'application/json', tenant: TENANT });
  });

  it('tells that a courier cancelled, unless it is not wanted', async () => {
    expect(outlet.wants('cancelled')).to.equal(true);
    expect(await outlet.tell({ ...update, status: 'cancelled' })()).to.deep.equal({ _tag: 'Told' });
    expect(newstore.told.get(update.trackingCode)).to.deep.equal([
      { status: 'canceled', reason: 'by the courier', updated_at: '2026-11-20T09:00:00Z' },
    ]);
    const keeps = outletWith({ tellsCancels: false });
    expect([keeps.wants('cancelled'), keeps.wants('delivered')]).to.deep.equal([false, true]);
  });

  it('fetches one token for many that tell at once, and keeps it', async () => {
    const codes = ['A', 'B', 'C', 'D'];
    codes.forEach(newstore.knows);
    await Promise.all(codes.map((trackingCode) => outlet.tell({ ...update, trackingCode })()));
    await outlet.tell(update)();
    expect(newstore.calls.filter((call) => call.startsWith('token'))).to.deep.equal(['token 200']);
  });

  it('fetches a new token once where one is refused, with 401 or 403', async () => {
    await outlet.tell(update)();
    newstore.revokeTokens();
    expect(await outlet.tell({ ...update, status: 'delivered' })()).to.deep.equal({ _tag: 'Told' });
    newstore.fail('delivery_status', 'status_401');
    expect(await outlet.tell({ ...update, status: 'returned' })()).to.deep.equal({ _tag: 'Told' });
    newstore.fail('delivery_status', 'status_403', 5);
    expect(await outlet.tell({ ...update, status: 'returned' })()).to.deep.equal({
      _tag: 'Unauthorized',
      detail: 'HTTP status 403',
    });
    const twice = ['delivery_status 403', 'token 200', 'delivery_status 403'];
    expect(newstore.calls.slice(-3)).to.deep.equal(twice);
    // The next one begins with that token: one new one each time is enough to see that nothing has changed.
    await outlet.tell({ ...update, status: 'returned' })();
    expect(newstore.calls.slice(-3)).to.deep.equal(twice);
  });

  it('is told twice and takes it for one', async () => {
    newstore.fail('delivery_status', 'processed_then_drop');
    expect(await outlet.tell(update)()).to.have.property('_tag', 'Silent');
    expect(await outlet.tell(update)()).to.deep.equal({ _tag: 'PastAlready' });
    expect(newstore.told.get(update.trackingCode)).to.have.length(1);
  });

  it('says that a code is not known', async () => {
    expect(await outlet.tell({ ...update, trackingCode: 'NONE' })()).to.deep.equal({ _tag: 'CodeUnknown' });
  });

  const faults: readonly (readonly [NewStoreFault, object])[] = [
    ['status_429', { _tag: 'Throttled', retryAfter: 1_000 }],
    ['status_400', { _tag: 'Rejected', detail: 'HTTP status 400, bad_status' }],
    ['status_500', { _tag: 'Silent', detail: 'HTTP status 500' }],
    ['drop', { _tag: 'Silent', detail: 'UND_ERR_SOCKET' }],
    ['redirect', { _tag: 'Silent', detail: 'HTTP status 307' }],
    ['endless', { _tag: 'Silent', detail: 'an answer that is too long' }],
  ];
  for (const [fault, outcome] of faults)
    it(`takes ${fault} for ${JSON.stringify(outcome)}`, async () => {
      newstore.fail('delivery_status', fault);
      expect(await outlet.tell(update)()).to.deep.equal(outcome);
    });

  const reported = async (fault: NewStoreFault | undefined): Promise<readonly CallReport[]> => {
    const reports: CallReport[] = [];
    const budget: CallBudget = { take: () => TE.right({ report: (outcome) => void reports.push(outcome) }) };
    if (fault !== undefined) newstore.fail('delivery_status', fault);
    await outletWith({}, budget).tell(update)();
    return reports;
  };

  it('lets the others of the tenant know what came of each call', async () => {
    expect(await reported(undefined)).to.deep.equal([{ _tag: 'Answered' }]);
    expect(await reported('status_429')).to.deep.equal([{ _tag: 'Throttled', retryAfter: 1_000 }]);
    for (const fault of ['status_500', 'drop'] as const)
      expect(await reported(fault)).to.deep.equal([{ _tag: 'Failed' }]);
    expect(await reported('refused_by_address')).to.deep.equal([{ _tag: 'Answered' }, { _tag: 'Answered' }]);
  });

  it('calls no faster than the tenant may, however many parcels there are', async () => {
    // Half of what NewStore allows: calls that a busy machine sends late come closer to each other.
    newstore.limit = 20;
    const codes = Array.from({ length: 25 }, (_, at) => `P-${at}`);
    codes.forEach(newstore.knows);
    const keeping = outletWith({}, aBudget(10));
    const outcomes = await Promise.all(codes.map((trackingCode) => keeping.tell({ ...update, trackingCode })()));
    expect(outcomes.map(({ _tag }) => _tag))
      .to.include('Told')
      .and.not.include('Throttled');
  });

  it('does not call where the budget has no turn for it', async () => {
    const spent: CallBudget = { take: () => TE.left({ _tag: 'OutOfBudget', why: 'storage_away' }) };
    const outcome = await outletWith({}, spent).tell(update)();
    expect(outcome).to.deep.equal({ _tag: 'NotSent', detail: 'the storage is away, which counts the calls' });
    expect(newstore.calls.filter((call) => !call.startsWith('token'))).to.deep.equal([]);
  });

  it('sends its secret nowhere but to the token URL, redirected or not', async () => {
    newstore.fail('token', 'redirect');
    expect(await outlet.tell(update)()).to.deep.equal({
      _tag: 'Unauthorized',
      detail: 'the token URL: HTTP status 307',
    });
    expect(newstore.calls).to.deep.equal(['token 307']);
  });

  const tokenFaults: readonly (readonly [NewStoreFault, string])[] = [
    ['status_401', 'Unauthorized'],
    ['status_429', 'Throttled'],
    ['status_500', 'Silent'],
    ['no_token', 'Silent'],
    ['drop', 'Silent'],
  ];
  for (const [fault, tag] of tokenFaults)
    it(`is ${tag} where the token URL answers ${fault}, and tries again the next time`, async () => {
      newstore.fail('token', fault);
      expect(await outlet.tell(update)()).to.have.property('_tag', tag);
      expect(await outlet.tell(update)()).to.deep.equal({ _tag: 'Told' });
    });

  it('is silent where nobody listens', async () => {
    const gone = outletWith({ baseUrl: 'http://127.0.0.1:1' });
    expect(await gone.tell(update)()).to.deep.equal({ _tag: 'Silent', detail: 'ECONNREFUSED' });
  });

  it('journals every exchange, without secret and token', async () => {
    await outlet.tell({ ...update, retries: 2 })();
    expect(
      entries.map(({ endpoint, status, did, retries, order }) => ({ endpoint, status, did, retries, order })),
    ).to.deep.equal([
      { endpoint: 'token', status: '200', did: 'fetched a token', retries: 0, order: undefined },
      {
        endpoint: '/v0/d/shipments/{tracking_code}/delivery_status',
        ...{ status: '200', did: 'told the status', retries: 2, order: 'WEB-1' },
      },
    ]);
    expect(JSON.stringify(entries)).to.not.match(/CANARY|token-\d/);
  });
});
