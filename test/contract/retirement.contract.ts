import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import { makePurgeBookings, type Purged } from '../../application/upkeep/purge-bookings.js';
import type { OpenStorage } from '../../config/storage.js';
import type { Booking, LegState } from '../../domain/booking.js';
import type { Retention } from '../../domain/retention.js';
import { DAY, instant, later } from '../../domain/time.js';
import { makeChance } from '../../adapters/system/chance.js';
import { makeClock } from '../../adapters/system/clock.js';
import {
  aBooking,
  aKey,
  aLeg,
  anAccountId,
  anAddress,
  anOrder,
  aPurchase,
  bookedWith,
  everyState,
  MORNING,
  nextOf,
  notMoved,
  nth,
} from '../support/bookings.js';
import { rightOf } from '../support/either.js';
import { without } from '../support/without.js';

export type OpenedStorage = { readonly storage: OpenStorage; readonly close: () => Promise<void> };

const retention: Retention = { bookings: 400 * DAY, labels: 100 * DAY, persons: 30 * DAY };
const nothing: Purged = { retired: 0, forgotten: 0, unlabelled: 0, guarding: 0 };

/** What every storage must do with bookings that age. */
export const itRetiresBookings = (open: () => Promise<OpenedStorage>): void => {
  let opened: OpenedStorage;
  let storage: OpenStorage;
  beforeEach(async () => {
    opened = await open();
    storage = opened.storage;
  });
  afterEach(() => opened.close());

  const put = async (...all: readonly Booking[]): Promise<void> => {
    for (const booking of all) expect(await rightOf(storage.bookings.insert(booking))).to.equal('written');
  };
  const label = (booking: Booking, capability = booking.legs[0].plan.capability): Promise<void> =>
    rightOf(
      storage.labels.keep({
        ...{ capability, format: 'pdf', bytes: Uint8Array.of(1), booking: booking.key },
        ...{ leg: 'outbound', storedAt: booking.createdAt },
      }),
    );
  const hasLabel = async (capability: string): Promise<boolean> =>
    O.isSome(await rightOf(storage.labels.find(capability, 'pdf')));
  const free = (n: number, over: Partial<Booking> = {}): Booking =>
    bookedWith(`code-${n}`, {
      ...nth(n, { owner: undefined, createdAt: MORNING }),
      legs: [
        aLeg(
          { _tag: 'Booked', bought: aPurchase({ trackingCode: `code-${n}` }), tracking: notMoved },
          { reference: `ref-${n}`, capability: `cap-${n}` },
        ),
      ],
      ...over,
    });
  const purge = (days: number, dryRun = false, kept = retention): Promise<Purged> => {
    const clock = { ...makeClock(), now: () => later(MORNING, days * DAY) };
    const purgeBookings = makePurgeBookings({ ...storage, clock, chance: makeChance() });
    return rightOf(purgeBookings(kept, { dryRun, isStopped: () => false }));
  };
  const standing = async ({ key }: Booking): Promise<Booking | undefined> =>
    O.toUndefined(await rightOf(storage.bookings.find(key)));

  it('finds what is older than a moment, of every account, page by page, and nothing twice', async () => {
    const all = Array.from({ length: 9 }, (_, n) =>
      aBooking({
        key: aKey({ account: anAccountId(`a${n % 3}`), order: anOrder(`o${n}`) }),
        createdAt: later(MORNING, Math.floor(n / 3)),
      }),
    );
    await put(...all);
    for (const limit of [1, 2, 3, 4, 100]) {
      const seen: Booking[] = [];
      for (let from: string | undefined; ;) {
        const page = await rightOf(storage.retirement.aged(later(MORNING, 2), limit, from));
        seen.push(...page.items);
        expect(page.items.length).to.be.at.most(limit);
        if (page.next === undefined) break;
        from = page.next;
      }
      expect(seen.map(({ key }) => `${key.account} ${key.order}`)).to.deep.equal([
        'a0 o0',
        'a0 o3',
        'a1 o1',
        'a1 o4',
        'a2 o2',
        'a2 o5',
      ]);
    }
    expect(await rightOf(storage.retirement.aged(instant(0), 10, undefined))).to.have.property('items').that.is.empty;
  });

  it('retires a booking with its labels and all that it is found by, and keeps its numbers', async () => {
    const [gone, stays] = [free(1), free(2, { key: aKey({ fingerprint: '1o.2', generation: 3 }), parcelNumber: 7 })];
    await put(gone, stays);
    await label(gone);
    await label(gone, 'cap');
    await label(stays);
    expect(await rightOf(storage.retirement.retire(gone))).to.equal(true);
    expect(await standing(gone)).to.equal(undefined);
    expect(await rightOf(storage.bookings.byHandle(anAccountId(), 'code-1'))).to.deep.equal([]);
    expect(await Promise.all(['cap-1', 'cap', 'cap-2'].map(hasLabel))).to.deep.equal([false, true, true]);
    expect(await rightOf(storage.bookings.ofOrder(anAccountId(), anOrder()))).to.deep.equal([stays]);
    const past = () => rightOf(storage.retirement.pastNumbers(anAccountId(), anOrder()));
    expect(await past()).to.include({ parcelNumber: 1, generation: 1 });
    expect(await rightOf(storage.retirement.retire(stays))).to.equal(true);
    expect(await past()).to.include({ parcelNumber: 7, generation: 3 });
    expect(await rightOf(storage.retirement.retire(stays))).to.equal(false);
    await put(gone);
    await rightOf(storage.retirement.retire(gone));
    expect(await past()).to.include({ parcelNumber: 7, generation: 3 });
    const other = await rightOf(storage.retirement.pastNumbers(anAccountId(), anOrder('order-2')));
    expect(other).to.deep.equal({ parcelNumber: 0, generation: 0 });
  });

  it('does not retire a booking that has changed since it was looked at', async () => {
    const booking = free(1);
    await put(booking);
    await label(booking);
    const changed = nextOf(booking);
    await rightOf(storage.bookings.replace(changed));
    expect(await rightOf(storage.retirement.retire(booking))).to.equal(false);
    expect(await standing(booking)).to.deep.equal(changed);
    expect(await hasLabel('cap-1')).to.equal(true);
  });

  it('takes from a booking its persons first and itself at the end, and each but once', async () => {
    const email = 'ada@example.com';
    const booking = free(1, {
      legs: [
        aLeg(free(1).legs[0].state, { capability: 'cap-1', to: anAddress({ email, phone: '0700', city: 'Perth' }) }),
      ],
    });
    await put(booking);
    await label(booking);
    expect(await purge(29)).to.deep.equal(nothing);
    expect(await purge(30, true)).to.deep.equal({ ...nothing, forgotten: 1 });
    expect(await standing(booking)).to.deep.equal(booking);
    expect(await purge(30)).to.deep.equal({ ...nothing, forgotten: 1 });
    const left = await standing(booking);
    expect(left?.legs[0].plan.to).to.deep.equal({ country: 'AU', state: 'VIC', postcode: '3000' });
    expect(left).to.deep.include({ faded: 'persons', answer: '{}', updatedAt: booking.updatedAt });
    expect(left?.legs[0].state).to.deep.equal(booking.legs[0].state);
    expect(await hasLabel('cap-1')).to.equal(false);
    expect(await rightOf(storage.bookings.byHandle(anAccountId(), 'code-1'))).to.have.length(1);
    expect(await purge(399)).to.deep.equal(nothing);
    expect(await purge(400)).to.deep.equal({ ...nothing, retired: 1 });
    expect(await standing(booking)).to.equal(undefined);
  });

  it('drops labels that are served no longer, though persons are kept', async () => {
    const booking = free(1);
    await put(booking);
    await label(booking);
    const kept = { bookings: 400 * DAY, labels: 100 * DAY };
    expect(await purge(100, false, kept)).to.deep.equal({ ...nothing, unlabelled: 1 });
    expect(await purge(101, false, kept)).to.deep.equal(nothing);
    expect(await hasLabel('cap-1')).to.equal(false);
    expect((await standing(booking))?.legs[0].plan.to.lastName).to.equal('Lovelace');
  });

  it('leaves whole, however old, what a process or a person may still have to do with', async () => {
    const atRest: readonly LegState['_tag'][] = ['Refused', 'Booked', 'Cancelled'];
    const states = everyState.filter(({ _tag }) => !atRest.includes(_tag));
    const guarding = states.map((state, n) => free(n + 1, { legs: [aLeg(state, { reference: `ref-${n}` })] }));
    const halfRefused = free(20, {
      legs: [
        free(20).legs[0],
        aLeg({ _tag: 'Refused', refusal: { reason: 'other', detail: 'no' } }, { kind: 'return', reference: 'ref-20r' }),
      ],
    });
    const returning = free(21, {
      legs: [
        free(21).legs[0],
        aLeg({ ...everyState[7]!, _tag: 'Cancelling' } as LegState, { kind: 'return', reference: 'ref-21r' }),
      ],
    });
    const held = free(22, { owner: 'serve:b' });
    const all = [...[...guarding, halfRefused].map((one) => without(one, 'answer')), returning, held];
    await put(...all);
    expect(await purge(5_000)).to.deep.equal({ ...nothing, guarding: all.length });
    for (const booking of all) expect(await standing(booking)).to.deep.equal(booking);
  });

  it('goes through more than a page while others write', async () => {
    const all = Array.from({ length: 150 }, (_, n) => free(n + 1));
    await put(...all);
    const [purged] = await Promise.all([
      purge(400),
      put(...[201, 202, 203].map((n) => free(n, { updatedAt: later(MORNING, 400 * DAY) }))),
    ]);
    expect(purged.retired).to.equal(150);
    expect(await rightOf(storage.bookings.ofOrder(anAccountId(), anOrder()))).to.have.length(3);
    expect(await rightOf(storage.retirement.pastNumbers(anAccountId(), anOrder()))).to.include({ parcelNumber: 150 });
  });
};
