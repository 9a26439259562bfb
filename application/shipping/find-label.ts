import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { legOf, type Booking } from '../../domain/booking.js';
import { later } from '../../domain/time.js';
import type { Bookings } from '../ports/bookings.js';
import type { Clock } from '../ports/clock.js';
import type { LabelFormat, Labels, StoredLabel } from '../ports/labels.js';
import type { Unavailable } from '../ports/unavailable.js';

/** The label behind a capability; none for one that was revoked, has aged out or never was. */
export type FindLabel = (capability: string, format: LabelFormat) => TE.TaskEither<Unavailable, O.Option<StoredLabel>>;

type Deps = {
  readonly labels: Labels;
  readonly bookings: Bookings;
  readonly clock: Clock;
  /** Milliseconds for which a label is served. */
  readonly validity: number;
};

export const makeFindLabel = ({ labels, bookings, clock, validity }: Deps): FindLabel => {
  /** The booking's state alone says whether its label may be used. */
  const isInForce = (booking: Booking, { leg, capability }: StoredLabel): boolean => {
    const found = legOf(booking, leg);
    const state = found?.state._tag;
    return (
      booking.faded === undefined &&
      found?.plan.capability === capability &&
      (state === 'Booked' || state === 'Cancelling')
    );
  };

  const ifInForce = (label: StoredLabel): TE.TaskEither<Unavailable, O.Option<StoredLabel>> =>
    pipe(
      bookings.find(label.booking),
      TE.map(O.filter((booking) => isInForce(booking, label) && clock.now() < later(label.storedAt, validity))),
      TE.map(O.map(() => label)),
    );

  return (capability, format) =>
    pipe(
      labels.find(capability, format),
      TE.flatMap(O.match(() => TE.right<Unavailable, O.Option<StoredLabel>>(O.none), ifInForce)),
    );
};
