import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { AccountId } from '../../domain/account.js';
import { rfc3339 } from '../../domain/time.js';
import type { Clock } from '../ports/clock.js';
import type { Journal, JournalEntry } from '../ports/journal.js';
import type { Log } from '../ports/log.js';
import type { SourceSilent, TrackingSource } from '../ports/tracking-source.js';

type Deps = { readonly clock: Clock; readonly journal: Journal; readonly log: Log };

/** The same source, leaving an entry in the journal and a line in the log for each question. */
export const observeSource = (
  account: AccountId,
  system: string,
  source: TrackingSource,
  { clock, journal, log }: Deps,
): TrackingSource => {
  const observed =
    <A>(
      method: string,
      call: TaskEither<SourceSilent, A>,
      asked: JournalEntry['body'],
      found: (answer: A) => number,
    ): TaskEither<SourceSilent, A> =>
    async () => {
      const [startedAt, at] = [clock.monotonic(), clock.now()];
      const outcome = await call();
      const took = Math.round(clock.monotonic() - startedAt);
      const status = E.isRight(outcome) ? 'ok' : outcome.left._tag;
      const did = E.isLeft(outcome) ? 'nothing' : `heard of ${found(outcome.right)}`;
      const reason = E.isLeft(outcome) ? { reason: outcome.left.detail } : {};
      const common = { account, system, direction: 'out', method, endpoint: system, status, did, took } as const;
      journal.record({ ...common, at, retries: 0, body: { ...asked, ...reason } });
      log.info('carrier_call', { ...common, ...reason });
      return outcome;
    };

  return {
    ...source,
    look: (code, order) =>
      observed('track', source.look(code, order), { tracking_code: code, order_number: order }, ({ length }) => length),
    movedSince: (since, page) =>
      observed(
        'moved',
        source.movedSince(since, page),
        { since: rfc3339(since), page },
        ({ sightings }) => sightings.length,
      ),
  };
};
