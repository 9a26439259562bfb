import type { AccountId } from '../../domain/account.js';

/**
 * What nobody has proved makes the carrier be asked for one parcel so often at most, in milliseconds, and for all of an
 * account's in the long run; so many at once, such as those of a courier's morning.
 */
const HINT_EVERY = 5_000;
const HINTS_AT_ONCE = 20;

/** Whether a hint is followed, by what was followed before in this process. A reference is ours of a leg. */
export type HintLimit = {
  readonly isReached: (account: AccountId) => boolean;
  readonly isTooSoon: (reference: string) => boolean;
  readonly follow: (account: AccountId, reference: string) => void;
};

export const makeHintLimit = (monotonic: () => number): HintLimit => {
  /** Of each account: when all that was followed would be over, one at a time. */
  const busyUntil = new Map<AccountId, number>();
  const followedAt = new Map<string, number>();
  return {
    isReached: (account) => (busyUntil.get(account) ?? 0) - monotonic() > (HINTS_AT_ONCE - 1) * HINT_EVERY,
    isTooSoon: (reference) => monotonic() < (followedAt.get(reference) ?? -Infinity) + HINT_EVERY,
    follow: (account, reference) => {
      const now = monotonic();
      busyUntil.set(account, Math.max(busyUntil.get(account) ?? 0, now) + HINT_EVERY);
      for (const [other, at] of followedAt) if (at + HINT_EVERY <= now) followedAt.delete(other);
      followedAt.set(reference, now);
    },
  };
};
