import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Task } from 'fp-ts/lib/Task.js';
import type { Seen } from '../../domain/parcel-work.js';
import { DAY, type Instant } from '../../domain/time.js';
import type { Booking } from '../../domain/booking.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import type { Sighting, TrackingSource } from '../ports/tracking-source.js';
import type { FoundParcel } from './find-parcel.js';
import { mayComeToMove, type MoveParcel } from './move-parcel.js';

/** What came of the sightings of one parcel. */
export type SeeingOutcome =
  | { readonly _tag: 'Seen' }
  /** The leg is not booked, and never will be: nothing is to be followed. */
  | { readonly _tag: 'Ended' }
  /** It can be tried again in a while. */
  | { readonly _tag: 'NotNow'; readonly why: string };

/** Writes down what a carrier says of a parcel that was found. */
export type SeeParcel = (
  desk: Desk,
  source: TrackingSource,
  parcel: FoundParcel,
  sightings: readonly Sighting[],
) => Task<SeeingOutcome>;

type Deps = { readonly moveParcel: MoveParcel; readonly clock: Clock };

/**
 * A moment that the carrier did not say, or that has not come yet, is now. One of long before the booking is of another
 * parcel that had the same code.
 */
const momentOf = ({ at }: Sighting, { createdAt }: Booking, now: Instant): Instant | undefined => {
  if (at === undefined || at > now) return now;
  return at < createdAt - DAY ? undefined : at;
};

export const seenOf = (
  source: TrackingSource,
  { booking, furtherCode }: Pick<FoundParcel, 'booking' | 'furtherCode'>,
  sightings: readonly Sighting[],
  now: Instant,
): readonly Seen[] =>
  sightings.flatMap((sighting) => {
    const report = sighting.word === undefined ? O.none : source.reportOf(sighting.word);
    const at = momentOf(sighting, booking, now);
    if (O.isNone(report) || at === undefined) return [];
    return [{ report: report.value, at, ...(furtherCode !== undefined && { furtherCode }) }];
  });

export const makeSeeParcel =
  ({ moveParcel, clock }: Deps): SeeParcel =>
  (desk, source, parcel, sightings) =>
  async () => {
    const seen = seenOf(source, parcel, sightings, clock.now());
    const moved = await moveParcel(desk, parcel.booking.key, parcel.leg.plan.kind, seen)();
    if (E.isRight(moved)) return { _tag: 'Seen' };
    const failure = moved.left;
    switch (failure._tag) {
      case 'Busy':
        return { _tag: 'NotNow', why: 'the booking is being worked on' };
      case 'Unavailable':
        return { _tag: 'NotNow', why: 'the storage does not answer' };
      case 'NotTrackable':
        return mayComeToMove(failure.state)
          ? { _tag: 'NotNow', why: `the leg is ${failure.state}` }
          : { _tag: 'Ended' };
    }
  };
