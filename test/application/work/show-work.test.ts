import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import { makeFindSubjects } from '../../../application/work/find-subjects.js';
import { idOf, makeShowWork, type Dealt, type ShowWork, type WorkQuery } from '../../../application/work/show-work.js';
import type { Booking } from '../../../domain/booking.js';
import { HOUR, later } from '../../../domain/time.js';
import type { Job } from '../../../domain/work.js';
import { anAccountId, aKey, aLeg, anOrder, bookedWith, everyState, MORNING, nth } from '../../support/bookings.js';
import { rightOf } from '../../support/either.js';
import { aClockFor, openShop, type Shop } from '../../support/shop.js';
import { aStopping } from '../../support/stopping.js';
import { without } from '../../support/without.js';
import { aJob, anErrand, anErrandKey } from '../../support/work.js';

describe('work that a person names', () => {
  let shop: Shop;
  let work: ShowWork;
  /** Pages of all the work there is. */
  let pages: number;

  const parked = (id: string): Job => aJob({ id, state: { _tag: 'Parked', why: 'HTTP 404', since: MORNING } });

  const bookedAs = (n: number, jobs: readonly Job[], over: Partial<Booking> = {}): Booking => {
    const [leg] = bookedWith(`T-${n}`, {}, `C-${n}`).legs;
    const legs: Booking['legs'] = [
      { ...leg, plan: { ...leg.plan, reference: `LS-${n}` } },
      aLeg(leg.state, { kind: 'return', reference: `LS-${n}-R` }),
    ];
    const key = aKey({ order: anOrder(`order-${n}`) });
    return nth(n, { key, legs, answer: '{}', owner: undefined, work: jobs, ...over });
  };

  beforeEach(async () => {
    shop = await openShop();
    pages = 0;
    const { subjects, desk } = await shop.start('serve:a');
    const { bookings, errands } = shop.storage;
    const counted = {
      bookings: {
        ...bookings,
        withWork: (...asked: Parameters<typeof bookings.withWork>) => ((pages += 1), bookings.withWork(...asked)),
      },
      errands: {
        ...errands,
        list: (...asked: Parameters<typeof errands.list>) => ((pages += 1), errands.list(...asked)),
      },
    };
    const desks = { all: [desk], find: () => O.some(desk) };
    work = makeShowWork({
      ...counted,
      subjects,
      findSubjects: makeFindSubjects({ ...counted, desks }),
      holds: { release: () => expect.fail('nothing is settled here') },
      clock: aClockFor(aStopping()),
    });
    for (const booking of [
      bookedAs(1, [parked('push-1'), aJob({ id: 'push-2' })]),
      bookedAs(2, [aJob({ id: 'ask', kind: 'poll_parcel', due: later(MORNING, 9 * HOUR) })]),
      bookedAs(3, []),
      bookedAs(4, [parked('push-1')], { key: aKey({ account: anAccountId('dropped') }) }),
    ])
      await rightOf(bookings.insert(booking));
    await rightOf(errands.insert(anErrand({ key: anErrandKey({ id: 'a/b' }), work: [aJob({ id: 'apply' })] })));
    await rightOf(
      errands.insert(anErrand({ key: anErrandKey({ topic: 'poll', id: 'a' }), work: [aJob({ id: 'poll' })] })),
    );
  });
  afterEach(() => shop.close());

  const found = async (id: string, query: Omit<WorkQuery, 'id'> = {}): Promise<readonly string[]> =>
    (await rightOf(work.list({ ...query, id }, 100))).map(idOf);

  it('is found without a walk through all there is: a booking by each of its references, and one job of it', async () => {
    expect(await found('LS-1')).to.deep.equal(['LS-1/push-1', 'LS-1/push-2']);
    expect(await found('LS-1-R')).to.deep.equal(['LS-1/push-1', 'LS-1/push-2']);
    expect(await found('LS-1/push-2')).to.deep.equal(['LS-1/push-2']);
    expect(await found('LS-2')).to.deep.equal(['LS-2/ask']);
    expect(await found('LS-1', { state: 'parked' })).to.deep.equal(['LS-1/push-1']);
    expect([await found('LS-1/nothing'), await found('LS-3')]).to.deep.equal([[], []]);
    expect(pages).to.equal(0);
  });

  it('is found so too where it is an errand, whatever is in its name', async () => {
    expect(await found('notice/a/b')).to.deep.equal(['notice/a/b/apply']);
    expect(await found('notice/a/b/apply')).to.deep.equal(['notice/a/b/apply']);
    expect(await found('poll/a/poll')).to.deep.equal(['poll/a/poll']);
    expect(pages).to.equal(0);
  });

  it('is found by no code of the courier, which others may have too', async () => {
    expect(await found('T-1')).to.deep.equal([]);
  });

  it('is looked for among all there is where its account is none of the settings', async () => {
    expect(await found('LS-4')).to.deep.equal(['LS-4/push-1']);
    expect(pages).to.be.above(0);
    expect(await found('LS-1', { account: anAccountId('dropped') })).to.deep.equal([]);
  });

  it('is dealt with where it is found', async () => {
    const dealt: Dealt[] = [];
    await rightOf(work.deal('cancel', { id: 'LS-1/push-1' }, (one) => void dealt.push(one)));
    expect(dealt.map(({ listed, outcome }) => [idOf(listed), outcome])).to.deep.equal([['LS-1/push-1', 'done']]);
    expect([await found('LS-1'), pages]).to.deep.equal([['LS-1/push-2'], 0]);
  });

  it('is the settling of a booking, where that is parked', async () => {
    const legs: Booking['legs'] = [aLeg(everyState[3], { reference: 'LS-5' })];
    await rightOf(shop.storage.bookings.insert({ ...without(bookedAs(5, []), 'answer'), legs }));
    expect([await found('LS-5'), pages]).to.deep.equal([['LS-5'], 0]);
  });
});
