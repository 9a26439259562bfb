import { legOf, withLeg, type Booking, type LegKind } from './booking.js';
import { later, type Instant } from './time.js';
import {
  afterFurtherReport,
  afterReport,
  isSideState,
  isTrackingStatus,
  type Progress,
  type SideState,
  type Tracking,
  type TrackingReport,
  type TrackingStatus,
} from './tracking.js';
import { addJob, makeJob, type Job } from './work.js';

/** A report of a parcel, as it was seen. */
export type Seen = {
  readonly report: TrackingReport;
  readonly at: Instant;
  /** The code that it names, where the courier gave one parcel several and this is not the first. */
  readonly furtherCode?: string;
};

/**
 * What whoever booked a parcel is told of: each station but `booked`, which it knows, and that the courier cancelled it by
 * itself.
 */
export type ToldStatus = Exclude<TrackingStatus, 'booked'> | 'cancelled';

const isToldStatus = (text: string): text is ToldStatus =>
  text === 'cancelled' || (text !== 'booked' && isTrackingStatus(text));

/** What a job tells of. */
export type Told = {
  readonly leg: LegKind;
  readonly status: ToldStatus;
  readonly at: Instant;
  readonly after?: SideState;
};

/** Tells of one leg's parcel; each status has one job, so that it is told once. */
export const tellingJob = ({ leg, status, at, after }: Told, now: Instant): Job =>
  makeJob({
    id: `tell-${leg}-${status}`,
    kind: 'push_status',
    lane: leg,
    data: { leg, status, at, ...(after !== undefined && { after }) },
    createdAt: now,
  });

const isLegKind = (value: unknown): value is LegKind => value === 'outbound' || value === 'return';

/** What `tellingJob` wrote down; undefined where another release wrote something else. */
export const toldBy = ({ data }: Job): Told | undefined => {
  const { leg, status, at, after } = data;
  if (!isLegKind(leg) || typeof status !== 'string' || !isToldStatus(status) || typeof at !== 'number')
    return undefined;
  const told = { leg, status, at: at as Instant };
  return typeof after === 'string' && isSideState(after) ? { ...told, after } : told;
};

/** Asks for one leg's parcel when nothing was heard of it for a while. */
export const askingJob = (leg: LegKind, now: Instant, silentAfter: number): Job =>
  makeJob({
    id: `ask-${leg}`,
    kind: 'poll_parcel',
    lane: leg,
    data: { leg },
    createdAt: now,
    due: later(now, silentAfter),
  });

/** The leg that `askingJob` wrote down. */
export const askedBy = ({ data }: Job): LegKind | undefined => (isLegKind(data['leg']) ? data['leg'] : undefined);

/** What a report changes, whichever of the parcel's codes it names. */
export const afterSeen = (tracking: Tracking, { report, at, furtherCode }: Seen): Progress =>
  furtherCode === undefined ? afterReport(tracking, report, at) : afterFurtherReport(tracking, furtherCode, report, at);

/** When something was last heard of a parcel. */
export const heardAt = ({ since, note }: Tracking): Instant =>
  note !== undefined && note.at > since ? note.at : since;

export type Follow = { readonly booking: Booking; readonly tracking: Tracking; readonly progress: readonly Progress[] };

/** What a step makes worth telling, if anything. */
const toldAfter = (step: Progress, leg: LegKind): Told | undefined => {
  if (step._tag === 'Moved') {
    const { status, since: at } = step.tracking;
    if (status === 'booked') return undefined;
    return { leg, status, at, ...(step.after !== undefined && { after: step.after }) };
  }
  const note = step._tag === 'Noted' ? step.tracking.note : undefined;
  return note?.state === 'cancelled' ? { leg, status: 'cancelled', at: note.at } : undefined;
};

/**
 * The booking after these reports of one of its legs, with the work of telling all that `tells` is for. Undefined where the
 * leg is not booked, or is being cancelled.
 */
export const follow = (
  booking: Booking,
  kind: LegKind,
  seen: readonly Seen[],
  { now, tells }: { readonly now: Instant; readonly tells: (status: ToldStatus) => boolean },
): Follow | undefined => {
  const state = legOf(booking, kind)?.state;
  if (state?._tag !== 'Booked') return undefined;
  let [tracking, work] = [state.tracking, booking.work];
  const progress = seen.map((one) => {
    const step = afterSeen(tracking, one);
    if ('tracking' in step) tracking = step.tracking;
    const told = toldAfter(step, kind);
    if (told !== undefined && tells(told.status)) work = addJob(work, tellingJob(told, now));
    return step;
  });
  return { booking: { ...withLeg(booking, kind, { ...state, tracking }), work }, tracking, progress };
};
