import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as T from 'fp-ts/lib/Task.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { ExternalOrderId } from '../../domain/booking-request.js';
import {
  awaitsRequest,
  boughtOf,
  hasLegCancelling,
  isLive,
  withLeg,
  type Booking,
  type Leg,
} from '../../domain/booking.js';
import { isMoving, type TrackingStatus } from '../../domain/tracking.js';
import type { Bookings } from '../ports/bookings.js';
import type { Chance } from '../ports/chance.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import { overtaken, type Overtaken } from '../ports/overtaken.js';
import type { Unavailable } from '../ports/unavailable.js';
import type { Holds } from './hold.js';
import type { Lapse } from './lapse.js';
import type { CancelFailure, CancelLegs, CancelRefused, CancelUnknown, SettleCancel } from './settle-cancel.js';
import type { SharedRuns } from './shared-runs.js';
import { turnOf, type Turns } from './turns.js';

export type CancelError =
  /** A code that this account never had. */
  | { readonly _tag: 'CodeUnknown' }
  | { readonly _tag: 'TooLate'; readonly status: TrackingStatus }
  | CancelRefused
  /** What became of it is not known yet; asking again settles it. */
  | CancelUnknown
  | Unavailable;

/** What a tracking code means: the shopper's order, and our reference of the leg. */
export type NamedLeg = { readonly order: ExternalOrderId; readonly reference: string };

/** `leg` where the code is one of this account's. */
export type NotCancelled = { readonly failure: CancelError; readonly leg?: NamedLeg };

/** Cancels the leg with this tracking code. Cancelled already counts as cancelled. */
export type CancelShipment = (
  desk: Desk,
  trackingCode: string,
  requestId: string,
) => TE.TaskEither<NotCancelled, NamedLeg>;

export type CancelDeps = {
  readonly bookings: Bookings;
  readonly holds: Holds;
  readonly lapse: Lapse;
  readonly turns: Turns;
  readonly runs: SharedRuns<E.Either<CancelError, void>>;
  readonly cancelLegs: CancelLegs;
  readonly settleCancel: SettleCancel;
  readonly clock: Clock;
  readonly chance: Chance;
  /** Milliseconds until the caller is answered. */
  readonly budget: number;
  /** Milliseconds that a cancel may go on after that. */
  readonly deadline: number;
};

type Attempt = { readonly desk: Desk; readonly code: string; readonly requestId: string; readonly deadline: number };

type Found = { readonly booking: Booking; readonly leg: Leg };

/** Couriers reuse their codes: the newest live booking is meant, else the newest. */
export const meantBy = (code: string, newestFirst: readonly Booking[]): O.Option<Found> => {
  const carrying = newestFirst.flatMap((booking) =>
    booking.legs.flatMap((leg) => (boughtOf(leg.state)?.trackingCode === code ? [{ booking, leg }] : [])),
  );
  return O.fromNullable(carrying.find(({ booking }) => isLive(booking)) ?? carrying[0]);
};

