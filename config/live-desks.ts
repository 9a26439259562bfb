import { basename } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Clock } from '../application/ports/clock.js';
import type { Desk, Desks } from '../application/ports/desks.js';
import type { FileStanding, ReloadedFile } from '../application/ports/file-standing.js';
import type { Log } from '../application/ports/log.js';
import type { DeskFault } from './desk-checks.js';
import { faultLine } from './settings-fault.js';

/** The desk that it is given with one of its files as it is on disk now. */
export type Reopen = (desk: Desk) => Promise<E.Either<readonly DeskFault[], Desk>>;

/** An account's desk, and how to make it again with each of its files. */
export type Reopenable = { readonly desk: Desk; readonly reopen: ReadonlyMap<ReloadedFile, Reopen> };

/** Desks whose files can be read again while requests run: each request keeps the desk that it began with. */
export type LiveDesks = Desks & {
  /**
   * Reads every rate card and products file again. One that is at fault, or a card that lacks a service which the account's
   * tables name, leaves the one before in force, and the others go on. One reload runs at a time; a call meanwhile is one
   * more, after it.
   */
  readonly reload: (log: Log) => Promise<void>;
  readonly files: () => readonly FileStanding[];
};

const inWords = (fault: DeskFault): string => faultLine(basename(fault.file), fault);

export const makeLiveDesks = (opened: readonly Reopenable[], clock: Clock): LiveDesks => {
  const desks = new Map(opened.map(({ desk }) => [desk.account.id, desk]));
  const keyOf = ({ account, what }: Pick<FileStanding, 'account' | 'what'>): string => `${what} ${account}`;
  const standings = new Map<string, FileStanding>();
  const stand = (standing: FileStanding): void => void standings.set(keyOf(standing), standing);
  for (const { desk, reopen } of opened) {
    for (const what of reopen.keys()) stand({ account: desk.account.id, what, since: clock.now() });
  }
  let last: Promise<void> = Promise.resolve();

  const refuse = (file: Pick<FileStanding, 'account' | 'what'>, faults: readonly string[], log: Log): void => {
    const { account, what } = file;
    const rejected = { at: clock.now(), faults: faults.length, first: faults[0] ?? 'is not understood' };
    const { since } = standings.get(keyOf(file)) ?? { since: clock.now() };
    stand({ account, what, since, rejected });
    log.error(`${what}_rejected`, { account, count: faults.length, reason: rejected.first });
  };

  const reloadOne = async (now: Desk, what: ReloadedFile, reopen: Reopen, log: Log): Promise<void> => {
    const { id } = now.account;
    try {
      const next = await reopen(now);
      if (E.isLeft(next)) refuse({ account: id, what }, next.left.map(inWords), log);
      else {
        desks.set(id, next.right);
        stand({ account: id, what, since: clock.now() });
        log.info(`${what}_loaded`, { account: id });
      }
    } catch (error) {
      log.error(`${what}_unread`, { account: id, error });
      refuse({ account: id, what }, ['it could not be read; see the log'], log);
    }
  };

  const reload = async (log: Log): Promise<void> => {
    for (const [id, reopen] of opened.map((one) => [one.desk.account.id, one.reopen] as const)) {
      for (const [what, one] of reopen) {
        const now = desks.get(id);
        if (now !== undefined) await reloadOne(now, what, one, log);
      }
    }
  };

  return {
    get all() {
      return [...desks.values()];
    },
    find: (id) => O.fromNullable(desks.get(id)),
    files: () => [...standings.values()],
    reload: (log) => {
      last = last.then(() => reload(log));
      return last;
    },
  };
};
