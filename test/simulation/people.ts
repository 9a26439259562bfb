import * as E from 'fp-ts/lib/Either.js';
import type { Task } from 'fp-ts/lib/Task.js';
import { BookingBody } from '../../adapters/http/newstore/codecs.js';
import { toBookingRequest } from '../../adapters/http/newstore/mapping.js';
import { sha256 } from '../../adapters/system/sha256.js';
import { bookingExample } from '../../config/commands/first-steps.js';
import type { BookingError } from '../../application/shipping/book-shipment.js';
import type { CancelError, NotCancelled } from '../../application/shipping/cancel-shipment.js';
import { phaseOf } from '../../domain/booking.js';
import { bookingMethods, type BookingRequest } from '../../domain/booking-request.js';
import { identityOf } from '../../domain/fingerprint.js';
import { isAtEnd } from '../../domain/tracking.js';
import { anOrder, MORNING } from '../support/bookings.js';
import { rightOf } from '../support/either.js';
import { carrierNames } from './deployment.js';
import { isFor, referencesOf } from './laws.js';
import type { Operator } from './operator.js';
import type { Process, Processes, Setting } from './processes.js';
import type { Random } from './random.js';

/** A parcel that somebody wants to have booked. */
export type Wish = {
  readonly name: string;
  readonly request: BookingRequest;
  readonly fingerprint: string;
  /** What it comes to at last. */
  wants: 'label' | 'cancel';
  /** Of the last 201. */
  code: string | undefined;
  returnCode?: string | undefined;
};

const sample = toBookingRequest(rightOf(BookingBody.decode(bookingExample)));

const aWish = (name: string, request: BookingRequest): Wish => {
  const { fingerprint } = identityOf(request, '', { offerCounts: true, requestIdCounts: false }, sha256);
  return { name, request, fingerprint, wants: 'label', code: undefined };
};

const drawWish = (random: Random, customer: number): Wish => {
  const [item] = sample.items;
  return aWish(`parcel ${customer}`, {
    ...sample,
    order: anOrder(`order-${random.between(1, 2)}`),
    rate: random.pick(carrierNames),
    method: random.pick(bookingMethods),
    items: item === undefined ? [] : [{ ...item, identifiers: { sku: `sku-${customer}` } }],
  });
};

type Heard<E> = E.Either<E, string> | 'nothing';

export type People = {
  /** All that is wanted so far. */
  readonly wishes: readonly Wish[];
  /** What customers do while there is trouble: they do not ask for ever. */
  readonly shop: () => Promise<void>;
  /** Asks until every wish is fulfilled. */
  readonly insist: () => Promise<void>;
  /** Waits until every parcel is where the courier says, and NewStore knows it. */
  readonly finish: () => Promise<void>;
  /** What customers do long after: whoever has nothing else to do asks again, for the parcel or its cancel. */
  readonly comeBack: () => Promise<void>;
};

/** How often somebody asks who wants an answer: many times what it takes once there is no trouble. */
const INSISTENCE = 60;

