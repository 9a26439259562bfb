import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { WorkQuery } from '../../application/work/show-work.js';
import { phaseOf, type Booking } from '../../domain/booking.js';
import { parkJob } from '../../domain/work.js';
import { rightOf } from '../support/either.js';
import type { CarrierBooks } from './carrier-books.js';
import type { Processes, Setting } from './processes.js';

export type Operator = {
  /** Decides what is parked, by what the carriers' books say. */
  readonly operate: (isOver: () => boolean) => Promise<void>;
  readonly retry: (query: WorkQuery) => Promise<void>;
  /** Leaves some job to nobody, in one booking: parked for good. */
  readonly forget: () => Promise<void>;
  /** Has some process take away what is due: whether it came to its end. */
  readonly purge: () => Promise<boolean>;
};

export const makeOperator = (setting: Setting, processes: Processes): Operator => {
  const { world, profile, store, books } = setting;
  const { note, sleep } = world;

  const salesFor = (reference: string): CarrierBooks['sales'] =>
    [...books.values()].flatMap(({ sales }) => sales.filter((sale) => sale.reference === reference && !sale.cancelled));

  const decide = async (booking: Booking): Promise<void> => {
    const process = processes.any();
    const leg = booking.legs.find(({ state }) => state._tag === 'Parked');
    if (process === undefined || leg === undefined) return;
    const { reference } = leg.plan;
    const [sale] = salesFor(reference);
    note(`the operator decides ${reference}: ${sale === undefined ? 'not bought' : sale.trackingCode}`);
    const verdict =
      sale === undefined
        ? ({ _tag: 'NotBought' } as const)
        : ({ _tag: 'Bought', carriersNumber: sale.trackingCode } as const);
    await Promise.race([
      process.hub.settleParked(process.desk, reference, verdict, 'operator')(),
      sleep(profile.buyDeadline * 2),
    ]);
  };

  /** What an operator does about work that is parked, or waits for a long time. */
  const retry = async (query: WorkQuery): Promise<void> => {
    const process = processes.any();
    if (process === undefined) return;
    note(`the operator has ${JSON.stringify(query)} tried again with ${process.name}`);
    const { deal } = process.hub.work;
    await Promise.race([deal('retry', query, () => undefined)(), sleep(profile.buyDeadline)]);
  };

  return {
    retry,
    forget: async () => {
      const booking = store.all().find(({ owner, work }) => owner === undefined && work[0]?.state._tag === 'Waiting');
      const job = booking?.work[0];
      const stored = booking === undefined ? O.none : await rightOf(store.ports.bookings.find(booking.key));
      if (job === undefined || O.isNone(stored)) return;
      note(`${job.id} of ${stored.value.legs[0].plan.reference} is left to nobody`);
      const work = parkJob(stored.value.work, job.id, 'nobody cares', stored.value.updatedAt);
      await rightOf(store.ports.bookings.replace({ ...stored.value, version: stored.value.version + 1, work }));
    },
    purge: async () => {
      const process = processes.any();
      if (process === undefined) return false;
      note(`${process.name} is to take away what is due`);
      const purging = process.hub.purgeBookings(profile.retention, { dryRun: false, isStopped: () => false })();
      const purged = await Promise.race([purging, sleep(profile.lease)]);
      if (purged === undefined || E.isLeft(purged)) return false;
      note(`${process.name} has taken away ${JSON.stringify(purged.right)}`);
      return true;
    },
    operate: async (isOver) => {
      while (!isOver()) {
        // What was sent before it was parked has come to its end by then.
        const parked = store.all().filter((booking) => phaseOf(booking) === 'Parked');
        await sleep(profile.settleDelay);
        for (const booking of parked) await decide(booking);
        await retry({ state: 'parked' });
      }
    },
  };
};
