import { ContainerModule } from 'inversify';
import { makeTrackParcel } from '../../application/shipping/track-parcel.js';
import { makeApplyNotice } from '../../application/tracking/apply-notice.js';
import { makeAskParcel, makePollParcel } from '../../application/tracking/ask-parcel.js';
import { makeBeginPolling } from '../../application/tracking/begin-polling.js';
import { makeFindParcel } from '../../application/tracking/find-parcel.js';
import { makeMoveParcel } from '../../application/tracking/move-parcel.js';
import { makePollShipped } from '../../application/tracking/poll-shipped.js';
import { makeSeeParcel } from '../../application/tracking/see-parcel.js';
import { makeTakeNotice } from '../../application/tracking/take-notice.js';
import { makeTellStatus } from '../../application/tracking/tell-status.js';
import { makeKeepUnknown, makeListUnknown } from '../../application/tracking/unknown-parcels.js';
import { Token } from '../tokens.js';

/** Parcels that move: reports, notices, polls, and whom they are told. */
export const tracking = new ContainerModule(({ bind }) => {
  bind(Token.findParcel)
    .toResolvedValue((bookings) => makeFindParcel({ bookings }), [Token.bookings])
    .inSingletonScope();
  bind(Token.moveParcel)
    .toResolvedValue(
      (bookings, holds, clock, log, bell) => makeMoveParcel({ bookings, holds, clock, log, bell }),
      [Token.bookings, Token.holds, Token.clock, Token.log, Token.bell],
    )
    .inSingletonScope();
  bind(Token.seeParcel)
    .toResolvedValue((moveParcel, clock) => makeSeeParcel({ moveParcel, clock }), [Token.moveParcel, Token.clock])
    .inSingletonScope();
  bind(Token.askParcel)
    .toResolvedValue((seeParcel) => makeAskParcel({ seeParcel }), [Token.seeParcel])
    .inSingletonScope();
  bind(Token.trackParcel)
    .toResolvedValue(
      (bookings, moveParcel, clock, chance, settings) =>
        makeTrackParcel({ bookings, moveParcel, clock, chance, budget: settings.booking.answerBudget }),
      [Token.bookings, Token.moveParcel, Token.clock, Token.chance, Token.settings],
    )
    .inSingletonScope();
  bind(Token.takeNotice)
    .toResolvedValue(
      (errands, findParcel, clock, chance, sha256, bell) =>
        makeTakeNotice({ errands, findParcel, clock, chance, sha256, bell }),
      [Token.errands, Token.findParcel, Token.clock, Token.chance, Token.sha256, Token.bell],
    )
    .inSingletonScope();
  bind(Token.listUnknown)
    .toResolvedValue((errands) => makeListUnknown({ errands }), [Token.errands])
    .inSingletonScope();
  bind(Token.beginPolling)
    .toResolvedValue(
      (desks, errands, clock, chance, log) => makeBeginPolling({ desks, errands, clock, chance, log }),
      [Token.desks, Token.errands, Token.clock, Token.chance, Token.log],
    )
    .inSingletonScope();
  bind(Token.handlers)
    .toResolvedValue(
      (bookings, errands, findParcel, seeParcel, askParcel, clock, chance, sha256, log) => ({
        push_status: makeTellStatus({ clock, log }),
        apply_notice: makeApplyNotice({
          ...{ findParcel, seeParcel, clock, log },
          keepUnknown: makeKeepUnknown({ errands, clock, chance, sha256 }),
        }),
        poll_parcel: makePollParcel({ bookings, askParcel, clock }),
        poll_shipped: makePollShipped({ errands, findParcel, askParcel, seeParcel, clock, chance, log }),
      }),
      [
        Token.bookings,
        Token.errands,
        Token.findParcel,
        Token.seeParcel,
        Token.askParcel,
        Token.clock,
        Token.chance,
        Token.sha256,
        Token.log,
      ],
    )
    .inSingletonScope();
});
