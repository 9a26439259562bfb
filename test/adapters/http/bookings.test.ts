import { expect } from 'chai';
import { NEWSTORE, refusalOf, type Answer } from '../../support/asking.js';
import { anAccountId } from '../../support/bookings.js';
import { rightOf } from '../../support/either.js';
import { serveHub, type ServedHub } from '../../support/hub.js';
import { aBookingBody, anOffersBody, receiver, sender } from '../../support/newstore-bodies.js';

type Booked = {
  readonly tracking_code: string;
  readonly label_url: string;
  readonly offer: string;
  readonly cost: { readonly price: number; readonly currency: string };
  readonly return_tracking_code?: string;
};

describe('a booking over HTTP', () => {
  let served: ServedHub;
  before(async () => (served = await serveHub()));
  after(() => served.close());

  const book = (body: object, key = served.keys.newstore): Promise<Answer> =>
    served.ask(`${NEWSTORE}/shipments`, { body, key });
  const booked = async (over = {}): Promise<Booked> => {
    const answer = await book(aBookingBody(over));
    expect(answer.status, answer.text).to.equal(201);
    return answer.json as Booked;
  };
  const refused = async (over: Readonly<Record<string, unknown>>): Promise<[number, string, readonly string[]]> => {
    const answer = await book(aBookingBody(over));
    const { type, data } = refusalOf(answer);
    return [answer.status, type, (data ?? []).map(({ field }) => field)];
  };
  const cancel = (code: string, key = served.keys.newstore, more = {}): Promise<Answer> =>
    served.ask(`${NEWSTORE}/shipments/${code}/_cancel`, { key, ...more });

  it('is answered with 201, a code, a label, our shipment id and what it costs', async () => {
    const body = await booked();
    expect(body).to.have.all.keys('tracking_code', 'label_url', 'offer', 'cost');
    expect(body.tracking_code).to.match(/^\d{18}$/);
    expect(body.label_url).to.match(/^https:\/\/ship\.example\.com\/labels\/[\w-]{22}\.pdf$/);
    expect(body.offer).to.be.a('string').that.is.not.empty;
    expect(body.cost).to.deep.equal({ price: 18.72, currency: 'AUD' });
  });

  it('is answered with the same bytes when it is asked again', async () => {
    const body = aBookingBody();
    const answers = [await book(body), await book(body), ...(await Promise.all([book(body), book(body)]))];
    expect(new Set(answers.map(({ text }) => text)).size).to.equal(1);
    expect(answers.every(({ status }) => status === 201)).to.equal(true);
    expect(answers[0]?.headers.get('content-type')).to.match(/^application\/json/);
  });

  it('with its return tells the return beside it; a return alone is told in the fields of an outbound', async () => {
    expect(await booked({ booking_method: 'shipping_and_return' })).to.include.all.keys(
      ...['tracking_code', 'label_url', 'return_tracking_code', 'return_label_url'],
    );
    expect(await booked({ booking_method: 'only_return' })).to.have.all.keys(
      ...['tracking_code', 'label_url', 'offer', 'cost'],
    );
  });

  it('takes the offer that was made, and none or another provider’s for none', async () => {
    const offers = await served.ask(`${NEWSTORE}/shipping_offers`, { body: anOffersBody() });
    const [{ offer }] = offers.json as [{ readonly offer: string }];
    for (const one of [offer, '', 'shp_of_someone_else', null]) await booked({ offer: one });
    const last = offer.at(-1) === 'A' ? 'E' : 'A';
    expect(await refused({ offer: `${offer.slice(0, -1)}${last}` })).to.deep.equal([
      ...[400, 'delivery_validation_error'],
      ['offer'],
    ]);
    const others = await book(aBookingBody({ offer }), served.keys.other);
    expect(refusalOf(others).data?.map(({ field }) => field)).to.deep.equal(['offer']);
  });

  it('lists every fault at once', async () => {
    const bare = { shipping_address: { country_code: 'AU' }, sender_address: sender({ city: ' ' }) };
    const [status, type, fields] = await refused(bare);
    expect([status, type]).to.deep.equal([400, 'shipping_address_error']);
    expect(fields).to.have.members([
      'sender_address.city',
      ...['zip_code', 'city', 'address_line_1', 'first_name', 'last_name'].map((part) => `shipping_address.${part}`),
    ]);
  });

  it('does without a phone, an e-mail and a package', async () => {
    await booked({ shipping_address: receiver({ phone: null, email: null }), package_option: null });
  });

  it('that cannot be is refused with the type that says why', async () => {
    expect(await refused({ rate: 'NOBODYS' })).to.deep.equal([400, 'carrier_account_configuration_error', []]);
    expect(await refused({ shipping_address: receiver({ zip_code: '99' }) })).to.deep.equal([
      ...[400, 'shipping_address_error'],
      ['shipping_address.zip_code'],
    ]);
    const auckland = receiver({ country_code: 'NZ', zip_code: '1010', city: 'Auckland', state: null });
    expect((await refused({ shipping_address: auckland }))[1]).to.equal('shipping_address_not_serviced');
    const heavy = { weight: { amount: 90, unit: 'kg' } };
    expect(await refused({ package_option: heavy })).to.deep.equal([
      ...[400, 'delivery_validation_error'],
      ['package_option.weight'],
    ]);
  });

  it('of a body full of items is answered quickly', async () => {
    const startedAt = Date.now();
    const items = Array.from({ length: 6_000 }, () => ({ weight: { amount: 1, unit: 'g' } }));
    await booked({ items });
    expect(Date.now() - startedAt).to.be.below(10_000);
  });

  it('is in the journal with what NewStore asked and what it did', async () => {
    const order = 'journal-1';
    const { tracking_code: code, offer: reference } = await booked({ external_order_id: order });
    expect((await cancel(code)).status).to.equal(200);
    await refused({ external_order_id: order, rate: 'NOBODYS' });
    const { storage } = served.opened;
    await storage.journal.flush();
    const entries = await rightOf(storage.journal.of(anAccountId(), order));
    const fromNewStore = entries.filter(({ system }) => system === 'newstore');
    expect(fromNewStore.map(({ method, status, did, order: of }) => [method, status, did, of])).to.deep.equal([
      ['POST', '201', 'answered the booking', order],
      ['POST', '200', 'cancelled', order],
      ['POST', '400', 'RateNotEnabled', order],
    ]);
    expect(fromNewStore[1]).to.include({ reference });
    expect(fromNewStore[1]?.endpoint).to.equal(`${NEWSTORE}/shipments/{tracking_code}/_cancel`);
  });

  describe('when it is cancelled', () => {
    it('answers 200 with nothing, and again when it is cancelled again', async () => {
      const { tracking_code: code } = await booked();
      for (const answer of [await cancel(code), await cancel(code)])
        expect([answer.status, answer.text]).to.deep.equal([200, '']);
    });

    it('does not look at body and Content-Type', async () => {
      for (const more of [
        { body: 'nonsense', headers: { 'content-type': 'text/plain' } },
        { body: '{', headers: {} },
        { body: 'x'.repeat(400_000), headers: { 'content-type': 'application/octet-stream' } },
      ]) {
        const { tracking_code: code } = await booked();
        expect((await cancel(code, undefined, more)).status).to.equal(200);
      }
    });

    it('answers 404 for a code that is unknown, another account’s or no code at all', async () => {
      const { tracking_code: code } = await booked();
      const answers = [
        await cancel(code, served.keys.other),
        ...(await Promise.all(
          ['12345', 'a%2Fb', '..%2F..', '%00', '%ff', '%zz', '%', '%F0%9F%93%A6', 'x'.repeat(8_000)].map((odd) =>
            cancel(odd),
          ),
        )),
      ];
      for (const answer of answers) {
        expect(answer.status).to.equal(404);
        expect(refusalOf(answer).type).to.equal('delivery_validation_error');
      }
      expect((await cancel(code)).status).to.equal(200);
    });

    it('finds a code however it is written in the address', async () => {
      const { tracking_code: code } = await booked();
      expect((await cancel(`%${code.charCodeAt(0).toString(16)}${code.slice(1)}`)).status).to.equal(200);
    });

    it('is refused with 400 once the parcel moves', async () => {
      const { tracking_code: code } = await booked();
      const [desk] = served.opened.hub.desks.all;
      await rightOf(served.opened.hub.trackParcel(desk!, code, 'in_transit'));
      const answer = await cancel(code);
      expect([answer.status, refusalOf(answer).type]).to.deep.equal([400, 'delivery_validation_error']);
    });
  });
});
