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

type Place = {
  readonly status: TrackingStatus;
  /** When the parcel came there, as far as the first report of it says; never before it came to the station before. */
  readonly since: Instant;
};

export type Tracking = Place & {
  readonly note?: TrackingNote;
  /** Of a parcel that a courier gave several codes: where those beside the first were seen last, if anywhere. */
  readonly further?: readonly FurtherCode[];
};

export type FurtherCode = Place & { readonly code: string };

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
  /** A code beside the first moved, and the parcel as a whole did not. */
  | { readonly _tag: 'FurtherMoved'; readonly tracking: Tracking }
  | { readonly _tag: 'Known' }
  | { readonly _tag: 'Behind'; readonly at: TrackingStatus };

export const isTrackingStatus = (text: string): text is TrackingStatus =>
  (trackingStatuses as readonly string[]).includes(text);

export const isSideState = (text: string): text is SideState => (sideStates as readonly string[]).includes(text);

const movingAside: readonly SideState[] = ['attempted_delivery', 'awaiting_collection'];

/** A parcel that is moving can no longer be cancelled. */
export const isMoving = ({ status, note }: Tracking): boolean =>
  status !== 'booked' || (note !== undefined && movingAside.includes(note.state));

const hasEnded = ({ status }: Place): boolean => status === 'delivered' || status === 'returned';

/** Nothing more is to be heard of a parcel at the end of its way, with every code of it that was heard of. */
export const isAtEnd = (tracking: Tracking): boolean => hasEnded(tracking) && (tracking.further ?? []).every(hasEnded);

const rank = (status: TrackingStatus): number => trackingStatuses.indexOf(status);

/**
 * Some words come with their moment and some with that of their hearing: stations may come in another order than their
 * moments. Who is told takes a later station with an earlier moment for an old one. A parcel is booked by our clock, which
 * says nothing of a courier's.
 */
const sinceAfter = ({ status, since }: Place, at: Instant): Instant => (status !== 'booked' && at < since ? since : at);

/** A parcel never moves backwards; a repeated status keeps the moment of its first report. */
export const move = (tracking: Tracking, to: TrackingStatus, at: Instant): E.Either<MovedBackwards, Tracking> => {
  const step = rank(to) - rank(tracking.status);
  if (step < 0) return E.left({ _tag: 'MovedBackwards', from: tracking.status, to });
  if (step === 0) return E.right(tracking);
  const { note, ...rest } = tracking;
  return E.right({ ...rest, status: to, since: sinceAfter(tracking, at) });
};

const noted = (tracking: Tracking, state: SideState, at: Instant): Progress => {
  const { status, since, note } = tracking;
  if (hasEnded(tracking) || (status !== 'booked' && at < since)) return { _tag: 'Behind', at: status };
  if (note !== undefined && (note.at > at || note.state === state)) return { _tag: 'Known' };
  return { _tag: 'Noted', tracking: { ...tracking, note: { state, at } } };
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

/** One of several codes says that the parcel has left, and not where the rest of it is or that all of it is cancelled. */
const ofOnePart = (report: TrackingReport): TrackingReport => {
  if (report._tag === 'Aside') return report.state === 'cancelled' ? { _tag: 'Aside', state: 'exception' } : report;
  return report.status === 'booked' ? report : { _tag: 'Station', status: 'in_transit' };
};

const withFurther = ({ further = [] }: Tracking, to: FurtherCode): readonly FurtherCode[] =>
  further.some(({ code }) => code === to.code)
    ? further.map((one) => (one.code === to.code ? to : one))
    : [...further, to];

/** Reads one report of a code beside the first. */
export const afterFurtherReport = (tracking: Tracking, code: string, report: TrackingReport, at: Instant): Progress => {
  const progress = afterReport(tracking, ofOnePart(report), at);
  if (report._tag === 'Aside') return progress;
  const place: Place = tracking.further?.find((one) => one.code === code) ?? { status: 'booked', since: at };
  if (rank(report.status) <= rank(place.status)) return progress;
  const further = withFurther(tracking, { code, status: report.status, since: sinceAfter(place, at) });
  return 'tracking' in progress
    ? { ...progress, tracking: { ...progress.tracking, further } }
    : { _tag: 'FurtherMoved', tracking: { ...tracking, further } };
};
