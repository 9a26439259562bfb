import * as E from 'fp-ts/lib/Either.js';
import type { Instant } from './time.js';

/**
 * Where a parcel is, in the order in which a parcel moves. `returned` ends a journey as `delivered` does.
 */
export const trackingStatuses = ['booked', 'in_transit', 'out_for_delivery', 'delivered', 'returned'] as const;
export type TrackingStatus = (typeof trackingStatuses)[number];

export type Tracking = { readonly status: TrackingStatus; readonly since: Instant };

export type MovedBackwards = {
  readonly _tag: 'MovedBackwards';
  readonly from: TrackingStatus;
  readonly to: TrackingStatus;
};

export const isTrackingStatus = (text: string): text is TrackingStatus =>
  (trackingStatuses as readonly string[]).includes(text);

/** A parcel that is moving can no longer be cancelled. */
export const isMoving = ({ status }: Tracking): boolean => status !== 'booked';

/** A parcel never moves backwards; a repeated status keeps the moment of its first report. */
export const move = (tracking: Tracking, to: TrackingStatus, at: Instant): E.Either<MovedBackwards, Tracking> => {
  const step = trackingStatuses.indexOf(to) - trackingStatuses.indexOf(tracking.status);
  if (step < 0) return E.left({ _tag: 'MovedBackwards', from: tracking.status, to });
  return E.right(step === 0 ? tracking : { status: to, since: at });
};
