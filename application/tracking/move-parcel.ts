import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import {
  boughtOf,
  isFree,
  legOf,
  type Booking,
  type BookingKey,
  type LegKind,
  type LegState,
} from '../../domain/booking.js';
import { follow, type Follow, type Seen, type ToldStatus } from '../../domain/parcel-work.js';
import type { Bookings } from '../ports/bookings.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import type { Log } from '../ports/log.js';
import type { Unavailable } from '../ports/unavailable.js';
import type { Holds } from '../shipping/hold.js';
import { makeTurns, turnOf } from '../shipping/turns.js';
import type { Bell } from '../work/bell.js';

export type NotMoved =
  /** Somebody works on the booking: it can be tried again in a while. */
  | { readonly _tag: 'Busy' }
  /** The leg is not booked yet, or not any more. */
  | { readonly _tag: 'NotTrackable'; readonly state: LegState['_tag'] | 'Gone' }
  | Unavailable;

/** Writes down what was seen of a leg's parcel, and with it the work of telling whoever booked it: one write, or none. */
export type MoveParcel = (
  desk: Desk,
  key: BookingKey,
  kind: LegKind,
  seen: readonly Seen[],
) => TaskEither<NotMoved, Pick<Follow, 'tracking' | 'progress'>>;

type Deps = {
  readonly bookings: Bookings;
  readonly holds: Holds;
  readonly clock: Clock;
  readonly log: Log;
  readonly bell: Pick<Bell, 'ring'>;
};

/** Writes of one booking that may come between a read and the write after it. */
const ATTEMPTS = 5;

const busy: NotMoved = { _tag: 'Busy' };

/** Whether a leg in this state may be booked yet. */
export const mayComeToMove = (state: LegState['_tag'] | 'Gone'): boolean =>
  state !== 'Cancelled' && state !== 'Refused' && state !== 'Gone';

export const makeMoveParcel = ({ bookings, holds, clock, log, bell }: Deps): MoveParcel => {
  // One word after the other: a station that is written behind a later one would be told to nobody.
  const words = makeTurns();

  const tellLog = (desk: Desk, booking: Booking, kind: LegKind, { progress, tracking }: Follow): void => {
    const leg = legOf(booking, kind);
    const trackingCode = leg === undefined ? undefined : boughtOf(leg.state)?.trackingCode;
    const facts = {
      ...{ account: desk.account.id, order: booking.key.order, leg: kind },
      ...(leg !== undefined && { reference: leg.plan.reference, carrier: leg.plan.service.carrier }),
      ...(trackingCode !== undefined && { trackingCode }),
    };
    for (const step of progress) {
      if (step._tag === 'Moved') log.info('parcel_moved', { ...facts, outcome: step.tracking.status });
      if (step._tag !== 'Noted' || step.tracking.note === undefined) continue;
      const { state } = step.tracking.note;
      if (state !== 'cancelled') log.info('parcel_noted', { ...facts, outcome: state });
      else log.warn('cancelled_by_courier', { ...facts, reason: `${tracking.status}; nobody here cancelled it` });
    }
  };

  const attempt = async (
    desk: Desk,
    booking: Booking,
    kind: LegKind,
    seen: readonly Seen[],
  ): Promise<E.Either<NotMoved | 'overtaken', Follow>> => {
    const state = legOf(booking, kind)?.state;
    if (state === undefined) return E.left({ _tag: 'NotTrackable', state: 'Gone' });
    const tells = (status: ToldStatus): boolean => desk.outlet?.wants(status) === true;
    const followed = follow(booking, kind, seen, { now: clock.now(), tells });
    if (followed === undefined) return E.left({ _tag: 'NotTrackable', state: state._tag });
    if (!followed.progress.some((step) => 'tracking' in step)) return E.right(followed);
    if (!isFree(booking)) return E.left(busy);
    const written = await holds.release({ booking, leasedUntil: 0 }, followed.booking)();
    if (E.isRight(written)) return E.right(followed);
    return E.left(written.left._tag === 'Overtaken' ? 'overtaken' : written.left);
  };

  const move =
    (...[desk, key, kind, seen]: Parameters<MoveParcel>): ReturnType<MoveParcel> =>
    async () => {
      for (let left = ATTEMPTS; left > 0; left -= 1) {
        const found = await bookings.find(key)();
        if (E.isLeft(found)) return found;
        if (O.isNone(found.right)) return E.left({ _tag: 'NotTrackable', state: 'Gone' });
        const moved = await attempt(desk, found.right.value, kind, seen);
        if (E.isRight(moved)) {
          tellLog(desk, found.right.value, kind, moved.right);
          if (moved.right.booking.work.length > found.right.value.work.length) bell.ring();
          return moved;
        }
        if (moved.left !== 'overtaken') return E.left(moved.left);
      }
      return E.left(busy);
    };

  return (desk, key, kind, seen) => words.take(turnOf(key))(move(desk, key, kind, seen));
};
