import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { phaseOf, withLeg, type Booking, type Bought, type LegState } from '../../domain/booking.js';
import type { Bookings } from '../ports/bookings.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import type { Overtaken } from '../ports/overtaken.js';
import type { Unavailable } from '../ports/unavailable.js';
import type { NotBooked } from './buying-run.js';
import { carrierOf } from './carrier-order.js';
import type { Holds } from './hold.js';
import type { ResumeBooking } from './resume-booking.js';
import { nobody } from './shared-runs.js';
import { turnOf, type Turns } from './turns.js';

/** What an operator found out about a parked booking. */
export type Verdict = { readonly _tag: 'Bought'; readonly carriersNumber: string } | { readonly _tag: 'NotBought' };

export type VerdictError =
  | { readonly _tag: 'NotParked' }
  | { readonly _tag: 'ReferenceUnknown' }
  /** The carrier gives no such numbers. */
  | { readonly _tag: 'NumberUnfit' }
  | NotBooked;

/** Decides a parked leg. Bought: the booking goes on to its label. Not bought: the next identical request buys it. */
export type SettleParked = (
  desk: Desk,
  reference: string,
  verdict: Verdict,
  requestId: string,
) => TE.TaskEither<VerdictError, Booking>;

type ParkedDeps = {
  readonly holds: Holds;
  readonly bookings: Bookings;
  readonly turns: Turns;
  readonly resume: ResumeBooking;
  readonly clock: Clock;
  /** Milliseconds that settling one booking may take. */
  readonly deadline: number;
};

export const makeSettleParked = (deps: ParkedDeps): SettleParked => {
  const { bookings, holds, turns, resume, clock } = deps;

  const decided = (verdict: Verdict): LegState => {
    if (verdict._tag === 'NotBought') return { _tag: 'Claimed' };
    const bought: Bought = { trackingCode: verdict.carriersNumber };
    return { _tag: 'Bought', bought };
  };

  const write = (
    booking: Booking,
    reference: string,
    verdict: Verdict,
  ): TE.TaskEither<Overtaken | Unavailable, Booking> => {
    const leg = booking.legs.find(({ plan }) => plan.reference === reference) ?? booking.legs[0];
    const hold = { booking, leasedUntil: 0 };
    return pipe(
      holds.release(hold, withLeg(booking, leg.plan.kind, decided(verdict))),
      TE.map(() => hold.booking),
    );
  };

  const goOn = (desk: Desk, booking: Booking, requestId: string): TE.TaskEither<VerdictError, Booking> =>
    pipe(
      resume({
        desk,
        booking,
        requestId,
        audience: nobody,
        deadline: clock.monotonic() + deps.deadline,
        mayPay: false,
      }),
      TE.orElse((failure) => (failure._tag === 'LabelPending' ? TE.right('') : TE.left(failure))),
      TE.flatMap(() => bookings.find(booking.key)),
      TE.map(O.getOrElse(() => booking)),
    );

  return (desk, reference, verdict, requestId) =>
    pipe(
      bookings.byHandle(desk.account.id, reference),
      TE.flatMap(([booking]): TE.TaskEither<VerdictError, Booking> => {
        const leg = booking?.legs.find(({ plan }) => plan.reference === reference);
        if (booking === undefined || leg === undefined) return TE.left({ _tag: 'ReferenceUnknown' });
        if (leg.state._tag !== 'Parked' || phaseOf(booking) !== 'Parked') return TE.left({ _tag: 'NotParked' });
        const isFit = verdict._tag === 'NotBought' || carrierOf(desk, leg.plan)?.isNumber(verdict.carriersNumber);
        if (isFit !== true) return TE.left({ _tag: 'NumberUnfit' });
        return turns.take(turnOf(booking.key))(
          pipe(
            write(booking, reference, verdict),
            TE.flatMap((settled) => goOn(desk, settled, requestId)),
          ),
        );
      }),
    );
};
