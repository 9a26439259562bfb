import * as E from 'fp-ts/lib/Either.js';
import type { Instant } from './time.js';

/**
 * Where a parcel is, in the order in which a parcel moves. `returned` is behind `delivered`: a courier that brings back what it
 * said was delivered did not deliver it, and a return that was booked has a code of its own.
 */
export const trackingStatuses = ['booked', 'in_transit', 'out_for_delivery', 'delivered', 'returned'] as const;
export type TrackingStatus = (typeof trackingStatuses)[number];

/** What may happen to a parcel beside its way: no station, and no step back from one. */
export const sideStates = ['exception', 'attempted_delivery', 'awaiting_collection', 'cancelled'] as const;
export type SideState = (typeof sideStates)[number];

/** The last thing that happened beside the way since the parcel came to its station. */
export type TrackingNote = { readonly state: SideState; readonly at: Instant };

export type Tracking = {
  readonly status: TrackingStatus;
  /** When the parcel came there, as far as the first report of it says. */
  readonly since: Instant;
  readonly note?: TrackingNote;
};

/** What a courier, or whoever speaks for one, says of a parcel. */
export type TrackingReport =
  { readonly _tag: 'Station'; readonly status: TrackingStatus } | { readonly _tag: 'Aside'; readonly state: SideState };

export type MovedBackwards = {
  readonly _tag: 'MovedBackwards';
  readonly from: TrackingStatus;
  readonly to: TrackingStatus;
};

/** What a report changes. `Known`: nothing, it says what is known; `Behind`: nothing, the parcel is farther already. */
export type Progress =
  /** `after` is what had happened beside the way before. */
  | { readonly _tag: 'Moved'; readonly tracking: Tracking; readonly after?: SideState }
  | { readonly _tag: 'Noted'; readonly tracking: Tracking }
  | { readonly _tag: 'Known' }
  | { readonly _tag: 'Behind'; readonly at: TrackingStatus };

export const isTrackingStatus = (text: string): text is TrackingStatus =>
  (trackingStatuses as readonly string[]).includes(text);

export const isSideState = (text: string): text is SideState => (sideStates as readonly string[]).includes(text);

const movingAside: readonly SideState[] = ['attempted_delivery', 'awaiting_collection'];

/** A parcel that is moving can no longer be cancelled. */
export const isMoving = ({ status, note }: Tracking): boolean =>
  status !== 'booked' || (note !== undefined && movingAside.includes(note.state));

/** Nothing more is to be heard of a parcel at the end of its way. */
export const isAtEnd = ({ status }: Tracking): boolean => status === 'delivered' || status === 'returned';

const rank = (status: TrackingStatus): number => trackingStatuses.indexOf(status);

/** A parcel never moves backwards; a repeated status keeps the moment of its first report. */
export const move = (tracking: Tracking, to: TrackingStatus, at: Instant): E.Either<MovedBackwards, Tracking> => {
  const step = rank(to) - rank(tracking.status);
  if (step < 0) return E.left({ _tag: 'MovedBackwards', from: tracking.status, to });
  return E.right(step === 0 ? tracking : { status: to, since: at });
};

const noted = (tracking: Tracking, state: SideState, at: Instant): Progress => {
  const { status, since, note } = tracking;
  // A parcel is booked by our clock: what a courier's clock says of it cannot have been before.
  if (isAtEnd(tracking) || (status !== 'booked' && at < since)) return { _tag: 'Behind', at: status };
  if (note !== undefined && (note.at > at || note.state === state)) return { _tag: 'Known' };
  return { _tag: 'Noted', tracking: { status, since, note: { state, at } } };
};

/**
 * Reads one report, whichever were read before: reports come late, twice and in any order. The station that comes of them is
 * the farthest that any of them named.
 */
export const afterReport = (tracking: Tracking, report: TrackingReport, at: Instant): Progress => {
  if (report._tag === 'Aside') return noted(tracking, report.state, at);
  const moved = move(tracking, report.status, at);
  if (E.isLeft(moved)) return { _tag: 'Behind', at: tracking.status };
  if (moved.right === tracking) return { _tag: 'Known' };
  const after = tracking.note === undefined ? {} : { after: tracking.note.state };
  return { _tag: 'Moved', tracking: moved.right, ...after };
};
