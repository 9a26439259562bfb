import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import type { Carrier } from '../../../../../application/ports/carrier.js';
import type { TrackingSource } from '../../../../../application/ports/tracking-source.js';
import { instant } from '../../../../../domain/time.js';
import { leftOf, rightOf } from '../../../../support/either.js';
import { openStarshipit, starshipitSettings, type OpenedStarshipit } from '../../../../support/starshipit/carrier.js';
import { startStarshipit, type StarshipitSimulator } from '../../../../support/starshipit/simulator.js';
import { aPlan } from '../../../../support/bookings.js';

const AT = '2026-11-20T17:40:03.1180021Z';
const at = instant(Date.UTC(2026, 10, 20, 17, 40, 3, 118));

const webhook = {
  ...{ order_number: 'SC-1', order_reference: 'LS1O', carrier_name: 'Australia Post', carrier_service: '7J85' },
  ...{ shipment_date: AT, tracking_number: 'QQQ1', tracking_status: 'Dispatched', last_updated_date: AT },
};

describe('Starshipit’s tracking', () => {
  let simulator: StarshipitSimulator;
  let opened: OpenedStarshipit;
  let source: TrackingSource;

  const trackingOf = ({ tracking }: Carrier): TrackingSource => tracking ?? expect.fail('no tracking');

  before(async () => {
    simulator = await startStarshipit();
    opened = openStarshipit(simulator.url);
    source = trackingOf(opened.carrier);
  });
  beforeEach(() => {
    simulator.books.orders.length = 0;
  });
  after(async () => {
    await opened.close();
    await simulator.close();
  });

  const look = (trackingCode: string, orderNumber: string) =>
    source.look({ trackingCode, orderNumber, order: 'A-1', reference: 'LS1O' });

  const printed = (number: string) => {
    const order = simulator.books.add({ order_number: number, reference: `LS${number}` });
    order.numbers = [`Q-${number}`];
    return order;
  };

  describe('a webhook', () => {
    it('is read with all that it says', () => {
      expect(source.noticeIn(webhook)).to.deep.equal(
        O.some({
          ...{ trackingCode: 'QQQ1', orderNumber: 'SC-1', reference: 'LS1O', word: 'Dispatched', at },
          key: `SC-1|QQQ1|Dispatched|${AT}`,
        }),
      );
    });

    it('may have its order number as a number, and no tracking number', () => {
      const early = { order_number: 100_482, tracking_number: null, tracking_status: 'Printed' };
      expect(source.noticeIn(early)).to.deep.equal(
        O.some({ orderNumber: '100482', word: 'Printed', key: '100482||Printed|' }),
      );
    });

    it('is known again by its own id where it has one, if that says more than which order it is of', () => {
      const keyOf = (body: object): unknown => O.toUndefined(source.noticeIn({ ...webhook, ...body }))?.key;
      expect(keyOf({ event_id: 'e-7', last_updated_date: null })).to.equal(keyOf({ event_id: 'e-7' }));
      expect(keyOf({ event_id: 'e-7' })).to.not.equal(keyOf({ event_id: 'e-8' }));
      expect(keyOf({ id: 408418809, tracking_status: 'Delivered' })).to.not.equal(keyOf({ id: 408418809 }));
    });

    it('is none where it names no parcel, or what nobody could have named so', () => {
      for (const body of [null, 'text', [], {}, { tracking_status: 'Delivered' }, { order_number: 'x'.repeat(101) }])
        expect(O.isNone(source.noticeIn(body)), JSON.stringify(body)).to.equal(true);
    });

    it('is genuine by its signature alone, and proves nothing where no secret is agreed', () => {
      const { tracking } = starshipitSettings('');
      const other = openStarshipit(simulator.url, { tracking: { ...tracking, webhookSecret: 'Jefe' } });
      const signed = trackingOf(other.carrier);
      const raw = Buffer.from('what do ya want for nothing?');
      const signature = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
      expect(signed.judge(raw, signature)).to.equal('genuine');
      expect(signed.judge(raw, signature.replace('5', '6'))).to.equal('forged');
      expect(signed.judge(raw, undefined)).to.equal('forged');
      expect(source.judge(raw, signature)).to.equal('unproven');
      return other.close();
    });
  });

  describe('asked for one parcel', () => {
    it('tells its history from the beginning, each station at its moment', async () => {
      const order = printed('A-1');
      simulator.books.move(order, 'InTransit', '2026-11-20T18:00:00Z');
      simulator.books.move(order, 'Dispatched', AT);
      const of = { trackingCode: 'Q-A-1', orderNumber: 'A-1' };
      expect(await rightOf(look('Q-A-1', 'A-1'))).to.deep.equal([
        { ...of, word: 'Dispatched', at },
        { ...of, word: 'In Transit', at: Date.UTC(2026, 10, 20, 18) },
        { ...of, word: 'Dispatched', at },
      ]);
    });

    it('says no moment where Starshipit names no zone', async () => {
      simulator.books.move(printed('A-1'), 'Delivered', '2017-04-18T14:59:00');
      const of = { trackingCode: 'Q-A-1', orderNumber: 'A-1', word: 'Delivered' };
      expect(await rightOf(look('Q-A-1', 'A-1'))).to.deep.equal([of, of]);
    });

    it('tells its history in order where no moment has a zone, newest first as it may come', async () => {
      const order = printed('A-1');
      simulator.books.move(order, 'Delivered', '2017-04-18T14:59:00');
      simulator.books.move(order, 'OutForDelivery', '2017-04-18T08:10:00.5');
      simulator.books.move(order, 'InTransit', '2017-04-17T23:00:00');
      simulator.books.move(order, 'Dispatched', 'some time');
      const words = (await rightOf(look('Q-A-1', 'A-1'))).map(({ word }) => word);
      expect(words.slice(0, -1)).to.deep.equal(['In Transit', 'Out For Delivery', 'Delivered', 'Dispatched']);
    });

    it('tells the end of a history that is longer than any parcel’s', async () => {
      const order = printed('A-1');
      for (let minute = 0; minute < 60; minute += 1)
        simulator.books.move(order, 'InTransit', new Date(at + minute * 60_000).toISOString());
      const said = await rightOf(look('Q-A-1', 'A-1'));
      expect([said.length, said[0]?.at]).to.deep.equal([51, at + 10 * 60_000]);
    });

    it('has nothing to say of a parcel that Starshipit does not know', async () => {
      expect(await rightOf(look('NONE', 'A-9'))).to.deep.equal([]);
    });

    it('asks by the order’s number where the parcel has no code of its own', async () => {
      await rightOf(look('A-1', 'A-1'));
      await rightOf(look('Q-A-1', 'A-1'));
      expect(
        simulator
          .callsOf('GET /api/track')
          .slice(-2)
          .map(({ query }) => query),
      ).to.deep.equal([{ order_number: 'A-1' }, { tracking_number: 'Q-A-1' }]);
    });

    it('is silent where Starshipit is', async () => {
      simulator.fail('GET /api/track', 'status_500', 2);
      expect(await leftOf(look('NONE', 'A-9'))).to.deep.equal({
        _tag: 'SourceSilent',
        detail: 'HTTP status 500',
      });
      simulator.mend('GET /api/track');
      simulator.fail('GET /api/track', 'gateway_401');
      expect((await leftOf(look('NONE', 'A-9'))).detail).to.match(/^HTTP status 401: check api_key/);
    });
  });

  describe('asked for all that moved', () => {
    it('names the moment since when, and tells page by page', async () => {
      simulator.books.rules.mostRows = 2;
      for (const number of ['A-1', 'A-2', 'A-3'])
        simulator.books.move(printed(number), 'InTransit', '2026-11-20T18:00:00Z');
      const first = await rightOf(source.movedSince(at, 1));
      expect(first.hasMore).to.equal(true);
      expect(first.sightings[0]).to.deep.equal({
        ...{ trackingCode: 'Q-A-1', orderNumber: 'A-1', reference: 'LSA-1', word: 'InTransit' },
      });
      const second = await rightOf(source.movedSince(at, 2));
      expect(second.sightings.map(({ orderNumber }) => orderNumber)).to.deep.equal(['A-3']);
      expect(second.hasMore).to.equal(false);
      expect(simulator.callsOf('GET /api/orders/shipped').at(-1)?.query).to.deep.equal({
        ...{ since_last_updated: '2026-11-20T17:40:03Z', limit: '250', page: '2' },
      });
    });

    it('tells of each package of an order, as the documents have it', async () => {
      simulator.books.rules.wholeOrders = true;
      const order = printed('A-1');
      order.numbers = ['Q-1', 'Q-2'];
      simulator.books.move(order, 'OutForDelivery', '2026-11-20T18:00:00Z');
      const of = { orderNumber: 'A-1', reference: 'LSA-1' };
      expect((await rightOf(source.movedSince(at, 1))).sightings).to.deep.equal([
        { ...of, trackingCode: 'Q-1', word: 'Out For Delivery' },
        { ...of, trackingCode: 'Q-2' },
      ]);
      simulator.books.rules.wholeOrders = false;
    });

    it('asks on until a page is not full where nobody says how many there are', async () => {
      simulator.books.rules.saysPages = false;
      simulator.books.rules.mostRows = 250;
      for (let number = 1; number <= 251; number += 1)
        simulator.books.move(printed(`A-${number}`), 'InTransit', '2026-11-20T18:00:00Z');
      const more = [];
      for (const page of [1, 2, 3]) more.push((await rightOf(source.movedSince(at, page))).hasMore);
      expect(more).to.deep.equal([true, false, false]);
    });
  });

  it('knows the number that a leg has in Starshipit’s books', () => {
    const leg = { plan: aPlan({ kind: 'return' }), externalOrder: 'A-1', parcelNumber: 2 };
    expect(source.orderNumberOf(leg)).to.equal('A-1-2-R');
    expect(source.orderNumberOf({ ...leg, plan: aPlan({ orderNumber: 'A-1-0123' }) })).to.equal('A-1-0123');
  });
});
