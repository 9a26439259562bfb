import { expect } from 'chai';
import * as T from 'fp-ts/lib/Task.js';
import { makeListUnknown, purgeUnknown } from '../../../application/tracking/unknown-parcels.js';
import type { Errand } from '../../../application/ports/errands.js';
import type { Booking } from '../../../domain/booking.js';
import { HOUR, later, MINUTE } from '../../../domain/time.js';
import type { Outcome } from '../../../domain/work.js';
import { aBooking, aLeg, anAccountId, aPurchase, bookedWith, notMoved, nth } from '../../support/bookings.js';
import { leftOf, rightOf } from '../../support/either.js';
import { openTrackingShop, type TrackingShop } from '../../support/tracking-shop.js';

describe('a notice of a carrier', () => {
  let shop: TrackingShop;
  beforeEach(async () => {
    shop = await openTrackingShop({ wants: () => true, tell: () => T.of({ _tag: 'Told' }) });
  });
  afterEach(() => shop.close());

  const taken = async (body: object) => rightOf(await shop.take(body)).taken;
  const notices = () => shop.topic('notice');
  const apply = async (): Promise<Outcome> => {
    const [errand] = await notices();
    if (errand === undefined) throw new Error('nothing was kept');
    return shop.run(shop.applyNotice, { _tag: 'Errand', errand }, 'apply');
  };
  const jobs = ({ work }: Booking): readonly string[] => work.map(({ id }) => id);
  const moved = { trackingCode: 'CODE-1', word: 'in_transit' };

  it('is kept once, however often it comes, with its work', async () => {
    expect(await taken(moved)).to.equal('kept');
    expect(await taken(moved)).to.equal('kept');
    expect((await notices()).map(({ data, work }) => [data, work.map(({ kind }) => kind)])).to.deep.equal([
      [{ carrier: 'house', ...moved }, ['apply_notice']],
    ]);
    expect(shop.rings()).to.be.at.least(1);
  });

  it('moves its parcel and tells of it in one write, with the moment that it says', async () => {
    const booking = bookedWith('CODE-1');
    await shop.keep(booking);
    await taken({ ...moved, at: shop.at(30) });
    expect(await apply()).to.deep.equal({ _tag: 'Done' });
    const stored = await shop.stored(booking.key);
    expect([stored.version, jobs(stored)]).to.deep.equal([2, ['tell-outbound-in_transit']]);
    expect(stored.legs[0].state).to.deep.include({ tracking: { status: 'in_transit', since: shop.at(30) } });
  });

  it('changes nothing the second time', async () => {
    const booking = bookedWith('CODE-1');
    await shop.keep(booking);
    await taken(moved);
    await apply();
    expect(await apply()).to.deep.equal({ _tag: 'Done' });
    expect((await shop.stored(booking.key)).version).to.equal(2);
  });

  it('happened no later than now', async () => {
    const booking = bookedWith('CODE-1');
    await shop.keep(booking);
    await taken({ ...moved, at: shop.at(24 * 60) });
    await apply();
    expect((await shop.stored(booking.key)).legs[0].state).to.have.nested.property('tracking.since', shop.clock.now());
  });

  it('is of another parcel where it happened long before the booking', async () => {
    const booking = bookedWith('CODE-1');
    await shop.keep(booking);
    await taken({ ...moved, at: shop.at(-3 * 24 * 60) });
    expect(await apply()).to.deep.equal({ _tag: 'Done' });
    expect((await shop.stored(booking.key)).version).to.equal(1);
  });

  it('is ignored where its word means nothing or no more than the booking, and refused where it is forged', async () => {
    for (const word of ['somewhere', 'booked', undefined])
      expect(await taken({ trackingCode: 'CODE-1', ...(word !== undefined && { word }) })).to.equal('ignored');
    shop.source.verdict = 'forged';
    expect(leftOf(await shop.take(moved))).to.deep.equal({ _tag: 'Forged' });
    expect(await notices()).to.deep.equal([]);
  });

  it('waits for a booking that is on its way, or that somebody is at', async () => {
    await taken({ orderNumber: 'order-1', word: 'in_transit' });
    expect(await apply()).to.include({ _tag: 'Transient', why: 'no parcel of ours yet' });
    await shop.keep(aBooking({ legs: [aLeg({ _tag: 'Buying', step: 'printing', sentAt: shop.at(0) })] }));
    expect(await apply()).to.include({ _tag: 'Transient', why: 'the leg is Buying' });
  });

  it('waits while its booking is held, and takes nothing from whoever holds it', async () => {
    const booking = bookedWith('CODE-1');
    await shop.keep(booking);
    await rightOf(shop.holds.takeOver({ ...booking, owner: undefined }, booking));
    await taken(moved);
    expect(await apply()).to.include({ _tag: 'Transient', why: 'the booking is being worked on' });
    expect((await shop.stored(booking.key)).owner).to.equal('serve:first');
  });

  it('waits while the parcel is being cancelled, and is nobody’s once it is', async () => {
    const bought = aPurchase({ trackingCode: 'CODE-1' });
    const cancelling = aBooking({
      legs: [aLeg({ _tag: 'Cancelling', bought, tracking: notMoved, sentAt: shop.at(0) })],
    });
    await shop.keep(cancelling);
    await taken(moved);
    expect(await apply()).to.include({ _tag: 'Transient', why: 'the leg is Cancelling' });
    const cancelled = { ...cancelling, legs: [aLeg({ _tag: 'Cancelled', bought, at: shop.at(1) })] as const };
    await rightOf(shop.holds.release({ booking: cancelling, leasedUntil: 0 }, cancelled));
    expect(await apply()).to.deep.equal({ _tag: 'Done' });
  });

  it('is kept as one of an unknown parcel in the end, is shown, and goes by its age', async () => {
    await taken({ orderNumber: 'ELSEWHERE-1', word: 'delivered' });
    shop.pass(10 * MINUTE);
    expect(await apply()).to.deep.equal({ _tag: 'Done' });
    const list = makeListUnknown(shop);
    const { items } = await rightOf(list(anAccountId(), 10));
    expect(items).to.deep.equal([
      {
        ...{ carrier: 'house', keptAt: shop.clock.now(), heardAt: shop.clock.now() },
        sighting: { orderNumber: 'ELSEWHERE-1', word: 'delivered' },
      },
    ]);
    expect(await rightOf(purgeUnknown(shop.errands, shop.clock.now()))).to.equal(0);
    expect(await rightOf(purgeUnknown(shop.errands, later(shop.clock.now(), 1)))).to.equal(1);
    expect((await rightOf(list(anAccountId(), 10))).items).to.deep.equal([]);
  });

  it('of an unknown parcel leaves the latest word of it, in whatever order the words come', async () => {
    const parcel = { orderNumber: 'ELSEWHERE-1', trackingCode: 'THEIRS' };
    const words = [
      { ...parcel, word: 'in_transit', at: shop.at(20) },
      { ...parcel, word: 'delivered', at: shop.at(40) },
      { ...parcel, word: 'out_for_delivery', at: shop.at(30) },
    ];
    const firstAt = later(shop.clock.now(), 10 * MINUTE);
    for (const word of words) {
      await taken(word);
      shop.pass(10 * MINUTE);
      const errand = (await notices()).find(({ data }) => data['word'] === word.word) ?? expect.fail('not kept');
      expect(await shop.run(shop.applyNotice, { _tag: 'Errand', errand }, 'apply')).to.deep.equal({ _tag: 'Done' });
    }
    expect((await rightOf(makeListUnknown(shop)(anAccountId(), 10))).items).to.deep.equal([
      { carrier: 'house', keptAt: firstAt, heardAt: shop.clock.now(), sighting: words[1] },
    ]);
  });

  it('that a cancelled parcel moves is a warning', async () => {
    const bought = aPurchase({ trackingCode: 'CODE-1' });
    await shop.keep(aBooking({ legs: [aLeg({ _tag: 'Cancelled', bought, at: shop.at(1) })] }));
    await taken({ trackingCode: 'CODE-1', word: 'cancelled' });
    await apply();
    expect(shop.warned).to.deep.equal([]);
    await taken({ ...moved, at: shop.at(5) });
    for (const errand of await notices()) await shop.run(shop.applyNotice, { _tag: 'Errand', errand }, 'apply');
    expect(shop.warned).to.deep.equal(['cancelled_parcel_moves']);
  });

  describe('that nobody proved', () => {
    beforeEach(() => {
      shop.source.verdict = 'unproven';
    });

    const hint = async (): Promise<Errand> => (await shop.topic('hint'))[0] ?? expect.fail('no hint');

    it('makes the carrier be asked, and is not believed itself', async () => {
      const booking = bookedWith('CODE-1');
      await shop.keep(booking);
      shop.source.says.set('CODE-1', [{ word: 'in_transit', at: shop.at(30) }]);
      expect(await taken({ trackingCode: 'CODE-1', word: 'delivered' })).to.equal('asked');
      expect(await shop.run(shop.pollParcel, { _tag: 'Errand', errand: await hint() }, 'ask')).to.deep.equal({
        _tag: 'Done',
      });
      expect((await shop.stored(booking.key)).legs[0].state).to.have.nested.property('tracking.status', 'in_transit');
    });

    it('makes the carrier be asked once, however many come at once', async () => {
      await shop.keep(bookedWith('CODE-1'));
      const hint = { trackingCode: 'CODE-1', word: 'delivered' };
      const outcomes = await Promise.all(Array.from({ length: 5 }, () => taken(hint)));
      expect(outcomes).to.have.members(['asked', 'ignored', 'ignored', 'ignored', 'ignored']);
    });

    it('is ignored of what is none of ours or at its end, and so soon after another', async () => {
      await shop.keep(bookedWith('CODE-1'));
      expect(await taken({ trackingCode: 'NONE', word: 'delivered' })).to.equal('ignored');
      expect(await taken({ trackingCode: 'CODE-1', word: 'delivered' })).to.equal('asked');
      expect(await taken({ trackingCode: 'CODE-1', word: 'returned' })).to.equal('ignored');
      shop.pass(HOUR);
      expect(await taken({ trackingCode: 'CODE-1', word: 'returned' })).to.equal('asked');
      expect(await shop.topic('hint')).to.have.length(1);
    });

    it('is followed for a morning’s parcels, and then once in a while: a stranger cannot have all asked for', async () => {
      const codes = Array.from({ length: 25 }, (_, at) => `CODE-${at + 1}`);
      for (const [at, code] of codes.entries()) {
        const [{ state }] = bookedWith(code).legs;
        await shop.keep({ ...nth(at + 1), legs: [aLeg(state, { reference: `ls-${at}` })] });
      }
      const all: string[] = [];
      for (const trackingCode of codes) all.push(await taken({ trackingCode, word: 'delivered' }));
      expect(all.filter((one) => one === 'asked')).to.have.length(20);
      expect(all.slice(20)).to.deep.equal(Array.from({ length: 5 }, () => 'ignored'));
      const [last = '', other = ''] = codes.slice(-2);
      shop.pass(4_999);
      expect(await taken({ trackingCode: last, word: 'delivered' })).to.equal('ignored');
      shop.pass(1);
      expect(await taken({ trackingCode: last, word: 'delivered' })).to.equal('asked');
      expect(await taken({ trackingCode: other, word: 'delivered' })).to.equal('ignored');
      expect(await shop.topic('hint')).to.have.length(21);
    });

    it('is followed a few times where the carrier is silent, then let go', async () => {
      await shop.keep(bookedWith('CODE-1'));
      shop.source.says.set('CODE-1', undefined);
      await taken({ trackingCode: 'CODE-1', word: 'delivered' });
      const errand = await hint();
      const after = (attempts: number): Promise<Outcome> => {
        const work = errand.work.map((job) => ({ ...job, attempts }));
        return shop.run(shop.pollParcel, { _tag: 'Errand', errand: { ...errand, work } }, 'ask');
      };
      expect(await after(1)).to.deep.equal({ _tag: 'Transient', why: 'HTTP status 500' });
      expect(await after(4)).to.deep.equal({ _tag: 'Done' });
    });
  });
});
