import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { dutiesOf, type Booking } from '../../domain/booking.js';
import { cancelJob, dutyOf, retryJob, type Duty, type Job, type Jobs } from '../../domain/work.js';
import type { WorkFilter } from '../ports/backlog.js';
import type { Bookings } from '../ports/bookings.js';
import type { Clock } from '../ports/clock.js';
import type { Errands } from '../ports/errands.js';
import type { Page } from '../ports/page.js';
import type { Unavailable } from '../ports/unavailable.js';
import type { Subject } from './handler.js';
import { jobsOf, type Subjects } from './subjects.js';

/** Something to do, or parked. */
export type Listed =
  | { readonly _tag: 'Job'; readonly subject: Subject; readonly job: Job }
  /** A booking that is to be settled; parked, it awaits an operator's verdict. */
  | { readonly _tag: 'Settle'; readonly booking: Booking; readonly state: Duty['state'] };

export type WorkVerb = 'retry' | 'cancel';

/** What came of one: `running` jobs are left alone, and so is a booking that somebody holds just now. */
export type Dealt = { readonly listed: Listed; readonly outcome: 'done' | 'running' | 'held' | 'not_a_job' };

/** `id` is a job's own, in whichever aggregates it is, or our reference of a booking. */
export type WorkQuery = WorkFilter & { readonly id?: string };

export type ShowWork = {
  /** At most `limit`; bookings first. */
  readonly list: (query: WorkQuery, limit: number) => TaskEither<Unavailable, readonly Listed[]>;
  /** Deals with every job that the query means, one after the other; told each as it is done. */
  readonly deal: (verb: WorkVerb, query: WorkQuery, tell: (dealt: Dealt) => void) => TaskEither<Unavailable, number>;
};

type Deps = {
  readonly bookings: Bookings;
  readonly errands: Errands;
  readonly subjects: Subjects;
  readonly clock: Clock;
};

const PAGE = 200;

/** Attempts at an aggregate that changes under one's hands, and milliseconds between them. */
const ATTEMPTS = 20;
const PAUSE = 250;

const meant =
  ({ id, kind, state }: WorkQuery) =>
  (listed: Listed): boolean => {
    const duty: Duty = listed._tag === 'Job' ? dutyOf(listed.job) : { kind: 'settle', state: listed.state };
    const ids = listed._tag === 'Job' ? [listed.job.id] : listed.booking.legs.map(({ plan }) => plan.reference);
    return (
      (kind === undefined || duty.kind === kind) &&
      (state === undefined || duty.state === state) &&
      (id === undefined || ids.includes(id))
    );
  };

const listedOf = (subject: Subject): readonly Listed[] => {
  const jobs = jobsOf(subject).map((job): Listed => ({ _tag: 'Job', subject, job }));
  if (subject._tag === 'Errand') return jobs;
  const { booking } = subject;
  const settling = dutiesOf(booking).find(({ kind }) => kind === 'settle');
  return settling === undefined ? jobs : [{ _tag: 'Settle', booking, state: settling.state }, ...jobs];
};

export const makeShowWork = ({ bookings, errands, subjects, clock }: Deps): ShowWork => {
  type Ask = (from: string | undefined) => TaskEither<Unavailable, Page<Subject>>;

  const asks = (query: WorkQuery): readonly Ask[] => {
    const { id: _id, ...filter } = query;
    const as =
      <A>(page: (from: string | undefined) => TaskEither<Unavailable, Page<A>>, toSubject: (item: A) => Subject): Ask =>
      (from) =>
      async () => {
        const found = await page(from)();
        return E.isLeft(found) ? found : E.right({ ...found.right, items: found.right.items.map(toSubject) });
      };
    return [
      as(
        (from) => bookings.withWork(filter, PAGE, from),
        (booking): Subject => ({ _tag: 'Booking', booking }),
      ),
      as(
        (from) => errands.list(filter, PAGE, from),
        (errand): Subject => ({ _tag: 'Errand', errand }),
      ),
    ];
  };

  /** Everything that is meant, page by page; ends early once `take` says that it has enough. */
  const each = async (
    query: WorkQuery,
    take: (listed: readonly Listed[]) => Promise<E.Either<Unavailable, boolean>>,
  ): Promise<E.Either<Unavailable, void>> => {
    for (const ask of asks(query)) {
      for (let from: string | undefined; ;) {
        const page = await ask(from)();
        if (E.isLeft(page)) return page;
        const more = await take(page.right.items.flatMap(listedOf).filter(meant(query)));
        if (E.isLeft(more)) return more;
        if (!more.right) return E.right(undefined);
        from = page.right.next;
        if (from === undefined) break;
      }
    }
    return E.right(undefined);
  };

  const change = (verb: WorkVerb, jobs: Jobs, id: string): O.Option<Jobs> =>
    verb === 'retry' ? retryJob(jobs, id, clock.now()) : cancelJob(jobs, id);

  const dealWith = async (verb: WorkVerb, listed: Listed): Promise<E.Either<Unavailable, Dealt['outcome']>> => {
    if (listed._tag === 'Settle') return E.right('not_a_job');
    const { id } = listed.job;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const found = await subjects.fresh(listed.subject)();
      if (E.isLeft(found)) return found;
      if (O.isNone(found.right)) return E.right('done');
      const subject = found.right.value;
      if (!jobsOf(subject).some((job) => job.id === id)) return E.right('done');
      const changed = change(verb, jobsOf(subject), id);
      if (O.isNone(changed)) return E.right('running');
      const written = await subjects.rewrite(subject, changed.value)();
      if (E.isRight(written)) return E.right('done');
      if (written.left._tag === 'Unavailable') return E.left(written.left);
      if (attempt < ATTEMPTS) await clock.sleep(PAUSE)();
    }
    return E.right('held');
  };

  return {
    list: (query, limit) => async () => {
      const all: Listed[] = [];
      const read = await each(query, (found) => {
        all.push(...found);
        return Promise.resolve(E.right(all.length < limit));
      });
      return E.map(() => all.slice(0, limit))(read);
    },
    deal: (verb, query, tell) => async () => {
      // All of it first: what is dealt with may come under another word, and a page must not begin behind it.
      const all: Listed[] = [];
      const read = await each(query, (found) => {
        all.push(...found);
        return Promise.resolve(E.right(true));
      });
      if (E.isLeft(read)) return read;
      for (const listed of all) {
        const outcome = await dealWith(verb, listed);
        if (E.isLeft(outcome)) return outcome;
        tell({ listed, outcome: outcome.right });
      }
      return E.right(all.length);
    },
  };
};
