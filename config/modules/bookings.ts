import { ContainerModule } from 'inversify';
import { makeBookShipment } from '../../application/shipping/book-shipment.js';
import { makeBuyLegs } from '../../application/shipping/buy-legs.js';
import { makeCancelShipment } from '../../application/shipping/cancel-shipment.js';
import { makeDraftBooking } from '../../application/shipping/draft-booking.js';
import { makeGiveAnswer } from '../../application/shipping/give-answer.js';
import { makeFinishBooking } from '../../application/shipping/finish-booking.js';
import { makeHolds } from '../../application/shipping/hold.js';
import { makeLapse } from '../../application/shipping/lapse.js';
import { makePlanBooking } from '../../application/shipping/plan-booking.js';
import { makeResumeBooking } from '../../application/shipping/resume-booking.js';
import { makeCancelLegs, makeSettleCancel } from '../../application/shipping/settle-cancel.js';
import { makeSharedRuns } from '../../application/shipping/shared-runs.js';
import { makeTurns } from '../../application/shipping/turns.js';
import { Token } from '../tokens.js';

/** The booking protocol: claim, buy, finish, resume, cancel. */
export const bookings = new ContainerModule(({ bind }) => {
  bind(Token.turns).toResolvedValue(makeTurns, []).inSingletonScope();
  bind(Token.holds)
    .toResolvedValue(
      (store, clock, chance, owner, settings) =>
        makeHolds({ bookings: store, clock, chance, owner, lease: settings.booking.lease }),
      [Token.bookings, Token.clock, Token.chance, Token.owner, Token.settings],
    )
    .inSingletonScope();
  bind(Token.lapse)
    .toResolvedValue(
      (store, clock, owner, settings) => makeLapse({ bookings: store, clock, owner, lease: settings.booking.lease }),
      [Token.bookings, Token.clock, Token.owner, Token.settings],
    )
    .inSingletonScope();
  bind(Token.planBooking)
    .toResolvedValue(
      (places, quoteCarriers, seal, clock, sha256) => makePlanBooking({ places, quoteCarriers, seal, clock, sha256 }),
      [Token.places, Token.quoteCarriers, Token.seal, Token.clock, Token.sha256],
    )
    .inSingletonScope();
  bind(Token.draftBooking)
    .toResolvedValue(
      (chance, clock, sha256) => makeDraftBooking({ chance, clock, sha256 }),
      [Token.chance, Token.clock, Token.sha256],
    )
    .inSingletonScope();
  bind(Token.giveAnswer).toResolvedValue(makeGiveAnswer, [Token.holds]).inSingletonScope();
  bind(Token.finishBooking)
    .toResolvedValue(
      (holds, labels, press, lines, answers, giveAnswer, clock, log) =>
        makeFinishBooking({ holds, labels, press, lines, answers, giveAnswer, clock, log }),
      [Token.holds, Token.labels, Token.press, Token.lines, Token.answers, Token.giveAnswer, Token.clock, Token.log],
    )
    .inSingletonScope();
  bind(Token.buyLegs)
    .toResolvedValue(
      (holds, clock, log, finish) => makeBuyLegs({ holds, clock, log, finish }),
      [Token.holds, Token.clock, Token.log, Token.finishBooking],
    )
    .inSingletonScope();
  bind(Token.cancelLegs)
    .toResolvedValue(
      (holds, clock, log) => makeCancelLegs({ holds, clock, log }),
      [Token.holds, Token.clock, Token.log],
    )
    .inSingletonScope();
  bind(Token.settleCancel).toResolvedValue(makeSettleCancel, [Token.holds, Token.cancelLegs]).inSingletonScope();
  bind(Token.resumeBooking)
    .toResolvedValue(
      (store, holds, lapse, buyLegs, settleCancel, giveAnswer, clock, chance) =>
        makeResumeBooking({ bookings: store, holds, lapse, buyLegs, settleCancel, giveAnswer, clock, chance }),
      [
        Token.bookings,
        Token.holds,
        Token.lapse,
        Token.buyLegs,
        Token.settleCancel,
        Token.giveAnswer,
        Token.clock,
        Token.chance,
      ],
    )
    .inSingletonScope();
  bind(Token.bookShipment)
    .toResolvedValue(
      (store, past, holds, lapse, turns, plan, draft, buyLegs, resume, giveAnswer, clock, chance, sha256, settings) =>
        makeBookShipment({
          pastNumbers: past.pastNumbers,
          ...{ bookings: store, holds, lapse, turns, plan, draft, buyLegs, resume, giveAnswer },
          ...{ clock, chance, sha256 },
          runs: makeSharedRuns(clock),
          budget: settings.booking.answerBudget,
          buyDeadline: settings.booking.buyDeadline,
        }),
      [
        Token.bookings,
        Token.retirement,
        Token.holds,
        Token.lapse,
        Token.turns,
        Token.planBooking,
        Token.draftBooking,
        Token.buyLegs,
        Token.resumeBooking,
        Token.giveAnswer,
        Token.clock,
        Token.chance,
        Token.sha256,
        Token.settings,
      ],
    )
    .inSingletonScope();
  bind(Token.cancelShipment)
    .toResolvedValue(
      (store, holds, lapse, turns, cancelLegs, settleCancel, clock, chance, settings) =>
        makeCancelShipment({
          ...{ bookings: store, holds, lapse, turns, cancelLegs, settleCancel, clock, chance },
          runs: makeSharedRuns(clock),
          budget: settings.booking.answerBudget,
          deadline: settings.booking.buyDeadline,
        }),
      [
        Token.bookings,
        Token.holds,
        Token.lapse,
        Token.turns,
        Token.cancelLegs,
        Token.settleCancel,
        Token.clock,
        Token.chance,
        Token.settings,
      ],
    )
    .inSingletonScope();
});
