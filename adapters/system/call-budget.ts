import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Task } from 'fp-ts/lib/Task.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { CallBudget, CallBudgets, CallReport, OutOfBudget, Turn } from '../../application/ports/call-budget.js';
import { callPriorities } from '../../application/ports/call-budget.js';
import type { CallSlots } from '../../application/ports/call-slots.js';
import type { Chance } from '../../application/ports/chance.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Unavailable } from '../../application/ports/unavailable.js';
import type { SlotAnswer } from '../../domain/call-slots.js';
import { momentOf, sighted, type OtherClock } from '../../domain/other-clock.js';

/** A second, and what two calls may come closer to each other on their way. */
const SPAN = 1_100;

/** Milliseconds: a moment that is used later than this is lost, or two calls could come too close to each other. */
const LATE = 50;

/** So many in a row and no more: a process that is always late must call all the same. */
const MOST_LOST = 2;

/** Milliseconds that a call of one priority goes before those of the next: one that waits longer goes first. */
const HEAD_START = 2_000;

/** A storage that has not answered for so many milliseconds is what a caller is told of that could not wait longer. */
const SLOW = 1_000;

/** A moment is asked for with no more patience than this. */
const LONGEST_PATIENCE = 10 * 60_000;

/** Milliseconds but `tolerated`. */
export type CircuitRules = {
  /** Failures in a row, of this process's calls, after which nobody calls. */
  readonly tolerated: number;
  /** The first rest; each further one is twice as long. */
  readonly firstRest: number;
  readonly longestRest: number;
  /** After which a trial that was never reported counts as none. */
  readonly trialTakes: number;
};

export const defaultCircuit: CircuitRules = { tolerated: 5, firstRest: 5_000, longestRest: 60_000, trialTakes: 60_000 };

/** Pauses after refusals that name no time of their own, in milliseconds: doubled each time, and never longer than this. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

type Waiting = {
  readonly rank: number;
  readonly until: number;
  readonly settle: (outcome: E.Either<OutOfBudget, Turn>) => void;
};

/** A moment of this process's: when it comes on its own clock, and which rest it ends if it is a trial. */
type Held = { readonly at: number; readonly rest: number | undefined };

type Deps = {
  readonly slots: CallSlots;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'fraction'>;
  readonly circuit?: CircuitRules;
};

const refused = (why: OutOfBudget['why']): E.Either<OutOfBudget, never> => E.left({ _tag: 'OutOfBudget', why });

const isEarlier = (a: Waiting, b: Waiting): boolean => a.rank <= b.rank;

/** One key's calls of this process. It asks for one moment at a time, and gives it to whoever is first when it comes. */
class KeyBudget implements CallBudget {
  /** In the order of their turns. */
  private readonly queue: Waiting[] = [];
  private held: Held | undefined;
  /** When the question was asked that is not answered yet. */
  private askedAt: number | undefined;
  /** What the others are to be told and could not be yet, oldest first: no moment is asked for before. */
  private readonly untold: TaskEither<Unavailable, void>[] = [];
  private telling: Promise<void> | undefined;
  /** Grows when the others are told to wait: a moment that was asked for before is not used any more. */
  private warnings = 0;
  private storageClock: OtherClock | undefined;
  private lead = 0;
  /** Moments in a row that came too late. */
  private lost = 0;
  private failures = 0;
  /** Refusals in a row that named no time. */
  private refusals = 0;
  private alarm: { readonly at: number; readonly stop: () => void } | undefined;
  private readonly rules: CircuitRules;

  constructor(
    private readonly deps: Deps,
    private readonly name: string,
    private most: number,
  ) {
    this.rules = deps.circuit ?? defaultCircuit;
  }

  limitTo(callsPerSecond: number): void {
    this.most = Math.min(this.most, callsPerSecond);
  }

