import type { Option } from 'fp-ts/lib/Option.js';
import type { Account, AccountId } from '../../domain/account.js';
import type { TimeZone } from '../../domain/calendar.js';
import type { Catalogue } from '../../domain/catalogue.js';
import type { ParcelDefaults } from '../../domain/parcel.js';
import type { Carrier } from './carrier.js';
import type { Logo } from './label-press.js';
import type { StatusOutlet } from './status-outlet.js';

/** All that serving one account takes: its settings, its carriers, its products. */
export type Desk = {
  readonly account: Account;
  readonly carriers: readonly Carrier[];
  readonly catalogue: Catalogue;
  readonly parcelDefaults: ParcelDefaults;
  /** What the account's own labels bear. */
  readonly logo?: Logo;
  /** Where a fulfilment node hands over; the account's own zone for a node that is not named in the settings. */
  readonly zoneOf: (nodeId: string | undefined) => TimeZone;
  /** Who is told where its parcels are; absent where nobody is. */
  readonly outlet?: StatusOutlet;
};

/** The accounts of this deployment, as the settings say. */
export interface Desks {
  readonly find: (account: AccountId) => Option<Desk>;
  readonly all: readonly Desk[];
}
