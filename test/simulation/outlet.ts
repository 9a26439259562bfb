import * as E from 'fp-ts/lib/Either.js';
import type { StatusOutlet, StatusUpdate, TellingOutcome } from '../../application/ports/status-outlet.js';
import type { ToldStatus } from '../../domain/parcel-work.js';
import { drawFate, plainFate, type Fate, type Send } from './calls.js';
import type { Profile } from './profile.js';
import { rank } from './work-laws.js';
import type { World } from './world.js';

/** What NewStore has been told, the same for all processes. */
export type NewStore = {
  readonly toldOf: (trackingCode: string) => ReadonlySet<ToldStatus>;
  /** As one process reaches it. `isCalm`: no trouble any more. */
  readonly outletOf: (owner: string, send: Send, isCalm: () => boolean, isAway: () => boolean) => StatusOutlet;
};

type Sent = (owner: string, update: StatusUpdate) => void;

const silent: TellingOutcome = { _tag: 'Silent', detail: 'no answer' };

export const makeNewStore = ({ random, now }: World, { newStore: trouble, lease }: Profile, sent: Sent): NewStore => {
  const told = new Map<string, Set<ToldStatus>>();
  const knownFrom = new Map<string, number>();

  const answer = ({ trackingCode, status }: StatusUpdate, isCalm: boolean): TellingOutcome => {
    if (!isCalm && random.happens(trouble.throttles))
      return { _tag: 'Throttled', retryAfter: random.between(0, lease / 4) };
    const from = knownFrom.get(trackingCode) ?? now() + (random.happens(trouble.knowsLate) ? lease : 0);
    knownFrom.set(trackingCode, from);
    if (!isCalm && now() < from) return { _tag: 'CodeUnknown' };
    const before = told.get(trackingCode) ?? new Set();
    const isPast = [...before].some((one) => rank(one) >= rank(status));
    told.set(trackingCode, before.add(status));
    return { _tag: isPast ? 'PastAlready' : 'Told' };
  };

  return {
    toldOf: (trackingCode) => told.get(trackingCode) ?? new Set(),
    outletOf: (owner, send, isCalm, isAway) => {
      const fate = (): Fate => {
        if (isCalm()) return plainFate(random);
        if (isAway()) return { done: undefined, hears: 'failure', after: random.between(0, lease) };
        return drawFate(random, trouble, lease, undefined);
      };
      return {
        wants: () => true,
        tell: (update) => async () => {
          sent(owner, update);
          const heard = await send<TellingOutcome, TellingOutcome>({
            what: `newstore ${update.trackingCode} ${update.status}`,
            run: () => Promise.resolve(E.right(answer(update, isCalm()))),
            fate: fate(),
            failure: silent,
            outlives: true,
          })();
          return E.toUnion(heard);
        },
      };
    },
  };
};
