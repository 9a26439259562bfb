import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Task } from 'fp-ts/lib/Task.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { boughtOf, isFree, isSettleable, type Booking } from '../../domain/booking.js';
import type { Instant } from '../../domain/time.js';
import { claimable, type Run } from '../../domain/work.js';
import type { Bookings } from '../ports/bookings.js';
import type { Chance } from '../ports/chance.js';
import type { Clock } from '../ports/clock.js';
import type { Desk, Desks } from '../ports/desks.js';
import type { Errands } from '../ports/errands.js';
import type { Log } from '../ports/log.js';
import type { Metrics } from '../ports/metrics.js';
import type { Page } from '../ports/page.js';
import type { Unavailable } from '../ports/unavailable.js';
import type { Lapse } from '../shipping/lapse.js';
import type { SettleBooking } from '../shipping/settle-booking.js';
import { makeSightings } from '../shipping/sightings.js';
import { turnOf, type Turns } from '../shipping/turns.js';
import type { Bell } from './bell.js';
import { accountOf, type Handlers, type Subject } from './handler.js';
import { makeLanes } from './lanes.js';
import type { RunJob } from './run-job.js';
import type { WorkRules } from './run-rules.js';
import { jobsOf, nameOf } from './subjects.js';

/** Does what is due in this process, beside any number of others. */
export type Runner = {
  /** Looks for work from now on, and at once when the bell is rung, until it is stopped. */
  readonly start: () => void;
  /** Begins no further run, and waits for those that are on. */
  readonly stop: Task<void>;
};

type Deps = {
  readonly bookings: Bookings;
  readonly errands: Errands;
  readonly desks: Desks;
  readonly handlers: Handlers;
  readonly bell: Bell;
  readonly runJob: RunJob;
  readonly settleBooking: SettleBooking;
  readonly lapse: Lapse;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly owner: string;
  readonly rules: WorkRules;
};

/** Aggregates that are read at once, and pages that one look reads before it lets others at the storage. */
const PAGE = 100;
const PAGES = 10;

/** Milliseconds between looks at a storage that does not answer, at most. */
const LONGEST_PAUSE = 30_000;

type Source = {
  readonly due: (now: Instant, limit: number, from?: string) => TaskEither<Unavailable, Page<Subject>>;
  /** Where the next look begins: what nobody could begin must not hide what is behind it. */
  from: string | undefined;
};

/** `isWritten`: something is different from before, so that a look at once finds other work. `rest`: as `NotTried` says. */
type ChoreEnd = { readonly isWritten: boolean; readonly rest?: number };

/** What may be begun: for whom, where it takes a place, and what it is. */
type Chore = { readonly name: string; readonly lane: string; readonly run: Task<ChoreEnd> };

type Look = 'everything' | 'in part' | 'full' | 'away';

