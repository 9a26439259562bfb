import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Sha256 } from '../../domain/fingerprint.js';
import { MINUTE, SECOND, type Instant } from '../../domain/time.js';
import { done, type Outcome } from '../../domain/work.js';
import type { Chance } from '../ports/chance.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import type { Errands } from '../ports/errands.js';
import type { Log } from '../ports/log.js';
import type { Sighting } from '../ports/tracking-source.js';
import type { Handler } from '../work/handler.js';
import { newErrand, sightingData, sightingIn, topics } from './errand-topics.js';
import type { FindParcel } from './find-parcel.js';
import type { SeeParcel } from './see-parcel.js';

type Deps = {
  readonly errands: Errands;
  readonly findParcel: FindParcel;
  readonly seeParcel: SeeParcel;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly sha256: Sha256;
  readonly log: Log;
};

/** For so long a parcel that is not known may be one that is just being booked. */
const KNOWN_BY = 10 * MINUTE;
const LOOK_AGAIN = 30 * SECOND;

const storageAway: Outcome = { _tag: 'Transient', why: 'the storage does not answer', notTried: true };

/** Applies one notice of a carrier to the booking that it means. */
export const makeApplyNotice = (deps: Deps): Handler => {
  const { errands, findParcel, seeParcel, clock, chance, sha256, log } = deps;

  /** Kept to be shown: it may be of a parcel that somebody else sends from the same account. */
  const keepUnknown = async (desk: Desk, carrier: string, sighting: Sighting): Promise<Outcome> => {
    const { orderNumber = '', trackingCode = '' } = sighting;
    const id = sha256(`${carrier}|${orderNumber}|${trackingCode}`);
    const data = sightingData(carrier, sighting);
    const kept = await errands.insert(
      newErrand({ account: desk.account.id, topic: topics.unknown, id, data, work: [] }, clock.now(), chance),
    )();
    if (E.isLeft(kept)) return storageAway;
    log.info('parcel_unknown', { account: desk.account.id, carrier, ...(trackingCode !== '' && { trackingCode }) });
    return done;
  };

  const apply = async (desk: Desk, carrierId: string, sighting: Sighting, since: Instant): Promise<Outcome> => {
    const carrier = desk.carriers.find(({ id }) => id === carrierId);
    if (carrier?.tracking === undefined)
      return { _tag: 'Permanent', why: 'the carrier is not among the settings any more' };
    const found = await findParcel(desk.account.id, carrier, sighting)();
    if (E.isLeft(found)) return storageAway;
    if (O.isNone(found.right)) {
      if (clock.now() - since >= KNOWN_BY) return keepUnknown(desk, carrierId, sighting);
      return { _tag: 'Transient', why: 'no parcel of ours yet', retryAfter: LOOK_AGAIN };
    }
    const seen = await seeParcel(desk, carrier.tracking, found.right.value, [sighting])();
    return seen._tag === 'NotNow' ? { _tag: 'Transient', why: seen.why, retryAfter: LOOK_AGAIN } : done;
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
