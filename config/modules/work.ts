import { ContainerModule } from 'inversify';
import { makeSettleBooking } from '../../application/shipping/settle-booking.js';
import { makeBell } from '../../application/work/bell.js';
import { makeFindSubjects } from '../../application/work/find-subjects.js';
import { makeRunJob } from '../../application/work/run-job.js';
import { makeRunner } from '../../application/work/runner.js';
import { makeShowWork } from '../../application/work/show-work.js';
import { makeSubjects } from '../../application/work/subjects.js';
import { Token } from '../tokens.js';

/** What goes on after the request that caused it. */
export const work = new ContainerModule(({ bind }) => {
  bind(Token.bell).toResolvedValue(makeBell, []).inSingletonScope();
  bind(Token.subjects)
    .toResolvedValue(
      (bookings, holds, errands, bell, chance) => makeSubjects({ bookings, holds, errands, bell, chance }),
      [Token.bookings, Token.holds, Token.errands, Token.bell, Token.chance],
    )
    .inSingletonScope();
  bind(Token.settleBooking)
    .toResolvedValue(
      (bookings, holds, lapse, turns, resume, clock, chance, log, settings) =>
        makeSettleBooking({
          ...{ bookings, holds, lapse, turns, resume, clock, chance, log },
          deadline: settings.booking.buyDeadline,
          retry: settings.work.retry,
        }),
      [
        Token.bookings,
        Token.holds,
        Token.lapse,
        Token.turns,
        Token.resumeBooking,
        Token.clock,
        Token.chance,
        Token.log,
        Token.settings,
      ],
    )
    .inSingletonScope();
  bind(Token.runJob)
    .toResolvedValue(
      (subjects, table, clock, chance, log, metrics, owner, settings) =>
        makeRunJob({ subjects, handlers: table, clock, chance, log, metrics, owner, rules: settings.work }),
      [
        Token.subjects,
        Token.handlers,
        Token.clock,
        Token.chance,
        Token.log,
        Token.metrics,
        Token.owner,
        Token.settings,
      ],
    )
    .inSingletonScope();
  bind(Token.runner)
    .toResolvedValue(
      (
        bookings,
        errands,
        desks,
        table,
        bell,
        runJob,
        settleBooking,
        lapse,
        turns,
        clock,
        chance,
        log,
        metrics,
        owner,
        settings,
      ) =>
        makeRunner({
          ...{ bookings, errands, desks, handlers: table, bell, runJob, settleBooking, lapse, turns },
          ...{ clock, chance, log, metrics, owner, rules: settings.work },
        }),
      [
        Token.bookings,
        Token.errands,
        Token.desks,
        Token.handlers,
        Token.bell,
        Token.runJob,
        Token.settleBooking,
        Token.lapse,
        Token.turns,
        Token.clock,
        Token.chance,
        Token.log,
        Token.metrics,
        Token.owner,
        Token.settings,
      ],
    )
    .inSingletonScope();
  bind(Token.showWork)
    .toResolvedValue(
      (bookings, errands, subjects, desks, holds, clock) =>
        makeShowWork({
          ...{ bookings, errands, subjects, holds, clock },
          findSubjects: makeFindSubjects({ bookings, errands, desks }),
        }),
      [Token.bookings, Token.errands, Token.subjects, Token.desks, Token.holds, Token.clock],
    )
    .inSingletonScope();
});
