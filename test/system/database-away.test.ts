import { expect } from 'chai';
import { offersExample } from '../../config/commands/first-steps.js';
import { aBookingOf, openDeployment, type Answer, type Deployment } from '../support/deployment.js';
import { eventually } from '../support/eventually.js';
import { aProxiedDatabase, describeMongo, type ProxiedDatabase } from '../support/mongodb.js';

/** The deployment's `booking.answer_budget_ms`, and what a loaded machine takes beside it. */
const BUDGET = 6_000;
const SLACK = 8_000;

describeMongo('a server whose database is away', (server) => {
  let proxied: ProxiedDatabase;
  let deployment: Deployment;
  before(async () => {
    proxied = await aProxiedDatabase(server);
    deployment = await openDeployment(proxied.uri, 1);
  });
  after(async () => {
    proxied.proxy.set('open');
    await deployment.close();
    await proxied.proxy.close();
    await proxied.database.drop();
  });

  const book = (order: string): Promise<Answer> => deployment.post(0, 'shipments', aBookingOf(order));
  const offer = (): Promise<Answer> => deployment.post(0, 'shipping_offers', offersExample);

  /** As NewStore would: again, where a database that is slow made it refuse. */
  const booked = (order: string): Promise<Answer> =>
    eventually(async () => {
      const answer = await book(order);
      expect(answer.status, answer.text).to.equal(201);
      return answer;
    });

  const inTime = async (work: () => Promise<Answer>): Promise<Answer> => {
    const since = performance.now();
    const answer = await work();
    expect(performance.now() - since).to.be.lessThan(BUDGET + SLACK);
    return answer;
  };

  const expectAway = ({ status, text }: Answer): void => {
    expect(status, text).to.equal(503);
    expect(JSON.parse(text)).to.include({ type: 'unexpected_error', data: null });
  };

  for (const mode of ['shut', 'still'] as const) {
    const how = mode === 'shut' ? 'is gone' : 'takes connections and does not answer';

    it(`refuses bookings and cancels in time while it ${how}, goes on offering, and recovers by itself`, async () => {
      const before = await booked(`${mode}-before`);
      expect((await offer()).status).to.equal(201);
      const { tracking_code: code } = JSON.parse(before.text) as { readonly tracking_code: string };

      proxied.proxy.set(mode);
      for (let again = 0; again < 2; again += 1) {
        expectAway(await inTime(() => book(`${mode}-during`)));
        expectAway(await inTime(() => deployment.post(0, `shipments/${code}/_cancel`, {})));
        expect((await inTime(offer)).status).to.equal(201);
        expect(await deployment.ready(0)).to.equal(503);
      }

      proxied.proxy.set('open');
      await eventually(async () => expect(await deployment.ready(0)).to.equal(200));
      const repeated = await booked(`${mode}-before`);
      expect(repeated).to.deep.equal(before);
      await booked(`${mode}-during`);
      expect(await proxied.database.documents('bookings')).to.have.length(mode === 'shut' ? 2 : 4);
      expect(await proxied.database.documents('houseLedger')).to.have.length(mode === 'shut' ? 2 : 4);
    });
  }
});
