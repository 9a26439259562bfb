import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Booking } from '../../domain/booking.js';
import type { Holds } from './hold.js';
import type { Audience } from './shared-runs.js';

/**
 * Gives the answer of a booked booking, and puts down that somebody was there to take it: who asks with another offer from
 * then on has another parcel. That this cannot be put down keeps nobody from the answer.
 */
export type GiveAnswer = (booking: Booking, answer: string, audience: Audience) => TE.TaskEither<never, string>;

export const makeGiveAnswer =
  (holds: Holds): GiveAnswer =>
  (booking, answer, audience) =>
    booking.answered || booking.owner !== undefined || !audience.isThere()
      ? TE.right(answer)
      : pipe(
          holds.release({ booking, leasedUntil: 0 }, { ...booking, answered: true }),
          TE.matchE(
            () => TE.right(answer),
            () => TE.right(answer),
          ),
        );
