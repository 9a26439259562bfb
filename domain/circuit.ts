/**
 * Whether somebody who keeps failing is still called. Closed: yes. Open: no, until a moment on the caller's monotonic clock.
 * Trying: one call is out, to see; nobody else calls meanwhile.
 */
export type Circuit =
  | { readonly _tag: 'Closed'; readonly failures: number }
  | { readonly _tag: 'Open'; readonly until: number; readonly rest: number }
  | { readonly _tag: 'Trying'; readonly since: number; readonly rest: number };

export type CircuitRules = {
  /** Failures in a row that open it. */
  readonly tolerated: number;
  /** Milliseconds of the first rest; each further one is twice as long. */
  readonly firstRest: number;
  readonly longestRest: number;
  /** Milliseconds after which a trial that was never reported counts as none. */
  readonly trialTakes: number;
};

export const closed: Circuit = { _tag: 'Closed', failures: 0 };

/** When the next call may be made: now, or later; a call that is made then must be `tried` first. */
export const callableAt = (circuit: Circuit, now: number, { trialTakes }: CircuitRules): number => {
  switch (circuit._tag) {
    case 'Closed':
      return now;
    case 'Open':
      return Math.max(now, circuit.until);
    case 'Trying':
      return Math.max(now, circuit.since + trialTakes);
  }
};

/** A call goes out. */
export const tried = (circuit: Circuit, now: number): Circuit =>
  circuit._tag === 'Closed' ? circuit : { _tag: 'Trying', since: now, rest: circuit.rest };

export const succeeded = (): Circuit => closed;

/** A failure of a call that went out before it opened changes nothing. */
export const failed = (circuit: Circuit, now: number, rules: CircuitRules): Circuit => {
  switch (circuit._tag) {
    case 'Closed': {
      const failures = circuit.failures + 1;
      return failures < rules.tolerated
        ? { _tag: 'Closed', failures }
        : { _tag: 'Open', until: now + rules.firstRest, rest: rules.firstRest };
    }
    case 'Open':
      return circuit;
    case 'Trying': {
      const rest = Math.min(circuit.rest * 2, rules.longestRest);
      return { _tag: 'Open', until: now + rest, rest };
    }
  }
};
