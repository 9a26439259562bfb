import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import type { NoOffers } from '../../../domain/no-offers.js';
import { NEWSTORE, refusalOf, type Answer } from '../../support/asking.js';
import { serveHub, type ServedHub } from '../../support/hub.js';
import { anOffersBody } from '../../support/newstore-bodies.js';

type Offer = {
  readonly offer: string;
  readonly provider_rate: string;
  readonly delivery_estimate: { readonly starts_at: string; readonly ends_at: string; readonly expires_at: string };
  readonly quote: { readonly price: number; readonly currency: string };
};

describe('offers over HTTP', () => {
  let served: ServedHub;
  let failing: NoOffers | undefined;
  before(async () => {
    served = await serveHub(({ offerShipping }) => ({
      offerShipping: (desk, request, requestId) => async () => {
        const offered = await offerShipping(desk, request, requestId)();
        return failing === undefined ? offered : { ...offered, result: E.left(failing) };
      },
    }));
  });
  beforeEach(() => (failing = undefined));
  after(() => served.close());

  const offers = (over = {}, key = served.keys.newstore): Promise<Answer> =>
    served.ask(`${NEWSTORE}/shipping_offers`, { body: anOffersBody(over), key });

  const refused = async (over: object): Promise<[number, string, readonly string[]]> => {
    const answer = await offers(over);
    const { type, data } = refusalOf(answer);
    return [answer.status, type, (data ?? []).map(({ field }) => field)];
  };

  it('are a bare array, answered with 201, with no member that NewStore does not know', async () => {
    const before = Date.now();
    const answer = await offers();
    expect(answer.status).to.equal(201);
    expect(answer.headers.get('content-type')).to.match(/^application\/json/);
    const [offer, ...more] = answer.json as [Offer];
    expect(more).to.deep.equal([]);
    expect(offer).to.have.all.keys('offer', 'provider_rate', 'service_level', 'delivery_estimate', 'quote');
    expect(offer.delivery_estimate).to.have.all.keys('starts_at', 'ends_at', 'expires_at');
    expect(offer).to.deep.include({ provider_rate: 'EXPRESS', service_level: 'EXPRESS' });
    // 2 x 250 g, but 3.6 litres at 4000 cm3/kg: the 1 kg break of 17.25, and fuel of 8.5 %.
    expect(offer.quote).to.deep.equal({ price: 18.72, currency: 'AUD' });
    expect(offer.offer).to.match(/^[A-Za-z0-9._~-]{1,999}$/);
    const { starts_at: starts, ends_at: ends, expires_at: expires } = offer.delivery_estimate;
    expect(Date.parse(starts)).to.be.below(Date.parse(ends));
    const lifetime = Date.parse(expires) - before;
    expect(lifetime).to.be.within(15 * 60_000 - 1_000, 15 * 60_000 + 60_000);
  });

  it('are those of the requested rate first, then the cheapest first', async () => {
    const wanting = async (rate: string) => {
      const { status, json } = await offers({ provider_rate: rate }, served.keys.other);
      expect(status).to.equal(201);
      return (json as readonly Offer[]).map(({ provider_rate: code, quote }) => [code, quote.price] as const);
    };
    const all = await wanting('ANYTHING');
    expect(all.map(([code]) => code)).to.deep.equal(['STANDARD', 'EXPRESS']);
    expect(all.map(([, price]) => price)).to.deep.equal([12.73, 18.72]);
    expect((await wanting('EXPRESS')).map(([code]) => code)[0]).to.equal('EXPRESS');
  });

  it('ignore members that nobody named', async () => {
    expect((await offers({ request_id: '1111.111', tenant: { a: 1 }, new_field: [] })).status).to.equal(201);
  });

  it('need no more of an address than a country that can be priced', async () => {
    expect(await refused({ shipping_address: { country_code: 'AU' } })).to.deep.equal([
      ...[400, 'shipping_address_error'],
      ['shipping_address.zip_code'],
    ]);
    const abroad = { shipping_address: { country_code: 'NZ' }, provider_rate: 'INTERNATIONAL' };
    expect((await offers(abroad)).status).to.equal(201);
  });

  it('list every fault at once, and a fault outside the addresses decides the type', async () => {
    expect(await refused({ ready_by: '2026-02-31T00:00:00Z', deliverables: [], provider_rate: 7 })).to.deep.equal([
      ...[400, 'delivery_validation_error'],
      ['deliverables', 'ready_by', 'provider_rate'],
    ]);
    const unit = { weight: { amount: 1, unit: 'stone' } };
    expect(
      await refused({
        deliverables: [{ quantity: 0, item: unit }],
        shipping_address: { country_code: 'XX' },
        sender_address: {},
      }),
    ).to.deep.equal([
      ...[400, 'delivery_validation_error'],
      [
        ...['sender_address.country_code', 'shipping_address.country_code'],
        ...['deliverables[0].item.weight.unit', 'deliverables[0].item.quantity'],
      ],
    ]);
  });

  it('name the address that is at fault, the receiver’s first', async () => {
    const wrong = { country_code: 'AU', zip_code: '99' };
    expect(await refused({ sender_address: wrong })).to.deep.equal([
      ...[400, 'sender_address_error'],
      ['sender_address.zip_code'],
    ]);
    expect((await refused({ sender_address: wrong, shipping_address: wrong }))[1]).to.equal('shipping_address_error');
  });

  it('say why there are none', async () => {
    expect(await refused({ provider_rate: 'NOBODYS' })).to.deep.equal([400, 'carrier_unavailable', []]);
    expect(await refused({ ready_by: '2099-01-01T00:00:00Z' })).to.deep.equal([400, 'invalid_delivery_window', []]);
    expect(await refused({ shipping_address: { country_code: 'NZ' } })).to.deep.equal([
      ...[400, 'shipping_address_not_serviced'],
      [],
    ]);
    failing = { _tag: 'CarriersFailed' };
    expect(await refused({})).to.deep.equal([400, 'carrier_unavailable', []]);
    failing = { _tag: 'CarriersLate' };
    expect(await refused({})).to.deep.equal([400, 'timeout', []]);
  });

  it('say the first of several reasons', async () => {
    const nowhere = { provider_rate: 'NOBODYS', ready_by: '2099-01-01T00:00:00Z' };
    expect((await refused({ ...nowhere, shipping_address: { country_code: 'XX' } }))[1]).to.equal(
      'shipping_address_error',
    );
    expect((await refused(nowhere))[1]).to.equal('carrier_unavailable');
    expect((await refused({ ...nowhere, provider_rate: 'EXPRESS' }))[1]).to.equal('invalid_delivery_window');
  });

  it('are an empty array when carriers answered and nothing fits', async () => {
    const heavy = { quantity: 1, item: { weight: { amount: 500, unit: 'kg' } } };
    const answer = await offers({ deliverables: [heavy] });
    expect([answer.status, answer.text]).to.deep.equal([201, '[]']);
  });

  it('count a ready_by in the past, or without a zone, as any other', async () => {
    for (const moment of ['1999-01-01T00:00:00Z', new Date().toISOString().slice(0, 19)])
      expect((await offers({ ready_by: moment })).status, moment).to.equal(201);
  });

  it('are answered quickly for a body that is full of small items or of faults, and the faults are no flood', async () => {
    const many = (one: unknown) => Array.from({ length: 10_000 }, () => one);
    const startedAt = Date.now();
    const taken = await offers({ deliverables: many({ quantity: 1, item: {} }) });
    expect(taken.status).to.equal(201);
    const unknown = await offers({ deliverables: many({ quantity: 0, item: {} }) });
    const unreadable = await offers({ deliverables: many(0) });
    expect(Date.now() - startedAt).to.be.below(10_000);
    for (const answer of [unknown, unreadable]) expect(refusalOf(answer).data).to.have.length(100);
  });
});
