import type { Errand } from '../../application/ports/errands.js';
import type { StatusUpdate, ToldStatus } from '../../application/ports/status-outlet.js';
import { boughtOf, type Booking } from '../../domain/booking.js';
import { trackingStatuses } from '../../domain/tracking.js';
import type { Job } from '../../domain/work.js';
import type { NewStore } from './outlet.js';
import type { Store } from './store.js';
import type { World } from './world.js';

/** What has work, before or after a write. */
export type Worked = Pick<Booking, 'work' | 'owner' | 'legs'> | Pick<Errand, 'work'>;

/** What holds for work that outlives requests, at every write and at every call of it. */
export type WorkLaws = {
  /** `owner` has put `after` in the place of `before`; undefined: it was taken away. */
  readonly replaced: (owner: string, what: string, before: Worked, after: Worked | undefined) => void;
  /** `owner` tells NewStore now. */
  readonly told: (owner: string, update: StatusUpdate) => void;
  /** Something was written to the order's bookings. */
  readonly moved: (booking: Booking) => void;
  /** Stations that parcels came to, by tracking code: each is to be told. */
  readonly stations: ReadonlyMap<string, ReadonlySet<ToldStatus>>;
};

const rank = (status: ToldStatus): number => trackingStatuses.indexOf(status);

const isSameRun = (job: Job | undefined, token: string): boolean =>
  job?.state._tag === 'Running' && job.state.token === token;

const holderOf = (worked: Worked): string | undefined => ('owner' in worked ? worked.owner : undefined);

/** All that tracking and background work write to a booking. */
const movesOf = (worked: Worked): string =>
  JSON.stringify([
    worked.work.map(({ id, due, attempts, state }) => [id, due, attempts, state]),
    'legs' in worked ? worked.legs.map(({ state }) => ('tracking' in state ? state.tracking : undefined)) : [],
  ]);

export const makeWorkLaws = ({ breach }: World, store: () => Store): WorkLaws => {
  const stations = new Map<string, Set<ToldStatus>>();
  const farthest = new Map<string, ToldStatus>();

  /** One that runs is ended by whoever runs it, taken over by another run, or parked by one who found it left too often. */
  const endsWell = (owner: string, what: string, { id, state }: Job, next: Job | undefined): void => {
    if (state._tag !== 'Running' || isSameRun(next, state.token) || state.owner === owner) return;
    const isTakenOver = next?.state._tag === 'Running' && next.state.owner === owner;
    const isParked = next?.state._tag === 'Parked' && /were left in the middle|died or hung/.test(next.state.why);
    if (!isTakenOver && !isParked) breach(`the outcome of ${what}/${id} is written by one who does not run it`);
  };

  return {
    stations,
    replaced: (owner, what, before, after) => {
      const left = after?.work ?? [];
      for (const job of before.work) {
        const next = left.find(({ id }) => id === job.id);
        if (next === undefined && job.state._tag !== 'Running') breach(`the job ${what}/${job.id} is lost`);
        endsWell(owner, what, job, next);
      }
      const holder = holderOf(before);
      if (holder !== undefined && holder !== owner && after !== undefined && movesOf(before) !== movesOf(after))
        breach(`what moved is written to ${what} while ${holder} holds it`);
    },
    told: (owner, { reference, trackingCode, status }) => {
      const before = farthest.get(trackingCode);
      if (before !== undefined && rank(status) < rank(before))
        breach(`${trackingCode} is told to be ${status} after ${before}`);
      farthest.set(trackingCode, status);
      const booking = store().byReference(reference);
      const leg = booking?.legs.find(({ plan }) => plan.reference === reference);
      const job = booking?.work.find(({ id }) => id === `tell-${leg?.plan.kind ?? ''}-${status}`);
      if (job?.state._tag !== 'Running' || job.state.owner !== owner)
        breach(`${trackingCode} is told to be ${status} by ${owner}, who has no such job`);
    },
    moved: ({ legs }) => {
      for (const { state } of legs) {
        const code = boughtOf(state)?.trackingCode;
        if (code === undefined || state._tag !== 'Booked' || state.tracking.status === 'booked') continue;
        stations.set(code, (stations.get(code) ?? new Set()).add(state.tracking.status));
      }
    },
  };
};

/** What must be true once everything is well again and all work is done. */
export const checkTheTold = ({ breach }: World, { stations }: WorkLaws, { toldOf }: NewStore): void => {
  for (const [code, reached] of stations)
    for (const status of reached) if (!toldOf(code).has(status)) breach(`${code} was never told to be ${status}`);
};