export const makePeople = (setting: Setting, processes: Processes, { retry }: Pick<Operator, 'retry'>): People => {
  const { world, profile, store, laws, agingLaws, courier } = setting;
  const { random, note, sleep, after, breach } = world;
  const wishes: Wish[] = [];
  let asked = 0;

  /** The answer of one process, if it comes before the patience ends; each process must answer within its budget. */
  const hear = <E>(
    process: Process,
    what: string,
    work: Task<E.Either<E, string>>,
    patience: number,
  ): Promise<Heard<E>> =>
    new Promise((resolve) => {
      note(`${what} asks ${process.name}`);
      let [isAnswered, isGone] = [false, false];
      after(profile.answerBudget + 1, () => {
        if (!isAnswered && process.isAlive()) breach(`${what} is not answered within the budget`);
      });
      const hangUp = after(patience, () => {
        isGone = true;
        note(`${what} hangs up`);
        resolve('nothing');
      });
      work().then(
        (answer) => {
          isAnswered = true;
          if (isGone || !process.isAlive()) return;
          hangUp.cancel();
          note(`${what} hears ${E.isRight(answer) ? answer.right : (answer.left as { _tag: string })._tag}`);
          resolve(answer);
        },
        (defect: unknown) => breach(`${what} is answered with a defect: ${String(defect)}`),
      );
    });

  const patience = (): number =>
    random.pick([profile.answerBudget + 2, profile.answerBudget + 2, random.between(1, profile.answerBudget)]);

  const askFor = async (wish: Wish): Promise<Heard<BookingError>> => {
    const process = processes.any();
    if (process === undefined) return 'nothing';
    const { request, fingerprint } = wish;
    const before = store.ofOrder(request.order);
    const [booked, cancelled] = [referencesOf(before, 'Booked'), referencesOf(before, 'Cancelled')];
    asked += 1;
    const requestId = `request-${asked}`;
    const heard = await hear(
      process,
      `${wish.name} (${requestId})`,
      process.hub.bookShipment(process.desk, request, requestId),
      patience(),
    );
    if (heard === 'nothing') return heard;
    if (E.isRight(heard)) {
      laws.answered(request.order, fingerprint, heard.right, cancelled);
      const answer = JSON.parse(heard.right) as { readonly [code: string]: string | undefined };
      [wish.code, wish.returnCode] = [answer['tracking_code'], answer['return_tracking_code']];
      return heard;
    }
    const { _tag: reason } = heard.left;
    if (reason !== 'Refused' && reason !== 'LabelPending' && reason !== 'AwaitsOperator' && reason !== 'Unavailable')
      laws.refusedUnseen(request.order, fingerprint, booked, reason);
    return heard;
  };

  const pause = (): Promise<void> =>
    sleep(random.pick([random.between(0, 50), random.between(0, 2_000), random.between(0, profile.settleDelay)]));

  const obtain = async (wish: Wish, tries: number): Promise<boolean> => {
    for (let left = tries; left > 0; left -= 1) {
      const heard = await askFor(wish);
      if (heard !== 'nothing' && E.isRight(heard)) return true;
      await pause();
    }
    return false;
  };

  const askToCancel = async (wish: Wish, code: string): Promise<Heard<CancelError>> => {
    const process = processes.any();
    if (process === undefined) return 'nothing';
    asked += 1;
    const work = process.hub.cancelShipment(process.desk, code, `request-${asked}`);
    const heard = await hear<CancelError>(
      process,
      `cancel of ${wish.name} ${code}`,
      async () =>
        E.bimap(
          ({ failure }: NotCancelled) => failure,
          () => 'cancelled',
        )(await work()),
      patience(),
    );
    if (heard === 'nothing' || E.isRight(heard) || heard.left._tag !== 'CodeUnknown') return heard;
    if (agingLaws.isPast(code)) wish.code = undefined;
    else breach(`the code ${code} of a 201 is said to be unknown`);
    return heard;
  };

  /** Whether it came to its end, one way or the other. */
  const cancel = async (wish: Wish, tries: number): Promise<boolean> => {
    for (let left = tries; left > 0; left -= 1) {
      if (wish.code === undefined) return true;
      const heard = await askToCancel(wish, wish.code);
      const reason = heard !== 'nothing' && E.isLeft(heard) ? heard.left._tag : undefined;
      const isRefused = reason === 'CancelRefused' || reason === 'TooLate';
      if (isRefused || (heard !== 'nothing' && E.isRight(heard))) return true;
      await pause();
    }
    return false;
  };

  const several = (most: number): number => (random.happens(0.4) ? random.between(2, most) : 1);

  const together = (count: number, work: () => Promise<unknown>): Promise<unknown> =>
    Promise.all(Array.from({ length: count }, work));

  const beACustomer = async (customer: number): Promise<void> => {
    const wish = drawWish(random, customer);
    wishes.push(wish);
    await sleep(random.between(0, 3_000));
    const other = random.happens(0.3)
      ? aWish(`${wish.name}, other offer`, { ...wish.request, offer: 'other' })
      : undefined;
    if (other !== undefined) wishes.push(other);
    const once = () => obtain(wish, random.between(1, 6));
    const otherOnce = other === undefined ? sleep(0) : pause().then(() => obtain(other, random.between(1, 4)));
    await together(several(5), once);
    if (wish.returnCode !== undefined && random.happens(0.5)) {
      await sleep(random.between(0, 2_000));
      await together(several(2), () => askToCancel(wish, wish.returnCode ?? ''));
    }
    for (let rounds = random.between(0, 2); rounds > 0; rounds -= 1) {
      await pause();
      wish.wants = 'cancel';
      const cancels = together(several(3), () => cancel(wish, random.between(1, 3)));
      if (random.happens(0.7)) {
        if (random.happens(0.8)) await cancels;
        wish.wants = 'label';
        await together(several(3), once);
      }
      await cancels;
    }
    await otherOnce;
  };

  const isUnderway = ({ request, fingerprint }: Wish): boolean =>
    store.ofOrder(request.order).some((booking) => isFor(fingerprint)(booking) && phaseOf(booking) === 'Open');

  const fulfil = async (wish: Wish): Promise<void> => {
    // Whoever has given up on a booking that is not made yet has it made, and cancels that.
    const isEnded = wish.wants === 'cancel' && (await cancel(wish, INSISTENCE)) && !isUnderway(wish);
    const isDone = isEnded || (await obtain(wish, INSISTENCE));
    const isAsWanted = isEnded || wish.wants === 'label' || (await cancel(wish, INSISTENCE));
    if (!isDone || !isAsWanted) breach(`${wish.name} is never answered`);
  };

  const unfinished = (): string | undefined => {
    if (courier.isBusy()) return 'a courier is on its way';
    const subjects = [...store.all(), ...store.errands()];
    // A notice of what is bought, and will never be booked as it is, waits or is parked with that reason.
    const job = subjects
      .flatMap(({ work }) => work)
      .find(
        ({ kind, lastFailure }) =>
          kind === 'push_status' || (kind === 'apply_notice' && lastFailure?.why.startsWith('the leg is ') !== true),
      );
    if (job !== undefined) return `${job.id} is ${job.state._tag}`;
    for (const { legs, createdAt } of store.all())
      for (const { state } of legs) {
        // Of a parcel that was delivered nobody asks what became of it then: that may be told, or not.
        if (state._tag !== 'Booked' || isAtEnd(state.tracking)) continue;
        // Nor of one that sets out when it is no longer asked for: what of its notices was lost is not known.
        if (MORNING + world.date() >= createdAt + profile.polling.upTo) continue;
        const end = courier.endOf(state.bought.trackingCode);
        if (end !== undefined && end !== state.tracking.status) return `${state.bought.trackingCode} is ${end}`;
      }
    return undefined;
  };

  return {
    wishes,
    finish: async () => {
      for (let left = INSISTENCE; unfinished() !== undefined; left -= 1) {
        if (left === 0) return breach(`work is never done: ${unfinished() ?? ''}`);
        await retry({ kind: 'push_status' });
        await sleep(profile.lease);
      }
    },
    shop: async () => {
      await Promise.all(Array.from({ length: profile.customers }, (_, at) => beACustomer(at + 1)));
    },
    comeBack: async () => {
      await Promise.all(
        wishes.map(async (wish) => {
          if (random.happens(0.4)) return;
          await sleep(random.pick([0, random.between(0, 100), random.between(0, 2_000)]));
          wish.wants = random.pick(['label', 'label', 'cancel']);
          if (wish.wants === 'label') await together(several(3), () => obtain(wish, 2));
          else await together(several(2), () => cancel(wish, 2));
        }),
      );
    },
    insist: async () => {
      await Promise.all(wishes.map(fulfil));
    },
  };
};
