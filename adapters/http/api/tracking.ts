import * as E from 'fp-ts/lib/Either.js';
import type { Access } from '../../../application/access/authenticate.js';
import type { Hub } from '../../../application/hub.js';
import type { TrackingError } from '../../../application/shipping/track-parcel.js';
import { instant, rfc3339 } from '../../../domain/time.js';
import { sideStates, trackingStatuses } from '../../../domain/tracking.js';
import { faultsOf } from '../../codec/faults.js';
import { dateTime, oneOf, optional, record, required } from '../../codec/wire.js';
import { faultWords } from '../fault-words.js';
import { notReadable, problem, storageAway } from '../middleware/problem.js';
import { readJson, type BodyLimits } from '../middleware/read-json.js';
import type { Context } from '../state.js';

/** What a courier's system reports of a parcel. */
export const TrackingBody = record('TrackingReport', {
  status: required(oneOf(...trackingStatuses, ...sideStates)),
  happened_at: optional(dateTime('When it happened; now where it is left out')),
});

const refuse = (ctx: Context, failure: TrackingError): void => {
  switch (failure._tag) {
    case 'CodeUnknown':
      return problem(ctx, 404, 'not-found', 'No parcel of this account has the tracking code');
    case 'NotTrackable':
      return problem(ctx, 409, 'not-trackable', `The parcel is ${failure.state.toLowerCase()}: it does not move`);
    case 'MovedBackwards':
      return problem(ctx, 409, 'moved-backwards', `The parcel is ${failure.from} and never moves back`);
    case 'PassedAlready':
      return problem(ctx, 409, 'passed-already', `The parcel is ${failure.at} since then`);
    case 'Overtaken':
      return problem(ctx, 503, 'busy', 'Somebody works on the booking: try again');
    case 'Unavailable':
      return storageAway(ctx);
  }
};

/** A courier's system, or a person, says where a parcel is. */
export const trackParcel = async (
  hub: Hub,
  limits: BodyLimits,
  ctx: Context,
  { desk }: Access,
  code: string,
): Promise<void> => {
  const json = await readJson(ctx.req, limits);
  if (E.isLeft(json)) return notReadable(ctx, json.left);
  const body = TrackingBody.decode(json.right);
  if (E.isLeft(body))
    return problem(
      ctx,
      422,
      'unfit',
      'The report cannot be read',
      faultsOf(body.left).map((fault) => ({ field: fault.field, error: faultWords(fault) })),
    );
  const { status, happened_at: at } = body.right;
  const moved = await hub.trackParcel(desk, code, status, at === undefined ? undefined : instant(at))();
  if (E.isLeft(moved)) return refuse(ctx, moved.left);
  const { status: station, since, note } = moved.right;
  ctx.status = 200;
  ctx.body = {
    ...{ tracking_code: code, status: station, since: rfc3339(since) },
    ...(note !== undefined && { note: { state: note.state, at: rfc3339(note.at) } }),
  };
};
