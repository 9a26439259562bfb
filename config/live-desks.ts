import { basename } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { CardStanding } from '../application/ports/card-standing.js';
import type { Clock } from '../application/ports/clock.js';
import type { Desk, Desks } from '../application/ports/desks.js';
import type { Log } from '../application/ports/log.js';
import type { AccountId } from '../domain/account.js';
import { faultLine, type SettingsFault } from './settings-fault.js';

type Fault = SettingsFault & { readonly file: string };

/** An account's desk, and how to make it again with the card as it is on disk now; absent where it has no card. */
export type Reopenable = {
  readonly desk: Desk;
  readonly reopen?: (desk: Desk) => Promise<E.Either<readonly Fault[], Desk>>;
};

/** Desks whose rate cards can be read again while requests run: each request keeps the desk that it began with. */
export type LiveDesks = Desks & {
  /**
   * Reads every rate card again. One that is at fault, or that lacks a service which the account's tables name, leaves the
   * one before in force. One reload runs at a time; a call meanwhile is one more, after it.
   */
  readonly reloadCards: (log: Log) => Promise<void>;
  readonly cards: () => readonly CardStanding[];
};

const inWords = (fault: Fault): string => faultLine(basename(fault.file), fault);

export const makeLiveDesks = (opened: readonly Reopenable[], clock: Clock): LiveDesks => {
  const desks = new Map(opened.map(({ desk }) => [desk.account.id, desk]));
  const standings = new Map<AccountId, CardStanding>(
    opened.flatMap(({ desk: { account }, reopen }) =>
      reopen === undefined ? [] : [[account.id, { account: account.id, since: clock.now() }] as const],
    ),
  );
  let last: Promise<void> = Promise.resolve();

  const refuse = (account: AccountId, standing: CardStanding, faults: readonly string[], log: Log): void => {
    const rejected = { at: clock.now(), faults: faults.length, first: faults[0] ?? 'is not understood' };
    standings.set(account, { ...standing, rejected });
    log.error('card_rejected', { account, count: faults.length, reason: rejected.first });
  };

  const reload = async (log: Log): Promise<void> => {
    for (const { desk, reopen } of opened) {
      const { id } = desk.account;
      const [now, standing] = [desks.get(id), standings.get(id)];
      if (reopen === undefined || now === undefined || standing === undefined) continue;
      try {
        const next = await reopen(now);
        if (E.isLeft(next)) refuse(id, standing, next.left.map(inWords), log);
        else {
          desks.set(id, next.right);
          standings.set(id, { account: id, since: clock.now() });
          log.info('card_loaded', { account: id });
        }
      } catch (error) {
        log.error('card_unread', { account: id, error });
        refuse(id, standing, ['the card could not be read; see the log'], log);
      }
    }
  };

  return {
    get all() {
      return [...desks.values()];
    },
    find: (id) => O.fromNullable(desks.get(id)),
    cards: () => [...standings.values()],
    reloadCards: (log) => {
      last = last.then(() => reload(log));
      return last;
    },
  };
};