  readonly take: CallBudget['take'] = (priority, patience) => () =>
    new Promise((settle) => {
      const now = this.deps.clock.monotonic();
      const rank = now + HEAD_START * callPriorities.indexOf(priority);
      const waiting = { rank, until: now + Math.min(patience, LONGEST_PATIENCE), settle };
      const ahead = this.queue.filter((other) => isEarlier(other, waiting)).length;
      if (this.earliestBehind(ahead, now) > waiting.until) return settle(refused('rate_limit'));
      this.queue.splice(ahead, 0, waiting);
      this.serve();
    });

  /** No turn behind so many others can come before this, even where no other process calls. */
  private earliestBehind(ahead: number, now: number): number {
    return Math.max(now, this.held?.at ?? now) + Math.floor(ahead / this.most) * SPAN;
  }

  /** Lets go whoever may, and sees to it that there will be a moment for the next. */
  private serve(): void {
    const now = this.deps.clock.monotonic();
    this.dismissLate(now);
    if (this.held !== undefined && this.held.at <= now) this.use(this.held, now);
    if (this.held === undefined && this.askedAt === undefined && this.queue.length > 0) void this.ask();
    this.wakeFor(this.held?.at ?? Infinity, ...this.queue.map(({ until }) => until));
  }

  /** One alarm at a time, and none where nobody waits: it would keep a command from ending. */
  private wakeFor(...moments: readonly number[]): void {
    const at = Math.min(...moments);
    if (at === this.alarm?.at) return;
    this.alarm?.stop();
    this.alarm = undefined;
    if (at === Infinity) return;
    const { clock } = this.deps;
    let stop = (): void => undefined;
    const stopped: Task<void> = () => new Promise((resolve) => (stop = resolve));
    const rings = clock.within(Math.max(1, Math.ceil(at - clock.monotonic())))(stopped)();
    this.alarm = { at, stop };
    void rings.then((wasStopped) => {
      if (O.isSome(wasStopped)) return;
      this.alarm = undefined;
      this.serve();
    });
  }

  private use({ at, rest }: Held, now: number): void {
    this.held = undefined;
    // Nobody else calls while a trial is out: it cannot come too close to another call.
    const isLate = rest === undefined && now - at > LATE && this.lost < MOST_LOST;
    this.lost = isLate ? this.lost + 1 : 0;
    if (isLate) return;
    const first = this.queue.shift();
    if (first !== undefined) first.settle(E.right(this.turn(rest)));
    else if (rest !== undefined) this.tell(this.deps.slots.rest(this.name, 0, rest));
  }

  private async ask(): Promise<void> {
    const { slots, clock } = this.deps;
    this.askedAt = clock.monotonic();
    await this.tellOthers();
    if (this.queue.length === 0) {
      this.askedAt = undefined;
      return;
    }
    const { warnings } = this;
    const asked = clock.monotonic();
    const until = Math.max(asked, ...this.queue.map((waiting) => waiting.until));
    const answer: E.Either<unknown, SlotAnswer> =
      this.untold.length > 0
        ? E.left(undefined)
        : await slots.reserve(this.name, {
            most: this.most,
            span: SPAN,
            patience: Math.floor(until - asked),
            lead: this.lead,
            trialTakes: this.rules.trialTakes,
          })();
    this.askedAt = undefined;
    if (E.isLeft(answer)) this.dismiss('storage_away', Infinity);
    else this.learnMoment(answer.right, asked, until, warnings);
    this.serve();
  }

  private learnMoment(answer: SlotAnswer, asked: number, until: number, warnings: number): void {
    const answered = this.deps.clock.monotonic();
    const took = answered - asked;
    this.lead = took > LATE ? Math.min(Math.ceil(took), SPAN) : 0;
    this.storageClock = sighted(this.storageClock, { asked, answered, shown: answer.now });
    if (answer._tag === 'NoSlot') return this.dismiss(answer.why === 'resting' ? 'circuit_open' : 'rate_limit', until);
    const rest = answer.isTrial ? answer.rest : undefined;
    if (rest === undefined && warnings !== this.warnings) return;
    this.held = { at: momentOf(this.storageClock, answer.at), rest };
  }

