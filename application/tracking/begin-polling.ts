import * as E from 'fp-ts/lib/Either.js';
import type { Task } from 'fp-ts/lib/Task.js';
import { instant } from '../../domain/time.js';
import { makeJob } from '../../domain/work.js';
import type { Chance } from '../ports/chance.js';
import type { Clock } from '../ports/clock.js';
import type { Desks } from '../ports/desks.js';
import type { Errands } from '../ports/errands.js';
import type { Log } from '../ports/log.js';
import { newErrand, topics } from './errand-topics.js';
import { cursorData } from './poll-shipped.js';

/** Sees to it that every carrier that can be asked for all that moved is asked; where that is so already, nothing changes. */
export type BeginPolling = Task<void>;

type Deps = {
  readonly desks: Desks;
  readonly errands: Errands;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
};

export const makeBeginPolling =
  ({ desks, errands, clock, chance, log }: Deps): BeginPolling =>
  async () => {
    for (const { account, carriers } of desks.all)
      for (const { id, tracking } of carriers) {
        if (tracking === undefined || tracking.polling.interval === 0) continue;
        const now = clock.now();
        const since = instant(now - tracking.polling.interval);
        const data = cursorData(id, { since, began: now, page: 1, row: 0 });
        const work = [makeJob({ id: 'poll', kind: 'poll_shipped', data: {}, createdAt: now })];
        const errand = newErrand({ account: account.id, topic: topics.poll, id, data, work }, now, chance);
        const inserted = await errands.insert(errand)();
        if (E.isLeft(inserted)) log.warn('polling_not_begun', { account: account.id, carrier: id });
      }
  };
