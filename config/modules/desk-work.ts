import { ContainerModule } from 'inversify';
import { makeFindLabel } from '../../application/shipping/find-label.js';
import { makeSettleParked } from '../../application/shipping/settle-parked.js';
import { makeShowBookings } from '../../application/shipping/show-bookings.js';
import { makePrintLabel } from '../../application/shipping/print-label.js';
import { Token } from '../tokens.js';

/** What is done with bookings after they are made: labels, settling, showing. */
export const deskWork = new ContainerModule(({ bind }) => {
  bind(Token.findLabel)
    .toResolvedValue(
      (labels, bookings, desks, press, lines, clock, settings) =>
        makeFindLabel({ labels, bookings, desks, press, lines, clock, validity: settings.labels.validFor }),
      [Token.labels, Token.bookings, Token.desks, Token.press, Token.lines, Token.clock, Token.settings],
    )
    .inSingletonScope();
  bind(Token.printLabel)
    .toResolvedValue(
      (bookings, findLabel, printers, journal, clock) =>
        makePrintLabel({ bookings, findLabel, printers, journal, clock }),
      [Token.showBookings, Token.findLabel, Token.printers, Token.journal, Token.clock],
    )
    .inSingletonScope();
  bind(Token.showBookings)
    .toResolvedValue((bookings, journal) => makeShowBookings({ bookings, journal }), [Token.bookings, Token.journal])
    .inSingletonScope();
  bind(Token.settleParked)
    .toResolvedValue(
      (bookings, holds, turns, resume, clock, settings) =>
        makeSettleParked({
          ...{ bookings, holds, turns, resume, clock },
          deadline: settings.booking.buyDeadline,
        }),
      [Token.bookings, Token.holds, Token.turns, Token.resumeBooking, Token.clock, Token.settings],
    )
    .inSingletonScope();
});
