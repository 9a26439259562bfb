import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { withLeg, type Booking, type Leg, type LegKind, type LegState, type Refusal } from '../../domain/booking.js';
import type { Carrier, CarrierRefused, CarrierSilent } from '../ports/carrier.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import type { Log } from '../ports/log.js';
import type { Overtaken } from '../ports/overtaken.js';
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

type Deps = { readonly holds: Holds; readonly clock: Clock; readonly log: Log };

type Outcome = { readonly kind: LegKind; readonly state: LegState; readonly failure?: CancelRefused | CancelUnknown };

export const makeCancelLegs = ({ holds, clock, log }: Deps): CancelLegs => {
  const restored = (booking: Booking, state: Cancelling): LegState =>
    booking.answer === undefined
      ? { _tag: 'Bought', bought: state.bought }
      : { _tag: 'Booked', bought: state.bought, tracking: state.tracking };

  const concluded = (
    run: CancelRun,
    leg: Leg,
    state: Cancelling,
    answer: CarrierRefused | CarrierSilent | undefined,
  ): Outcome => {
    const { kind, reference } = leg.plan;
    if (answer === undefined) return { kind, state: { _tag: 'Cancelled', bought: state.bought, at: clock.now() } };
    log.warn('cancel_not_done', {
      requestId: run.requestId,
      reference,
      carrier: leg.plan.service.carrier,
      reason: answer._tag,
    });
    return answer._tag === 'CarrierRefused'
      ? { kind, state: restored(run.booking, state), failure: { _tag: 'CancelRefused', refusal: answer.refusal } }
      : { kind, state, failure: { _tag: 'CancelUnknown' } };
  };

  const cancelLeg = (run: CancelRun, carrier: Carrier, leg: Leg, state: Cancelling) =>
    pipe(
      carrier.cancel(carrierOrder(run.booking, leg, run.requestId), state.bought),
      byDeadline(clock, run.deadline),
      TE.match(
        (failure) => concluded(run, leg, state, failure),
        () => concluded(run, leg, state, undefined),
      ),
    );

  /** One leg after the other, the main one first: the others are its company. */
  const cancelNext = (
    run: CancelRun,
    hold: Hold,
    left: readonly Leg[],
    failure: Outcome['failure'],
  ): TE.TaskEither<CancelFailure, void> => {
    const [leg, ...others] = left;
    if (leg === undefined) return failure === undefined ? TE.right(undefined) : TE.left(failure);
    const carrier = carrierOf(run.desk, leg.plan);
    const { state } = leg;
    if (state._tag !== 'Cancelling') return cancelNext(run, hold, others, failure);
    if (carrier === undefined) return release(hold, hold.booking, { _tag: 'CancelUnknown' });
    return pipe(
      TE.fromTask<Outcome, CancelFailure>(cancelLeg(run, carrier, leg, state)),
      TE.flatMap((outcome) => {
        const change = withLeg(hold.booking, outcome.kind, outcome.state);
        const soFar = failure ?? outcome.failure;
        const write = others.length === 0 ? holds.release : holds.write;
        return pipe(
          write(hold, change),
          TE.flatMap(() => cancelNext(run, hold, others, soFar)),
        );
      }),
    );
  };

  const release = (hold: Hold, change: Booking, failure: CancelFailure): TE.TaskEither<CancelFailure, never> =>
    pipe(
      holds.release(hold, change),
      TE.flatMap(() => TE.left(failure)),
    );

  return (run, hold) =>
    cancelNext(
      run,
      hold,
      hold.booking.legs.filter(({ state }) => state._tag === 'Cancelling'),
      undefined,
    );
};

export const makeSettleCancel =
  (holds: Holds, cancelLegs: CancelLegs): SettleCancel =>
  (run) =>
    pipe(
      holds.takeOver(run.booking, run.booking),
      TE.flatMap((hold) => cancelLegs(run, hold)),
    );
