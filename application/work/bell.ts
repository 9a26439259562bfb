import type { Nudge } from './nudge.js';

/** Lets whoever adds work nudge a runner that is made after them, since it runs what they do. */
export type Bell = {
  readonly ring: Nudge;
  /** Who comes when it rings. Before that nobody does: work is found at the next look. */
  readonly answeredBy: (nudge: Nudge) => void;
};

export const makeBell = (): Bell => {
  let answer: Nudge = () => undefined;
  return {
    ring: () => answer(),
    answeredBy: (nudge) => {
      answer = nudge;
    },
  };
};
