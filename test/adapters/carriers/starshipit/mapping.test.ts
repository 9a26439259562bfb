import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { Order, Orders, RatedServices, Shipment } from '../../../../adapters/carriers/starshipit/codecs.js';
import {
  fromRated,
  stageOf,
  toBought,
  toCreate,
  toPrint,
  toQuoteRequest,
  toReprint,
  toUpdate,
  type OrderParts,
} from '../../../../adapters/carriers/starshipit/mapping.js';
import type { StarshipitService } from '../../../../adapters/carriers/starshipit/settings.js';
import type { CountryCode } from '../../../../domain/address.js';
import type { Currency } from '../../../../domain/currency.js';
import type { Goods } from '../../../../domain/goods.js';
import { anAddress, aParcel, dollars } from '../../../support/bookings.js';
import { aCarrierOrder, aQuoteRequest, aReference, house, shopper } from '../../../support/carrier-orders.js';
import { countryName, starshipitSettings } from '../../../support/starshipit/carrier.js';

const settings = starshipitSettings('http://localhost');
const AUD = 'AUD' as Currency;

const service: StarshipitService = {
  ...{ code: 'EXPRESS', name: 'Express', carrier: 'AusPost', serviceCode: '7J85' },
  ...{ signatureRequired: true, transit: { min: 1, max: 2 } },
};

const tote: Goods = {
  sku: 'TOTE-OLV',
  quantity: 2,
  grams: 300,
  value: dollars(3_950),
  customs: { description: 'Cotton shopping bag', hsNumber: '4202.92', originCountry: 'PT' },
};

const parts = (over: Parameters<typeof aCarrierOrder>[0] = {}): OrderParts => ({
  order: aCarrierOrder({ goods: [tote], ...over }),
  orderNumber: 'WEB-1',
  ...{ service, settings, countryName },
});

const auckland = anAddress({
  country: 'NZ' as CountryCode,
  city: 'Auckland',
  postcode: '1024',
  line1: '27 Tui Road',
  line2: 'Unit 8',
  email: 'mara@example.org',
  firstName: 'Mara',
  lastName: 'Lindqvist',
});