export const makeCancelShipment = (deps: CancelDeps): CancelShipment => {
  const { bookings, holds, lapse, turns, runs, cancelLegs, settleCancel, clock, chance } = deps;

  const lookUp = ({ desk, code }: Attempt): TE.TaskEither<CancelError, Found> =>
    pipe(
      bookings.byHandle(desk.account.id, code),
      TE.map((found) => meantBy(code, found)),
      TE.flatMap((found): TE.TaskEither<CancelError, Found> =>
        O.isSome(found) ? TE.right(found.value) : TE.left({ _tag: 'CodeUnknown' }),
      ),
    );

  /** The legs that this cancel ends: the one that was named, and its return where the account says so. */
  const marked = ({ desk }: Attempt, { booking, leg }: Found): Booking => {
    const isMain = booking.legs[0].plan.kind === leg.plan.kind;
    const company = isMain && desk.account.cancelWithReturn ? booking.legs.slice(1) : [];
    return [leg, ...company].reduce((marking, { plan, state }) => {
      if (state._tag !== 'Booked' && state._tag !== 'Bought') return marking;
      const tracking = state._tag === 'Booked' ? state.tracking : { status: 'booked' as const, since: clock.now() };
      if (isMoving(tracking)) return marking;
      return withLeg(marking, plan.kind, { _tag: 'Cancelling', bought: state.bought, tracking, sentAt: clock.now() });
    }, booking);
  };

  const run = (attempt: Attempt, booking: Booking) => ({ ...attempt, booking });

  const begin = (attempt: Attempt, found: Found): TE.TaskEither<CancelFailure, void> =>
    pipe(
      holds.takeOver(found.booking, marked(attempt, found)),
      TE.flatMap((hold) => cancelLegs(run(attempt, hold.booking), hold)),
    );

  /**
   * An earlier cancel is brought to its end first; then it shows what is left of this one. A refusal is this one's answer
   * unless it was another leg that was refused.
   */
  const settle = (attempt: Attempt, { booking, leg }: Found): TE.TaskEither<CancelFailure, void> => {
    const isAboutThis =
      leg.state._tag === 'Cancelled' || booking.legs.find(({ state }) => state._tag === 'Cancelling') === leg;
    return pipe(
      settleCancel(run(attempt, booking)),
      TE.matchE(
        (failure) => TE.left(failure._tag === 'CancelRefused' && !isAboutThis ? overtaken : failure),
        () => TE.left(overtaken),
      ),
    );
  };

  const cancel = (attempt: Attempt, found: Found): TE.TaskEither<CancelError | Overtaken, void> => {
    const { booking, leg } = found;
    const { state } = leg;
    const isCancelling = hasLegCancelling(booking);
    if (state._tag === 'Cancelled' && !isCancelling) return TE.right(undefined);
    if (!lapse.hasLapsed(booking)) return wait(attempt);
    if (isCancelling) return settle(attempt, found);
    if (state._tag === 'Booked' && isMoving(state.tracking))
      return TE.left({ _tag: 'TooLate', status: state.tracking.status });
    // Bought, but its booking is not at its end yet: what became of the return may be unknown, or its label be missing.
    const isSettled =
      booking.answer !== undefined ||
      booking.legs.some((other) => other.state._tag === 'Refused') ||
      awaitsRequest(booking);
    return isSettled ? begin(attempt, found) : TE.left({ _tag: 'CancelUnknown' });
  };

  /** Somebody else works on the booking. */
  const wait = (attempt: Attempt): TE.TaskEither<CancelError | Overtaken, void> =>
    clock.monotonic() >= attempt.deadline
      ? TE.left({ _tag: 'CancelUnknown' })
      : pipe(
          TE.fromTask(clock.sleep(50 + 200 * chance.fraction())),
          TE.flatMap(() => TE.left(overtaken)),
        );

  const attemptAgain = (attempt: Attempt): TE.TaskEither<CancelError, void> =>
    pipe(
      lookUp(attempt),
      TE.flatMap((found) => cancel(attempt, found)),
      TE.orElse((failure) => {
        if (failure._tag !== 'Overtaken') return TE.left(failure);
        return clock.monotonic() >= attempt.deadline
          ? TE.left<CancelError>({ _tag: 'CancelUnknown' })
          : attemptAgain(attempt);
      }),
    );

  return (desk, code, requestId) => () => {
    const attempt = { desk, code, requestId, deadline: clock.monotonic() + deps.deadline };
    return pipe(
      lookUp(attempt),
      TE.mapLeft((failure): NotCancelled => ({ failure })),
      TE.flatMap(({ booking: { key }, leg: { plan } }) => {
        const leg: NamedLeg = { order: key.order, reference: plan.reference };
        return pipe(
          runs.join(`${turnOf(key)} ${code}`, deps.budget, () => turns.take(turnOf(key))(attemptAgain(attempt))),
          T.map(inTime),
          TE.mapBoth(
            (failure): NotCancelled => ({ failure, leg }),
            () => leg,
          ),
        );
      }),
      // The look-up is part of what the caller waits for.
      clock.within(deps.budget),
      T.map(O.getOrElse((): E.Either<NotCancelled, NamedLeg> => E.left({ failure: { _tag: 'CancelUnknown' } }))),
    )();
  };
};

const inTime = <A>(outcome: O.Option<E.Either<CancelError, A>>): E.Either<CancelError, A> =>
  O.isSome(outcome) ? outcome.value : E.left({ _tag: 'CancelUnknown' });
