import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type {
  Cancelled,
  Carrier,
  CarrierOrder,
  CarrierRefused,
  CarrierSilent,
  CarrierUnclear,
  NothingBought,
  Till,
} from '../../application/ports/carrier.js';
import type { Bought, Refusal } from '../../domain/booking.js';
import { later } from '../../domain/time.js';
import { dollars } from '../support/bookings.js';
import { drawFate, plainFate, type Fate, type Send } from './calls.js';
import type { CarrierBooks, Sale } from './carrier-books.js';
import type { Courier } from './courier.js';
import type { Laws } from './laws.js';
import type { Profile } from './profile.js';
import type { World } from './world.js';

export type CarrierKind = 'one-step' | 'two-step';

export const CREATING = 'creating';
export const PRINTING = 'printing';

type Deps = {
  readonly world: World;
  readonly profile: Profile;
  readonly books: CarrierBooks;
  readonly courier: Pick<Courier, 'sourceOf'>;
  readonly laws: Pick<Laws, 'sent' | 'cancelSent'>;
  readonly owner: string;
  readonly send: Send;
  readonly isCalm: () => boolean;
  readonly isAway: () => boolean;
};

const silence: CarrierSilent = { _tag: 'CarrierSilent', detail: 'no answer' };

const no = (reason: Refusal['reason']): CarrierRefused => ({
  _tag: 'CarrierRefused',
  refusal: { reason, detail: 'no' },
});

const boughtOf = ({ trackingCode }: Sale): Bought => ({ trackingCode });

