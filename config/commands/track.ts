import * as E from 'fp-ts/lib/Either.js';
import type { TrackingError } from '../../application/shipping/track-parcel.js';
import { isSideState, isTrackingStatus, sideStates, trackingStatuses } from '../../domain/tracking.js';
import { rfc3339 } from '../../domain/time.js';
import { ExitCode } from './exit-codes.js';
import { complain, print, printJson, printTable } from './terminal.js';
import { storageFailed, withDesk, type AccountOption } from './with-hub.js';

const words = (code: string, failure: Exclude<TrackingError, { readonly _tag: 'Unavailable' }>): string => {
  switch (failure._tag) {
    case 'CodeUnknown':
      return `no parcel of this account has the tracking code ${code}`;
    case 'NotTrackable':
      return `${code} is ${failure.state.toLowerCase()}: it does not move`;
    case 'MovedBackwards':
      return `${code} is ${failure.from} and never moves back to ${failure.to}`;
    case 'PassedAlready':
      return `${code} is ${failure.at} since then`;
    case 'Overtaken':
      return `${code} was changed by somebody else meanwhile; look, and try again`;
  }
};

export const track = (code: string, status: string, options: AccountOption): Promise<void> => {
  if (!isTrackingStatus(status) && !isSideState(status)) {
    complain(`${status} is no status; there are: ${[...trackingStatuses, ...sideStates].join(', ')}`);
    process.exitCode = ExitCode.usage;
    return Promise.resolve();
  }
  return withDesk(options, async (desk, { hub }) => {
    const moved = await hub.trackParcel(desk, code, status)();
    if (E.isRight(moved)) {
      const { status: at, since, note } = moved.right;
      const beside = note === undefined ? '' : `; ${note.state} at ${rfc3339(note.at)}`;
      print(`${code}: ${at} since ${rfc3339(since)}${beside}`);
      return ExitCode.done;
    }
    if (moved.left._tag === 'Unavailable') return storageFailed(moved.left);
    complain(words(code, moved.left));
    return ExitCode.notDone;
  });
};

export const listUnknown = (
  options: AccountOption & { readonly limit: string; readonly json?: boolean },
): Promise<void> => {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1) {
    complain('--limit takes a whole number from 1');
    process.exitCode = ExitCode.usage;
    return Promise.resolve();
  }
  return withDesk(options, async ({ account }, { hub }) => {
    const found = await hub.unknownParcels(account.id, limit)();
    if (E.isLeft(found)) return storageFailed(found.left);
    const { items } = found.right;
    if (options.json === true)
      printJson(items.map(({ keptAt, carrier, sighting }) => ({ kept_at: rfc3339(keptAt), carrier, ...sighting })));
    else if (items.length === 0) complain(`account ${account.id} knows every parcel that it was told of`);
    else
      printTable(
        ['KEPT', 'CARRIER', 'ORDER', 'CODE', 'SAID'],
        items.map(({ keptAt, carrier, sighting: { orderNumber = '', trackingCode = '', word = '' } }) => [
          ...[rfc3339(keptAt), carrier, orderNumber, trackingCode, word],
        ]),
      );
    return ExitCode.done;
  });
};
