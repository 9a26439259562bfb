import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { MINUTE, SECOND, type Instant } from '../../domain/time.js';
import { done, type Outcome } from '../../domain/work.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import type { Log } from '../ports/log.js';
import type { Sighting, TrackingSource } from '../ports/tracking-source.js';
import type { Handler } from '../work/handler.js';
import { sightingIn } from './errand-topics.js';
import type { FindParcel, FoundParcel } from './find-parcel.js';
import type { SeeParcel } from './see-parcel.js';
import type { KeepUnknown } from './unknown-parcels.js';

type Deps = {
  readonly findParcel: FindParcel;
  readonly seeParcel: SeeParcel;
  readonly keepUnknown: KeepUnknown;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
};

/** For so long a parcel that is not known may be one that is just being booked. */
const KNOWN_BY = 10 * MINUTE;
const LOOK_AGAIN = 30 * SECOND;

const storageAway: Outcome = { _tag: 'Transient', why: 'the storage does not answer', notTried: true };

const heardByAnother: Outcome = { _tag: 'Transient', why: 'another process keeps a word of the same parcel' };

/** Applies one notice of a carrier to the booking that it means. */
export const makeApplyNotice = (deps: Deps): Handler => {
  const { findParcel, seeParcel, keepUnknown, clock, log } = deps;

  /** Kept to be shown: it may be of a parcel that somebody else sends from the same account. */
  const keep = async (desk: Desk, carrier: string, sighting: Sighting): Promise<Outcome> => {
    const kept = await keepUnknown(desk.account.id, carrier, sighting)();
    if (E.isLeft(kept)) return kept.left._tag === 'Unavailable' ? storageAway : heardByAnother;
    const { trackingCode } = sighting;
    if (kept.right === 'first')
      log.info('parcel_unknown', {
        ...{ account: desk.account.id, carrier },
        ...(trackingCode !== undefined && { trackingCode }),
      });
    return done;
  };

  /** Whoever cancelled it thinks that it stays where it is. */
  const warnOfMoving = (
    desk: Desk,
    source: TrackingSource,
    { booking, leg }: FoundParcel,
    { word }: Sighting,
  ): void => {
    const report = word === undefined ? undefined : O.toUndefined(source.reportOf(word));
    if (report?._tag !== 'Station' || report.status === 'booked') return;
    const { reference, service } = leg.plan;
    log.warn('cancelled_parcel_moves', {
      ...{ account: desk.account.id, order: booking.key.order, reference, carrier: service.carrier },
      reason: `the courier says ${report.status}`,
    });
  };

  const apply = async (desk: Desk, carrierId: string, sighting: Sighting, since: Instant): Promise<Outcome> => {
    const carrier = desk.carriers.find(({ id }) => id === carrierId);
    if (carrier?.tracking === undefined)
      return { _tag: 'Permanent', why: 'the carrier is not among the settings any more' };
    const found = await findParcel(desk.account.id, carrier, sighting)();
    if (E.isLeft(found)) return storageAway;
    if (O.isNone(found.right)) {
      if (clock.now() - since >= KNOWN_BY) return keep(desk, carrierId, sighting);
      return { _tag: 'Transient', why: 'no parcel of ours yet', retryAfter: LOOK_AGAIN };
    }
    const seen = await seeParcel(desk, carrier.tracking, found.right.value, [sighting])();
    if (seen._tag === 'Ended') warnOfMoving(desk, carrier.tracking, found.right.value, sighting);
    return seen._tag === 'NotNow' ? { _tag: 'Transient', why: seen.why } : done;
  };

  return {
    targetOf: () => 'bookings',
    whenInDoubt: 'run',
    run:
      ({ desk, subject }) =>
      () => {
        if (subject._tag === 'Booking')
          return Promise.resolve({ _tag: 'Permanent', why: 'a notice belongs to no booking' });
        const { carrier, sighting } = sightingIn(subject.errand.data);
        return apply(desk, carrier, sighting, subject.errand.createdAt);
      },
  };
};