/** A carrier as one process uses it: every question is a call that may be slow, get lost or hang. */
export const makeSimulatedCarrier = (kind: CarrierKind, deps: Deps): Carrier => {
  const { world, profile, books, courier, laws, owner, send, isCalm, isAway } = deps;
  const { random } = world;
  const { carrier: trouble, carrierLag, buyDeadline } = profile;

  const fate = (latest: number): Fate => {
    if (isCalm()) return plainFate(random);
    if (isAway()) return { done: undefined, hears: random.pick(['nothing', 'failure']), after: random.between(0, 500) };
    return drawFate(random, trouble, latest, undefined);
  };

  const ask = <A, F = never>(
    what: string,
    run: () => E.Either<F, A>,
    latest: number,
    drawn: () => Fate = () => fate(latest),
  ): TE.TaskEither<F | CarrierSilent, A> =>
    pipe(
      TE.fromIO(drawn),
      TE.flatMap((becomes) =>
        send<F | CarrierSilent, A>({
          what: `${kind} ${what}`,
          run: () => Promise.resolve(run()),
          fate: becomes,
          failure: silence,
          outlives: true,
        }),
      ),
    );

  /** Many a carrier takes its time over a cancel, in which other parcels of the booking move. */
  const cancelFate = (): Fate =>
    isCalm() || isAway() || random.happens(0.7)
      ? fate(buyDeadline)
      : { done: random.between(0, buyDeadline), hears: 'truth', after: 0 };

  /** A paid call may be done late, and be seen later still: both within the lag. */
  const paid = <A>(
    step: string,
    { plan }: CarrierOrder,
    run: (seenBy: number) => A,
  ): TE.TaskEither<CarrierRefused | CarrierSilent, A> =>
    pipe(
      TE.fromIO(() => {
        laws.sent(owner, plan.reference, step);
        return world.now() + carrierLag;
      }),
      TE.flatMap((seenBy) =>
        ask<A, CarrierRefused>(
          `${step} ${plan.reference}`,
          () => {
            books.open(plan.reference);
            return !isCalm() && random.happens(trouble.saysNo) ? E.left(no('other')) : E.right(run(seenBy));
          },
          carrierLag,
        ),
      ),
    );

  const look = <A>(what: string, { plan }: CarrierOrder, run: () => A): TE.TaskEither<CarrierSilent, A> =>
    ask(`${what} ${plan.reference}`, () => E.right(run()), buyDeadline);

  const buyAtOnce = (order: CarrierOrder, till: Till): ReturnType<Carrier['book']> =>
    till.pay(
      CREATING,
      paid(CREATING, order, (seenBy) => boughtOf(books.sell(order.plan.reference, seenBy))),
    );

  const seen = (order: CarrierOrder) =>
    look('look', order, () => ({
      orders: books.ordersOf(order.plan.reference),
      sales: books.salesOf(order.plan.reference),
    }));

  const print = (order: CarrierOrder, till: Till): ReturnType<Carrier['book']> =>
    till.pay(
      PRINTING,
      paid(PRINTING, order, (seenBy) => boughtOf(books.sell(order.plan.reference, seenBy))),
    );

  /** Goes on with the order that is found, and prints it unless it is printed. */
  const createAndPrint = (order: CarrierOrder, till: Till): ReturnType<Carrier['book']> =>
    pipe(
      seen(order),
      TE.flatMap(({ orders, sales: [sale] }): ReturnType<Carrier['book']> => {
        if (sale !== undefined) return TE.right(boughtOf(sale));
        if (orders.length > 0) return print(order, till);
        return pipe(
          till.pay(
            CREATING,
            paid(CREATING, order, (seenBy) => books.create(order.plan.reference, seenBy)),
          ),
          TE.flatMap(() => print(order, till)),
        );
      }),
    );

  const unclear = (): boolean => !isCalm() && random.happens(trouble.unclear);

  const find = (
    order: CarrierOrder,
    step: string,
  ): TE.TaskEither<CarrierSilent | CarrierUnclear | NothingBought, readonly Bought[]> =>
    pipe(
      seen(order),
      TE.flatMap(({ orders, sales }): TE.TaskEither<CarrierUnclear | NothingBought, readonly Bought[]> => {
        if (unclear()) return TE.left({ _tag: 'CarrierUnclear', why: 'the books contradict themselves' });
        const standing = sales.filter(({ cancelled }) => !cancelled).map(boughtOf);
        // Before the mark of the print none was sent; after it one may still be at work.
        return kind === 'two-step' && step === CREATING && orders.length > 0 && standing.length === 0
          ? TE.left({ _tag: 'NothingBought', why: 'created and not printed' })
          : TE.right(standing);
      }),
    );

  const ref = { carrier: kind, service: 'EXPRESS' };
  return {
    id: kind,
    services: [{ ref, name: 'Express' }],
    quoteTimeout: undefined,
    settleDelay: profile.settleDelay,
    firstStep: CREATING,
    isNumber: (text) => text !== '',
    tracking: courier.sourceOf(kind, send, () => fate(buyDeadline)),
    quote: ({ readyAt }, services) =>
      ask(
        'quote',
        () =>
          E.right(
            services.map((service) => ({
              _tag: 'Quoted',
              service,
              serviceName: 'Express',
              price: dollars(1_000),
              lines: [],
              window: { startsAt: later(readyAt, 1), endsAt: later(readyAt, 2) },
            })),
          ),
        1_000,
      ),
    book: kind === 'one-step' ? buyAtOnce : createAndPrint,
    find,
    // Drawn anew each time it is asked for, so that a second one is not the first.
    label: (order, { trackingCode }) =>
      look('label', order, () => ({
        _tag: 'Printed',
        pdf: Buffer.from(`${trackingCode} drawn ${random.text(8)}`, 'latin1'),
      })),
    cancel: (order, { trackingCode }) =>
      pipe(
        TE.fromIO(() => {
          laws.cancelSent(owner, order.plan.reference);
          books.stir(order.plan.reference);
        }),
        TE.flatMap(() =>
          ask<Cancelled, CarrierRefused>(
            `cancel ${order.plan.reference}`,
            () => (books.cancel(trackingCode) ? E.right({ courierUntold: false }) : E.left(no('too_late'))),
            buyDeadline,
            cancelFate,
          ),
        ),
      ),
  };
};
