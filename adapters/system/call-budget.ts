import * as E from 'fp-ts/lib/Either.js';
import type { CallBudget, CallBudgets, CallReport, OutOfBudget, Turn } from '../../application/ports/call-budget.js';
import { callPriorities } from '../../application/ports/call-budget.js';
import type { Chance } from '../../application/ports/chance.js';
import type { Clock } from '../../application/ports/clock.js';
import { callWindow, nextTurn, paused, turnBehind, withCall, type CallWindow } from '../../domain/call-window.js';
import { callableAt, closed, failed, succeeded, tried, type Circuit, type CircuitRules } from '../../domain/circuit.js';

/** A second, and what two calls may come closer to each other on their way. */
const SPAN = 1_100;

/** Milliseconds that a call of one priority goes before those of the next: one that waits longer goes first. */
const HEAD_START = 2_000;

export const defaultCircuit: CircuitRules = { tolerated: 5, firstRest: 5_000, longestRest: 60_000, trialTakes: 60_000 };

/** Pauses after refusals that name no time of their own, in milliseconds: doubled each time, and never longer than this. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

type Waiting = {
  readonly rank: number;
  readonly until: number;
  readonly settle: (outcome: E.Either<OutOfBudget, Turn>) => void;
};

type Deps = {
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'fraction'>;
  readonly circuit?: CircuitRules;
};

const refused = (why: OutOfBudget['why']): E.Either<OutOfBudget, never> => E.left({ _tag: 'OutOfBudget', why });

class KeyBudget implements CallBudget {
  private window: CallWindow;
  private circuit: Circuit = closed;
  /** Refusals in a row that named no time. */
  private refusals = 0;
  /** In the order of their turns. */
  private readonly queue: Waiting[] = [];
  private wakesAt = Infinity;
  private readonly rules: CircuitRules;

  constructor(
    private readonly deps: Deps,
    callsPerSecond: number,
  ) {
    this.window = callWindow(callsPerSecond, SPAN);
    this.rules = deps.circuit ?? defaultCircuit;
  }

  limitTo(callsPerSecond: number): void {
    if (callsPerSecond < this.window.most) this.window = callWindow(callsPerSecond, SPAN);
  }

  readonly take: CallBudget['take'] = (priority, patience) => () =>
    new Promise((settle) => {
      const now = this.deps.clock.monotonic();
      const waiting = { rank: now + HEAD_START * callPriorities.indexOf(priority), until: now + patience, settle };
      const ahead = this.queue.filter(({ rank }) => rank <= waiting.rank).length;
      if (callableAt(this.circuit, now, this.rules) > waiting.until) return settle(refused('circuit_open'));
      if (turnBehind(this.window, now, ahead) > waiting.until) return settle(refused('rate_limit'));
      this.queue.splice(ahead, 0, waiting);
      this.serve();
    });

  /** Lets go whoever may, and comes back for the rest. */
  private serve(): void {
    const now = this.deps.clock.monotonic();
    this.dismissLate(now);
    while (this.queue.length > 0 && this.nextAt(now) <= now) {
      this.window = withCall(this.window, now);
      this.circuit = tried(this.circuit, now);
      this.queue.shift()?.settle(E.right(this.turn()));
    }
    if (this.queue.length === 0) return;
    const wake = Math.min(this.nextAt(now), ...this.queue.map(({ until }) => until));
    if (wake >= this.wakesAt) return;
    this.wakesAt = wake;
    void this.deps.clock
      .sleep(Math.max(1, Math.ceil(wake - now)))()
      .then(() => {
        if (this.wakesAt === wake) this.wakesAt = Infinity;
        this.serve();
      });
  }

  private nextAt(now: number): number {
    return Math.max(nextTurn(this.window, now), callableAt(this.circuit, now, this.rules));
  }

  private dismissLate(now: number): void {
    const late = this.queue.filter(({ until }) => until <= now);
    const why = callableAt(this.circuit, now, this.rules) > now ? 'circuit_open' : 'rate_limit';
    for (const waiting of late) {
      // Due at this very moment is not late.
      if (waiting.until === now && this.nextAt(now) <= now && this.queue[0] === waiting) continue;
      this.queue.splice(this.queue.indexOf(waiting), 1);
      waiting.settle(refused(why));
    }
  }

  private turn(): Turn {
    let isReported = false;
    return {
      report: (outcome) => {
        if (isReported) return;
        isReported = true;
        this.learn(outcome);
        this.serve();
      },
    };
  }

  private learn(outcome: CallReport): void {
    const now = this.deps.clock.monotonic();
    switch (outcome._tag) {
      case 'Answered':
        this.circuit = succeeded();
        this.refusals = 0;
        return;
      case 'Failed':
        this.circuit = failed(this.circuit, now, this.rules);
        return;
      case 'NotMade':
        if (this.circuit._tag === 'Trying') this.circuit = { _tag: 'Open', until: now, rest: this.circuit.rest };
        return;
      case 'Throttled': {
        // Whoever refuses is there.
        this.circuit = succeeded();
        const backOff = FIRST_PAUSE * 2 ** Math.min(this.refusals, 6) * (1 + this.deps.chance.fraction());
        this.window = paused(this.window, now + Math.min(outcome.retryAfter ?? backOff, LONGEST_PAUSE));
        this.refusals += 1;
        return;
      }
    }
  }
}

/**
 * Budgets that are kept in this process's memory. Several processes that use one key each have a budget of their own: give
 * each its part of the key's rate by the settings.
 */
export const makeCallBudgets = (deps: Deps): CallBudgets => {
  const budgets = new Map<string, KeyBudget>();
  return {
    of: (name, callsPerSecond) => {
      const budget = budgets.get(name) ?? new KeyBudget(deps, callsPerSecond);
      budget.limitTo(callsPerSecond);
      budgets.set(name, budget);
      return budget;
    },
  };
};
