import type { Clock } from '../ports/clock.js';
import type { WorkRules } from './run-rules.js';

/**
 * Places for runs, so many for each account and target: what is behind a dead or slow one waits for it alone. A lane rests
 * while its target wants to be left alone, so that its backlog is not taken up and put down again one by one.
 */
export type Lanes = {
  readonly hasRoom: (lane: string) => boolean;
  readonly enter: (lane: string) => void;
  readonly leave: (lane: string) => void;
  /** No room for so many milliseconds, nor before an earlier rest is over: the longest that was asked for holds. */
  readonly rest: (lane: string, milliseconds: number) => void;
};

export const makeLanes = (clock: Pick<Clock, 'monotonic'>, { perTarget }: Pick<WorkRules, 'perTarget'>): Lanes => {
  const taken = new Map<string, number>();
  const resting = new Map<string, number>();
  const placesOf = (lane: string): number => taken.get(lane) ?? 0;
  return {
    hasRoom: (lane) => {
      const until = resting.get(lane);
      if (until !== undefined && clock.monotonic() < until) return false;
      if (until !== undefined) resting.delete(lane);
      return placesOf(lane) < perTarget;
    },
    enter: (lane) => void taken.set(lane, placesOf(lane) + 1),
    leave: (lane) => {
      const left = placesOf(lane) - 1;
      if (left > 0) taken.set(lane, left);
      else taken.delete(lane);
    },
    rest: (lane, milliseconds) => {
      const until = clock.monotonic() + milliseconds;
      resting.set(lane, Math.max(until, resting.get(lane) ?? until));
    },
  };
};
