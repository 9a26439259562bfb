import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import type { Errands } from '../../application/ports/errands.js';
import { makeHolds, type Draft, type Holds } from '../../application/shipping/hold.js';
import { makeBell } from '../../application/work/bell.js';
import { makeSubjects } from '../../application/work/subjects.js';
import { aBooking, aKey, MORNING, nextOf } from '../support/bookings.js';
import { leftOf, rightOf } from '../support/either.js';
import { without } from '../support/without.js';
import { aJob, anErrand } from '../support/work.js';
import type { OpenedBookings } from './bookings.contract.js';

export type OpenedLosing = OpenedBookings & {
  readonly errands: Errands;
  /** The next write happens, and whoever asked for it is told of a failure. */
  readonly loseAnswer: () => void;
  /** From here on answers arrive. */
  readonly mend: () => void | Promise<void>;
};

/** What every `Bookings` must do when a write happens and its answer is lost on the way. */
export const itOutlivesLostAnswers = (open: () => Promise<OpenedLosing>): void => {
  let opened: OpenedLosing;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());

  const losing = async <A>(work: () => Promise<A>): Promise<A> => {
    opened.loseAnswer();
    const result = await work();
    await opened.mend();
    return result;
  };

  it('has the booking whose insert was answered with a failure, under the id of its writer', async () => {
    const { bookings } = opened;
    const mine = aBooking({ writer: 'mine' });
    expect((await losing(() => leftOf(bookings.insert(mine))))._tag).to.equal('Unavailable');
    expect(await rightOf(bookings.find(mine.key))).to.deep.equal(O.some(mine));
    expect(await rightOf(bookings.insert(aBooking({ writer: 'late' })))).to.equal('conflict');
    expect(O.toUndefined(await rightOf(bookings.find(mine.key)))?.writer).to.equal('mine');
  });

  it('has the change that was answered with a failure, and takes no other in its place', async () => {
    const { bookings } = opened;
    const first = aBooking();
    await rightOf(bookings.insert(first));
    const mine = nextOf(first, { writer: 'mine' });
    expect((await losing(() => leftOf(bookings.replace(mine))))._tag).to.equal('Unavailable');
    expect(await rightOf(bookings.find(mine.key))).to.deep.equal(O.some(mine));
    expect(await rightOf(bookings.replace(nextOf(first, { writer: 'late' })))).to.equal('conflict');
  });

  it('lets whoever claims a booking recognise its own claim', async () => {
    const draft: Draft = without(aBooking(), 'version', 'writer', 'updatedAt', 'owner');
    let failed = 0;
    const holds = holdsOf({
      ...opened.bookings,
      insert: (booking) => async () => {
        const answer = await losing(opened.bookings.insert(booking));
        if (answer._tag === 'Left') failed += 1;
        return answer;
      },
    });
    const hold = await rightOf(holds.claim(draft));
    expect(failed).to.equal(1);
    expect(await rightOf(opened.bookings.find(aKey()))).to.deep.equal(O.some(hold.booking));
    await rightOf(holds.release(hold, hold.booking));
  });

  /** The same port, of which every write loses its answer. */
  const losingEach = (errands: Errands): Errands => ({
    ...errands,
    insert: (errand) => () => losing(errands.insert(errand)),
    replace: (errand) => () => losing(errands.replace(errand)),
    remove: (errand) => () => losing(errands.remove(errand)),
  });

  it('lets whoever posts, changes or ends an errand recognise its own write', async () => {
    const { bookings, errands } = opened;
    const subjects = makeSubjects({
      bookings,
      holds: holdsOf(bookings),
      errands: losingEach(errands),
      bell: makeBell(),
      chance,
    });
    const draft = without(anErrand(), 'version', 'writer');
    expect(await rightOf(subjects.post(draft))).to.equal(true);
    expect(await rightOf(subjects.post(draft))).to.equal(false);
    const posted = O.toUndefined(await rightOf(errands.find(draft.key)))!;
    const changed = await rightOf(subjects.rewrite({ _tag: 'Errand', errand: posted }, [aJob({ attempts: 1 })]));
    expect((await leftOf(subjects.rewrite({ _tag: 'Errand', errand: posted }, [])))._tag).to.equal('Overtaken');
    await rightOf(subjects.rewrite(changed, []));
    expect(await rightOf(errands.find(draft.key))).to.deep.equal(O.none);
  });

  it('lets whoever claims a job of a booking recognise its own claim', async () => {
    const { bookings } = opened;
    const booking = aBooking({ owner: undefined, work: [aJob()] });
    await rightOf(bookings.insert(booking));
    const losingBookings = { ...bookings, replace: (one: typeof booking) => () => losing(bookings.replace(one)) };
    const subjects = makeSubjects({
      bookings,
      holds: holdsOf(losingBookings),
      errands: opened.errands,
      bell: makeBell(),
      chance,
    });
    const claimed = await rightOf(subjects.rewrite({ _tag: 'Booking', booking }, [aJob({ attempts: 1 })]));
    expect(claimed).to.deep.include({ _tag: 'Booking' });
    expect(O.toUndefined(await rightOf(bookings.find(booking.key)))?.work).to.deep.equal([aJob({ attempts: 1 })]);
  });
};

let ids = 0;
const nextId = (): string => `id-${(ids += 1)}`;
const chance = { id: nextId, capability: nextId, apiKey: nextId, fraction: () => 0.5 };

const holdsOf = (bookings: OpenedBookings['bookings']): Holds =>
  makeHolds({
    bookings,
    owner: 'serve:here',
    lease: 60_000,
    clock: {
      now: () => MORNING,
      monotonic: () => performance.now(),
      sleep: () => () => Promise.resolve(),
      within: () => (task) => () => task().then(O.some),
    },
    chance,
  });
