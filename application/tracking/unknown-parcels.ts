import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { AccountId } from '../../domain/account.js';
import type { Instant } from '../../domain/time.js';
import type { Errand, Errands } from '../ports/errands.js';
import type { Page } from '../ports/page.js';
import type { Sighting } from '../ports/tracking-source.js';
import type { Unavailable } from '../ports/unavailable.js';
import { sightingIn, topics } from './errand-topics.js';

/** A parcel of which a carrier told, and which no booking of the account is about. */
export type UnknownParcel = { readonly carrier: string; readonly keptAt: Instant; readonly sighting: Sighting };

/** At most `limit` of an account's, from where a page ended. */
export type ListUnknown = (
  account: AccountId,
  limit: number,
  from?: string,
) => TaskEither<Unavailable, Page<UnknownParcel>>;

const shown = ({ createdAt: keptAt, data }: Errand): UnknownParcel => ({ keptAt, ...sightingIn(data) });

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
