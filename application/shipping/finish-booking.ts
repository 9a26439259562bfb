import * as RA from 'fp-ts/lib/ReadonlyArray.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { boughtOf, withLeg, type Booking, type Leg, type LegKind } from '../../domain/booking.js';
import { invoiceOf } from '../../domain/commercial-invoice.js';
import { askingJob } from '../../domain/parcel-work.js';
import { addJob, type Jobs } from '../../domain/work.js';
import type { AddressLines } from '../ports/address-lines.js';
import type { AnswerWriter } from '../ports/answer-writer.js';
import type { CarrierLabel, CarrierSilent } from '../ports/carrier.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import type { LabelPress } from '../ports/label-press.js';
import type { Labels } from '../ports/labels.js';
import type { Log } from '../ports/log.js';
import { overtaken } from '../ports/overtaken.js';
import type { Unavailable } from '../ports/unavailable.js';
import type { BuyingRun, NotBooked } from './buying-run.js';
import { byDeadline } from './by-deadline.js';
import { carrierOf, runsOrder } from './carrier-order.js';
import type { GiveAnswer } from './give-answer.js';
import type { Holds } from './hold.js';
import { labelContent } from './label-content.js';

/** Makes every label and invoice durable, then writes the booking as booked together with its answer. Every leg is bought before. */
export type FinishBooking = (run: BuyingRun) => TE.TaskEither<NotBooked, string>;

type Deps = {
  readonly holds: Holds;
  readonly labels: Labels;
  readonly press: LabelPress;
  readonly lines: AddressLines;
  readonly answers: AnswerWriter;
  readonly giveAnswer: GiveAnswer;
  readonly clock: Clock;
  readonly log: Log;
};

export const makeFinishBooking = (deps: Deps): FinishBooking => {
  const { holds, labels, press, lines, answers, giveAnswer, clock, log } = deps;

  const draw = (booking: Booking, leg: Leg, desk: Desk, label: CarrierLabel): TE.TaskEither<Unavailable, Uint8Array> =>
    label._tag === 'Printed' ? TE.right(label.pdf) : press.draw(labelContent(booking, leg, label, desk, lines), 'pdf');

  const keep = (booking: Booking, leg: LegKind, capability: string, bytes: Uint8Array) =>
    labels.keep({ capability, format: 'pdf', bytes, booking: booking.key, leg, storedAt: clock.now() });

  /** Where the plan has no address for one, there is none to make. */
  const keepInvoice = (booking: Booking, leg: Leg, { account }: Desk): TE.TaskEither<Unavailable, void> => {
    const { invoice, kind } = leg.plan;
    if (invoice === undefined) return TE.right(undefined);
    return pipe(
      press.drawInvoice(invoiceOf(booking, leg, account.customs, lines.write)),
      TE.flatMap((bytes) => keep(booking, kind, invoice, bytes)),
    );
  };

  const keepLabel =
    (run: BuyingRun) =>
    (leg: Leg): TE.TaskEither<CarrierSilent | Unavailable, void> => {
      const { booking } = run.hold;
      const [bought, carrier] = [boughtOf(leg.state), carrierOf(run.desk, leg.plan)];
      if (bought === undefined || carrier === undefined)
        return TE.left({ _tag: 'CarrierSilent', detail: 'the carrier is not among the settings any more' });
      const { desk } = run;
      return pipe(
        carrier.label(runsOrder(run, booking, leg), bought),
        byDeadline(clock, run.deadline),
        TE.flatMap((label) => draw(booking, leg, desk, label)),
        TE.flatMap((bytes) => keep(booking, leg.plan.kind, leg.plan.capability, bytes)),
        TE.flatMap(() => keepInvoice(booking, leg, desk)),
      );
    };

  const booked = (booking: Booking, leg: Leg): Booking => {
    const bought = boughtOf(leg.state);
    return bought === undefined
      ? booking
      : withLeg(booking, leg.plan.kind, { _tag: 'Booked', bought, tracking: { status: 'booked', since: clock.now() } });
  };

  /** Where a carrier can say what becomes of its parcels, it is asked when it has not said anything for long. */
  const asked =
    (desk: Desk) =>
    (jobs: Jobs, { plan }: Leg): Jobs => {
      const polling = carrierOf(desk, plan)?.tracking?.polling;
      return polling === undefined ? jobs : addJob(jobs, askingJob(plan.kind, clock.now(), polling.silentAfter));
    };

  const conclude = ({ desk, hold, audience }: BuyingRun): TE.TaskEither<NotBooked, string> => {
    const answer = answers.bookingAnswer(hold.booking);
    const done = hold.booking.legs.reduce(booked, hold.booking);
    const work = done.legs.reduce(asked(desk), done.work);
    const change = { ...done, work, answer, answered: audience.isThere() };
    const isForThem = audience.looks();
    return pipe(
      holds.release(hold, change),
      TE.tapIO(() => isForThem),
      // Somebody may have come for it while it was written.
      TE.flatMap(() => (change.answered ? TE.right(answer) : giveAnswer(hold.booking, answer, audience))),
    );
  };

  /** What is bought stays on record, so that the next request begins at the label. */
  const noLabel = (run: BuyingRun, failure: CarrierSilent | Unavailable): TE.TaskEither<NotBooked, never> => {
    log.warn('label_missing', {
      requestId: run.requestId,
      order: run.hold.booking.key.order,
      reason: failure._tag,
      error: failure,
    });
    return pipe(
      holds.release(run.hold, run.hold.booking),
      TE.flatMap(() => TE.left<NotBooked>({ _tag: 'LabelPending' })),
    );
  };

  return (run) =>
    pipe(
      [...run.hold.booking.legs].filter(({ state }) => state._tag === 'Bought'),
      RA.traverse(TE.ApplicativeSeq)(keepLabel(run)),
      TE.matchE(
        (failure) => noLabel(run, failure),
        () =>
          run.hold.booking.legs.some(({ state }) => state._tag === 'Cancelled') ? TE.left(overtaken) : conclude(run),
      ),
    );
};