describe('the words for Starshipit', () => {
  it('create an order with carrier, service, customs and package, in kilograms and metres', () => {
    expect(toCreate(parts({ plan: { from: house, to: auckland } }))).to.deep.equal({
      order: {
        order_number: 'WEB-1',
        reference: aReference(1),
        carrier: 'AusPost',
        carrier_service_code: '7J85',
        signature_required: true,
        currency: 'AUD',
        sender_details: {
          name: 'Ada Lovelace',
          phone: '0700000000',
          street: '12 Queen St',
          suburb: 'Brisbane',
          state: 'QLD',
          post_code: '4000',
          country: 'Australia',
        },
        destination: {
          name: 'Mara Lindqvist',
          email: 'mara@example.org',
          street: 'Unit 8, 27 Tui Road',
          suburb: 'Auckland',
          city: 'Auckland',
          state: 'VIC',
          post_code: '1024',
          country: 'New Zealand',
        },
        items: [
          {
            description: 'Cotton shopping bag',
            sku: 'TOTE-OLV',
            tariff_code: '420292',
            country_of_origin: 'Portugal',
            quantity: 2,
            weight: 0.3,
            value: 39.5,
          },
        ],
        packages: [{ weight: 1.25, height: 0.1, width: 0.2, length: 0.3 }],
      },
    });
  });

  it('leave out a size that nobody knows, and goods’ values in another currency', () => {
    const other: Goods = { quantity: 1, value: { minor: 100n, currency: 'NZD' as Currency } };
    const { order } = toCreate(
      parts({ parcel: aParcel({ lengthMm: 0, widthMm: 0, heightMm: 0 }), goods: [tote, other] }),
    ) as { readonly order: { readonly packages: unknown; readonly items: readonly unknown[] } };
    expect(order.packages).to.deep.equal([{ weight: 1.25 }]);
    expect(order.items[1]).to.deep.equal({ description: 'Goods', quantity: 1 });
  });

  const destinationOf = (to: object): Readonly<Record<string, string>> => {
    const { order } = toCreate(parts({ plan: { to: { ...auckland, ...to } } })) as {
      readonly order: { readonly destination: Readonly<Record<string, string>> };
    };
    return order.destination;
  };

  it('put a second line that does not fit into the building', () => {
    const line1 = `${'1'.repeat(95)} St`;
    expect(destinationOf({ line1, line2: 'Level 12' })).to.include({ street: line1, building: 'Level 12' });
  });

  it('break a line that is too long between two words, and lose none', () => {
    const line1 = `${'word '.repeat(24)}end`;
    const { street = '', building = '' } = destinationOf({ line1, line2: 'Level 12' });
    expect(street).to.have.length(99);
    expect(building).to.equal('Level 12, word word word word end');
    expect(destinationOf({ line1: 'x'.repeat(150), line2: undefined })).to.include({
      street: 'x'.repeat(100),
      building: 'x'.repeat(50),
    });
  });

  it('cut what is too long between two characters, and neither a postcode nor an e-mail address', () => {
    const to = {
      company: `${'C'.repeat(99)}\u{1F4E6}`,
      postcode: '12345678901',
      email: `${'e'.repeat(100)}@example.org`,
    };
    const destination = destinationOf(to);
    expect(destination).to.include({ company: 'C'.repeat(99), post_code: '12345678901' });
    expect(destination).to.not.have.property('email');
  });

  it('name a person of one name once', () => {
    const to = { ...auckland, firstName: 'Madonna', lastName: 'Madonna' };
    expect(toCreate(parts({ plan: { to } }))).to.have.nested.property('order.destination.name', 'Madonna');
  });

  it('make a return order with the customer as destination, or as it travels, as the account says', () => {
    const plan = { kind: 'return' as const, from: shopper, to: house };
    const outbound = toCreate(parts({ plan }));
    expect(outbound).to.have.nested.property('order.return_order', true);
    expect(outbound).to.have.nested.property('order.destination.street', '1 Pitt St');
    const travelled = toCreate({ ...parts({ plan }), settings: { ...settings, returnAddresses: 'as_travelled' } });
    expect(travelled).to.have.nested.property('order.destination.street', '12 Queen St');
    const found = Order.decode({ order_id: 7 });
    const updated = toUpdate(parts({ plan }), E.isRight(found) ? found.right : expect.fail());
    expect(updated).to.have.nested.property('order.return_order', true);
  });

  it('update a found order in what is ours, and leave it one package', () => {
    const found = { packages: [{ package_id: '7' }, { package_id: '8' }] };
    const read = Order.decode({ order_id: 408418809, ...found });
    const { order } = toUpdate(parts(), E.isRight(read) ? read.right : expect.fail()) as {
      readonly order: Readonly<Record<string, unknown>>;
    };
    expect(order).to.include({ order_id: 408418809, reference: aReference(1), carrier_service_code: '7J85' });
    expect(order).to.not.have.any.keys('items', 'order_number');
    expect(order['packages']).to.deep.equal([
      { package_id: 7, weight: 1.25, height: 0.1, width: 0.2, length: 0.3 },
      { package_id: 8, delete: true },
    ]);
  });

  it('print and reprint by the order’s id', () => {
    expect(toPrint('408418809', service)).to.deep.equal({
      order_id: 408418809,
      carrier: 'AusPost',
      carrier_service_code: '7J85',
    });
    expect(toReprint('408418809')).to.deep.equal({ order_id: 408418809, reprint: true });
  });

  it('ask for prices with countries by code', () => {
    const ends = {
      sender: { street: '12 Queen St', suburb: 'Brisbane', state: 'QLD', post_code: '4000', country_code: 'AU' },
      destination: { street: '1 Pitt St', suburb: 'Sydney', state: 'NSW', post_code: '2000', country_code: 'AU' },
      packages: [{ weight: 1.25, height: 0.1, width: 0.2, length: 0.3 }],
      include_pricing: true,
    };
    expect(toQuoteRequest(aQuoteRequest(), settings, false)).to.deep.equal(ends);
    expect(toQuoteRequest(aQuoteRequest(), { ...settings, quotes: 'rates' }, false)).to.deep.equal({
      ...ends,
      currency: 'AUD',
    });
    const back = aQuoteRequest({ leg: 'return', from: shopper, to: house });
    expect(toQuoteRequest(back, settings, false)).to.deep.equal({ ...ends, return_order: true });
    expect(toQuoteRequest(aQuoteRequest(), settings, true)).to.deep.equal({ ...ends, signature_required: true });
    const country = anAddress({ state: 'VIC' }).country;
    expect(toQuoteRequest(aQuoteRequest({ to: { country } }), settings, false)).to.deep.include({
      destination: { country_code: 'AU' },
    });
  });
});

