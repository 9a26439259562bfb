import * as T from 'fp-ts/lib/Task.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import {
  legOf,
  withLeg,
  withOrderNumber,
  type Booking,
  type Bought,
  type Leg,
  type LegState,
} from '../../domain/booking.js';
import type { Instant } from '../../domain/time.js';
import type { CarrierRefused, CarrierSilent, CarrierUnclear, NothingBought, NotSent, Till } from '../ports/carrier.js';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import { overtaken } from '../ports/overtaken.js';
import type { BuyingRun, NotBooked } from './buying-run.js';
import { byDeadline } from './by-deadline.js';
import { carrierOf, runsOrder } from './carrier-order.js';
import { makeElapsed } from './elapsed.js';
import type { FinishBooking } from './finish-booking.js';
import type { Holds } from './hold.js';

/** Buys what is not bought, leg by leg, and ends with the stored answer. */
export type BuyLegs = (run: BuyingRun) => TE.TaskEither<NotBooked, string>;

type OpenTill = Till & {
  readonly close: () => void;
  /** When the last call was let through: then something may have been bought. */
  readonly sentAt: () => Instant | undefined;
};

/** A paid step of which nobody knows what it did. Its call was sent at most so many milliseconds after `at`. */
type Doubt = { readonly step: string; readonly at: Instant; readonly within: number };

type Deps = {
  readonly holds: Holds;
  readonly clock: Clock;
  readonly log: Log;
  readonly finish: FinishBooking;
};