  private dismissLate(now: number): void {
    const mayComeAt = this.held?.at ?? now;
    const late = this.queue.filter(({ until }) => until < mayComeAt || until < now);
    // Due at this very moment is not late.
    for (const waiting of late) this.send(waiting, refused(this.whyLate(now)));
  }

  private whyLate(now: number): OutOfBudget['why'] {
    if (this.askedAt !== undefined && now - this.askedAt >= SLOW) return 'storage_away';
    return this.held?.rest === undefined ? 'rate_limit' : 'circuit_open';
  }

  /** Everybody who waits until then at most. */
  private dismiss(why: OutOfBudget['why'], until: number): void {
    for (const waiting of this.queue.filter((one) => one.until <= until)) this.send(waiting, refused(why));
  }

  private send(waiting: Waiting, outcome: E.Either<OutOfBudget, never>): void {
    this.queue.splice(this.queue.indexOf(waiting), 1);
    waiting.settle(outcome);
  }

  private turn(rest: number | undefined): Turn {
    let isReported = false;
    return {
      report: (outcome) => {
        if (isReported) return;
        isReported = true;
        this.learn(outcome, rest);
        this.serve();
      },
    };
  }

  private learn(outcome: CallReport, trialOf: number | undefined): void {
    const { slots } = this.deps;
    switch (outcome._tag) {
      case 'Answered':
        this.failures = 0;
        this.refusals = 0;
        if (trialOf !== undefined) this.tell(slots.resume(this.name));
        return;
      case 'Failed':
        return this.learnFailure(trialOf);
      case 'NotMade':
        if (trialOf !== undefined) this.tell(slots.rest(this.name, 0, trialOf));
        return;
      case 'Throttled': {
        // Whoever refuses is there.
        this.failures = 0;
        if (trialOf !== undefined) this.tell(slots.resume(this.name));
        const backOff = FIRST_PAUSE * 2 ** Math.min(this.refusals, 6) * (1 + this.deps.chance.fraction());
        this.refusals += 1;
        return this.warn(slots.pause(this.name, Math.min(outcome.retryAfter ?? backOff, LONGEST_PAUSE)));
      }
    }
  }

  private learnFailure(trialOf: number | undefined): void {
    this.failures += 1;
    if (trialOf === undefined && this.failures < this.rules.tolerated) return;
    this.failures = 0;
    const rest = trialOf === undefined ? this.rules.firstRest : Math.min(trialOf * 2, this.rules.longestRest);
    this.warn(this.deps.slots.rest(this.name, rest, rest));
  }

  private warn(word: TaskEither<Unavailable, void>): void {
    this.warnings += 1;
    if (this.held?.rest === undefined) this.held = undefined;
    this.tell(word);
  }

  private tell(word: TaskEither<Unavailable, void>): void {
    this.untold.push(word);
    void this.tellOthers();
  }

  /** What cannot be told now is told before the next moment is asked for. */
  private tellOthers(): Promise<void> {
    this.telling ??= this.tellAll().finally(() => (this.telling = undefined));
    return this.telling;
  }

  private async tellAll(): Promise<void> {
    for (let word = this.untold[0]; word !== undefined; word = this.untold[0]) {
      if (E.isLeft(await word())) return;
      this.untold.shift();
    }
  }
}

/** Budgets whose moments come from a storage that every process shares. While it is away nobody gets a turn. */
export const makeCallBudgets = (deps: Deps): CallBudgets => {
  const budgets = new Map<string, KeyBudget>();
  return {
    of: (name, callsPerSecond) => {
      const budget = budgets.get(name) ?? new KeyBudget(deps, name, callsPerSecond);
      budget.limitTo(callsPerSecond);
      budgets.set(name, budget);
      return budget;
    },
  };
};
