/**
 * How often somebody lets himself be called: at most `most` calls in any `span` milliseconds, wherever the span begins, and
 * none before `pausedUntil`. Times are on one monotonic clock.
 */
export type CallWindow = {
  readonly most: number;
  readonly span: number;
  /** When the latest calls were sent, at most `most` of them, oldest first. */
  readonly sent: readonly number[];
  readonly pausedUntil: number;
};

export const callWindow = (most: number, span: number): CallWindow => ({
  most,
  span,
  sent: [],
  pausedUntil: -Infinity,
});

/** The first moment from `now` on at which a call may be sent. */
export const nextTurn = ({ most, span, sent, pausedUntil }: CallWindow, now: number): number => {
  const oldest = sent.length < most ? -Infinity : (sent[0] ?? -Infinity) + span;
  return Math.max(now, oldest, pausedUntil);
};

/** When the call would be sent that waits behind `ahead` others. */
export const turnBehind = (window: CallWindow, now: number, ahead: number): number => {
  let [waiting, turn] = [window, nextTurn(window, now)];
  for (let left = ahead; left > 0; left -= 1) {
    waiting = withCall(waiting, turn);
    turn = nextTurn(waiting, turn);
  }
  return turn;
};

export const withCall = (window: CallWindow, at: number): CallWindow => ({
  ...window,
  sent: [...window.sent, at].slice(-window.most),
});

/** A pause never ends earlier than one that was asked for before. */
export const paused = (window: CallWindow, until: number): CallWindow => ({
  ...window,
  pausedUntil: Math.max(window.pausedUntil, until),
});