export const makeBuyLegs = ({ holds, clock, log, finish }: Deps): BuyLegs => {
  const elapsed = makeElapsed(clock);

  const pending = (run: BuyingRun, booking: Booking): TE.TaskEither<NotBooked, never> =>
    pipe(
      holds.release(run.hold, booking),
      TE.flatMap(() => TE.left<NotBooked>({ _tag: 'LabelPending' })),
    );

  const about = ({ requestId }: BuyingRun, { plan }: Leg) => ({
    requestId,
    reference: plan.reference,
    carrier: plan.service.carrier,
  });

  /** The settings have dropped a carrier that something may have been bought from. */
  const withoutCarrier = (run: BuyingRun, leg: Leg): TE.TaskEither<NotBooked, never> => {
    log.error('carrier_missing', about(run, leg));
    return pending(run, run.hold.booking);
  };

  const next = (run: BuyingRun): TE.TaskEither<NotBooked, string> => {
    const { booking } = run.hold;
    const leg = booking.legs.find(({ state }) => state._tag !== 'Bought' && state._tag !== 'Booked');
    if (leg === undefined) return finish(run);
    const { state } = leg;
    switch (state._tag) {
      case 'Claimed':
        return run.mayPay ? buy(run, leg) : pending(run, booking);
      case 'Buying':
        return run.marked
          ? buy(run, leg)
          : settle(run, leg, { step: state.step, at: state.sentAt, within: holds.freshness });
      case 'Unknown':
        return settle(run, leg, { step: state.step, at: state.sentAt, within: 0 });
      case 'Parked':
        return TE.left({ _tag: 'AwaitsOperator', reference: leg.plan.reference });
      case 'Refused':
        return TE.left({ _tag: 'Refused', refusal: state.refusal });
      // A return may be cancelled while its outbound waits; the booking is not this run's any more.
      case 'Bought':
      case 'Booked':
      case 'Cancelling':
      case 'Cancelled':
        return TE.left(overtaken);
    }
  };

  const change = (run: BuyingRun, leg: Leg, state: LegState): Booking =>
    withLeg(run.hold.booking, leg.plan.kind, state);

  const buy = (run: BuyingRun, leg: Leg): TE.TaskEither<NotBooked, string> => {
    const carrier = carrierOf(run.desk, leg.plan);
    if (carrier === undefined) return withoutCarrier(run, leg);
    if (clock.monotonic() >= run.deadline) return pending(run, run.hold.booking);
    const till = makeTill(run, leg);
    return pipe(
      carrier.book(runsOrder(run, run.hold.booking, leg), till),
      byDeadline(clock, run.deadline),
      T.tapIO(() => till.close),
      TE.matchE(
        (failure) => notBought(run, leg, failure, till.sentAt()),
        (bought) => took(run, leg, bought),
      ),
    );
  };

  /** The last leg's `Bought` passes into `Booked` in one write: nothing is paid between the two. */
  const took = (run: BuyingRun, leg: Leg, bought: Bought): TE.TaskEither<NotBooked, string> => {
    const booking = change(run, leg, { _tag: 'Bought', bought });
    const isLast = booking.legs.every(({ state }) => state._tag === 'Bought' || state._tag === 'Booked');
    const after = { ...run, marked: false };
    if (isLast) {
      run.hold.booking = booking;
      return finish(after);
    }
    return pipe(
      holds.write(run.hold, booking),
      TE.flatMap(() => next(after)),
    );
  };

  const notBought = (
    run: BuyingRun,
    leg: Leg,
    failure: CarrierRefused | CarrierSilent | CarrierUnclear | NothingBought | NotSent,
    sentAt: Instant | undefined,
  ): TE.TaskEither<NotBooked, string> => {
    switch (failure._tag) {
      case 'CarrierRefused': {
        const { refusal } = failure;
        return pipe(
          holds.release(run.hold, change(run, leg, { _tag: 'Refused', refusal })),
          TE.flatMap(() => TE.left<NotBooked>({ _tag: 'Refused', refusal })),
        );
      }
      case 'CarrierSilent':
        log.warn('carrier_silent', { ...about(run, leg), reason: failure.detail });
        return sentAt === undefined ? pending(run, change(run, leg, { _tag: 'Claimed' })) : doubted(run, leg, sentAt);
      case 'NothingBought':
        log.warn('nothing_bought', { ...about(run, leg), reason: failure.why });
        return pending(run, change(run, leg, { _tag: 'Claimed' }));
      case 'CarrierUnclear':
        return park(run, leg, failure.why);
      case 'Overtaken':
      case 'Unavailable':
        return TE.left(failure);
    }
  };

  /** Silence is not a refusal: what may have been bought is asked for before anything is bought again. */
  const doubted = (run: BuyingRun, leg: Leg, sentAt: Instant): TE.TaskEither<NotBooked, string> => {
    const mark = legOf(run.hold.booking, leg.plan.kind)?.state;
    // It fell silent before it came to the till: nothing was sent.
    if (mark?._tag !== 'Buying') return pending(run, run.hold.booking);
    return pipe(
      holds.write(run.hold, change(run, leg, { _tag: 'Unknown', step: mark.step, sentAt })),
      TE.flatMap(() =>
        settle({ ...run, marked: false, doubted: true }, leg, { step: mark.step, at: sentAt, within: 0 }),
      ),
    );
  };

  const settle = (run: BuyingRun, leg: Leg, { step, at, within }: Doubt): TE.TaskEither<NotBooked, string> => {
    const carrier = carrierOf(run.desk, leg.plan);
    if (carrier === undefined) return withoutCarrier(run, leg);
    const standing = legOf(run.hold.booking, leg.plan.kind) ?? leg;
    // An answer that was long under way tells what was so when it was asked for.
    const hasHadItsTime = carrier.settleDelay === 0 || elapsed(at) >= within + carrier.settleDelay;
    return pipe(
      carrier.find(runsOrder(run, run.hold.booking, standing), step),
      byDeadline(clock, run.deadline),
      TE.matchE(
        (failure): TE.TaskEither<NotBooked, string> => {
          switch (failure._tag) {
            case 'CarrierSilent':
              return pending(run, run.hold.booking);
            case 'CarrierUnclear':
              return park(run, leg, failure.why);
            case 'NothingBought':
              return believed(run, leg);
          }
        },
        (found) => settled(run, leg, found, hasHadItsTime),
      ),
    );
  };

  const settled = (
    run: BuyingRun,
    leg: Leg,
    found: readonly Bought[],
    hasHadItsTime: boolean,
  ): TE.TaskEither<NotBooked, string> => {
    const [bought, another] = found;
    if (another !== undefined) return park(run, leg, `${found.length} shipments stand under one reference`);
    if (bought !== undefined) return took(run, leg, bought);
    return hasHadItsTime ? believed(run, leg) : pending(run, run.hold.booking);
  };

  /** The carrier has had its time: nothing was bought. */
  const believed = (run: BuyingRun, leg: Leg): TE.TaskEither<NotBooked, string> => {
    const given = change(run, leg, { _tag: 'Claimed' });
    if (!run.mayPay || run.doubted) return pending(run, given);
    return pipe(
      holds.write(run.hold, given),
      TE.flatMap(() => next(run)),
    );
  };

  const park = (run: BuyingRun, leg: Leg, why: string): TE.TaskEither<NotBooked, never> => {
    const state = legOf(run.hold.booking, leg.plan.kind)?.state;
    const isMarked = state?._tag === 'Buying' || state?._tag === 'Unknown';
    // Found unclear before its first paid step, a leg is parked as of now.
    const mark = isMarked ? { step: state.step, sentAt: state.sentAt } : { step: 'none', sentAt: clock.now() };
    log.warn('booking_parked', { ...about(run, leg), reason: why });
    return pipe(
      holds.release(run.hold, change(run, leg, { _tag: 'Parked', why, ...mark })),
      TE.flatMap(() => TE.left<NotBooked>({ _tag: 'AwaitsOperator', reference: leg.plan.reference })),
    );
  };

  /** Writes each step's mark before its call, unless the claim wrote it already; closed, it lets no call through. */
  const makeTill = (run: BuyingRun, leg: Leg): OpenTill => {
    let [open, markIsWritten] = [true, run.marked];
    let sentAt: Instant | undefined;

    const mark = (step: string, orderNumber: string | undefined): TE.TaskEither<NotSent, void> => {
      const standing = legOf(run.hold.booking, leg.plan.kind);
      const isWritten = markIsWritten && standing?.state._tag === 'Buying' && standing.state.step === step;
      markIsWritten = false;
      const isNumbered = orderNumber === undefined || orderNumber === standing?.plan.orderNumber;
      // A mark that has grown old by looking is written anew: its call must be sent right after it.
      if (isWritten && isNumbered && holds.isFresh(run.hold)) return TE.right(undefined);
      const buying = change(run, leg, { _tag: 'Buying', step, sentAt: clock.now() });
      return holds.write(
        run.hold,
        orderNumber === undefined ? buying : withOrderNumber(buying, leg.plan.kind, orderNumber),
      );
    };

    return {
      pay: <E, A>(step: string, call: TE.TaskEither<E, A>, orderNumber?: string): TE.TaskEither<E | NotSent, A> =>
        pipe(
          // A closed till writes nothing either: its run has given the booking back.
          TE.fromIO(() => open),
          TE.flatMap((isOpen): TE.TaskEither<NotSent, void> => (isOpen ? mark(step, orderNumber) : TE.left(overtaken))),
          TE.flatMap((): TE.TaskEither<E | NotSent, A> => {
            if (!open || !holds.isFresh(run.hold)) return TE.left(overtaken);
            sentAt = clock.now();
            return call;
          }),
        ),
      close: () => {
        open = false;
      },
      sentAt: () => sentAt,
    };
  };

  return next;
};
