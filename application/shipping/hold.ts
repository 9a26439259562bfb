import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { withoutPutOff, type Booking } from '../../domain/booking.js';
import type { Bookings } from '../ports/bookings.js';
import type { Chance } from '../ports/chance.js';
import type { Clock } from '../ports/clock.js';
import { overtaken, type Overtaken } from '../ports/overtaken.js';
import { unavailable, type Unavailable } from '../ports/unavailable.js';

/**
 * A booking while this process works on it: the version it last wrote, and until when, on its own monotonic clock, nobody
 * else may take it over. The one mutable thing of a run; it moves forward with every write.
 */
export type Hold = { booking: Booking; leasedUntil: number };

/** A booking before its first write. */
export type Draft = Omit<Booking, 'version' | 'writer' | 'updatedAt' | 'owner'>;

/** The number that the claim took for its parcel went to another booking of the order. */
export type ParcelNumberTaken = { readonly _tag: 'ParcelNumberTaken' };

export type Holds = {
  /** Writes a new booking and holds it. */
  readonly claim: (draft: Draft) => TE.TaskEither<Overtaken | Unavailable | ParcelNumberTaken, Hold>;
  /** Changes a booking that nobody holds, and holds it. */
  readonly takeOver: (found: Booking, change: Booking) => TE.TaskEither<Overtaken | Unavailable, Hold>;
  /** The next version, still held. */
  readonly write: (hold: Hold, change: Booking) => TE.TaskEither<Overtaken | Unavailable, void>;
  /** The last version of this run: nobody holds the booking after it. */
  readonly release: (hold: Hold, change: Booking) => TE.TaskEither<Overtaken | Unavailable, void>;
  /** Asked in the same tick as every call to a carrier. */
  readonly isLeased: (hold: Hold) => boolean;
  /**
   * Asked in the same tick as every call that costs money: whether the last write, which marks that call, was sent at most
   * `freshness` ago, so that the mark alone tells until when its call can have been sent.
   */
  readonly isFresh: (hold: Hold) => boolean;
  /** Milliseconds after a mark in which its call is sent, or never. */
  readonly freshness: number;
};

type Deps = {
  readonly bookings: Bookings;
  readonly clock: Clock;
  readonly chance: Chance;
  /** The name of this process, as leases carry it. */
  readonly owner: string;
  /** Milliseconds. */
  readonly lease: number;
};

/** Milliseconds between sending a mark and sending the call that it is for, or a lease where that is shorter. */
const FRESH = 10_000;

const notArrived = unavailable('bookings')('the write did not arrive');

export const makeHolds = ({ bookings, clock, chance, owner, lease }: Deps): Holds => {
  const freshness = Math.min(lease, FRESH);

  const versioned = (draft: Draft, version: number, held: boolean): Booking => ({
    ...draft,
    version,
    writer: chance.id(),
    updatedAt: clock.now(),
    owner: held ? owner : undefined,
  });

  /** What storage has under the key tells a lost acknowledgement from a lost race: the writer's own id is there, or not. */
  const readBack = <E>(written: Booking, absent: E): TE.TaskEither<Overtaken | Unavailable | E, void> =>
    pipe(
      bookings.find(written.key),
      TE.flatMap((stored): TE.TaskEither<Overtaken | Unavailable | E, void> => {
        if (O.isNone(stored)) return TE.left(absent);
        if (stored.value.writer === written.writer) return TE.right(undefined);
        return TE.left(stored.value.version >= written.version ? overtaken : notArrived);
      }),
    );

  const insert = (first: Booking): TE.TaskEither<Overtaken | Unavailable | ParcelNumberTaken, void> =>
    pipe(
      bookings.insert(first),
      TE.matchE(
        () => readBack<Unavailable | ParcelNumberTaken>(first, notArrived),
        (outcome) =>
          outcome === 'written'
            ? TE.right(undefined)
            : readBack<Unavailable | ParcelNumberTaken>(first, { _tag: 'ParcelNumberTaken' }),
      ),
    );

  const replace = (next: Booking): TE.TaskEither<Overtaken | Unavailable, void> =>
    pipe(
      bookings.replace(next),
      TE.matchE(
        () => readBack(next, notArrived),
        (outcome) => (outcome === 'written' ? TE.right(undefined) : readBack(next, notArrived)),
      ),
    );

  /** The lease counts from before its write was sent. */
  const advance =
    (hold: Hold, change: Booking, held: boolean): TE.TaskEither<Overtaken | Unavailable, void> =>
    () => {
      const sentAt = clock.monotonic();
      const next = versioned(change, hold.booking.version + 1, held);
      return pipe(
        replace(next),
        TE.map(() => {
          hold.booking = next;
          hold.leasedUntil = held ? sentAt + lease : sentAt;
        }),
      )();
    };

  return {
    claim: (draft) => () => {
      const sentAt = clock.monotonic();
      const first = versioned(draft, 1, true);
      return pipe(
        insert(first),
        TE.map((): Hold => ({ booking: first, leasedUntil: sentAt + lease })),
      )();
    },
    takeOver: (found, change) => {
      const hold: Hold = { booking: found, leasedUntil: 0 };
      return pipe(
        advance(hold, withoutPutOff(change), true),
        TE.map(() => hold),
      );
    },
    write: (hold, change) => advance(hold, change, true),
    release: (hold, change) => advance(hold, change, false),
    isLeased: ({ leasedUntil }) => clock.monotonic() < leasedUntil,
    isFresh: ({ leasedUntil }) => clock.monotonic() < leasedUntil - lease + freshness,
    freshness,
  };
};
