import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import type { Carrier } from '../../application/ports/carrier.js';
import { parseCurrency } from '../../domain/currency.js';
import { leftOf, rightOf } from '../support/either.js';
import { aCarrierOrder, aClosedTill, anOpenTill, aQuoteRequest, aReference } from '../support/carrier-orders.js';

export type OpenedCarrier = {
  readonly carrier: Carrier;
  /** A service of it that carries a parcel from Brisbane to Sydney. */
  readonly service: string;
  /** How many labels it has sold. */
  readonly sold: () => Promise<number>;
  /** From now on nothing that it depends on answers. */
  readonly silence: () => void;
  readonly close: () => Promise<void>;
};

/** What every `Carrier` must do. */
export const itIsACarrier = (open: () => Promise<OpenedCarrier>): void => {
  let opened: OpenedCarrier;
  let carrier: Carrier;
  beforeEach(async () => {
    opened = await open();
    carrier = opened.carrier;
  });
  afterEach(() => opened.close());

  const order = (over: Parameters<typeof aCarrierOrder>[0] = {}) =>
    aCarrierOrder({
      ...over,
      plan: { service: { carrier: carrier.id, service: opened.service }, ...over.plan },
    });

  /** Nothing, whichever way it is said. */
  const findsNone = async (wanted = order()): Promise<void> => {
    const found = await carrier.find(wanted, carrier.firstStep)();
    if (E.isRight(found)) expect(found.right).to.deep.equal([]);
    else expect(found.left._tag).to.equal('NothingBought');
  };

  it('names its services as its own, each once', () => {
    expect(carrier.services).to.not.deep.equal([]);
    for (const { ref } of carrier.services) expect(ref.carrier).to.equal(carrier.id);
    expect(new Set(carrier.services.map(({ ref }) => ref.service)).size).to.equal(carrier.services.length);
  });

  it('answers for every service that it is asked for, with prices above nothing in a currency', async () => {
    const wanted = carrier.services.map(({ ref }) => ref);
    const answers = await rightOf(carrier.quote(aQuoteRequest(), wanted));
    expect(answers.map(({ service }) => service)).to.deep.equal(wanted);
    const quotes = answers.flatMap((answer) => (answer._tag === 'Quoted' ? [answer] : []));
    expect(quotes.map(({ service }) => service.service)).to.include(opened.service);
    for (const { price, window } of quotes) {
      expect(parseCurrency(price.currency)).to.have.property('_tag', 'Some');
      expect(price.minor > 0n).to.equal(true);
      expect(window.endsAt).to.be.at.least(window.startsAt);
    }
  });

  it('begins with the step that it says, and pays for none where the till is closed', async () => {
    expect(await leftOf(carrier.book(order(), aClosedTill))).to.have.property('_tag', 'Overtaken');
    expect(await opened.sold()).to.equal(0);
    const till = anOpenTill();
    await rightOf(carrier.book(order(), till));
    expect(till.steps[0]).to.equal(carrier.firstStep);
  });

  it('sells one label to one reference, however often it is asked', async () => {
    const first = await rightOf(carrier.book(order(), anOpenTill()));
    const second = await rightOf(carrier.book(order(), anOpenTill()));
    expect(second.trackingCode).to.equal(first.trackingCode).and.not.equal('');
    expect(await opened.sold()).to.equal(1);
  });

  it('sells another label to another reference', async () => {
    const first = await rightOf(carrier.book(order(), anOpenTill()));
    const another = order({ parcelNumber: 2, plan: { reference: aReference(2) } });
    expect((await rightOf(carrier.book(another, anOpenTill()))).trackingCode).to.not.equal(first.trackingCode);
    expect(await opened.sold()).to.equal(2);
  });

  it('carries the outbound and the return of one parcel as two', async () => {
    const there = await rightOf(carrier.book(order(), anOpenTill()));
    const { from: to, to: from } = order().plan;
    const back = order({ plan: { kind: 'return', reference: aReference(1, 'R'), from, to } });
    expect((await rightOf(carrier.book(back, anOpenTill()))).trackingCode).to.not.equal(there.trackingCode);
    expect(await rightOf(carrier.find(order(), carrier.firstStep))).to.have.length(1);
    expect(await rightOf(carrier.find(back, carrier.firstStep))).to.have.length(1);
  });

  it('finds what it sold, and nothing before and for others', async () => {
    await findsNone();
    const { trackingCode } = await rightOf(carrier.book(order(), anOpenTill()));
    const found = await rightOf(carrier.find(order(), carrier.firstStep));
    expect(found.map((bought) => bought.trackingCode)).to.deep.equal([trackingCode]);
    await findsNone(order({ externalOrder: 'WEB-2', plan: { reference: aReference(2) } }));
  });

  it('takes its own numbers for numbers', async () => {
    const { trackingCode } = await rightOf(carrier.book(order(), anOpenTill()));
    expect(carrier.isNumber(trackingCode)).to.equal(true);
    expect(carrier.isNumber('not a number')).to.equal(false);
    expect(carrier.isNumber('')).to.equal(false);
  });

  it('gives the same label of what it sold whenever it is asked', async () => {
    const bought = await rightOf(carrier.book(order(), anOpenTill()));
    const first = await rightOf(carrier.label(order(), bought));
    expect(await rightOf(carrier.label(order(), bought))).to.deep.equal(first);
    expect(await opened.sold()).to.equal(1);
  });

  it('cancels what it sold, takes a second cancel for done, and finds it no more', async () => {
    const bought = await rightOf(carrier.book(order(), anOpenTill()));
    await rightOf(carrier.cancel(order(), bought));
    await rightOf(carrier.cancel(order(), bought));
    await findsNone();
  });

  it('refuses clearly to book under a reference that was cancelled', async () => {
    const bought = await rightOf(carrier.book(order(), anOpenTill()));
    await rightOf(carrier.cancel(order(), bought));
    expect(await leftOf(carrier.book(order(), anOpenTill()))).to.have.property('_tag', 'CarrierRefused');
    expect(await opened.sold()).to.equal(1);
  });

  it('never throws and never refuses where what it depends on is silent', async () => {
    const bought = await rightOf(carrier.book(order(), anOpenTill()));
    opened.silence();
    const silence = ['CarrierSilent', 'NothingBought'];
    const other = order({ externalOrder: 'WEB-3', plan: { reference: aReference(3) } });
    expect(silence).to.include((await leftOf(carrier.book(other, anOpenTill())))._tag);
    expect((await leftOf(carrier.find(order(), carrier.firstStep)))._tag).to.equal('CarrierSilent');
    expect((await leftOf(carrier.cancel(order(), bought)))._tag).to.equal('CarrierSilent');
  });
};
