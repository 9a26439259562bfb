import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import type { Bookings } from '../../application/ports/bookings.js';
import type { Booking } from '../../domain/booking.js';
import { instant } from '../../domain/time.js';
import {
  aBooking,
  aKey,
  aLeg,
  anAccountId,
  anAddress,
  anOrder,
  aParcel,
  aPurchase,
  dollars,
  everyState,
  nextOf,
  nth,
  MORNING,
} from '../support/bookings.js';
import { rightOf } from '../support/either.js';
import { oddStrings } from '../support/odd-strings.js';
import { itAnswersForBookings } from './bookings-questions.contract.js';
import { itHasWork } from './bookings-work.contract.js';

export type OpenedBookings = {
  readonly bookings: Bookings;
  /** The same storage as a process sees it that starts later. */
  readonly reopen: () => Promise<Bookings>;
  readonly close: () => Promise<void>;
};

/** What every `Bookings` must do. */
export const itIsBookings = (open: () => Promise<OpenedBookings>): void => {
  let opened: OpenedBookings;
  let bookings: Bookings;
  beforeEach(async () => {
    opened = await open();
    bookings = opened.bookings;
  });
  afterEach(() => opened.close());

  itAnswersForBookings(() => bookings);
  itHasWork(() => bookings);

  const put = async (...all: readonly Booking[]): Promise<void> => {
    for (const booking of all) expect(await rightOf(bookings.insert(booking))).to.equal('written');
  };

  it('gives back every part of a booking, in every state of its legs', async () => {
    for (const [index, state] of everyState.entries()) {
      const n = index + 1;
      const booking = nth(n, {
        legs: [aLeg(state), aLeg(everyState[0], { kind: 'return', price: dollars(n), reference: `r-${n}` })],
        notes: ['an offer that was not ours'],
        parcel: aParcel({ notes: [{ fact: 'item_weight_zero', items: [0, 2] }, { fact: 'size_unknown' }] }),
        answer: '{"offer":"1","cost":12.40}',
        answered: true,
        joinedBy: ['1o.other'],
        suspectedDuplicateOf: 'ls-0000-o',
      });
      await put(booking);
      expect(await rightOf(bookings.find(booking.key))).to.deep.equal(O.some(booking));
    }
  });

  it('gives back a booking without any part that may be absent', async () => {
    const free = aBooking({ owner: undefined, parcel: aParcel({ notes: [] }) });
    await put(free);
    expect(await rightOf(bookings.find(free.key))).to.deep.equal(O.some(free));
  });

  it('keeps prices of any size to the last unit', async () => {
    const price = { ...dollars(0), minor: 123456789012345678901234567890n };
    const booking = aBooking({ legs: [aLeg({ _tag: 'Claimed' }, { price })] });
    await put(booking);
    expect(await rightOf(bookings.find(booking.key))).to.deep.equal(O.some(booking));
  });

  it('finds nothing where nothing was written', async () => {
    expect(await rightOf(bookings.find(aKey()))).to.deep.equal(O.none);
    expect(await rightOf(bookings.ofOrder(anAccountId(), anOrder()))).to.deep.equal([]);
    expect(await rightOf(bookings.byHandle(anAccountId(), 'nothing'))).to.deep.equal([]);
    expect(await rightOf(bookings.due(MORNING, 10))).to.deep.equal({ items: [] });
    expect(await rightOf(bookings.withWork({}, 10))).to.deep.equal({ items: [] });
    expect(await rightOf(bookings.backlog)).to.deep.equal({ parked: 0 });
    expect(await rightOf(bookings.recent(anAccountId(), 10))).to.deep.equal([]);
    expect(await rightOf(bookings.replace(aBooking({ version: 2 })))).to.equal('conflict');
    expect(await rightOf(bookings.find(aKey()))).to.deep.equal(O.none);
  });

  it('tells keys apart by each of their parts', async () => {
    const keys = [
      aKey(),
      aKey({ generation: 2 }),
      aKey({ fingerprint: '1o.other' }),
      aKey({ order: anOrder('order-2') }),
      aKey({ account: anAccountId('other') }),
    ];
    await put(...keys.map((key, index) => aBooking({ key, parcelNumber: index + 1 })));
    for (const [index, key] of keys.entries()) {
      const found = await rightOf(bookings.find(key));
      expect(O.toUndefined(found)?.parcelNumber).to.equal(index + 1);
    }
    expect(await rightOf(bookings.ofOrder(anAccountId(), anOrder()))).to.have.length(3);
  });

  it('lets one of 64 simultaneous claims of one key win', async () => {
    const claims = await Promise.all(
      Array.from({ length: 64 }, (_, n) =>
        rightOf(bookings.insert(aBooking({ writer: `w-${n}`, parcelNumber: n + 1 }))),
      ),
    );
    expect(claims.filter((claim) => claim === 'written')).to.have.length(1);
    const [standing, ...others] = await rightOf(bookings.ofOrder(anAccountId(), anOrder()));
    expect(others).to.deep.equal([]);
    expect(standing?.writer).to.equal(`w-${claims.indexOf('written')}`);
  });

  it('lets one of 64 simultaneous claims of one parcel number win', async () => {
    const claims = await Promise.all(
      Array.from({ length: 64 }, (_, n) => rightOf(bookings.insert(nth(n, { parcelNumber: 7 })))),
    );
    expect(claims.filter((claim) => claim === 'written')).to.have.length(1);
    expect(await rightOf(bookings.ofOrder(anAccountId(), anOrder()))).to.have.length(1);
  });

  it('takes 64 parcels of one order at once', async () => {
    await Promise.all(Array.from({ length: 64 }, (_, n) => rightOf(bookings.insert(nth(n + 1)))));
    expect(await rightOf(bookings.ofOrder(anAccountId(), anOrder()))).to.have.length(64);
  });

  it('has one parcel number in two orders and in two accounts', async () => {
    await put(
      aBooking(),
      aBooking({ key: aKey({ order: anOrder('order-2') }) }),
      aBooking({ key: aKey({ account: anAccountId('other') }) }),
    );
  });

  it('answers a repeated insert with conflict and keeps the first', async () => {
    await put(aBooking());
    expect(await rightOf(bookings.insert(aBooking({ writer: 'second' })))).to.equal('conflict');
    expect(O.toUndefined(await rightOf(bookings.find(aKey())))?.writer).to.equal('writer-1');
  });

  it('lets a writer that saw no answer recognise its own write by reading it back', async () => {
    const mine = aBooking({ writer: 'mine' });
    await put(mine);
    expect(await rightOf(bookings.insert(mine))).to.equal('conflict');
    expect(O.toUndefined(await rightOf(bookings.find(mine.key)))?.writer).to.equal('mine');
    const changed = nextOf(mine, { writer: 'mine too' });
    expect(await rightOf(bookings.replace(changed))).to.equal('written');
    expect(await rightOf(bookings.replace(changed))).to.equal('conflict');
    expect(await rightOf(bookings.find(mine.key))).to.deep.equal(O.some(changed));
  });

  it('replaces the version before and no other', async () => {
    const first = aBooking();
    await put(first);
    expect(await rightOf(bookings.replace(first))).to.equal('conflict');
    expect(await rightOf(bookings.replace(aBooking({ version: 3 })))).to.equal('conflict');
    const second = nextOf(first, { answered: true });
    expect(await rightOf(bookings.replace(second))).to.equal('written');
    expect(await rightOf(bookings.replace(nextOf(first, { writer: 'late' })))).to.equal('conflict');
    expect(await rightOf(bookings.find(first.key))).to.deep.equal(O.some(second));
  });

  it('lets one of 64 simultaneous changes of one version win', async () => {
    const first = aBooking();
    await put(first);
    const results = await Promise.all(
      Array.from({ length: 64 }, (_, n) => rightOf(bookings.replace(nextOf(first, { writer: `w-${n}` })))),
    );
    expect(results.filter((result) => result === 'written')).to.have.length(1);
    const standing = O.toUndefined(await rightOf(bookings.find(first.key)));
    expect(standing?.writer).to.equal(`w-${results.indexOf('written')}`);
    expect(standing?.version).to.equal(2);
  });

  it('does not let a change take the number of another parcel', async () => {
    await put(nth(1), nth(2));
    expect(await rightOf(bookings.replace(nextOf(nth(1), { parcelNumber: 2 })))).to.equal('conflict');
    expect(await rightOf(bookings.find(nth(1).key))).to.deep.equal(O.some(nth(1)));
  });

  it('shows a caller what it wrote, at once', async () => {
    await Promise.all(
      Array.from({ length: 16 }, async (_, n) => {
        const booking = nth(n + 1);
        await rightOf(bookings.insert(booking));
        const there = await rightOf(bookings.ofOrder(anAccountId(), anOrder()));
        expect(there.map(({ parcelNumber }) => parcelNumber)).to.include(n + 1);
      }),
    );
  });

  it('keeps odd strings whole and apart, wherever they stand', async () => {
    const odd = oddStrings.map((text) =>
      aBooking({
        key: aKey({ order: anOrder(text), fingerprint: text }),
        writer: text,
        notes: [text],
        legs: [
          aLeg(
            { _tag: 'Bought', bought: aPurchase({ trackingCode: text }) },
            { reference: `ref-${text}`, to: anAddress({ lastName: text, company: text }) },
          ),
        ],
        answer: text,
      }),
    );
    await put(...odd);
    for (const booking of odd) {
      expect(await rightOf(bookings.find(booking.key))).to.deep.equal(O.some(booking));
      expect(await rightOf(bookings.ofOrder(booking.key.account, booking.key.order))).to.deep.equal([booking]);
      expect(await rightOf(bookings.byHandle(booking.key.account, booking.writer))).to.deep.equal([booking]);
    }
  });

  it('keeps a booking of a megabyte', async () => {
    const big = aBooking({ notes: Array.from({ length: 1_000 }, (_, n) => `${n}`.padEnd(1_000, 'é')) });
    await put(big);
    expect(await rightOf(bookings.find(big.key))).to.deep.equal(O.some(big));
  });

  it('gives an order of 24 megabytes whole', async () => {
    const big = (n: number): Booking => nth(n, { answer: `${n}`.padEnd(500_000, 'é') });
    const all = Array.from({ length: 24 }, (_, n) => big(n + 1));
    for (const booking of all) await put(booking);
    const lengths = (await rightOf(bookings.ofOrder(anAccountId(), anOrder()))).map(({ answer }) => answer?.length);
    expect(lengths).to.deep.equal(all.map(() => 500_000));
  });

  it('keeps moments to the millisecond, whatever the time zone of the process that asks', async () => {
    // Around a change of the clocks, before the epoch's second billion, and far ahead.
    const moments = [1_775_318_399_999, 1_775_318_400_000, 1, 4_102_444_800_123].map(instant);
    const zone = process.env['TZ'];
    try {
      process.env['TZ'] = 'Pacific/Chatham';
      for (const [n, at] of moments.entries()) {
        const tracking = { status: 'booked', since: at } as const;
        await put(
          nth(n + 1, {
            createdAt: at,
            updatedAt: at,
            legs: [aLeg({ _tag: 'Booked', bought: aPurchase(), tracking })],
          }),
        );
      }
      process.env['TZ'] = 'America/St_Johns';
      const newestFirst = moments.toSorted((a, b) => b - a);
      const recent = await rightOf(bookings.recent(anAccountId(), 10));
      expect(recent.map(({ createdAt }) => createdAt)).to.deep.equal(newestFirst);
      expect(recent.map(({ updatedAt }) => updatedAt)).to.deep.equal(newestFirst);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('has everything that it answered for when it is opened again', async () => {
    await put(nth(1), nth(2));
    const changed = nextOf(nth(2));
    expect(await rightOf(bookings.replace(changed))).to.equal('written');
    const again = await opened.reopen();
    expect(await rightOf(again.find(nth(1).key))).to.deep.equal(O.some(nth(1)));
    expect(await rightOf(again.find(changed.key))).to.deep.equal(O.some(changed));
    expect(await rightOf(again.insert(nth(3, { parcelNumber: 2 })))).to.equal('conflict');
  });

  it('does not take a command for gone', () => {
    expect(bookings.isGone('cli:somebody')).to.equal(false);
  });
};
