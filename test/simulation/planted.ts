import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as T from 'fp-ts/lib/Task.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { BookingError } from '../../application/shipping/book-shipment.js';
import { makeMoveParcel } from '../../application/tracking/move-parcel.js';
import type { Subject } from '../../application/work/handler.js';
import { jobsOf } from '../../application/work/subjects.js';
import { Token } from '../../config/tokens.js';
import { legOf, type Booking, type Leg } from '../../domain/booking.js';
import type { Planted } from './simulation.js';
import type { Store, StoragePorts } from './store.js';

const withPorts = (change: (ports: StoragePorts, store: Store) => Partial<StoragePorts>): Planted => ({
  store: (store) => ({ ...store, ports: { ...store.ports, ...change(store.ports, store) } }),
});

/** As `found`, with the runs of `begun` in the place of those that have followed. */
const withRunsOf = (begun: Subject, found: Subject): Subject => {
  const before = jobsOf(begun);
  const work = jobsOf(found).map((job) => {
    const run = before.find(({ id }) => id === job.id);
    return job.state._tag === 'Running' && run?.state._tag === 'Running' ? { ...job, state: run.state } : job;
  });
  return found._tag === 'Booking'
    ? { ...found, booking: { ...found.booking, work } }
    : { ...found, errand: { ...found.errand, work } };
};

/** With nobody at it, and other legs. */
const withLegs = (booking: Booking, change: (leg: Leg) => Leg): Booking => {
  const [first, second] = booking.legs;
  const legs: Booking['legs'] = second === undefined ? [change(first)] : [change(first), change(second)];
  return { ...booking, owner: undefined, legs };
};

