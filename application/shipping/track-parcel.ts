import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import {
  isSideState,
  type MovedBackwards,
  type Progress,
  type SideState,
  type Tracking,
  type TrackingReport,
  type TrackingStatus,
} from '../../domain/tracking.js';
import type { Instant } from '../../domain/time.js';
import type { Bookings } from '../ports/bookings.js';
import type { Chance } from '../ports/chance.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import { overtaken, type Overtaken } from '../ports/overtaken.js';
import type { Unavailable } from '../ports/unavailable.js';
import type { MoveParcel } from '../tracking/move-parcel.js';
import { meantBy } from './cancel-shipment.js';

export type TrackingError =
  | { readonly _tag: 'CodeUnknown' }
  /** The leg is cancelled, is being cancelled, or is not booked yet. */
  | { readonly _tag: 'NotTrackable'; readonly state: string }
  /** What happened beside the way happened before the station that the parcel is at. */
  | { readonly _tag: 'PassedAlready'; readonly at: TrackingStatus }
  | MovedBackwards
  | Overtaken
  | Unavailable;

/**
 * Moves the parcel with this tracking code, or notes what happened to it beside its way; what is known already is no change.
 * `at`, when it happened, is now where it is left out or has not come yet. Whoever holds the booking goes first, such as a
 * cancel of its return: what a parcel did can wait. Overtaken: it could not be written in its time.
 */
export type TrackParcel = (
  desk: Desk,
  trackingCode: string,
  to: TrackingStatus | SideState,
  at?: Instant,
) => TE.TaskEither<TrackingError, Tracking>;

type Deps = {
  readonly bookings: Bookings;
  readonly moveParcel: MoveParcel;
  readonly clock: Clock;
  readonly chance: Chance;
  /** Milliseconds that a booking which somebody holds is waited for. */
  readonly budget: number;
};

const behind = (to: TrackingStatus | SideState, at: TrackingStatus): TrackingError =>
  isSideState(to) ? { _tag: 'PassedAlready', at } : { _tag: 'MovedBackwards', from: at, to };

export const makeTrackParcel = ({ bookings, moveParcel, clock, chance, budget }: Deps): TrackParcel => {
  const attempt = (
    desk: Desk,
    code: string,
    to: TrackingStatus | SideState,
    at: Instant,
  ): TE.TaskEither<TrackingError, Tracking> =>
    pipe(
      bookings.byHandle(desk.account.id, code),
      TE.flatMap((found): TE.TaskEither<TrackingError, Tracking> => {
        const meant = meantBy(code, found);
        if (O.isNone(meant)) return TE.left({ _tag: 'CodeUnknown' });
        const { booking, leg } = meant.value;
        const report: TrackingReport = isSideState(to) ? { _tag: 'Aside', state: to } : { _tag: 'Station', status: to };
        return pipe(
          moveParcel(desk, booking.key, leg.plan.kind, [{ report, at }]),
          TE.mapLeft((failure): TrackingError => (failure._tag === 'Busy' ? overtaken : failure)),
          TE.flatMap(({ tracking, progress }) => {
            const step: Progress | undefined = progress[0];
            return step?._tag === 'Behind' ? TE.left(behind(to, step.at)) : TE.right(tracking);
          }),
        );
      }),
    );

  return (desk, code, to, at) => () => {
    const [deadline, now] = [clock.monotonic() + budget, clock.now()];
    const happened = at === undefined || at > now ? now : at;
    const again = (): TE.TaskEither<TrackingError, Tracking> =>
      pipe(
        attempt(desk, code, to, happened),
        TE.orElse((failure) =>
          failure._tag !== 'Overtaken' || clock.monotonic() >= deadline
            ? TE.left(failure)
            : pipe(TE.fromTask(clock.sleep(50 + 200 * chance.fraction())), TE.flatMap(again)),
        ),
      );
    return again()();
  };
};
