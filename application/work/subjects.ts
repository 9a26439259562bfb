import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { isFree } from '../../domain/booking.js';
import type { Jobs } from '../../domain/work.js';
import type { Bookings, Written } from '../ports/bookings.js';
import type { Chance } from '../ports/chance.js';
import type { Errand, Errands } from '../ports/errands.js';
import { overtaken, type Overtaken } from '../ports/overtaken.js';
import { unavailable, type Unavailable } from '../ports/unavailable.js';
import type { Holds } from '../shipping/hold.js';
import type { Bell } from './bell.js';
import type { Subject } from './handler.js';

/** What has jobs, whichever kind of aggregate it is. */
export type Subjects = {
  /** As it is stored now; none where it is gone. */
  readonly fresh: (subject: Subject) => TE.TaskEither<Unavailable, O.Option<Subject>>;
  /**
   * The next version, with these jobs. Overtaken: it has become another version, or somebody holds it; nothing was written.
   * An errand lives as long as it has work.
   */
  readonly rewrite: (subject: Subject, jobs: Jobs) => TE.TaskEither<Overtaken | Unavailable, Subject>;
  /** A new errand, once, however often it is sent, and the bell for it: false where it was there already. */
  readonly post: (errand: Omit<Errand, 'version' | 'writer'>) => TE.TaskEither<Unavailable, boolean>;
};

export const jobsOf = (subject: Subject): Jobs =>
  subject._tag === 'Booking' ? subject.booking.work : subject.errand.work;

/** Unique among subjects: the same for all versions of one. */
export const nameOf = (subject: Subject): string => {
  if (subject._tag === 'Booking') return subject.booking.legs[0].plan.reference;
  const { account, topic, id } = subject.errand.key;
  return JSON.stringify([account, topic, id]);
};

/** How a person names it. */
export const handleOf = (subject: Subject): string =>
  subject._tag === 'Booking'
    ? subject.booking.legs[0].plan.reference
    : `${subject.errand.key.topic}/${subject.errand.key.id}`;

type Deps = {
  readonly bookings: Pick<Bookings, 'find'>;
  readonly holds: Pick<Holds, 'release'>;
  readonly errands: Errands;
  readonly bell: Bell;
  readonly chance: Chance;
};

const notArrived = unavailable('errands')('the write did not arrive');

const ofErrand = (errand: Errand): Subject => ({ _tag: 'Errand', errand });

export const makeSubjects = ({ bookings, holds, errands, bell, chance }: Deps): Subjects => {
  /** A lost acknowledgement is told from a lost race by the writer's own id. */
  const readBack = (next: Errand): TE.TaskEither<Overtaken | Unavailable, Subject> =>
    pipe(
      errands.find(next.key),
      TE.flatMap((stored): TE.TaskEither<Overtaken | Unavailable, Subject> => {
        if (O.isNone(stored)) return TE.left(overtaken);
        if (stored.value.writer === next.writer) return TE.right(ofErrand(next));
        return TE.left(stored.value.version >= next.version ? overtaken : notArrived);
      }),
    );

  const replace = (errand: Errand, work: Jobs): TE.TaskEither<Overtaken | Unavailable, Subject> => {
    const next: Errand = { ...errand, version: errand.version + 1, writer: chance.id(), work };
    return pipe(
      errands.replace(next),
      TE.matchE(
        () => readBack(next),
        (outcome) => (outcome === 'written' ? TE.right(ofErrand(next)) : readBack(next)),
      ),
    );
  };

  /** Gone is gone, whoever has removed it. */
  const remove = (errand: Errand): TE.TaskEither<Overtaken | Unavailable, Subject> => {
    const removed: Subject = ofErrand({ ...errand, work: [] });
    return pipe(
      errands.remove(errand),
      TE.orElse((): TE.TaskEither<Unavailable, Written> => TE.right('conflict')),
      TE.flatMap((outcome): TE.TaskEither<Overtaken | Unavailable, Subject> => {
        if (outcome === 'written') return TE.right(removed);
        return pipe(
          errands.find(errand.key),
          TE.flatMap((stored) => {
            if (O.isNone(stored)) return TE.right(removed);
            return TE.left(stored.value.version === errand.version ? notArrived : overtaken);
          }),
        );
      }),
    );
  };

  return {
    fresh: (subject) =>
      subject._tag === 'Booking'
        ? pipe(bookings.find(subject.booking.key), TE.map(O.map((booking): Subject => ({ _tag: 'Booking', booking }))))
        : pipe(errands.find(subject.errand.key), TE.map(O.map(ofErrand))),
    rewrite: (subject, work) => {
      if (subject._tag === 'Errand') return work.length === 0 ? remove(subject.errand) : replace(subject.errand, work);
      const { booking } = subject;
      if (!isFree(booking)) return TE.left(overtaken);
      const hold = { booking, leasedUntil: 0 };
      return pipe(
        holds.release(hold, { ...booking, work }),
        TE.map((): Subject => ({ _tag: 'Booking', booking: hold.booking })),
      );
    },
    post: (draft) => {
      const errand: Errand = { ...draft, version: 1, writer: chance.id() };
      return pipe(
        errands.insert(errand),
        TE.orElse((): TE.TaskEither<Unavailable, Written> => TE.right('conflict')),
        TE.flatMap((outcome) =>
          outcome === 'written'
            ? TE.right(true)
            : pipe(
                errands.find(errand.key),
                TE.flatMap((stored) =>
                  O.isNone(stored) ? TE.left(notArrived) : TE.right(stored.value.writer === errand.writer),
                ),
              ),
        ),
        TE.tapIO(() => bell.ring),
      );
    },
  };
};
