import { expect } from 'chai';
import * as O from 'fp-ts/lib/Option.js';
import { makeHolds, type Draft, type Holds } from '../../application/shipping/hold.js';
import { aBooking, aKey, MORNING, nextOf } from '../support/bookings.js';
import { leftOf, rightOf } from '../support/either.js';
import { without } from '../support/without.js';
import type { OpenedBookings } from './bookings.contract.js';

export type OpenedLosing = OpenedBookings & {
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
};

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
    chance: { id: nextId, capability: nextId, apiKey: nextId, fraction: () => 0.5 },
  });

let ids = 0;
const nextId = (): string => `id-${(ids += 1)}`;
