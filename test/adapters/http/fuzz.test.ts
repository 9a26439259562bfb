import type Router from '@koa/router';
import { expect } from 'chai';
import { makeApp } from '../../../adapters/http/app.js';
import type { Hub } from '../../../application/hub.js';
import { NEWSTORE, refusalOf, type Answer } from '../../support/asking.js';
import { impatient, makeFuzzer, type Fuzzer } from '../../support/fuzz/fuzz.js';
import { heavyTexts } from '../../support/fuzz/bodies.js';
import { isMeantFor } from '../../support/fuzz/operations.js';
import { talk } from '../../support/fuzz/raw-http.js';
import { leastProcessorTime, processorTime } from '../../support/processor-time.js';
import { serveHub, type ServedHub } from '../../support/hub.js';
import { openStarshipit } from '../../support/starshipit/carrier.js';
import { aBookingBody, anOffersBody } from '../../support/newstore-bodies.js';

const SEED = 20261121;

describe('a server that is asked anything at all', () => {
  let served: ServedHub;
  let fuzzer: Fuzzer;
  const starshipit = openStarshipit('http://127.0.0.1:1');
  before(async () => {
    // An account that hears from Starshipit too, by the real use case.
    const withStarshipit = ({ takeNotice }: Hub): Partial<Hub> => ({
      takeNotice: (desk, incoming) =>
        takeNotice({ ...desk, carriers: [...desk.carriers, starshipit.carrier] }, incoming),
    });
    served = await serveHub(withStarshipit, impatient);
    fuzzer = await makeFuzzer(served);
  });
  after(async () => {
    await served.close();
    await starshipit.close();
  });

  it('answers or closes each call as its description says, and goes on', async () => {
    const before = fuzzer.heap();
    const tally = await fuzzer.run({ seed: SEED, runs: 2_000 });
    expect([...tally.keys()]).to.include.members(fuzzer.operations.map(({ id }) => id));
    // What never gets past the door shows nothing.
    for (const [id, statuses] of tally)
      if (id !== '') expect([...statuses.keys()], id).to.satisfy((all: number[]) => all.some((one) => one < 300));
    expect(fuzzer.heap() - before).to.be.below(24 * 2 ** 20);
  });

  it('lets a hundred callers go who never say the whole', async () => {
    await fuzzer.slow(SEED, 100);
  });

  it('has told no key and no shopper to its log', async () => {
    expect(await fuzzer.told()).to.deep.equal([]);
  });

  it('describes every route that it has, so that none is left out here', () => {
    const { hub, clock, chance, log, metrics } = served.opened;
    const app = makeApp({
      ...{ hub, clock, chance, version: '0', trustProxy: false, isLeaving: () => false, files: () => [] },
      ...{ log: log.log, metrics: metrics.metrics, limits: { bytes: 1, nesting: 1 } },
    });
    const routers = app.middleware.flatMap((one) => ('router' in one ? [one.router as Router] : []));
    const layers = routers.flatMap(({ stack }) => stack).filter(({ methods }) => methods.length > 0);
    const asked = layers.flatMap(({ path, methods }) =>
      methods.filter((method) => method !== 'HEAD').map((method) => ({ method, path: String(path) })),
    );
    expect(asked).to.have.length.above(6);
    const forgotten = asked.filter(
      ({ method, path }) =>
        !fuzzer.operations.some((operation) => operation.method === method && isMeantFor(operation, path)),
    );
    expect(forgotten).to.deep.equal([]);
  });

  it('knows no address in what is none', async () => {
    for (const target of ['http://[::1', 'http://xn--a/', 'https://[::1]x/health/live', 'mailto:x']) {
      const sent = `GET ${target} HTTP/1.1\r\nHost: longshore\r\n\r\n`;
      const heard = await talk(served.port, { sent, expects: 1, pace: 'whole', heads: [false] }, 2_000);
      expect(
        heard.answers.map(({ status }) => status),
        target,
      ).to.deep.equal([target.startsWith('http') ? 404 : 400]);
    }
  });
});

describe('a body that is made to take long', () => {
  let served: ServedHub;
  before(async () => (served = await serveHub()));
  after(() => served.close());

  for (const [path, body] of [
    ['shipping_offers', anOffersBody()],
    ['shipments', aBookingBody()],
  ] as const)
    it(`of ${path} is answered soon, whatever it is full of`, async () => {
      const { bodyLimit } = served.opened.settings.http;
      for (const text of heavyTexts(body, bodyLimit)) {
        let answer: Answer | undefined;
        const took = await processorTime(async () => {
          answer = await served.ask(`${NEWSTORE}/${path}`, { body: text });
        });
        const what = `${text.length} bytes: ${text.slice(0, 60)} … ${text.slice(2_000, 2_060)}`;
        expect(took, what).to.be.below(5_000);
        if (answer !== undefined && answer.status !== 201) refusalOf(answer);
      }
    });

  it('with ten thousand faults gets a hundred of them told, and takes no more than its length does', async () => {
    const faulty = (count: number) =>
      anOffersBody({ deliverables: Array.from({ length: count }, () => ({ quantity: 0, item: 0 })) });
    const timed = (count: number): Promise<number> =>
      leastProcessorTime(async () => {
        const { data } = refusalOf(await served.ask(`${NEWSTORE}/shipping_offers`, { body: faulty(count) }));
        expect(data).to.have.length(100);
      });
    const [few, many] = [await timed(1_000), await timed(10_000)];
    expect(many / few, 'ten times the faults; what grew with their square took a hundred times as long').to.be.below(
      40,
    );
  });
});
