import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Booking } from '../../domain/booking.js';
import { overtaken, type Overtaken } from '../ports/overtaken.js';
import type { Unavailable } from '../ports/unavailable.js';
import type { Holds } from './hold.js';
import type { Audience } from './shared-runs.js';

/** Whom a stored answer is for. */
export type Recipient = {
  readonly audience: Audience;
  /** Whether the booking is the request's own, and not one with another offer that it joins. */
  readonly isOwn: boolean;
};

/**
 * Gives the answer of a booked booking, and puts down that somebody was there to take it: who asks with another offer from
 * then on has another parcel. That this cannot be put down does not keep a request from its own answer. One that joins
 * must be the first to be given it; else it is overtaken.
 */
export type GiveAnswer = (
  booking: Booking,
  answer: string,
  recipient: Recipient,
) => TE.TaskEither<Overtaken | Unavailable, string>;

export const makeGiveAnswer =
  (holds: Holds): GiveAnswer =>
  (booking, answer, { audience, isOwn }) => {
    if (booking.answered) return isOwn ? TE.right(answer) : TE.left(overtaken);
    if (!audience.isThere()) return TE.right(answer);
    return pipe(
      holds.release({ booking, leasedUntil: 0 }, { ...booking, answered: true }),
      TE.matchE(
        (failure) => (isOwn ? TE.right(answer) : TE.left(failure)),
        () => TE.right(answer),
      ),
    );
  };
