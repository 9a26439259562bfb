import * as E from 'fp-ts/lib/Either.js';
import type { Task } from 'fp-ts/lib/Task.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Instant } from '../../domain/time.js';
import type { Bookings } from '../ports/bookings.js';
import type { Chance } from '../ports/chance.js';
import type { Errands } from '../ports/errands.js';
import type { Page } from '../ports/page.js';
import type { Unavailable } from '../ports/unavailable.js';
import type { Bell } from './bell.js';
import { makeChoreOf, type Chore, type ChoreDeps, type ChoreEnd } from './chores.js';
import type { Subject } from './handler.js';
import { makeLanes } from './lanes.js';
import { nameOf } from './subjects.js';

/** Does what is due in this process, beside any number of others. */
export type Runner = {
  /** Looks for work from now on, and at once when the bell is rung, until it is stopped. */
  readonly start: () => void;
  /** Begins no further run, and waits for those that are on. */
  readonly stop: Task<void>;
};

type Deps = ChoreDeps & {
  readonly bookings: Bookings;
  readonly errands: Errands;
  readonly bell: Bell;
  readonly chance: Chance;
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

type Look = 'everything' | 'in part' | 'full' | 'away';

export const makeRunner = (deps: Deps): Runner => {
  const { bookings, errands, clock, chance, log, rules } = deps;
  const lanes = makeLanes(clock, rules);
  const choreOf = makeChoreOf(deps);
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

  /** One at a time of those that may end the process. */
  let hasSuspect = false;
  const hasPlace = ({ lane, isSuspect }: Chore): boolean => lanes.hasRoom(lane) && !(isSuspect && hasSuspect);

  /** Another process takes what this one has seen: each begins somewhere else, until nothing is left over. */
  let isShared = false;

  const begin = ({ name, lane, isSuspect, run }: Chore): void => {
    lanes.enter(lane);
    if (isSuspect) hasSuspect = true;
    const work = async (): Promise<void> => {
      let end: ChoreEnd = { _tag: 'Unwritten' };
      try {
        end = await run();
        if (end._tag === 'Written' && end.rest !== undefined) lanes.rest(lane, end.rest);
      } catch (error) {
        log.error('work_defect', { error });
      } finally {
        lanes.leave(lane);
        if (isSuspect) hasSuspect = false;
        running.delete(name);
        beginNext(lane, end, isSuspect);
      }
    };
    running.set(name, work());
  };

  /**
   * The next of the lane, as it was seen at the last look; not behind one that was overtaken, since whoever was quicker is
   * likely to have had that too. Behind the last one a look at once, but not behind one that could not be written: a storage
   * that only reads would be asked without end.
   */
  const beginNext = (lane: string, { _tag: end }: ChoreEnd, isSuspect: boolean): void => {
    if (isStopping) return;
    const queue = waiting.get(lane) ?? [];
    if (end === 'Overtaken') {
      isShared = true;
      if (queue.splice(0).length > 0) overflowing.add(lane);
    }
    while (queue.length > 0 && lanes.hasRoom(lane)) {
      const next = queue.shift();
      if (next !== undefined && !running.has(next.name)) {
        begin(next);
        return;
      }
    }
    if (end !== 'Unwritten' && (isFull || isSuspect || overflowing.has(lane))) lookAgain();
  };

  /** A suspect is not kept: it is looked for anew when the one that is on has ended. */
  const keepWaiting = (chore: Chore): void => {
    if (chore.isSuspect) return;
    const queue = waiting.get(chore.lane) ?? [];
    if (queue.length < PAGE) waiting.set(chore.lane, queue.concat(chore));
    else overflowing.add(chore.lane);
  };

  /** All of a page, also where it is not begun at the longest due: which one is first is drawn anew at every look. */
  const fromAnywhere = (page: readonly Subject[]): readonly Subject[] => {
    const first = isShared ? Math.floor(chance.fraction() * page.length) : 0;
    return [...page.slice(first), ...page.slice(0, first)];
  };

  /** From where the last look ended to the end, a few pages at most, as long as there are places. */
  const lookInto = async (source: Source): Promise<Look> => {
    for (let pages = 0; pages < PAGES; pages += 1) {
      const now = clock.now();
      const page = await source.due(now, PAGE, source.from)();
      if (E.isLeft(page)) return 'away';
      unreadable += page.right.unreadable ?? 0;
      for (const subject of fromAnywhere(page.right.items)) {
        if (isStopping) return 'everything';
        if (running.size >= rules.concurrency) return 'full';
        if (running.has(nameOf(subject))) continue;
        const chore = choreOf(subject, now, lanes.hasRoom);
        if (chore === undefined) continue;
        if (hasPlace(chore)) begin(chore);
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
    const all = (['away', 'full', 'in part'] as const).find((one) => found.includes(one)) ?? 'everything';
    if (all === 'everything' && waiting.size === 0) isShared = false;
    return all;
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
