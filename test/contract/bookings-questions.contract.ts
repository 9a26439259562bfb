import { expect } from 'chai';
import type { Bookings } from '../../application/ports/bookings.js';
import type { Booking } from '../../domain/booking.js';
import { later } from '../../domain/time.js';
import {
  aBooking,
  aKey,
  aLeg,
  anAccountId,
  aPurchase,
  bookedWith,
  MORNING,
  nextOf,
  notMoved,
  nth,
} from '../support/bookings.js';
import { rightOf } from '../support/either.js';

const idsOf = (bookings: readonly Booking[]): readonly number[] => bookings.map(({ parcelNumber }) => parcelNumber);

/** The part of the contract of `Bookings` that is about finding them by other words than their key. */
export const itAnswersForBookings = (bookings: () => Bookings): void => {
  const put = async (...all: readonly Booking[]): Promise<void> => {
    for (const booking of all) expect(await rightOf(bookings().insert(booking))).to.equal('written');
  };

  it('finds by reference, tracking code and carrier order of either leg, within the account', async () => {
    const booking = aBooking({
      legs: [
        aLeg({ _tag: 'Booked', bought: aPurchase({ trackingCode: 'T-1', carrierOrder: 'C-1' }), tracking: notMoved }),
        aLeg({ _tag: 'Bought', bought: aPurchase({ trackingCode: 'T-2' }) }, { kind: 'return', reference: 'R-2' }),
      ],
    });
    await put(booking);
    for (const handle of ['T-1', 'C-1', 'ls-0001-o', 'T-2', 'R-2']) {
      expect(await rightOf(bookings().byHandle(anAccountId(), handle)), handle).to.deep.equal([booking]);
    }
    expect(await rightOf(bookings().byHandle(anAccountId('other'), 'T-1'))).to.deep.equal([]);
    expect(await rightOf(bookings().byHandle(anAccountId(), 't-1'))).to.deep.equal([]);
  });

  it('finds by the words that the present version carries', async () => {
    const first = bookedWith('T-1');
    await put(first);
    const { legs } = bookedWith('T-2');
    expect(await rightOf(bookings().replace(nextOf(first, { legs })))).to.equal('written');
    expect(await rightOf(bookings().byHandle(anAccountId(), 'T-1'))).to.deep.equal([]);
    expect(await rightOf(bookings().byHandle(anAccountId(), 'T-2'))).to.have.length(1);
    expect(await rightOf(bookings().byHandle(anAccountId(), 'ls-0001-o'))).to.have.length(1);
  });

  it('gives all bookings of a reused tracking code, newest first', async () => {
    const withCode = (n: number): Booking => ({ ...bookedWith('T'), ...nth(n, { legs: bookedWith('T').legs }) });
    await put(withCode(2), withCode(3), withCode(1));
    expect(idsOf(await rightOf(bookings().byHandle(anAccountId(), 'T')))).to.deep.equal([3, 2, 1]);
  });

  it('lists hundreds in one order, the same one however often it is asked', async () => {
    const all = Array.from({ length: 300 }, (_, n) => nth(n + 1, { createdAt: later(MORNING, n % 7) }));
    await Promise.all(all.map((booking) => put(booking)));
    const first = await rightOf(bookings().recent(anAccountId(), 1_000));
    expect(first).to.have.length(300);
    const moments = first.map(({ createdAt }) => createdAt);
    expect(moments).to.deep.equal(moments.toSorted((a, b) => b - a));
    expect(idsOf(await rightOf(bookings().recent(anAccountId(), 1_000)))).to.deep.equal(idsOf(first));
    expect(idsOf(await rightOf(bookings().recent(anAccountId(), 10)))).to.deep.equal(idsOf(first).slice(0, 10));
  });

  it("lists an account's bookings newest first, and no more than asked for", async () => {
    await put(nth(2), nth(3), nth(1), aBooking({ key: aKey({ account: anAccountId('other') }) }));
    expect(idsOf(await rightOf(bookings().recent(anAccountId(), 10)))).to.deep.equal([3, 2, 1]);
    expect(idsOf(await rightOf(bookings().recent(anAccountId(), 2)))).to.deep.equal([3, 2]);
  });
};