describe('the words from Starshipit', () => {
  const rows = (...services: readonly unknown[]) => {
    const read = RatedServices.decode({ services });
    return E.isRight(read) ? read.right.services : expect.fail();
  };
  const priced = (price: unknown, more: object = {}) =>
    fromRated(rows({ carrier: 'AusPost', service_code: '7J85', total_price: price, ...more }), service, AUD);

  it('are a price as a number or as text, exact', () => {
    expect(priced(15.4)).to.deep.equal({ _tag: 'Priced', price: dollars(1_540) });
    expect(priced('41.255')).to.deep.equal({ _tag: 'Priced', price: dollars(4_126) });
  });

  it('are no price where there is none, or nothing is asked, or in another currency', () => {
    for (const price of [0, null, undefined, -1, 'free', {}])
      expect(priced(price)._tag, JSON.stringify(price)).to.equal('Unpriced');
    expect(priced(15.4, { currency: 'NZD' })._tag).to.equal('Unpriced');
    expect(priced(15.4, { currency: 'aud' })._tag).to.equal('Priced');
  });

  it('are of a service by courier, code and, where the settings have it, name; the least of several', () => {
    const all = rows(
      { carrier: 'TNT', service_code: '7J85', total_price: 1 },
      { carrier: 'auspost', service_code: '7J85', service_name: 'A', total_price: 20 },
      { service_code: '7J85', service_name: 'B', total_price: 18 },
    );
    expect(fromRated(all, service, AUD)).to.deep.include({ price: dollars(1_800) });
    expect(fromRated(all, { ...service, serviceName: 'A' }, AUD)).to.deep.include({ price: dollars(2_000) });
    expect(fromRated(all, { ...service, serviceCode: 'X' }, AUD)).to.deep.equal({ _tag: 'Absent' });
  });

  it('are an order as one or in a list, with members of any kind or none', () => {
    for (const body of [
      { order: { order_id: 7 } },
      { order: [{ order_id: '7' }] },
      { orders: [{ order_id: 7 }, 'x'] },
    ]) {
      const read = Orders.decode(body);
      const all = E.isRight(read) ? [...read.right.order, ...read.right.orders] : [];
      expect(all.map(({ order_id }) => order_id)).to.deep.equal(['7']);
    }
    const read = Order.decode({ order_id: 7, archived: null, manifested: 1, packages: null, status: 5 });
    expect(E.isRight(read) && read.right).to.deep.include({ archived: undefined, manifested: true, packages: [] });
  });

  const anOrder = (over: object) => {
    const read = Order.decode(over);
    return E.isRight(read) ? read.right : expect.fail();
  };

  it('are a stage, which is beyond recall for every word that is not known', () => {
    expect(stageOf(anOrder({ status: 'Unshipped' }))).to.equal('unshipped');
    expect(stageOf(anOrder({ status: 'saved' }))).to.equal('unshipped');
    expect(stageOf(anOrder({ status: 'Printed' }))).to.equal('printed');
    expect(stageOf(anOrder({ status: 'Printed', archived: true }))).to.equal('archived');
    for (const status of ['Delivered', 'Dispatched', 'Something', null])
      expect(stageOf(anOrder({ status })), String(status)).to.equal('moving');
  });

  it('are the first tracking number that is not null, and all others beside it', () => {
    const read = Shipment.decode({ tracking_numbers: [null, 'N-2', '', 'N-3'], labels: [] });
    const order = anOrder({
      tracking_number: 'N-3',
      tracking_url: 'not a URL',
      packages: [{ tracking_number: 'N-2', tracking_url: 'https://track.example/N-2' }, { tracking_number: 'N-4' }],
      manifested: true,
    });
    expect(toBought('7', order, E.isRight(read) ? read.right : undefined)).to.deep.equal(
      O.some({
        trackingCode: 'N-2',
        carrierOrder: '7',
        trackingUrl: 'https://track.example/N-2',
        furtherTrackingCodes: ['N-3', 'N-4'],
        manifested: true,
      }),
    );
    expect(toBought('7', anOrder({}), undefined)).to.deep.equal(O.none);
  });
});
