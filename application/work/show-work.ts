import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { dutiesOf, isFree, withoutPutOff, type Booking } from '../../domain/booking.js';
import type { Instant } from '../../domain/time.js';
import { cancelJob, dutyOf, retryJob, type Duty, type Job, type Jobs } from '../../domain/work.js';
import type { WorkFilter } from '../ports/backlog.js';
import type { Bookings } from '../ports/bookings.js';
import type { Clock } from '../ports/clock.js';
import type { Errands } from '../ports/errands.js';
import type { Page } from '../ports/page.js';
import type { Unavailable } from '../ports/unavailable.js';
import type { Holds } from '../shipping/hold.js';
import type { FindSubjects } from './find-subjects.js';
import type { Subject } from './handler.js';
import { handleOf, jobsOf, type Subjects } from './subjects.js';

/** Something to do, or parked. */
export type Listed =
  | { readonly _tag: 'Job'; readonly subject: Subject; readonly job: Job }
  /** A booking that is to be settled; parked, it awaits an operator's verdict. */
  | { readonly _tag: 'Settle'; readonly booking: Booking; readonly state: Duty['state'] };

export type WorkVerb = 'retry' | 'cancel';

/** How a person names it: `idOf`, or what it belongs to. */
export const idOf = (listed: Listed): string =>
  listed._tag === 'Settle' ? listed.booking.legs[0].plan.reference : `${handleOf(listed.subject)}/${listed.job.id}`;

/**
 * What came of one. `running`: left alone. `held`: somebody holds the booking and has not let go of it. `verdict_needed`: a
 * booking is settled, or decided by what a person found out; it is never cancelled so.
 */
export type Dealt = { readonly listed: Listed; readonly outcome: 'done' | 'running' | 'held' | 'verdict_needed' };

/** `id` is that of `idOf`, or what it belongs to: our reference of a booking, or topic and id of an errand. */
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
  readonly findSubjects: FindSubjects;
  readonly holds: Pick<Holds, 'release'>;
  readonly clock: Clock;
};

const PAGE = 200;

/** Attempts at an aggregate that changes under one's hands, and milliseconds between them. */
const ATTEMPTS = 20;
const PAUSE = 250;

const handlesOfSubject = (subject: Subject): readonly string[] =>
  subject._tag === 'Errand' ? [handleOf(subject)] : subject.booking.legs.map(({ plan }) => plan.reference);

/** Every parcel on its way has a question that is not due: such are shown where they are asked for. */
const isLaterQuestion = (listed: Listed, now: Instant): boolean =>
  listed._tag === 'Job' &&
  listed.job.kind === 'poll_parcel' &&
  listed.job.state._tag === 'Waiting' &&
  listed.job.due > now;

const meant =
  ({ id, kind, state }: WorkQuery, now: Instant) =>
  (listed: Listed): boolean => {
    if (id === undefined && kind === undefined && isLaterQuestion(listed, now)) return false;
    const duty: Duty = listed._tag === 'Job' ? dutyOf(listed.job) : { kind: 'settle', state: listed.state };
    const subject: Subject = listed._tag === 'Job' ? listed.subject : { _tag: 'Booking', booking: listed.booking };
    return (
      (kind === undefined || duty.kind === kind) &&
      (state === undefined || duty.state === state) &&
      (id === undefined || id === idOf(listed) || handlesOfSubject(subject).includes(id))
    );
  };

const listedOf = (subject: Subject): readonly Listed[] => {
  const jobs = jobsOf(subject).map((job): Listed => ({ _tag: 'Job', subject, job }));
  if (subject._tag === 'Errand') return jobs;
  const { booking } = subject;
  const settling = dutiesOf(booking).find(({ kind }) => kind === 'settle');
  return settling === undefined ? jobs : [{ _tag: 'Settle', booking, state: settling.state }, ...jobs];
};

export const makeShowWork = ({ bookings, errands, subjects, findSubjects, holds, clock }: Deps): ShowWork => {
  type Ask = (from: string | undefined) => TaskEither<Unavailable, Page<Subject>>;

  const asks = (query: WorkQuery): readonly Ask[] => {
    const as =
      <A>(page: (from: string | undefined) => TaskEither<Unavailable, Page<A>>, toSubject: (item: A) => Subject): Ask =>
      (from) =>
      async () => {
        const found = await page(from)();
        return E.isLeft(found) ? found : E.right({ ...found.right, items: found.right.items.map(toSubject) });
      };
    return [
      as(
        (from) => bookings.withWork(query, PAGE, from),
        (booking): Subject => ({ _tag: 'Booking', booking }),
      ),
      as(
        (from) => errands.list(query, PAGE, from),
        (errand): Subject => ({ _tag: 'Errand', errand }),
      ),
    ];
  };

  /**
   * Everything that is meant, page by page; ends early once `take` says that it has enough. What is named is found at once,
   * and only what is of an account that the settings have dropped, or nowhere, among all there is.
   */
  const each = async (
    query: WorkQuery,
    take: (listed: readonly Listed[]) => Promise<E.Either<Unavailable, boolean>>,
  ): Promise<E.Either<Unavailable, void>> => {
    if (query.id !== undefined) {
      const named = await findSubjects(query.id, query.account)();
      if (E.isLeft(named)) return named;
      if (named.right.length > 0) {
        const taken = await take(named.right.flatMap(listedOf).filter(meant(query, clock.now())));
        return E.map(() => undefined)(taken);
      }
    }
    for (const ask of asks(query)) {
      for (let from: string | undefined; ;) {
        const page = await ask(from)();
        if (E.isLeft(page)) return page;
        const more = await take(page.right.items.flatMap(listedOf).filter(meant(query, clock.now())));
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

  /** One that was put off is asked for again at the next look for work. */
  const settleNow = async (
    verb: WorkVerb,
    { booking, state }: Extract<Listed, { readonly _tag: 'Settle' }>,
  ): Promise<E.Either<Unavailable, Dealt['outcome']>> => {
    if (verb === 'cancel' || state === 'parked') return E.right('verdict_needed');
    if (!isFree(booking)) return E.right('held');
    const written = await holds.release({ booking, leasedUntil: 0 }, withoutPutOff(booking))();
    if (E.isRight(written)) return E.right('done');
    return written.left._tag === 'Unavailable' ? E.left(written.left) : E.right('held');
  };

  const dealWith = async (verb: WorkVerb, listed: Listed): Promise<E.Either<Unavailable, Dealt['outcome']>> => {
    if (listed._tag === 'Settle') return settleNow(verb, listed);
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
