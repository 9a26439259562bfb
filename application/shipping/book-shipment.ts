import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as T from 'fp-ts/lib/Task.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Booking } from '../../domain/booking.js';
import type { BookingRequest } from '../../domain/booking-request.js';
import { encounter, type Encounter } from '../../domain/encounter.js';
import { identityOf, storedFingerprints, type Identity, type Sha256 } from '../../domain/fingerprint.js';
import type { Bookings } from '../ports/bookings.js';
import type { Chance } from '../ports/chance.js';
import type { Clock } from '../ports/clock.js';
import type { Retirement } from '../ports/retirement.js';
import type { Desk } from '../ports/desks.js';
import { overtaken, type Overtaken } from '../ports/overtaken.js';
import type { Unavailable } from '../ports/unavailable.js';
import type { BuyLegs } from './buy-legs.js';
import type { NotBooked } from './buying-run.js';
import type { DraftBooking, Vacancy } from './draft-booking.js';
import type { GiveAnswer } from './give-answer.js';
import type { Hold, Holds } from './hold.js';
import type { Lapse } from './lapse.js';
import type { Plan, PlanBooking, Unplannable } from './plan-booking.js';
import type { ResumeBooking } from './resume-booking.js';
import type { Audience, SharedRuns } from './shared-runs.js';
import { turnOf, type Turns } from './turns.js';

export type BookingError = Unplannable | Exclude<NotBooked, Overtaken>;

/** Answers the body of the 201. A repeated request gets the first one's answer, however late it comes. */
export type BookShipment = (
  desk: Desk,
  request: BookingRequest,
  requestId: string,
) => TE.TaskEither<BookingError, string>;

export type BookingDeps = {
  readonly bookings: Bookings;
  readonly pastNumbers: Retirement['pastNumbers'];
  readonly holds: Holds;
  readonly lapse: Lapse;
  readonly turns: Turns;
  readonly runs: SharedRuns<E.Either<BookingError, string>>;
  readonly plan: PlanBooking;
  readonly draft: DraftBooking;
  readonly buyLegs: BuyLegs;
  readonly resume: ResumeBooking;
  readonly giveAnswer: GiveAnswer;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly sha256: Sha256;
  /** Milliseconds until the caller is answered, whatever is still going on. */
  readonly budget: number;
  /** Milliseconds after which nothing more is bought for a request. */
  readonly buyDeadline: number;
};

/** One request on its way to its answer. */
type Pursuit = {
  readonly desk: Desk;
  readonly request: BookingRequest;
  readonly requestId: string;
  readonly identity: Identity;
  readonly stored: ReadonlySet<string>;
  readonly audience: Audience;
  readonly deadline: number;
};

type Pursued = TE.TaskEither<Unplannable | NotBooked, string>;

