import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { hasLegCancelling, phaseOf, refusalOf, withLeg, type Booking, type Phase } from '../../domain/booking.js';
import type { Bookings } from '../ports/bookings.js';
import type { Chance } from '../ports/chance.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import { overtaken } from '../ports/overtaken.js';
import type { GiveAnswer } from './give-answer.js';
import type { BuyLegs } from './buy-legs.js';
import type { NotBooked } from './buying-run.js';
import type { Holds } from './hold.js';
import type { Lapse } from './lapse.js';
import type { SettleCancel } from './settle-cancel.js';
import type { Audience } from './shared-runs.js';

/** A booking on which something is left to do, and whoever came upon it. */
export type Resumption = {
  readonly desk: Desk;
  readonly booking: Booking;
  readonly requestId: string;
  readonly audience: Audience;
  readonly deadline: number;
  readonly mayPay: boolean;
};

/**
 * Waits while somebody works on the booking, and takes it over once nobody does. Follows the plan and never rates again.
 * Overtaken: the booking is another one by now, look again.
 */
export type ResumeBooking = (resumption: Resumption) => TE.TaskEither<NotBooked, string>;

type Deps = {
  readonly bookings: Bookings;
  readonly holds: Holds;
  readonly lapse: Lapse;
  readonly buyLegs: BuyLegs;
  readonly settleCancel: SettleCancel;
  readonly giveAnswer: GiveAnswer;
  readonly clock: Clock;
  readonly chance: Chance;
};

const labelPending: NotBooked = { _tag: 'LabelPending' };

/** Milliseconds between looks at a booking that another process works on. */
const FIRST_LOOK = 50;
const SLOWEST_LOOK = 500;

export const makeResumeBooking = (deps: Deps): ResumeBooking => {
  const { bookings, holds, lapse, buyLegs, settleCancel, giveAnswer, clock, chance } = deps;

  /** A return that was refused is asked for once more; its outbound is bought. */
  const withRefusedTriedAgain = (booking: Booking): Booking => {
    const refused = booking.legs.find(({ state }) => state._tag === 'Refused');
    return refused === undefined ? booking : withLeg(booking, refused.plan.kind, { _tag: 'Claimed' });
  };

  const takeOver = (resumption: Resumption): TE.TaskEither<NotBooked, string> => {
    const { booking } = resumption;
    if (hasLegCancelling(booking))
      return pipe(
        settleCancel(resumption),
        TE.matchE(
          (failure) =>
            TE.left(
              failure._tag === 'Unavailable' ? failure : failure._tag === 'CancelUnknown' ? labelPending : overtaken,
            ),
          () => TE.left<NotBooked>(overtaken),
        ),
      );
    return pipe(
      holds.takeOver(booking, withRefusedTriedAgain(booking)),
      TE.flatMap((hold) => buyLegs({ ...resumption, hold, marked: false, doubted: false })),
    );
  };

  const watch = (resumption: Resumption, began: Phase, pause: number): TE.TaskEither<NotBooked, string> => {
    if (lapse.hasLapsed(resumption.booking)) return takeOver(resumption);
    if (clock.monotonic() >= resumption.deadline) return TE.left({ _tag: 'LabelPending' });
    return pipe(
      TE.fromTask(clock.sleep(pause * (0.75 + 0.5 * chance.fraction()))),
      TE.map(resumption.audience.looks),
      TE.flatMap((isForThem) =>
        pipe(
          bookings.find(resumption.booking.key),
          TE.flatMap((seen): TE.TaskEither<NotBooked, string> => {
            if (O.isNone(seen)) return TE.left(overtaken);
            const booking = seen.value;
            const phase = phaseOf(booking);
            // Who came since the look before this one may have come after the cancel.
            if (phase !== 'Cancelled') isForThem();
            return phase === 'Open' || phase === 'Cancelling'
              ? watch({ ...resumption, booking }, began, Math.min(pause * 2, SLOWEST_LOOK))
              : outcome(resumption, booking, phase, began);
          }),
        ),
      ),
    );
  };

  /** What those who were waiting get. Who waited for a booking gets its answer, cancelled or not since. */
  const outcome = (
    resumption: Resumption,
    booking: Booking,
    phase: Phase,
    began: Phase,
  ): TE.TaskEither<NotBooked, string> => {
    const refusal = refusalOf(booking);
    if (phase === 'Booked' || (phase === 'Cancelled' && began !== 'Cancelling'))
      return booking.answer === undefined
        ? TE.left(overtaken)
        : giveAnswer(booking, booking.answer, resumption.audience);
    return refusal === undefined ? TE.left(overtaken) : TE.left({ _tag: 'Refused', refusal });
  };

  return (resumption) => watch(resumption, phaseOf(resumption.booking), FIRST_LOOK);
};
