import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { boughtOf, legOf, type Booking, type LegKind } from '../../domain/booking.js';
import { askedBy, heardAt } from '../../domain/parcel-work.js';
import { later, MINUTE } from '../../domain/time.js';
import { isAtEnd } from '../../domain/tracking.js';
import { done, type Job, type Outcome } from '../../domain/work.js';
import type { Bookings } from '../ports/bookings.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import type { Sighting, SourceSilent, TrackingSource } from '../ports/tracking-source.js';
import type { Handler } from '../work/handler.js';
import { mayComeToMove } from './move-parcel.js';
import type { SeeParcel } from './see-parcel.js';

/** Asks the carrier for every code of a leg, and writes down what it says. None: it said nothing, or there is no code. */
export type AskParcel = (
  desk: Desk,
  source: TrackingSource,
  booking: Booking,
  kind: LegKind,
) => TaskEither<SourceSilent, O.Option<'seen' | 'not now'>>;

export const makeAskParcel =
  ({ seeParcel }: { readonly seeParcel: SeeParcel }): AskParcel =>
  (desk, source, booking, kind) =>
  async () => {
    const leg = legOf(booking, kind);
    const bought = leg === undefined ? undefined : boughtOf(leg.state);
    if (leg === undefined || bought === undefined) return E.right(O.none);
    const codes = [bought.trackingCode, ...(bought.furtherTrackingCodes ?? [])];
    const { order: externalOrder } = booking.key;
    const orderNumber = source.orderNumberOf({ plan: leg.plan, externalOrder, parcelNumber: booking.parcelNumber });
    const said: (readonly Sighting[])[] = [];
    for (const code of codes) {
      const sightings = await source.look({
        trackingCode: code,
        orderNumber,
        order: externalOrder,
        reference: leg.plan.reference,
      })();
      if (E.isLeft(sightings)) return sightings;
      said.push(sightings.right);
    }
    if (said.every((one) => one.length === 0)) return E.right(O.none);
    let isSeen = true;
    for (const [index, sightings] of said.entries()) {
      const furtherCode = index === 0 ? undefined : codes[index];
      const parcel = { booking, leg, ...(furtherCode !== undefined && { furtherCode }) };
      const seen = await seeParcel(desk, source, parcel, sightings)();
      isSeen = isSeen && seen._tag !== 'NotNow';
    }
    return E.right(O.some(isSeen ? 'seen' : 'not now'));
  };

type Deps = { readonly bookings: Bookings; readonly askParcel: AskParcel; readonly clock: Clock };

/** A carrier that does not answer is asked again after this. */
const PAUSE = 15 * MINUTE;

/** Times that a hint is followed: the parcel's own question comes anyway. */
const HINT_TRIES = 4;

/** The leg that is asked for, in the version that is stored. */
type Asked = { readonly booking: Booking; readonly kind: LegKind };

/** Asks for a parcel of which nothing was heard for long, or of which a notice that proves nothing gave a hint. */
export const makePollParcel = ({ bookings, askParcel, clock }: Deps): Handler => {
  const sourceOf = (desk: Desk, booking: Booking, kind: LegKind): TrackingSource | undefined =>
    desk.carriers.find(({ id }) => id === legOf(booking, kind)?.plan.service.carrier)?.tracking;

  /** By the booking's own job: again and again, until the parcel is at its end or too old. */
  const asOwn = async (desk: Desk, booking: Booking, kind: LegKind): Promise<Outcome> => {
    const [now, source, state] = [clock.now(), sourceOf(desk, booking, kind), legOf(booking, kind)?.state];
    if (state === undefined || source === undefined || !mayComeToMove(state._tag)) return done;
    const { silentAfter, upTo } = source.polling;
    if (now >= later(booking.createdAt, upTo)) return done;
    const tracking = 'tracking' in state ? state.tracking : undefined;
    if (tracking !== undefined && isAtEnd(tracking)) return done;
    const next = later(tracking === undefined ? now : heardAt(tracking), silentAfter);
    if (tracking === undefined || next > now) return { _tag: 'Again', at: next };
    const asked = await askParcel(desk, source, booking, kind)();
    const isHeard = E.isRight(asked) && (O.isNone(asked.right) || asked.right.value === 'seen');
    return { _tag: 'Again', at: later(now, isHeard ? silentAfter : Math.min(PAUSE, silentAfter)) };
  };

  const asHint = async (desk: Desk, { booking, kind }: Asked, { attempts }: Job): Promise<Outcome> => {
    const source = sourceOf(desk, booking, kind);
    if (source === undefined) return done;
    const asked = await askParcel(desk, source, booking, kind)();
    if (E.isRight(asked) && (O.isNone(asked.right) || asked.right.value === 'seen')) return done;
    if (attempts >= HINT_TRIES) return done;
    if (E.isRight(asked)) return { _tag: 'Transient', why: 'the booking is being worked on' };
    return { _tag: 'Transient', why: asked.left.detail };
  };

  const hinted = async (desk: Desk, reference: unknown): Promise<E.Either<Outcome, Asked>> => {
    if (typeof reference !== 'string') return E.left(done);
    const found = await bookings.byHandle(desk.account.id, reference)();
    if (E.isLeft(found)) return E.left({ _tag: 'Transient', why: 'the storage does not answer', notTried: true });
    const asked = found.right.flatMap((booking) =>
      booking.legs.flatMap(({ plan }) => (plan.reference === reference ? [{ booking, kind: plan.kind }] : [])),
    )[0];
    return asked === undefined ? E.left(done) : E.right(asked);
  };

  return {
    targetOf: () => 'polling',
    whenInDoubt: 'run',
    run:
      ({ desk, subject, job }) =>
      async () => {
        if (subject._tag === 'Booking') {
          const kind = askedBy(job);
          return kind === undefined ? done : asOwn(desk, subject.booking, kind);
        }
        const asked = await hinted(desk, subject.errand.data['reference']);
        return E.isLeft(asked) ? asked.left : asHint(desk, asked.right, job);
      },
  };
};
