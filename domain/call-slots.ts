/**
 * When somebody may be called who counts the calls of many processes together: moments that were given out, pauses that
 * were asked for, and rests after failures. All times are milliseconds on one clock, which everybody who shares them reads.
 */
export type CallSlots = {
  /** The latest moments that were given out, in their order. */
  readonly given: readonly number[];
  readonly pausedUntil: number;
  readonly restUntil: number;
  /** Milliseconds of the latest rest after failures; 0: there was none since the last success. */
  readonly rest: number;
};

/** What one who asks for a moment wants and keeps to. Milliseconds but `most`. */
export type SlotRules = {
  /** At most so many calls in any `span`, wherever the span begins. From 1 to 100. */
  readonly most: number;
  readonly span: number;
  /** How far ahead a moment may be that is still of use. */
  readonly patience: number;
  /** How far ahead it must be: what the answer takes to arrive. */
  readonly lead: number;
  /** How long the others wait for what a first call after a rest comes to, where nobody tells. */
  readonly trialTakes: number;
};

export type SlotAnswer =
  /** `now` is the time at which it was given. */
  | { readonly _tag: 'Slot'; readonly now: number; readonly at: number; readonly isTrial: false }
  /** The only call after a rest of so many milliseconds. What comes of it must be told. */
  | { readonly _tag: 'Slot'; readonly now: number; readonly at: number; readonly isTrial: true; readonly rest: number }
  /** Nothing was given; `at` would have been the moment. */
  | { readonly _tag: 'NoSlot'; readonly now: number; readonly at: number; readonly why: 'rate_limit' | 'resting' };

export const noSlots: CallSlots = { given: [], pausedUntil: 0, restUntil: 0, rest: 0 };

/** More than anybody allows in a second. */
export const MOST_GIVEN = 100;

/** What lies further ahead was written by a clock that has been set back since, and holds nobody. */
export const FURTHEST = 15 * 60_000;

/** The same without what lies too far ahead. */
export const credible = ({ given, pausedUntil, restUntil, rest }: CallSlots, now: number): CallSlots => {
  const holds = (moment: number): boolean => moment <= now + FURTHEST;
  return {
    given: given.filter(holds),
    pausedUntil: holds(pausedUntil) ? pausedUntil : 0,
    restUntil: holds(restUntil) ? restUntil : 0,
    rest,
  };
};

/** Gives out the first free moment, where there is one in time. Moments never go back, whoever asks by whichever rules. */
export const giveSlot = (stored: CallSlots, now: number, rules: SlotRules): readonly [SlotAnswer, CallSlots] => {
  const slots = credible(stored, now);
  const { given, pausedUntil, restUntil, rest } = slots;
  const oldest = given.length < rules.most ? 0 : (given.at(-rules.most) ?? 0) + rules.span;
  const at = Math.max(now + rules.lead, oldest, given.at(-1) ?? 0, pausedUntil, restUntil);
  if (at > now + rules.patience) {
    return [{ _tag: 'NoSlot', now, at, why: rest > 0 && restUntil === at ? 'resting' : 'rate_limit' }, slots];
  }
  const after = { ...slots, given: [...given, at].slice(-MOST_GIVEN) };
  return rest > 0
    ? [
        { _tag: 'Slot', now, at, isTrial: true, rest },
        { ...after, restUntil: at + rules.trialTakes },
      ]
    : [{ _tag: 'Slot', now, at, isTrial: false }, after];
};

/** A pause never ends earlier than one that was asked for before. */
export const pauseSlots = (stored: CallSlots, now: number, milliseconds: number): CallSlots => {
  const slots = credible(stored, now);
  return { ...slots, pausedUntil: Math.max(slots.pausedUntil, now + milliseconds) };
};

/** Nobody calls for `wait`; then one does, to see. */
export const restSlots = (stored: CallSlots, now: number, wait: number, rest: number): CallSlots => ({
  ...credible(stored, now),
  restUntil: now + wait,
  rest,
});

export const endRest = (stored: CallSlots): CallSlots => ({ ...stored, restUntil: 0, rest: 0 });
