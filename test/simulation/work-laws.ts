import type { Errand } from '../../application/ports/errands.js';
import type { StatusUpdate } from '../../application/ports/status-outlet.js';
import { boughtOf, type Booking } from '../../domain/booking.js';
import type { ToldStatus } from '../../domain/parcel-work.js';
import { trackingStatuses, type Tracking } from '../../domain/tracking.js';
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
  /** Those, as `code status`, that could not be told and that a later one made needless. */
  readonly letGo: ReadonlySet<string>;
};

/** How far a parcel is on its way; of one that the courier cancelled nothing more is to be heard. */
export const rank = (status: ToldStatus): number =>
  status === 'cancelled' ? Infinity : trackingStatuses.indexOf(status);

/** What is to be told of a parcel that has come there. */
const tellable = ({ status, note }: Tracking): readonly ToldStatus[] => [
  ...(status === 'booked' ? [] : [status]),
  ...(note?.state === 'cancelled' ? (['cancelled'] as const) : []),
];

const isSameRun = (job: Job | undefined, token: string): boolean =>
  job?.state._tag === 'Running' && job.state.token === token;

/** What a job of telling tells, as `code status`. */
const stationOf = ({ id }: Job, worked: Worked): string => {
  const [, kind, status] = /^tell-(outbound|return)-(.+)$/.exec(id) ?? [];
  const leg = 'legs' in worked ? worked.legs.find(({ plan }) => plan.kind === kind) : undefined;
  return `${leg === undefined ? '' : (boughtOf(leg.state)?.trackingCode ?? '')} ${status ?? ''}`;
};

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
  const letGo = new Set<string>();
  /** What was parked, as `code status`: what is behind it passes it by, and a retry may come too late. */
  const parked = new Set<string>();

  /** One that runs is ended by whoever runs it, taken over by another run, or parked by one who found it left too often. */
  const endsWell = (owner: string, what: string, { id, state }: Job, next: Job | undefined): void => {
    if (state._tag !== 'Running' || isSameRun(next, state.token) || state.owner === owner) return;
    const isTakenOver = next?.state._tag === 'Running' && next.state.owner === owner;
    const isParked = next?.state._tag === 'Parked' && /were left in the middle|died or hung/.test(next.state.why);
    if (!isTakenOver && !isParked) breach(`the outcome of ${what}/${id} is written by one who does not run it`);
  };

  /** What was parked, or retried since, is let go of where a later one of its lane is done in the same write. */
  const isNeedless = (job: Job, before: readonly Job[], left: readonly Job[]): boolean =>
    job.lane !== undefined &&
    before
      .slice(before.indexOf(job) + 1)
      .some(
        ({ id, kind, lane, state }) =>
          kind === job.kind && lane === job.lane && state._tag === 'Running' && !left.some((other) => other.id === id),
      );

  const toldStation = (trackingCode: string, status: ToldStatus): void => {
    const before = farthest.get(trackingCode);
    if (before === undefined || rank(status) >= rank(before)) farthest.set(trackingCode, status);
    else if (!parked.has(`${trackingCode} ${status}`))
      breach(`${trackingCode} is told to be ${status} after ${before}`);
  };

  return {
    ...{ stations, letGo },
    replaced: (owner, what, before, after) => {
      const left = after?.work ?? [];
      for (const job of before.work) {
        const next = left.find(({ id }) => id === job.id);
        if (next === undefined && job.state._tag !== 'Running') {
          if (!isNeedless(job, before.work, left)) breach(`the job ${what}/${job.id} is lost`);
          letGo.add(stationOf(job, before));
        }
        if (next?.state._tag === 'Parked') parked.add(stationOf(next, before));
        endsWell(owner, what, job, next);
      }
      const holder = holderOf(before);
      if (holder !== undefined && holder !== owner && after !== undefined && movesOf(before) !== movesOf(after))
        breach(`what moved is written to ${what} while ${holder} holds it`);
    },
    told: (owner, { reference, trackingCode, status }) => {
      if (status !== 'cancelled') toldStation(trackingCode, status);
      const booking = store().byReference(reference);
      const leg = booking?.legs.find(({ plan }) => plan.reference === reference);
      const job = booking?.work.find(({ id }) => id === `tell-${leg?.plan.kind ?? ''}-${status}`);
      if (job?.state._tag !== 'Running' || job.state.owner !== owner)
        breach(`${trackingCode} is told to be ${status} by ${owner}, who has no such job`);
    },
    moved: ({ legs }) => {
      for (const { state } of legs) {
        const code = boughtOf(state)?.trackingCode;
        if (code === undefined || state._tag !== 'Booked') continue;
        for (const status of tellable(state.tracking))
          stations.set(code, (stations.get(code) ?? new Set()).add(status));
      }
    },
  };
};

/** What must be true once everything is well again and all work is done. */
export const checkTheTold = ({ breach }: World, { stations, letGo }: WorkLaws, { toldOf }: NewStore): void => {
  for (const [code, reached] of stations)
    for (const status of reached)
      if (!toldOf(code).has(status) && !letGo.has(`${code} ${status}`))
        breach(`${code} was never told to be ${status}`);
};
