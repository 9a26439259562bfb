import * as E from 'fp-ts/lib/Either.js';
import type { TrackingError } from '../../application/shipping/track-parcel.js';
import type { UnknownParcel } from '../../application/tracking/unknown-parcels.js';
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

const shownUnknown = ({ keptAt, heardAt, carrier, sighting }: UnknownParcel) => ({
  first_at: rfc3339(keptAt),
  last_at: rfc3339(heardAt),
  carrier,
  order_number: sighting.orderNumber ?? null,
  reference: sighting.reference ?? null,
  tracking_number: sighting.trackingCode ?? null,
  said: sighting.word ?? null,
  said_at: sighting.at === undefined ? null : rfc3339(sighting.at),
});

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
    const { items, next } = found.right;
    const lines = items.toSorted((a, b) => b.heardAt - a.heardAt).map(shownUnknown);
    if (options.json === true) printJson(lines);
    else if (lines.length === 0) complain(`account ${account.id} knows every parcel that it was told of`);
    else
      printTable(
        ['FIRST', 'LAST', 'CARRIER', 'ORDER', 'REFERENCE', 'CODE', 'SAID', 'SAID AT'],
        lines.map((line) => Object.values(line).map((part) => part ?? '')),
      );
    if (next !== undefined) complain(`there are more than ${limit}; --limit shows more of them`);
    return ExitCode.done;
  });
};