export const makeRunner = (deps: Deps): Runner => {
  const { bookings, errands, desks, handlers, runJob, settleBooking, lapse, turns, clock, chance, log, metrics } = deps;
  const { owner, rules } = deps;
  const lanes = makeLanes(clock, rules);
  const sightings = makeSightings(clock);
  /** Subjects that this process is at: one thing at a time for each. */
  const running = new Map<string, Promise<void>>();
  /** What the last look found no place for, by lane; and lanes of which there is more. */
  const waiting = new Map<string, Chore[]>();
  const overflowing = new Set<string>();

  const paged = <A>(
    due: (now: Instant, limit: number, from?: string) => TaskEither<Unavailable, Page<A>>,
    toSubject: (item: A) => Subject,
  ): Source => ({
    from: undefined,
    due: (now, limit, from) => async () => {
      const page = await due(now, limit, from)();
      return E.isLeft(page) ? page : E.right({ ...page.right, items: page.right.items.map(toSubject) });
    },
  });
  let sources: readonly Source[] = [
    paged(bookings.due, (booking) => ({ _tag: 'Booking', booking })),
    paged(errands.due, (errand) => ({ _tag: 'Errand', errand })),
  ];

  const settleChore = (desk: Desk, booking: Booking, now: Instant): Chore | undefined => {
    if (!isSettleable(booking) || (booking.settle?.due ?? booking.updatedAt) > now) return undefined;
    if (!lapse.hasLapsed(booking) || turns.isTaken(turnOf(booking.key))) return undefined;
    const { plan } = booking.legs.find(({ state }) => boughtOf(state) === undefined) ?? booking.legs[0];
    return {
      name: nameOf({ _tag: 'Booking', booking }),
      lane: JSON.stringify([booking.key.account, plan.service.carrier]),
      run: async () => {
        const settled = await settleBooking(desk, booking)();
        metrics.jobEnded('settle', settled);
        return { isWritten: settled === 'settled' };
      },
    };
  };

  const jobChore = (desk: Desk, subject: Subject, now: Instant): Chore | undefined => {
    if (subject._tag === 'Booking' && !isFree(subject.booking)) return undefined;
    // A run of this process is in `running`; one that is not was left when its outcome could not be written.
    // Seen by its token: what else is written to its subject meanwhile says nothing of the run.
    const isGone = (run: Run): boolean =>
      run.owner === owner || bookings.isGone(run.owner) || sightings.unchangedFor(run.token, run.owner) >= rules.lease;
    const chores = claimable(jobsOf(subject), now, isGone).map((job): Chore => {
      const handler = handlers[job.kind];
      const target = handler === 'not_in_this_release' ? '' : handler.targetOf(desk, subject);
      return {
        name: nameOf(subject),
        lane: JSON.stringify([accountOf(subject), target]),
        run: async () => {
          const end = await runJob(desk, subject, job)();
          return end._tag === 'NotTried' ? { isWritten: true, rest: end.rest } : { isWritten: end._tag === 'Ended' };
        },
      };
    });
    return chores.find(({ lane }) => lanes.hasRoom(lane)) ?? chores[0];
  };

  const choreOf = (subject: Subject, now: Instant): Chore | undefined => {
    const desk = desks.find(accountOf(subject));
    if (O.isNone(desk)) return undefined;
    const settling = subject._tag === 'Booking' ? settleChore(desk.value, subject.booking, now) : undefined;
    return settling ?? jobChore(desk.value, subject, now);
  };

  /** One that nobody can make sense of must not hide the others. */
  const safeChoreOf = (subject: Subject, now: Instant): Chore | undefined => {
    try {
      return choreOf(subject, now);
    } catch (error) {
      log.error('work_defect', { account: accountOf(subject), error });
      return undefined;
    }
  };

  const begin = ({ name, lane, run }: Chore): void => {
    lanes.enter(lane);
    const work = async (): Promise<void> => {
      let isWritten = false;
      try {
        const end = await run();
        isWritten = end.isWritten;
        if (end.rest !== undefined) lanes.rest(lane, end.rest);
      } catch (error) {
        log.error('work_defect', { error });
      } finally {
        lanes.leave(lane);
        running.delete(name);
        beginNext(lane, isWritten);
      }
    };
    running.set(name, work());
  };

  /**
   * The next of the lane, as it was seen at the last look; what has changed since is overtaken, and seen at the next. Behind
   * the last one a look at once, but not behind one that could not be written: a storage that only reads would be asked
   * without end.
   */
  const beginNext = (lane: string, isWritten: boolean): void => {
    if (isStopping) return;
    const queue = waiting.get(lane) ?? [];
    while (queue.length > 0 && lanes.hasRoom(lane)) {
      const next = queue.shift();
      if (next !== undefined && !running.has(next.name)) {
        begin(next);
        return;
      }
    }
    if (isWritten && (isFull || overflowing.has(lane))) lookAgain();
  };

  const keepWaiting = (chore: Chore): void => {
    const queue = waiting.get(chore.lane) ?? [];
    if (queue.length < PAGE) waiting.set(chore.lane, queue.concat(chore));
    else overflowing.add(chore.lane);
  };

  /** From where the last look ended to the end, a few pages at most, as long as there are places. */
  const lookInto = async (source: Source): Promise<Look> => {
    for (let pages = 0; pages < PAGES; pages += 1) {
      const now = clock.now();
      const page = await source.due(now, PAGE, source.from)();
      if (E.isLeft(page)) return 'away';
      unreadable += page.right.unreadable ?? 0;
      for (const subject of page.right.items) {
        if (isStopping) return 'everything';
        if (running.size >= rules.concurrency) return 'full';
        if (running.has(nameOf(subject))) continue;
        const chore = safeChoreOf(subject, now);
        if (chore === undefined) continue;
        if (lanes.hasRoom(chore.lane)) begin(chore);
        else keepWaiting(chore);
      }
      source.from = page.right.next;
      if (source.from === undefined) return 'everything';
    }
    return 'in part';
  };

  /** What waits for a newer release, or for a person with a backup: said when it is seen, and not at every look. */
  let [unreadable, toldUnreadable] = [0, 0];
  const tellUnreadable = (): void => {
    if (unreadable > toldUnreadable) log.error('work_unreadable', { count: unreadable });
    toldUnreadable = unreadable;
  };

  /** Each source is first in every other look, so that neither takes all places for ever. */
  const look = async (): Promise<Look> => {
    const found: Look[] = [];
    waiting.clear();
    overflowing.clear();
    unreadable = 0;
    for (const source of sources) found.push(await lookInto(source));
    tellUnreadable();
    sources = sources.toReversed();
    return (['away', 'full', 'in part'] as const).find((one) => found.includes(one)) ?? 'everything';
  };

  let isStopping = false;
  let isFull = false;
  let isRung = false;
  let wake: () => void = () => undefined;
  let working: Promise<void> = Promise.resolve();

  const rest = async (milliseconds: number): Promise<void> => {
    if (isRung || isStopping) return;
    await clock.within(milliseconds)(
      () =>
        new Promise<void>((resolve) => {
          wake = resolve;
        }),
    )();
  };

  const work = async (): Promise<void> => {
    let failures = 0;
    while (!isStopping) {
      isRung = false;
      const found = await look();
      isFull = found === 'full';
      if (found === 'away') {
        failures += 1;
        if (failures === 1) log.warn('work_storage_away');
        await rest(Math.min(LONGEST_PAUSE, rules.poll * 2 ** Math.min(failures, 10)) * (0.5 + 0.5 * chance.fraction()));
        continue;
      }
      if (failures > 0) log.info('work_storage_back');
      failures = 0;
      await rest(rules.poll * (0.75 + 0.5 * chance.fraction()));
    }
  };

  /** Also where a look is on just now, which may be past what is meant. */
  const lookAgain = (): void => {
    isRung = true;
    wake();
  };

  deps.bell.answeredBy(lookAgain);

  return {
    start: () => {
      working = work();
    },
    stop: async () => {
      isStopping = true;
      wake();
      await working;
      await Promise.all(running.values());
    },
  };
};
