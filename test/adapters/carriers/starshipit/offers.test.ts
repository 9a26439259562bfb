import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { makeClock } from '../../../../adapters/system/clock.js';
import { makeCallBudgets } from '../../../../adapters/system/call-budget.js';
import { makeMetrics } from '../../../../adapters/system/metrics.js';
import { makeQuoteCarriers } from '../../../../application/shipping/quote-carriers.js';
import type { CallBudget, Turn } from '../../../../application/ports/call-budget.js';
import type { Carrier } from '../../../../application/ports/carrier.js';
import type { Currency } from '../../../../domain/currency.js';
import { priceText } from '../../../../domain/money.js';
import type { Decline, Quote } from '../../../../domain/quote.js';
import type { Fallback, StarshipitSettings } from '../../../../adapters/carriers/starshipit/settings.js';
import { aParcel } from '../../../support/bookings.js';
import { aCarrierOrder, anOpenTill, aQuoteRequest, aServiceOf } from '../../../support/carrier-orders.js';
import { makeSlotsInMemory } from '../../../support/call-slots.js';
import { leftOf, rightOf } from '../../../support/either.js';
import { eventually } from '../../../support/eventually.js';
import { openStarshipit, starshipitSettings, type OpenedStarshipit } from '../../../support/starshipit/carrier.js';
import { startStarshipit, type StarshipitSimulator } from '../../../support/starshipit/simulator.js';
import { aScriptedCarrier } from '../../../support/scripted-carrier.js';

const clock = makeClock();
const ref = aServiceOf('starshipit');
const everything = ['EXPRESS', 'STANDARD', 'ROAD'].map(ref);
const RATES = 'POST /api/deliveryservices';

const shown = (answers: readonly (Quote | Decline)[]): readonly string[] =>
  answers.map((answer) =>
    answer._tag === 'Quoted'
      ? `${answer.service.service} ${priceText(answer.price)} ${answer.price.currency}`
      : `${answer.service.service} ${answer.reason._tag}`,
  );

