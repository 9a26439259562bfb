import * as E from 'fp-ts/lib/Either.js';
import type { TrackingError } from '../../application/shipping/track-parcel.js';
import { isTrackingStatus, trackingStatuses } from '../../domain/tracking.js';
import { rfc3339 } from '../../domain/time.js';
import { ExitCode } from './exit-codes.js';
import { complain, print } from './terminal.js';
import { storageFailed, withDesk, type AccountOption } from './with-hub.js';

const words = (code: string, failure: Exclude<TrackingError, { readonly _tag: 'Unavailable' }>): string => {
  switch (failure._tag) {
    case 'CodeUnknown':
      return `no parcel of this account has the tracking code ${code}`;
    case 'NotTrackable':
      return `${code} is ${failure.state.toLowerCase()}: it does not move`;
    case 'MovedBackwards':
      return `${code} is ${failure.from} and never moves back to ${failure.to}`;
    case 'Overtaken':
      return `${code} was changed by somebody else meanwhile; look, and try again`;
  }
};

export const track = (code: string, status: string, options: AccountOption): Promise<void> => {
  if (!isTrackingStatus(status)) {
    complain(`${status} is no status; there are: ${trackingStatuses.join(', ')}`);
    process.exitCode = ExitCode.usage;
    return Promise.resolve();
  }
  return withDesk(options, async (desk, { hub }) => {
    const moved = await hub.trackParcel(desk, code, status)();
    if (E.isRight(moved)) {
      print(`${code}: ${moved.right.status} since ${rfc3339(moved.right.since)}`);
      return ExitCode.done;
    }
    if (moved.left._tag === 'Unavailable') return storageFailed(moved.left);
    complain(words(code, moved.left));
    return ExitCode.notDone;
  });
};
