import { expect } from 'chai';
import { bookingExample, offersExample } from '../../config/commands/first-steps.js';
import { openDeployment, QUOTE_TIMEOUT, type Answer, type Deployment } from '../support/deployment.js';
import { eventually } from '../support/eventually.js';
import { aProxiedDatabase, describeMongo, type ProxiedDatabase } from '../support/mongodb.js';
import { pause } from '../support/pause.js';
import { startStarshipit, type StarshipitSimulator } from '../support/starshipit/simulator.js';

const RATE = 2;

/** `offers.quote_deadline_ms`, and what a loaded machine takes beside it. */
const DEADLINE = 4_000;
const SLACK = 8_000;

type Offer = { readonly provider_rate: string; readonly quote: { readonly price: number } };

describeMongo('processes that share one Starshipit key', function (server) {
  this.timeout(90_000);
  let proxied: ProxiedDatabase;
  let simulator: StarshipitSimulator;
  let deployment: Deployment;
  before(async () => {
    simulator = await startStarshipit();
    simulator.limit = RATE;
    proxied = await aProxiedDatabase(server);
    deployment = await openDeployment(proxied.uri, 2, { url: simulator.url, callsPerSecond: RATE });
  });
  after(async () => {
    proxied.proxy.set('open');
    await deployment.close();
    await proxied.proxy.close();
    await proxied.database.drop();
    await simulator.close();
  });

  /** Each of another weight, so that no answer serves two. */
  let grams = 1_000;
  const offers = (process: number): Promise<Answer> => {
    grams += 1;
    const [first] = offersExample.deliverables;
    const item = { ...first?.item, weight: { amount: grams, unit: 'g' } };
    const body = { ...offersExample, provider_rate: 'BOTH', deliverables: [{ ...first, item }] };
    return deployment.post(process, 'shipping_offers', body);
  };

  const inTime = async (process: number): Promise<Answer> => {
    const startedAt = performance.now();
    const answer = await offers(process);
    expect(performance.now() - startedAt).to.be.lessThan(DEADLINE + SLACK);
    expect(answer.status, answer.text).to.equal(201);
    return answer;
  };

  const offeredBy = ({ text }: Answer): number => (JSON.parse(text) as readonly Offer[]).length;

  /** More than the rate gives out to all of them together, and half of what each of them would take for itself. */
  const mostCalls = (): number => {
    const moments = simulator.calls.map(({ at }) => at);
    return ((Math.max(...moments) - Math.min(...moments)) / 1_000 + 1) * RATE + 1;
  };

  /** As NewStore would: again and again. */
  const book = async (order: string): Promise<Answer> => {
    for (let left = 20; ; left -= 1) {
      const answer = await deployment.post(0, 'shipments', {
        ...bookingExample,
        external_order_id: order,
        rate: 'COURIER',
      });
      if (answer.status === 201 || left === 0) return answer;
      expect(answer.text).to.contain('label_creation_pending');
      await pause(100);
    }
  };

  it('answer 20 offers a second by the deadline, keep to the key’s rate together, and let a booking through', async () => {
    const asked: Promise<Answer>[] = [];
    let booked: Promise<Answer> | undefined;
    const startedAt = performance.now();
    for (let n = 0; n < 160; n += 1) {
      asked.push(inTime(n % 2));
      if (n === 40) booked = book('BUSY-1');
      await pause(50);
    }
    const answers = await Promise.all(asked);
    const seconds = (performance.now() - startedAt) / 1_000;
    expect((await booked)?.status).to.equal(201);
    expect(simulator.books.purchases).to.equal(1);
    // A machine that is late loses some of the moments that it was given.
    expect(simulator.calls.length, `in ${seconds} s`).to.be.within(Math.floor(seconds * RATE * 0.2), mostCalls());
    for (const process of [0, 1]) {
      const own = answers.filter((_, at) => at % 2 === process).map(offeredBy);
      expect(own, `of process ${process}`).to.include(2);
      expect(Math.min(...own)).to.equal(1);
    }
  });

  for (const mode of ['shut', 'still'] as const)
    it(`call nobody while the database is away (${mode}), and offer what the rate card has`, async () => {
      await eventually(async () => expect(offeredBy(await inTime(0))).to.equal(2));
      await pause(QUOTE_TIMEOUT);
      proxied.proxy.set(mode);
      const before = simulator.calls.length;
      for (let again = 0; again < 3; again += 1) {
        const answers = await Promise.all([inTime(0), inTime(1), inTime(0)]);
        expect(answers.map(offeredBy)).to.deep.equal([1, 1, 1]);
      }
      expect(simulator.calls).to.have.length(before);
      proxied.proxy.set('open');
      await eventually(async () => {
        expect(offeredBy(await inTime(0))).to.equal(2);
        expect(offeredBy(await inTime(1))).to.equal(2);
      });
    });
});
