import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { isFree, withLeg } from '../../domain/booking.js';
import { move, type MovedBackwards, type Tracking, type TrackingStatus } from '../../domain/tracking.js';
import type { Bookings } from '../ports/bookings.js';
import type { Chance } from '../ports/chance.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import { overtaken, type Overtaken } from '../ports/overtaken.js';
import type { Unavailable } from '../ports/unavailable.js';
import { meantBy } from './cancel-shipment.js';
import type { Holds } from './hold.js';

export type TrackingError =
  | { readonly _tag: 'CodeUnknown' }
  /** The leg is cancelled, is being cancelled, or is not booked yet. */
  | { readonly _tag: 'NotTrackable'; readonly state: string }
  | MovedBackwards
  | Overtaken
  | Unavailable;

/**
 * Moves the parcel with this tracking code; a status that it has already is no change. Whoever holds the booking goes first,
 * such as a cancel of its return: what a parcel did can wait. Overtaken: it could not be written in its time.
 */
export type TrackParcel = (
  desk: Desk,
  trackingCode: string,
  status: TrackingStatus,
) => TE.TaskEither<TrackingError, Tracking>;

type Deps = {
  readonly bookings: Bookings;
  readonly holds: Holds;
  readonly clock: Clock;
  readonly chance: Chance;
  /** Milliseconds that a booking which somebody holds is waited for. */
  readonly budget: number;
};

export const makeTrackParcel = ({ bookings, holds, clock, chance, budget }: Deps): TrackParcel => {
  const attempt = (desk: Desk, code: string, status: TrackingStatus): TE.TaskEither<TrackingError, Tracking> =>
    pipe(
      bookings.byHandle(desk.account.id, code),
      TE.flatMap((found): TE.TaskEither<TrackingError, Tracking> => {
        const meant = meantBy(code, found);
        if (O.isNone(meant)) return TE.left({ _tag: 'CodeUnknown' });
        const { booking, leg } = meant.value;
        const { state } = leg;
        if (state._tag !== 'Booked') return TE.left({ _tag: 'NotTrackable', state: state._tag });
        const moved = move(state.tracking, status, clock.now());
        if (E.isLeft(moved) || moved.right === state.tracking) return TE.fromEither(moved);
        if (!isFree(booking)) return TE.left(overtaken);
        const tracking = moved.right;
        return pipe(
          holds.release({ booking, leasedUntil: 0 }, withLeg(booking, leg.plan.kind, { ...state, tracking })),
          TE.map(() => tracking),
        );
      }),
    );

  return (desk, code, status) => () => {
    const deadline = clock.monotonic() + budget;
    const again = (): TE.TaskEither<TrackingError, Tracking> =>
      pipe(
        attempt(desk, code, status),
        TE.orElse((failure) =>
          failure._tag !== 'Overtaken' || clock.monotonic() >= deadline
            ? TE.left(failure)
            : pipe(TE.fromTask(clock.sleep(50 + 200 * chance.fraction())), TE.flatMap(again)),
        ),
      );
    return again()();
  };
};
