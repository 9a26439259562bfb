import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { AccountId } from '../../domain/account.js';
import type { Bookings } from '../ports/bookings.js';
import type { Desks } from '../ports/desks.js';
import type { Errands } from '../ports/errands.js';
import type { Unavailable } from '../ports/unavailable.js';
import type { Subject } from './handler.js';

/**
 * What a person names by its `handleOf`, with a job's id behind it or without, by the indexes: of one account, or of all that
 * the settings have. Nothing where it is of an account that they have dropped.
 */
export type FindSubjects = (id: string, account: AccountId | undefined) => LookUp;

type LookUp = TE.TaskEither<Unavailable, readonly Subject[]>;

type Deps = {
  readonly bookings: Pick<Bookings, 'byHandle'>;
  readonly errands: Pick<Errands, 'find'>;
  readonly desks: Desks;
};

/** The whole, and what is before its last slash: behind that may be a job's id. */
const withOrWithoutJob = (text: string): readonly string[] => {
  const slash = text.lastIndexOf('/');
  return slash <= 0 ? [text] : [text, text.slice(0, slash)];
};

export const makeFindSubjects = ({ bookings, errands, desks }: Deps): FindSubjects => {
  const bookingsOf = (account: AccountId, reference: string): LookUp =>
    pipe(
      bookings.byHandle(account, reference),
      TE.map((found) =>
        found
          .filter(({ legs }) => legs.some(({ plan }) => plan.reference === reference))
          .map((booking): Subject => ({ _tag: 'Booking', booking })),
      ),
    );

  const errandsOf = (account: AccountId, topic: string, id: string): LookUp =>
    pipe(
      errands.find({ account, topic, id }),
      TE.map((found) => (O.isNone(found) ? [] : [{ _tag: 'Errand', errand: found.value }])),
    );

  return (id, account) => {
    const accounts = account === undefined ? desks.all.map((desk) => desk.account.id) : [account];
    const slash = id.indexOf('/');
    const [topic, rest] = [id.slice(0, Math.max(0, slash)), id.slice(slash + 1)];
    const lookUps = accounts.flatMap((one) => [
      ...withOrWithoutJob(id).map((reference) => bookingsOf(one, reference)),
      ...(topic === '' ? [] : withOrWithoutJob(rest)).map((name) => errandsOf(one, topic, name)),
    ]);
    return pipe(
      TE.sequenceSeqArray(lookUps),
      TE.map((found) => found.flat()),
    );
  };
};
