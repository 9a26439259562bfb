import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { AccountId } from '../domain/account.js';
import type { Explanation } from '../domain/explanation.js';
import type { Authenticate } from './access/authenticate.js';
import type { ManageKeys } from './access/manage-keys.js';
import type { Desks } from './ports/desks.js';
import type { Journal } from './ports/journal.js';
import type { Unavailable } from './ports/unavailable.js';
import type { BookShipment } from './shipping/book-shipment.js';
import type { CancelShipment } from './shipping/cancel-shipment.js';
import type { FindLabel } from './shipping/find-label.js';
import type { PrintLabel } from './shipping/print-label.js';
import type { OfferShipping } from './shipping/offer-shipping.js';
import type { SettleParked } from './shipping/settle-parked.js';
import type { ShowBookings } from './shipping/show-bookings.js';
import type { TrackParcel } from './shipping/track-parcel.js';
import type { TakeNotice } from './tracking/take-notice.js';
import type { ListUnknown } from './tracking/unknown-parcels.js';
import type { ShowWork } from './work/show-work.js';
import type { PurgeBookings } from './upkeep/purge-bookings.js';

/** Every use case by name: all that a driving adapter is given. */
export type Hub = {
  readonly authenticate: Authenticate;
  readonly keys: ManageKeys;
  readonly desks: Desks;

  readonly offerShipping: OfferShipping;
  readonly bookShipment: BookShipment;
  readonly cancelShipment: CancelShipment;
  readonly findLabel: FindLabel;
  readonly printLabel: PrintLabel;
  readonly trackParcel: TrackParcel;
  readonly takeNotice: TakeNotice;
  /** Parcels that carriers told of, and that are none of ours. */
  readonly unknownParcels: ListUnknown;

  /** Why requests under this id got the offers that they got, oldest first. */
  readonly explainOffers: (account: AccountId, requestId: string) => TaskEither<Unavailable, readonly Explanation[]>;
  readonly bookings: ShowBookings;
  readonly settleParked: SettleParked;
  readonly work: ShowWork;

  readonly purgeBookings: PurgeBookings;

  /** An exchange that a driving adapter had with the outside. */
  readonly recordExchange: Journal['record'];
  /** Whether storage answers. */
  readonly isReady: TaskEither<Unavailable, void>;
};
