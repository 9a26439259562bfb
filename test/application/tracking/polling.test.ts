import { expect } from 'chai';
import type { Errand } from '../../../application/ports/errands.js';
import { withLeg, type Booking } from '../../../domain/booking.js';
import { askingJob } from '../../../domain/parcel-work.js';
import { DAY, HOUR, later, MINUTE } from '../../../domain/time.js';
import type { Outcome } from '../../../domain/work.js';
import { aPurchase, bookedWith, MORNING, notMoved, nth } from '../../support/bookings.js';
import { rightOf } from '../../support/either.js';
import { openTrackingShop, type TrackingShop } from '../../support/tracking-shop.js';

describe('asking a carrier', () => {
  let shop: TrackingShop;
  beforeEach(async () => {
    shop = await openTrackingShop();
  });
  afterEach(() => shop.close());

  const statusOf = async ({ key }: Booking): Promise<string> => {
    const { state } = (await shop.stored(key)).legs[0];
    return state._tag === 'Booked' ? state.tracking.status : state._tag;
  };

  const furtherOf = async ({ key }: Booking): Promise<string> => {
    const { state } = (await shop.stored(key)).legs[0];
    const further = state._tag === 'Booked' ? (state.tracking.further ?? []) : [];
    return further.map(({ code, status }) => `${code} ${status}`).join();
  };

  const bookedWithTwo = withLeg(bookedWith('FIRST'), 'outbound', {
    _tag: 'Booked',
    bought: aPurchase({ trackingCode: 'FIRST', furtherTrackingCodes: ['SECOND'] }),
    tracking: notMoved,
  });

  describe('for one parcel', () => {
    const booking: Booking = { ...bookedWith('CODE-1'), work: [askingJob('outbound', MORNING, DAY)] };
    const ask = async (): Promise<Outcome> =>
      shop.run(shop.pollParcel, { _tag: 'Booking', booking: await shop.stored(booking.key) }, 'ask-outbound');

    beforeEach(() => shop.keep(booking));

    it('waits until nothing was heard of it for a day', async () => {
      expect(await ask()).to.deep.equal({ _tag: 'Again', at: later(MORNING, DAY) });
      expect(shop.source.asked).to.deep.equal([]);
    });

    it('follows what it hears, and asks again a day later', async () => {
      shop.source.says.set('CODE-1', [{ word: 'in_transit' }]);
      shop.pass(DAY);
      expect(await ask()).to.deep.equal({ _tag: 'Again', at: later(shop.clock.now(), DAY) });
      expect(await statusOf(booking)).to.equal('in_transit');
    });

    it('asks no more of a parcel at its end', async () => {
      shop.source.says.set('CODE-1', [{ word: 'delivered' }]);
      shop.pass(DAY);
      await ask();
      expect(await ask()).to.deep.equal({ _tag: 'Done' });
    });

    it('asks again soon where the carrier is silent, and no more a month later', async () => {
      shop.source.says.set('CODE-1', undefined);
      shop.pass(DAY);
      expect(await ask()).to.deep.equal({ _tag: 'Again', at: later(shop.clock.now(), 15 * MINUTE) });
      shop.pass(30 * DAY);
      expect(await ask()).to.deep.equal({ _tag: 'Done' });
    });

    it('follows every code of a parcel to its end, and takes the further ones for the sign that it has left', async () => {
      const many: Booking = { ...nth(2), legs: bookedWithTwo.legs, work: booking.work };
      await shop.keep(many);
      const askForMany = async (): Promise<Outcome> => {
        shop.pass(DAY);
        return shop.run(shop.pollParcel, { _tag: 'Booking', booking: await shop.stored(many.key) }, 'ask-outbound');
      };
      shop.source.says.set('SECOND', [{ word: 'out_for_delivery' }]);
      await askForMany();
      expect(shop.source.asked).to.deep.equal(['FIRST', 'SECOND']);
      expect([await statusOf(many), await furtherOf(many)]).to.deep.equal(['in_transit', 'SECOND out_for_delivery']);
      shop.source.says.set('FIRST', [{ word: 'delivered' }]);
      await askForMany();
      expect(await statusOf(many)).to.equal('delivered');
      shop.source.says.set('SECOND', [{ word: 'delivered' }]);
      expect((await askForMany())._tag).to.equal('Again');
      expect(await furtherOf(many)).to.equal('SECOND delivered');
      expect(await askForMany()).to.deep.equal({ _tag: 'Done' });
    });
  });

  describe('for all that moved', () => {
    const errand = async (): Promise<Errand> => (await shop.topic('poll'))[0] ?? expect.fail('no polling');
    const poll = async (): Promise<Outcome> =>
      shop.run(shop.pollShipped, { _tag: 'Errand', errand: await errand() }, 'poll');

    beforeEach(async () => {
      await shop.beginPolling();
    });

    it('begins once, however often it is begun', async () => {
      const { version } = await errand();
      await shop.beginPolling();
      expect([await shop.topic('poll').then(({ length }) => length), (await errand()).version]).to.deep.equal([
        1,
        version,
      ]);
    });

    it('asks for the history of what is ours and has news, and follows it', async () => {
      const [ours, still] = [bookedWith('CODE-1'), { ...nth(2), legs: bookedWith('CODE-2').legs }];
      await shop.keep(ours);
      await shop.keep(still);
      shop.source.pages = [
        [
          { trackingCode: 'FOREIGN', word: 'delivered' },
          { trackingCode: 'CODE-1', word: 'delivered' },
          { trackingCode: 'CODE-2', word: 'booked' },
        ],
      ];
      shop.source.says.set('CODE-1', [
        { word: 'in_transit', at: shop.at(20) },
        { word: 'delivered', at: shop.at(40) },
      ]);
      expect(await poll()).to.deep.equal({ _tag: 'Again', at: later(shop.clock.now(), HOUR) });
      expect(shop.source.asked).to.deep.equal(['page 1 since 09:00', 'CODE-1']);
      expect((await shop.stored(ours.key)).legs[0].state).to.deep.include({
        tracking: { status: 'delivered', since: shop.at(40) },
      });
      expect(await shop.topic('unknown_parcel')).to.deep.equal([]);
    });

    it('takes the row’s word where there is no history', async () => {
      const ours = bookedWith('CODE-1');
      await shop.keep(ours);
      shop.source.pages = [[{ trackingCode: 'CODE-1', word: 'in_transit' }]];
      await poll();
      expect(await statusOf(ours)).to.equal('in_transit');
    });

    it('asks no more for what a parcel’s further code was known to be', async () => {
      await shop.keep(bookedWithTwo);
      shop.source.pages = [[{ trackingCode: 'SECOND', word: 'delivered' }]];
      await poll();
      expect(await furtherOf(bookedWithTwo)).to.equal('SECOND delivered');
      const asked = shop.source.asked.length;
      shop.pass(HOUR);
      await poll();
      expect(shop.source.asked.slice(asked)).to.deep.equal(['page 1 since 09:50']);
    });

    it('goes from page to page, and begins the next question a little before the last one', async () => {
      shop.source.pages = [[{ trackingCode: 'A', word: 'delivered' }], [{ trackingCode: 'B', word: 'delivered' }]];
      expect(await poll()).to.deep.equal({ _tag: 'Again', at: shop.clock.now() });
      shop.pass(MINUTE);
      expect(await poll()).to.deep.equal({ _tag: 'Again', at: later(shop.clock.now(), HOUR - MINUTE) });
      shop.pass(HOUR);
      await poll();
      expect(shop.source.asked).to.deep.equal(['page 1 since 09:00', 'page 2 since 09:00', 'page 1 since 09:50']);
    });

    it('leaves to the next run what it has no time for, and begins there', async () => {
      const codes = ['CODE-1', 'CODE-2', 'CODE-3'];
      for (const [index, code] of codes.entries()) await shop.keep({ ...nth(index + 1), legs: bookedWith(code).legs });
      shop.source.pages = [codes.map((trackingCode) => ({ trackingCode, word: 'in_transit' }))];
      shop.source.takes = () => shop.pass(6_000);
      expect(await poll()).to.deep.equal({ _tag: 'Again', at: shop.clock.now() });
      expect((await errand()).data).to.include({ page: 1, row: 2 });
      await poll();
      expect(shop.source.asked).to.deep.equal([
        'page 1 since 09:00',
        ...codes.slice(0, 2),
        'page 1 since 09:00',
        'CODE-3',
      ]);
    });

    it('asks for the same once more where the carrier was silent', async () => {
      shop.source.pages = undefined;
      expect(await poll()).to.deep.equal({ _tag: 'Again', at: later(shop.clock.now(), 5 * MINUTE) });
      shop.pass(3 * HOUR);
      shop.source.pages = [];
      await poll();
      expect(shop.source.asked).to.deep.equal(['page 1 since 09:00', 'page 1 since 09:00']);
    });

    it('is not begun of a carrier that is never to be asked for all, and ends where it was begun before', async () => {
      const { polling } = shop.source;
      Object.assign(shop.source, { polling: { ...polling, interval: 0 } });
      expect(await poll()).to.deep.equal({ _tag: 'Done' });
      await rightOf(shop.errands.remove(await errand()));
      await shop.beginPolling();
      expect(await shop.topic('poll')).to.deep.equal([]);
    });

    it('asks for a parcel by itself where somebody is at its booking', async () => {
      const ours = bookedWith('CODE-1');
      await shop.keep(ours);
      await shop.holds.takeOver({ ...ours, owner: undefined }, ours)();
      shop.source.pages = [[{ trackingCode: 'CODE-1', word: 'in_transit' }]];
      await poll();
      expect((await shop.topic('hint')).map(({ key }) => key.id)).to.deep.equal(['ls-0001-o']);
    });
  });
});
