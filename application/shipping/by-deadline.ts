import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as T from 'fp-ts/lib/Task.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { CarrierSilent } from '../ports/carrier.js';
import type { Clock } from '../ports/clock.js';

/** A carrier that has not answered by the deadline, on the monotonic clock, is silent. Its call is not stopped. */
export const byDeadline =
  (clock: Clock, deadline: number) =>
  <E, A>(call: TaskEither<E | CarrierSilent, A>): TaskEither<E | CarrierSilent, A> =>
  () =>
    pipe(
      call,
      clock.within(Math.max(0, deadline - clock.monotonic())),
      T.map(
        O.getOrElse((): E.Either<E | CarrierSilent, A> =>
          E.left({ _tag: 'CarrierSilent', detail: 'no answer in time' }),
        ),
      ),
    )();
