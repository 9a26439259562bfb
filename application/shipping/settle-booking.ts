import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Task } from 'fp-ts/lib/Task.js';
import { isSettleable, type Booking } from '../../domain/booking.js';
import { later } from '../../domain/time.js';
import { pauseAfter, type RetryRules } from '../../domain/work.js';
import type { Bookings } from '../ports/bookings.js';
import type { Chance } from '../ports/chance.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import type { Log } from '../ports/log.js';
import type { Holds } from './hold.js';
import type { Lapse } from './lapse.js';
import type { ResumeBooking } from './resume-booking.js';
import { nobody } from './shared-runs.js';
import { turnOf, type Turns } from './turns.js';

/** `left`: somebody works on it, or there is nothing to settle any more. */
export type Settled = 'settled' | 'unsettled' | 'left';

/**
 * Asks what became of a booking that was left in the middle, and pays for nothing. What stays unsettled is put down for
 * later, each time for longer: a carrier that is away for hours is not asked every second.
 */
export type SettleBooking = (desk: Desk, booking: Booking) => Task<Settled>;

type Deps = {
  readonly bookings: Bookings;
  readonly holds: Holds;
  readonly lapse: Lapse;
  readonly turns: Turns;
  readonly resume: ResumeBooking;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  /** Milliseconds that settling one booking may take. */
  readonly deadline: number;
  readonly retry: RetryRules;
};

export const makeSettleBooking = (deps: Deps): SettleBooking => {
  const { bookings, holds, lapse, turns, resume, clock, chance, log } = deps;

  /** Told by what is stored, since the run may have ended in any way. That it cannot be put down only asks sooner. */
  const putOff = async (before: Booking, why: string): Promise<Settled> => {
    const found = await bookings.find(before.key)();
    if (E.isLeft(found) || O.isNone(found.right)) return 'unsettled';
    const booking = found.right.value;
    if (!isSettleable(booking)) return 'settled';
    if (booking.owner !== undefined) return 'left';
    const attempts = (before.settle?.attempts ?? 0) + 1;
    const due = later(clock.now(), pauseAfter(attempts, chance.fraction(), deps.retry));
    await holds.release({ booking, leasedUntil: 0 }, { ...booking, settle: { attempts, due, why } })();
    return 'unsettled';
  };

  const settle = async (desk: Desk, booking: Booking): Promise<Settled> => {
    const { reference } = booking.legs[0].plan;
    const outcome = await resume({
      ...{ desk, booking, audience: nobody, mayPay: false },
      requestId: `settle-${reference}`,
      deadline: clock.monotonic() + deps.deadline,
    })();
    const word = E.isRight(outcome) ? 'booked' : outcome.left._tag;
    log.info('booking_settled', { reference, outcome: word });
    return E.isRight(outcome) ? 'settled' : putOff(booking, word);
  };

  return (desk, seen) =>
    turns.take(turnOf(seen.key))(async (): Promise<Settled> => {
      // Looked at again: while this waited for its turn it may have become another.
      const found = await bookings.find(seen.key)();
      if (E.isLeft(found)) return 'unsettled';
      const booking = O.toUndefined(found.right);
      if (booking === undefined || !isSettleable(booking) || !lapse.hasLapsed(booking)) return 'left';
      return settle(desk, booking);
    });
};
