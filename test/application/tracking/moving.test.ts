import { expect } from 'chai';
import { makeMoveParcel } from '../../../application/tracking/move-parcel.js';
import type { Seen } from '../../../domain/parcel-work.js';
import type { TrackingStatus } from '../../../domain/tracking.js';
import { bookedWith } from '../../support/bookings.js';
import { rightOf } from '../../support/either.js';
import { quietLog } from '../../support/starshipit/carrier.js';
import { openTrackingShop, type TrackingShop } from '../../support/tracking-shop.js';

describe('words of one parcel that are written down at once', () => {
  let shop: TrackingShop;
  beforeEach(async () => {
    shop = await openTrackingShop();
  });
  afterEach(() => shop.close());

  it('are written in their order, though another write overtakes the first of them', async () => {
    const booking = bookedWith('CODE-1');
    await shop.keep(booking);
    let finds = 0;
    const moveParcel = makeMoveParcel({
      bookings: {
        ...shop.bookings,
        find: (key) => async () => {
          const found = await shop.bookings.find(key)();
          finds += 1;
          if (finds === 1) {
            const stored = await shop.stored(key);
            await shop.holds.release({ booking: stored, leasedUntil: 0 }, stored)();
          }
          return found;
        },
      },
      holds: shop.holds,
      clock: shop.clock,
      log: quietLog,
      bell: { ring: () => undefined },
    });
    const move = (status: TrackingStatus, minutes: number): Promise<unknown> => {
      const seen: Seen = { report: { _tag: 'Station', status }, at: shop.at(minutes) };
      return rightOf(
        moveParcel(
          { ...shop.desk, outlet: { wants: () => true, tell: () => expect.fail() } },
          booking.key,
          'outbound',
          [seen],
        ),
      );
    };
    await Promise.all([move('in_transit', 10), move('out_for_delivery', 20), move('delivered', 30)]);
    expect((await shop.stored(booking.key)).work.map(({ id }) => id)).to.deep.equal([
      'tell-outbound-in_transit',
      'tell-outbound-out_for_delivery',
      'tell-outbound-delivered',
    ]);
  });
});
