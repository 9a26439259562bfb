import { ContainerModule } from 'inversify';
import { Token } from '../tokens.js';

export const hub = new ContainerModule(({ bind }) => {
  bind(Token.hub)
    .toResolvedValue(
      (
        authenticate,
        keys,
        desks,
        offerShipping,
        bookShipment,
        cancelShipment,
        findLabel,
        printLabel,
        trackParcel,
        takeNotice,
        unknownParcels,
        explanations,
        bookings,
        settleParked,
        work,
        purgeBookings,
        journal,
        isReady,
      ) => ({
        ...{ authenticate, keys, desks, offerShipping, bookShipment, cancelShipment, findLabel, printLabel },
        ...{ trackParcel, takeNotice, unknownParcels },
        explainOffers: explanations.find,
        ...{ bookings, settleParked, work, purgeBookings },
        recordExchange: journal.record,
        isReady,
      }),
      [
        Token.authenticate,
        Token.manageKeys,
        Token.desks,
        Token.offerShipping,
        Token.bookShipment,
        Token.cancelShipment,
        Token.findLabel,
        Token.printLabel,
        Token.trackParcel,
        Token.takeNotice,
        Token.listUnknown,
        Token.explanations,
        Token.showBookings,
        Token.settleParked,
        Token.showWork,
        Token.purgeBookings,
        Token.journal,
        Token.storageReady,
      ],
    )
    .inSingletonScope();
});
