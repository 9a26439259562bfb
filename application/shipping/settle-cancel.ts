import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { withLeg, type Booking, type Leg, type LegState, type Refusal } from '../../domain/booking.js';
import type { Cancelled, Carrier, CarrierRefused, CarrierSilent } from '../ports/carrier.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import type { Log } from '../ports/log.js';
import { overtaken, type Overtaken } from '../ports/overtaken.js';
import type { Unavailable } from '../ports/unavailable.js';
import { byDeadline } from './by-deadline.js';
import { carrierOf, carrierOrder } from './carrier-order.js';
import type { Hold, Holds } from './hold.js';

export type CancelRefused = { readonly _tag: 'CancelRefused'; readonly refusal: Refusal };
/** The carrier did not say what became of it; the next request asks again. */
export type CancelUnknown = { readonly _tag: 'CancelUnknown' };

export type CancelFailure = CancelRefused | CancelUnknown | Overtaken | Unavailable;

export type CancelRun = {
  readonly desk: Desk;
  readonly booking: Booking;
  readonly requestId: string;
  /** On the monotonic clock. */
  readonly deadline: number;
};

/**
 * Ends every leg of the booking that is being cancelled, once nobody holds it: asking a carrier to cancel twice is
 * harmless, so what became of an earlier call is settled by calling again.
 */
export type SettleCancel = (run: CancelRun) => TE.TaskEither<CancelFailure, void>;

/** The same for a booking that this process holds. */
export type CancelLegs = (run: CancelRun, hold: Hold) => TE.TaskEither<CancelFailure, void>;

type Cancelling = Extract<LegState, { readonly _tag: 'Cancelling' }>;

type Called = TE.TaskEither<CarrierRefused | CarrierSilent | Overtaken, Cancelled>;

type Deps = { readonly holds: Holds; readonly clock: Clock; readonly log: Log };

export const makeCancelLegs = ({ holds, clock, log }: Deps): CancelLegs => {
  const restored = (booking: Booking, { plan, state }: Leg): Booking => {
    if (state._tag !== 'Cancelling') return booking;
    const { bought, tracking } = state;
    const before: LegState =
      booking.answer === undefined ? { _tag: 'Bought', bought } : { _tag: 'Booked', bought, tracking };
    return withLeg(booking, plan.kind, before);
  };

  const release = (hold: Hold, change: Booking, failure: CancelFailure): TE.TaskEither<CancelFailure, never> =>
    pipe(
      holds.release(hold, change),
      TE.flatMap(() => TE.left(failure)),
    );

  /** In the same tick as the look at the lease: whoever has taken the booking over may have given it back as booked. */
  const call =
    (run: CancelRun, hold: Hold, carrier: Carrier, leg: Leg, { bought }: Cancelling): Called =>
    () =>
      holds.isLeased(hold)
        ? pipe(
            carrier.cancel(carrierOrder(hold.booking, leg, run.requestId), bought),
            byDeadline(clock, run.deadline),
          )()
        : TE.left(overtaken)();

  /**
   * What is left stays as it was: the carrier has not been asked for it yet. After a refusal it is given back, since the
   * parcel goes its way and its return label with it.
   */
  const notCancelled = (
    run: CancelRun,
    hold: Hold,
    leg: Leg,
    failure: CarrierRefused | CarrierSilent | Overtaken,
  ): TE.TaskEither<CancelFailure, never> => {
    if (failure._tag === 'Overtaken') return TE.left(failure);
    const { reference, service } = leg.plan;
    log.warn('cancel_not_done', {
      requestId: run.requestId,
      reference,
      carrier: service.carrier,
      reason: failure._tag,
    });
    if (failure._tag === 'CarrierSilent') return release(hold, hold.booking, { _tag: 'CancelUnknown' });
    const { refusal } = failure;
    return release(hold, hold.booking.legs.reduce(restored, hold.booking), { _tag: 'CancelRefused', refusal });
  };

  /** One leg after the other, the main one first: the others are its company. */
  const cancelNext = (run: CancelRun, hold: Hold): TE.TaskEither<CancelFailure, void> => {
    const [leg, another] = hold.booking.legs.filter(({ state }) => state._tag === 'Cancelling');
    if (leg?.state._tag !== 'Cancelling') return TE.right(undefined);
    const { state, plan } = leg;
    const carrier = carrierOf(run.desk, plan);
    if (carrier === undefined) return release(hold, hold.booking, { _tag: 'CancelUnknown' });
    const write = another === undefined ? holds.release : holds.write;
    return pipe(
      call(run, hold, carrier, leg, state),
      TE.matchE(
        (failure) => notCancelled(run, hold, leg, failure),
        ({ courierUntold }) => {
          const cancelled = { _tag: 'Cancelled' as const, bought: state.bought, at: clock.now() };
          const ended = withLeg(hold.booking, plan.kind, courierUntold ? { ...cancelled, courierUntold } : cancelled);
          return pipe(
            write(hold, ended),
            TE.flatMap(() => cancelNext(run, hold)),
          );
        },
      ),
    );
  };

  return cancelNext;
};

export const makeSettleCancel =
  (holds: Holds, cancelLegs: CancelLegs): SettleCancel =>
  (run) =>
    pipe(
      holds.takeOver(run.booking, run.booking),
      TE.flatMap((hold) => cancelLegs(run, hold)),
    );