describe('offers from Starshipit', () => {
  let simulator: StarshipitSimulator;
  let opened: OpenedStarshipit;
  const reopen = async (
    over: Partial<StarshipitSettings>,
    more: Parameters<typeof openStarshipit>[2] = {},
  ): Promise<void> => {
    await opened.close();
    opened = openStarshipit(simulator.url, over, more);
  };
  beforeEach(async () => {
    simulator = await startStarshipit();
    opened = openStarshipit(simulator.url);
  });
  afterEach(async () => {
    await opened.close();
    await simulator.close();
  });

  const quote = (over: Parameters<typeof aQuoteRequest>[0] = {}, services = everything) =>
    opened.carrier.quote(aQuoteRequest(over), services);

  it('tell services of one code apart by name, and never offer one for nothing', async () => {
    expect(shown(await rightOf(quote()))).to.deep.equal(['EXPRESS 15.40 AUD', 'STANDARD 9.95 AUD', 'ROAD Declined']);
  });

  it('come from /api/rates where the account says so, whose rows name no courier', async () => {
    await reopen({ quotes: 'rates' });
    expect(shown(await rightOf(quote()))).to.deep.equal(['EXPRESS 15.40 AUD', 'STANDARD 9.95 AUD', 'ROAD Declined']);
    expect(simulator.callsOf('POST /api/rates')[0]?.body).to.include({ currency: 'AUD', include_pricing: true });
  });

  it('are none of what the answer does not name, and none where it is in another currency', async () => {
    simulator.rated = [];
    expect(shown(await rightOf(quote()))).to.deep.equal(['EXPRESS NotServed', 'STANDARD NotServed', 'ROAD NotServed']);
    await reopen({});
    simulator.rated = [{ carrier: 'AusPost', service_code: '7J85', total_price: 15.4, currency: 'NZD' }];
    expect(shown(await rightOf(quote({}, [ref('EXPRESS')])))).to.deep.equal(['EXPRESS Declined']);
  });

  it('say which part of an address was missed', async () => {
    simulator.ratesRefusal = 'destination.post_code is required';
    const [answer] = await rightOf(quote({}, [ref('EXPRESS')]));
    expect(answer).to.have.deep.property('reason', { _tag: 'PartMissing', side: 'receiver', part: 'postcode' });
  });

  it('say whether it is the sender that is not served', async () => {
    simulator.ratesRefusal = 'The courier is not available at the pickup location';
    const [answer] = await rightOf(quote({}, [ref('EXPRESS')]));
    expect(answer).to.have.deep.property('reason', { _tag: 'SenderNotServed' });
    await reopen({});
    simulator.ratesRefusal = 'The destination is not serviced';
    const [other] = await rightOf(quote({}, [ref('EXPRESS')]));
    expect(other).to.have.deep.property('reason', { _tag: 'NotServed' });
  });

  it('are asked for once by everybody who asks at the same time, and kept for a while', async () => {
    simulator.slow(RATES, 50);
    await Promise.all(Array.from({ length: 20 }, () => rightOf(quote())));
    await rightOf(quote());
    expect(simulator.callsOf(RATES)).to.have.length(1);
    await rightOf(quote({ parcel: aParcel({ grams: 1_251 }) }));
    expect(simulator.callsOf(RATES)).to.have.length(2);
  });

  it('are asked for with a signature where their service has one, each in its own words', async () => {
    const signed = starshipitSettings(simulator.url).services.map((service) => ({
      ...service,
      signatureRequired: service.code === 'STANDARD',
    }));
    await reopen({ services: signed });
    expect(shown(await rightOf(quote()))).to.deep.equal(['EXPRESS 15.40 AUD', 'STANDARD 9.95 AUD', 'ROAD Declined']);
    expect(simulator.callsOf(RATES).map(({ body }) => body['signature_required'])).to.have.members([true, undefined]);
    await reopen({ services: signed, quotes: 'rates' });
    await rightOf(quote());
    expect(simulator.callsOf('POST /api/rates').map(({ body }) => body['signature_required'])).to.deep.equal([
      undefined,
    ]);
  });

  it('are given as far as Starshipit answers, and silence where it answers nothing', async () => {
    await reopen({
      services: starshipitSettings(simulator.url).services.map((service) => ({
        ...service,
        signatureRequired: service.code === 'STANDARD',
      })),
    });
    simulator.fail(RATES, 'drop', 1);
    const answers = shown(await rightOf(quote()));
    expect(answers.filter((one) => one.endsWith('Declined')).length).to.be.within(1, 2);
    expect(answers.filter((one) => one.endsWith('AUD')).length).to.be.within(1, 2);
    simulator.fail(RATES, 'drop', 2);
    await leftOf(quote({ parcel: aParcel({ grams: 1_251 }) }));
  });

  it('that wait for their turn are joined by no booking, which goes before them', async () => {
    const asked: string[] = [];
    const granted: Turn = { report: () => undefined };
    let grantOffers = (): void => undefined;
    const offersMay = new Promise<void>((resolve) => (grantOffers = resolve));
    const budget: CallBudget = {
      take: (priority) => async () => {
        asked.push(priority);
        if (priority === 'offers') await offersMay;
        return E.right(granted);
      },
    };
    await reopen({}, { budgets: { of: () => budget } });
    const offers = rightOf(quote({ forOffers: true }));
    await rightOf(quote());
    grantOffers();
    await offers;
    expect(asked).to.deep.equal(['offers', 'booking']);
  });

  it('that come late are there for whoever asks next', async () => {
    await reopen({ quoteTimeout: 50 });
    simulator.slow(RATES, 200);
    expect(await leftOf(quote())).to.deep.equal({ _tag: 'CarrierSilent', detail: 'no answer in time' });
    await eventually(async () => expect(shown(await rightOf(quote()))[0]).to.equal('EXPRESS 15.40 AUD'));
    expect(simulator.callsOf(RATES)).to.have.length(1);
  });

  describe('that Starshipit does not give', () => {
    const lastKnown: Fallback = { _tag: 'LastKnown', maxAge: 60_000 };
    const offered = { forOffers: true } as const;

    it('may be the last known ones where the account says so, with the time of them and the reason', async () => {
      await reopen({ quoteCache: 0, fallback: lastKnown });
      const before = clock.now();
      await rightOf(quote(offered));
      simulator.fail(RATES, 'drop', 10);
      const [express] = await rightOf(quote(offered));
      expect(express).to.include({ _tag: 'Quoted' });
      expect(express).to.have.nested.property('standIn.basis', 'last_known');
      expect(express).to.have.nested.property('standIn.since').that.is.within(before, clock.now());
      expect(express).to.have.nested.property('standIn.why').that.is.a('string').and.not.empty;
    });

    it('are none where the account does not say so, where they are too old, and for what is bought', async () => {
      for (const fallback of [{ _tag: 'None' } as const, { _tag: 'LastKnown', maxAge: 1 } as const, lastKnown]) {
        await reopen({ quoteCache: 0, fallback });
        await rightOf(quote(offered));
        await clock.sleep(5)();
        simulator.fail(RATES, 'drop', 1);
        const answer = fallback === lastKnown ? quote() : quote(offered);
        expect(await leftOf(answer), fallback._tag).to.have.property('_tag', 'CarrierSilent');
      }
    });

    it('are the last known ones of the same route and parcel alone', async () => {
      await reopen({ quoteCache: 0, fallback: lastKnown });
      await rightOf(quote(offered));
      simulator.fail(RATES, 'drop', 10);
      await leftOf(quote({ ...offered, parcel: aParcel({ grams: 1_251 }) }));
    });

    it('may be those of a rate card where the account says so, service by service, and never nothing', async () => {
      const rateCard = aScriptedCarrier();
      const priced = (minor: bigint): Carrier => ({
        ...rateCard,
        quote: (request, services) =>
          TE.map((answers: readonly (Quote | Decline)[]) =>
            answers.map((one) =>
              one._tag === 'Quoted' ? { ...one, price: { minor, currency: 'AUD' as Currency } } : one,
            ),
          )(rateCard.quote(request, services)),
      });
      const fallback: Fallback = { _tag: 'RateCard', services: new Map([['STANDARD', 'CARD']]) };
      simulator.fail(RATES, 'drop', 10);
      await reopen({ fallback }, { rateCard: priced(1_234n) });
      const answers = await rightOf(quote(offered));
      expect(shown(answers)).to.deep.equal(['EXPRESS Declined', 'STANDARD 12.34 AUD', 'ROAD Declined']);
      expect(answers[1]).to.have.nested.property('standIn.basis', 'rate_card');
      expect(answers[1]).to.have.nested.property('standIn.service', 'CARD');
      await reopen({ fallback }, { rateCard: priced(0n) });
      expect(await leftOf(quote(offered))).to.have.property('_tag', 'CarrierSilent');
    });
  });

  it('fail with a word for the operator where a key is wrong, and without the key', async () => {
    simulator.fail(RATES, 'gateway_401');
    const { detail } = await leftOf(quote());
    expect(detail).to.equal('HTTP status 401: check api_key, subscription_key and base_url');
  });

  describe('under load', () => {
    const deadline = 1_500;
    const quoteCarriers = makeQuoteCarriers({ clock, deadline, metrics: makeMetrics().metrics });

    it('keep the deadline and the rate limit at 20 a second where the key allows 2, and let a booking through', async () => {
      simulator.limit = 2;
      await opened.close();
      const budgets = makeCallBudgets({ clock, slots: makeSlotsInMemory(), chance: { fraction: () => 0 } });
      opened = openStarshipit(simulator.url, { callsPerSecond: 2, quoteTimeout: 1_200 }, { budgets });
      const took: number[] = [];
      const ask = async (n: number): Promise<void> => {
        const startedAt = clock.monotonic();
        await quoteCarriers([opened.carrier], aQuoteRequest({ parcel: aParcel({ grams: 1_000 + n }) }), everything)();
        took.push(clock.monotonic() - startedAt);
      };
      const asked: Promise<void>[] = [];
      const order = aCarrierOrder({ plan: { service: ref('EXPRESS') } });
      let booked: Promise<unknown> = Promise.resolve();
      for (let n = 0; n < 60; n += 1) {
        asked.push(ask(n));
        if (n === 20) booked = rightOf(opened.carrier.book(order, anOpenTill()));
        await clock.sleep(50)();
      }
      await Promise.all([...asked, booked]);
      expect(took).to.have.length(60);
      // All sixty by the key's rate would take half a minute.
      expect(Math.max(...took)).to.be.lessThan(deadline + 8_000);
      const moments = simulator.calls.map(({ at }) => at);
      const seconds = (Math.max(...moments) - Math.min(...moments)) / 1_000;
      expect(moments.length, `in ${seconds} s`).to.be.at.most((seconds + 1) * 2 + 1);
      expect(simulator.books.purchases).to.equal(1);
    });

    it('of a hung Starshipit delay those of no other carrier', async () => {
      simulator.fail(RATES, 'hang', 100);
      const others = Array.from({ length: 4 }, (_, n): Carrier => {
        const scripted = aScriptedCarrier();
        const id = `scripted-${n}`;
        return {
          ...scripted,
          id,
          services: scripted.services.map((one) => ({ ...one, ref: { ...one.ref, carrier: id } })),
        };
      });
      const services = [ref('EXPRESS'), ...others.flatMap((one) => one.services.map((service) => service.ref))];
      const outcomes = await quoteCarriers([opened.carrier, ...others], aQuoteRequest(), services)();
      expect(outcomes.map(({ result }) => result._tag)).to.deep.equal(['Late', ...others.map(() => 'Answered')]);
    });
  });
});