export const makeBookShipment = (deps: BookingDeps): BookShipment => {
  const { bookings, pastNumbers, holds, lapse, turns, runs, plan, draft, buyLegs, resume } = deps;
  const { giveAnswer, clock, chance, sha256 } = deps;

  /** The request that claimed it, one that joined it since, or another process. */
  const isRunning = (booking: Booking): boolean =>
    [booking.key.fingerprint, ...(booking.joinedBy ?? [])].some((fingerprint) =>
      turns.isTaken(turnOf({ ...booking.key, fingerprint })),
    ) || !lapse.hasLapsed(booking);

  const meet = ({ desk, request, identity, stored, audience }: Pursuit): TE.TaskEither<Unavailable, Encounter> =>
    pipe(
      TE.fromIO(audience.looks),
      TE.flatMap((isForThem) =>
        pipe(
          bookings.ofOrder(desk.account.id, request.order),
          TE.tapIO(() => isForThem),
        ),
      ),
      TE.map((ofOrder) => encounter(ofOrder, identity, stored, isRunning)),
    );

  const buy = (pursuit: Pursuit, hold: Hold): Pursued =>
    buyLegs({ ...pursuit, hold, marked: true, mayPay: true, doubted: false });

  /** What is retired had numbers too: asked for now that the others of the order are known, so that none is missed. */
  const afterThePast = ({ desk, request }: Pursuit, vacancy: Vacancy): TE.TaskEither<Unavailable, Vacancy> =>
    pipe(
      pastNumbers(desk.account.id, request.order),
      TE.map((past) => ({
        ...vacancy,
        generation: Math.max(vacancy.generation, past.generation + 1),
        parcelNumber: Math.max(vacancy.parcelNumber, past.parcelNumber + 1),
      })),
    );

  /** Drafted right before it is written: its first mark says when the call was sent, and the plan may be older. */
  const claim = (pursuit: Pursuit, planned: Plan, vacancy: Vacancy): TE.TaskEither<Overtaken | Unavailable, Hold> => {
    const { desk, request, identity } = pursuit;
    const { fingerprint } = identity;
    return pipe(
      afterThePast(pursuit, vacancy),
      TE.map((free) => {
        const key = { account: desk.account.id, order: request.order, fingerprint, generation: free.generation };
        return draft.fresh(desk, key, identity, free, planned);
      }),
      TE.flatMap(holds.claim),
      TE.orElse((failure) =>
        failure._tag === 'ParcelNumberTaken' ? claimNext(pursuit, planned) : TE.left<Overtaken | Unavailable>(failure),
      ),
    );
  };

  /**
   * Another parcel of the order has taken the number first, and may be the same goods under another offer: the order is
   * looked at again. The next free number is tried with the same plan, as long as there is time.
   */
  const claimNext = (pursuit: Pursuit, planned: Plan): TE.TaskEither<Overtaken | Unavailable, Hold> =>
    clock.monotonic() >= pursuit.deadline
      ? TE.left(overtaken)
      : pipe(
          meet(pursuit),
          TE.flatMap((met) => (met._tag === 'Unclaimed' ? claim(pursuit, planned, met) : TE.left(overtaken))),
        );

  const bookNew = (pursuit: Pursuit, vacancy: Vacancy): Pursued =>
    pipe(
      plan(pursuit.desk, pursuit.request, pursuit.requestId),
      TE.flatMap((planned) => claim(pursuit, planned, vacancy)),
      TE.flatMap((hold) => buy(pursuit, hold)),
    );

  const bookAgain = (pursuit: Pursuit, refused: Booking): Pursued =>
    pipe(
      plan(pursuit.desk, pursuit.request, pursuit.requestId),
      TE.flatMap((planned) => holds.takeOver(refused, draft.again(pursuit.desk, refused, planned))),
      TE.flatMap((hold) => buy(pursuit, hold)),
    );

  /**
   * On record before anything is done, so that the retry of a request that joined finds what it was told. What is booked
   * counts as answered with the same write: of two that would join, one does.
   */
  const join = (pursuit: Pursuit, joined: Booking): Pursued => {
    const answered = joined.answer !== undefined && pursuit.audience.isThere();
    return pipe(
      holds.release({ booking: joined, leasedUntil: 0 }, { ...joined, answered }),
      TE.flatMap(() => pursue(pursuit)),
    );
  };

  /** Work on a booking is in its own line, also where it is stored under another fingerprint than this request's. */
  const inTurn = ({ identity }: Pursuit, { key }: Booking, work: Pursued): Pursued =>
    key.fingerprint === identity.fingerprint ? work : turns.take(turnOf(key))(work);

  const follow =
    (pursuit: Pursuit) =>
    (met: Encounter): Pursued => {
      switch (met._tag) {
        case 'Unclaimed':
          return bookNew(pursuit, met);
        case 'Joinable':
          return join(pursuit, met.booking);
        case 'Refused':
          return inTurn(pursuit, met.booking, bookAgain(pursuit, met.booking));
        case 'Answered':
          return giveAnswer(met.booking, met.answer, pursuit.audience);
        case 'Parked':
          return TE.left({ _tag: 'AwaitsOperator', reference: parkedReference(met.booking) });
        case 'Underway':
          return inTurn(pursuit, met.booking, resume({ ...pursuit, booking: met.booking, mayPay: true }));
      }
    };

  const pursue = (pursuit: Pursuit): TE.TaskEither<BookingError, string> =>
    pipe(
      meet(pursuit),
      TE.flatMap(follow(pursuit)),
      TE.orElse((failure) => (failure._tag === 'Overtaken' ? lookAgain(pursuit) : TE.left(failure))),
    );

  const lookAgain = (pursuit: Pursuit): TE.TaskEither<BookingError, string> =>
    clock.monotonic() >= pursuit.deadline
      ? TE.left({ _tag: 'LabelPending' })
      : pipe(
          TE.fromTask(clock.sleep(10 + 40 * chance.fraction())),
          TE.flatMap(() => pursue(pursuit)),
        );

  return (desk, request, requestId) => () => {
    const identity = identityOf(request, requestId, desk.account.fingerprint, sha256);
    const stored = storedFingerprints(request, requestId, sha256);
    const turn = turnOf({ account: desk.account.id, order: request.order, fingerprint: identity.fingerprint });
    const deadline = clock.monotonic() + deps.buyDeadline;
    return pipe(
      runs.join(
        turn,
        deps.budget,
        (audience) => turns.take(turn)(pursue({ desk, request, requestId, identity, stored, audience, deadline })),
        isForAll,
      ),
      T.map(O.getOrElse((): E.Either<BookingError, string> => E.left({ _tag: 'LabelPending' }))),
    )();
  };
};

/**
 * Whoever comes while a plan fails may have a label by then, from another process; and whoever comes while an answer is
 * given may come after its cancel. A refusal is for all who waited for it.
 */
const isForAll = (outcome: E.Either<BookingError, string>): boolean => {
  if (E.isRight(outcome)) return false;
  const { _tag: failure } = outcome.left;
  return (
    failure === 'Refused' || failure === 'LabelPending' || failure === 'AwaitsOperator' || failure === 'Unavailable'
  );
};

const parkedReference = (booking: Booking): string =>
  (booking.legs.find(({ state }) => state._tag === 'Parked') ?? booking.legs[0]).plan.reference;
