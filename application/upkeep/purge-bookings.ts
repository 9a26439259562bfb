import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Booking } from '../../domain/booking.js';
import { dueTo, withoutLabels, withoutPersons, type Due, type Retention } from '../../domain/retention.js';
import { instant } from '../../domain/time.js';
import type { Bookings } from '../ports/bookings.js';
import type { Chance } from '../ports/chance.js';
import type { Clock } from '../ports/clock.js';
import type { Retirement } from '../ports/retirement.js';
import type { Unavailable } from '../ports/unavailable.js';

/** How many bookings lost what; `guarding`: how many stay, however old they are, since something still rests on them. */
export type Purged = {
  readonly retired: number;
  readonly forgotten: number;
  readonly unlabelled: number;
  readonly guarding: number;
};

export type PurgeOptions = {
  /** Counts what is due and changes nothing. */
  readonly dryRun: boolean;
  /** Begins no further page once it says so. */
  readonly isStopped: () => boolean;
};

/** Takes from every booking what is due, a few at a time, with everybody else's writes between. */
export type PurgeBookings = (retention: Retention, options: PurgeOptions) => TaskEither<Unavailable, Purged>;

type Deps = {
  readonly bookings: Pick<Bookings, 'replace'>;
  readonly retirement: Omit<Retirement, 'pastNumbers'>;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'id'>;
};

/** Bookings that are read at once: what bounds how long a page holds the event loop. */
const PAGE = 64;

/** Milliseconds between two pages. */
const PAUSE = 5;

type Tally = { -readonly [Name in keyof Purged]: number };

export const makePurgeBookings = ({ bookings, retirement, clock, chance }: Deps): PurgeBookings => {
  /** Its age stays: what is done to it here is no change of what it is about. */
  const change = async (booking: Booking, changed: Booking): Promise<E.Either<Unavailable, boolean>> => {
    // The labels first, so that none is left behind; should the booking have changed meanwhile, they were due all the same.
    const dropped = await retirement.dropLabels(booking)();
    if (E.isLeft(dropped)) return dropped;
    const written = await bookings.replace({ ...changed, version: booking.version + 1, writer: chance.id() })();
    return E.map((outcome) => outcome === 'written')(written);
  };

  const give = async (booking: Booking, due: Due): Promise<E.Either<Unavailable, boolean>> => {
    switch (due) {
      case 'retire':
        return retirement.retire(booking)();
      case 'forget_persons':
        return change(booking, withoutPersons(booking));
      case 'drop_labels':
        return change(booking, withoutLabels(booking));
      case 'guards':
      case 'nothing':
        return E.right(true);
    }
  };

  const names: Readonly<Record<Exclude<Due, 'nothing'>, keyof Purged>> = {
    retire: 'retired',
    forget_persons: 'forgotten',
    drop_labels: 'unlabelled',
    guards: 'guarding',
  };

  return (retention, { dryRun, isStopped }) =>
    async () => {
      const tally: Tally = { retired: 0, forgotten: 0, unlabelled: 0, guarding: 0 };
      const now = clock.now();
      const { bookings: all, labels, persons = Infinity } = retention;
      const before = instant(now - Math.min(all, labels, persons) + 1);
      for (let from: string | undefined; !isStopped();) {
        const page = await retirement.aged(before, PAGE, from)();
        if (E.isLeft(page)) return page;
        for (const booking of page.right.items) {
          const due = dueTo(booking, now, retention);
          const given = dryRun ? E.right(true) : await give(booking, due);
          if (E.isLeft(given)) return given;
          if (due !== 'nothing' && given.right) tally[names[due]] += 1;
        }
        if (page.right.next === undefined) break;
        from = page.right.next;
        await clock.sleep(PAUSE)();
      }
      return E.right(tally);
    };
};
