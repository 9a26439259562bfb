import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import { DAY } from '../../../domain/time.js';
import { nextOf } from '../../support/bookings.js';
import { rightOf } from '../../support/either.js';
import { aRequest, openShop, type Process, type Shop } from '../../support/shop.js';

describe('an order whose bookings are retired', () => {
  let shop: Shop;
  let process: Process;
  beforeEach(async () => {
    shop = await openShop();
    process = await shop.start('serve:a');
  });
  afterEach(() => shop.close());

  const numbersOf = async (order: string) =>
    (await shop.ofOrder(order)).map(({ parcelNumber, key, legs }) => ({
      parcelNumber,
      generation: key.generation,
      reference: legs[0].plan.reference,
    }));

  const retireAll = async (): Promise<number> => {
    const retention = { bookings: -DAY, labels: -DAY };
    const options = { dryRun: false, isStopped: () => false };
    return (await rightOf(process.hub.purgeBookings(retention, options))).retired;
  };

  it('serves no label from the moment on at which it is written down as gone', async () => {
    rightOf(await process.book(aRequest('order-1')));
    const [booking] = await shop.ofOrder('order-1');
    const { capability } = booking!.legs[0].plan;
    const isServed = async () => O.isSome(await rightOf(process.hub.findLabel(capability, 'pdf')));
    expect(await isServed()).to.equal(true);
    expect(await rightOf(shop.storage.bookings.replace(nextOf(booking!, { faded: 'labels' })))).to.equal('written');
    expect(await isServed()).to.equal(false);
  });

  it('gives no number, reference or SSCC of them out again, though the same is asked for', async () => {
    const first = JSON.parse(rightOf(await process.book(aRequest('order-1')))) as { readonly tracking_code: string };
    const [before] = await numbersOf('order-1');
    expect(await retireAll()).to.equal(1);
    expect(await shop.ofOrder('order-1')).to.deep.equal([]);
    const second = JSON.parse(rightOf(await process.book(aRequest('order-1')))) as { readonly tracking_code: string };
    const [after] = await numbersOf('order-1');
    expect(after).to.include({ parcelNumber: 2, generation: 2 });
    expect(after?.reference).not.to.equal(before?.reference);
    expect(second.tracking_code).not.to.equal(first.tracking_code);
  });
});