/** One guard less, by what stands around the code that has it. */
export const planted = {
  /** A booking is written over, whoever has changed it meanwhile. */
  'no version guard': withPorts(({ bookings }, { database }) => ({
    bookings: {
      ...bookings,
      replace: (booking) => () => {
        const { account, order, fingerprint, generation } = booking.key;
        database.run(
          'UPDATE bookings SET version = ? WHERE account = ? AND external_order = ? AND fingerprint = ? AND generation = ?',
          ...[booking.version - 1, account, order, fingerprint, generation],
        );
        return bookings.replace(booking)();
      },
    },
  })),

  /** A process calls the carrier however long ago it last wrote that it holds the booking. */
  'no fence': {
    container: (container) => {
      const holds = container.get(Token.holds);
      container.rebind(Token.holds).toConstantValue({ ...holds, isLeased: () => true, isFresh: () => true });
    },
  },

  /** Nobody's lease is waited for. */
  'no lease': {
    container: (container) => container.rebind(Token.lapse).toConstantValue({ hasLapsed: () => true }),
  },

  /** Whoever ran a job writes how it ended, whoever runs it by now. */
  'no run token': {
    container: (container) => {
      const [subjects, settings] = [container.get(Token.subjects), container.get(Token.settings)];
      container
        .rebind(Token.settings)
        .toConstantValue({ ...settings, work: { ...settings.work, poll: 300, lease: 1_000 } });
      container.rebind(Token.subjects).toConstantValue({
        ...subjects,
        fresh: (begun) => pipe(subjects.fresh(begun), TE.map(O.map((found) => withRunsOf(begun, found)))),
      });
    },
  },

  /** "Not found" is believed at once. */
  'no settle delay': { carrier: (carrier) => ({ ...carrier, settleDelay: 0 }) },

  /** Of two that claim one booking both are told that they have it. */
  'no claim': withPorts(({ bookings }) => ({
    bookings: {
      ...bookings,
      insert: (booking) =>
        pipe(
          bookings.insert(booking),
          TE.map(() => 'written' as const),
        ),
    },
  })),

  /** A request is checked and planned before anybody looks for what it has booked. */
  'replay after validation': {
    hub: (hub, container) => {
      const [plan, clock] = [container.get(Token.planBooking), container.get(Token.clock)];
      const { answerBudget } = container.get(Token.settings).booking;
      return {
        ...hub,
        bookShipment: (desk, request, requestId) =>
          pipe(
            plan(desk, request, requestId),
            TE.flatMap(() => hub.bookShipment(desk, request, requestId)),
            clock.within(answerBudget),
            T.map(O.getOrElse((): E.Either<BookingError, string> => E.left({ _tag: 'LabelPending' }))),
          ),
      };
    },
  },

  /** Of two labels under one address the later one stays. */
  'the last label wins': withPorts(({ labels }, { database }) => ({
    labels: {
      ...labels,
      keep: (label) => () => {
        database.run('DELETE FROM labels WHERE capability = ?', label.capability);
        return labels.keep(label)();
      },
    },
  })),

  /** Whoever finishes a booking draws the address of its label anew. */
  'a second capability': {
    container: (container) => {
      const [finish, chance] = [container.get(Token.finishBooking), container.get(Token.chance)];
      container.rebind(Token.finishBooking).toConstantValue((run) => {
        const [first, ...others] = run.hold.booking.legs.map((leg) => ({
          ...leg,
          plan: { ...leg.plan, capability: chance.capability() },
        }));
        const legs = [first, ...others] as unknown as typeof run.hold.booking.legs;
        run.hold.booking = { ...run.hold.booking, legs };
        return finish(run);
      });
    },
  },

  /** Silence is taken for a no. */
  'silence is a refusal': {
    carrier: (carrier) => ({
      ...carrier,
      book: (order, till) =>
        pipe(
          carrier.book(order, till),
          TE.mapLeft((failure) =>
            failure._tag === 'CarrierSilent'
              ? { _tag: 'CarrierRefused', refusal: { reason: 'other', detail: 'silence' } }
              : failure,
          ),
        ),
    }),
  },

  /** A paid call is sent, and then its mark is written. */
  'a mark after its call': {
    carrier: (carrier) => ({
      ...carrier,
      book: (order, till) =>
        carrier.book(order, {
          pay: (step, call) => async () => {
            const answer = await call();
            const marked = await till.pay(step, TE.of(undefined))();
            return E.isLeft(marked) ? marked : answer;
          },
        }),
    }),
  },

  /** What a courier says is written down, whoever is at the booking. */
  'tracking waits for nobody': {
    container: (container) => {
      const [bookings, holds, bell] = [
        container.get(Token.bookings),
        container.get(Token.holds),
        container.get(Token.bell),
      ];
      const deps = { clock: container.get(Token.clock), log: container.get(Token.log), bell };
      container.rebind(Token.moveParcel).toConstantValue((desk, key, kind, seen) => {
        let truth: Booking | undefined;
        const free = (booking: Booking): Booking => {
          truth = booking;
          return withLegs(booking, (leg) => (leg.plan.kind === kind ? leg : { ...leg, state: { _tag: 'Claimed' } }));
        };
        const bound = (booking: Booking): Booking =>
          withLegs(booking, (leg) => (leg.plan.kind === kind ? leg : (legOf(truth ?? booking, leg.plan.kind) ?? leg)));
        return makeMoveParcel({
          ...deps,
          bookings: { ...bookings, find: (one) => pipe(bookings.find(one), TE.map(O.map(free))) },
          holds: { ...holds, release: (hold, change) => holds.release(hold, bound(change)) },
        })(desk, key, kind, seen);
      });
    },
  },

  /** Nobody remembers which numbers the bookings had that are gone. */
  'no memory of what is gone': withPorts(({ retirement }) => ({
    retirement: { ...retirement, pastNumbers: () => TE.right({ parcelNumber: 0, generation: 0 }) },
  })),

  /** What is old goes, whatever rests on it. */
  'age alone': withPorts(({ retirement }) => ({
    retirement: {
      ...retirement,
      aged: (...asked) =>
        pipe(
          retirement.aged(...asked),
          TE.map((page) => ({ ...page, items: page.items.map((booking) => ({ ...booking, work: [] })) })),
        ),
    },
  })),
} as const satisfies Readonly<Record<string, Planted>>;
