import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { AccountId } from '../../domain/account.js';
import type { Sha256 } from '../../domain/fingerprint.js';
import { instant, type Instant } from '../../domain/time.js';
import type { JobData } from '../../domain/work.js';
import type { Chance } from '../ports/chance.js';
import type { Clock } from '../ports/clock.js';
import type { Errand, Errands } from '../ports/errands.js';
import { overtaken, type Overtaken } from '../ports/overtaken.js';
import type { Page } from '../ports/page.js';
import type { Sighting } from '../ports/tracking-source.js';
import type { Unavailable } from '../ports/unavailable.js';
import { newErrand, sightingData, sightingIn, topics } from './errand-topics.js';

/** A parcel of which a carrier told, and which no booking of the account is about. */
export type UnknownParcel = {
  readonly carrier: string;
  /** When it was told of first, and last. */
  readonly keptAt: Instant;
  readonly heardAt: Instant;
  /** The latest word of it. */
  readonly sighting: Sighting;
};

type Deps = {
  readonly errands: Errands;
  readonly clock: Pick<Clock, 'now'>;
  readonly chance: Pick<Chance, 'id'>;
  readonly sha256: Sha256;
};

/** A carrier's word of a parcel that nobody here booked: one parcel is kept once, with the latest word of it. */
export type KeepUnknown = (
  account: AccountId,
  carrier: string,
  sighting: Sighting,
) => TaskEither<Overtaken | Unavailable, 'first' | 'further'>;

/** Words without a moment of their own come in the order in which they are kept. */
const isOlder = ({ at }: Sighting, than: Sighting): boolean =>
  at !== undefined && than.at !== undefined && at < than.at;

export const makeKeepUnknown =
  ({ errands, clock, chance, sha256 }: Deps): KeepUnknown =>
  (account, carrier, sighting) => {
    const { orderNumber = '', trackingCode = '' } = sighting;
    const id = sha256(`${carrier}|${orderNumber}|${trackingCode}`);
    const now = clock.now();
    const dataOf = (latest: Sighting): JobData => ({ ...sightingData(carrier, latest), heardAt: now });
    const first = newErrand({ account, topic: topics.unknown, id, data: dataOf(sighting), work: [] }, now, chance);
    const hearAgain = (stored: Errand): TaskEither<Overtaken | Unavailable, 'first' | 'further'> => {
      const known = sightingIn(stored.data).sighting;
      const data = dataOf(isOlder(sighting, known) ? known : sighting);
      return pipe(
        errands.replace({ ...stored, version: stored.version + 1, writer: chance.id(), data }),
        TE.flatMap((outcome) => (outcome === 'written' ? TE.right('further' as const) : TE.left(overtaken))),
      );
    };
    return pipe(
      errands.insert(first),
      TE.flatMap((outcome) =>
        outcome === 'written'
          ? TE.right('first' as const)
          : pipe(
              errands.find(first.key),
              TE.flatMap((stored) => (O.isNone(stored) ? TE.left(overtaken) : hearAgain(stored.value))),
            ),
      ),
    );
  };

/** At most `limit` of an account's, from where a page ended. */
export type ListUnknown = (
  account: AccountId,
  limit: number,
  from?: string,
) => TaskEither<Unavailable, Page<UnknownParcel>>;

const shown = ({ createdAt: keptAt, data }: Errand): UnknownParcel => {
  const { heardAt } = data;
  return { keptAt, heardAt: typeof heardAt === 'number' ? instant(heardAt) : keptAt, ...sightingIn(data) };
};

export const makeListUnknown =
  ({ errands }: { readonly errands: Errands }): ListUnknown =>
  (account, limit, from) =>
    pipe(
      errands.list({ account, topic: topics.unknown }, limit, from),
      TE.map(({ items, ...rest }) => ({ ...rest, items: items.map(shown) })),
    );

const PAGE = 500;

/** Drops what was kept before; answers how many went. */
export const purgeUnknown =
  (errands: Errands, before: Instant): TaskEither<Unavailable, number> =>
  async () => {
    let [gone, from]: [number, string | undefined] = [0, undefined];
    do {
      const page: E.Either<Unavailable, Page<Errand>> = await errands.list({ topic: topics.unknown }, PAGE, from)();
      if (E.isLeft(page)) return page;
      for (const errand of page.right.items.filter(({ createdAt }) => createdAt < before)) {
        const removed = await errands.remove(errand)();
        if (E.isLeft(removed)) return removed;
        gone += removed.right === 'written' ? 1 : 0;
      }
      from = page.right.next;
    } while (from !== undefined);
    return E.right(gone);
  };
