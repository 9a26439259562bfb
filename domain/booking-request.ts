import type { Branded } from './brand.js';
import type { Canonical } from './fingerprint.js';
import type { PackageOption, RawItem } from './parcel.js';
import type { RawAddress } from './places.js';

/** The order's number as shopper and ERP see it. One order may have any number of parcels. */
export type ExternalOrderId = Branded<string, 'ExternalOrderId'>;

export type BookingMethod = 'only_shipping' | 'only_return' | 'shipping_and_return';

/** What NewStore asks to have booked: one parcel, not yet checked against any rule of ours. */
export type BookingRequest = {
  readonly order: ExternalOrderId;
  readonly nodeId?: string;
  readonly carrierCode: string;
  readonly rate: string;
  readonly method: BookingMethod;
  readonly offer?: string;
  readonly sender: RawAddress;
  readonly receiver: RawAddress;
  readonly items: readonly RawItem[];
  readonly packageOption?: PackageOption;
  /** Parts of the decoded body that only the fingerprint reads, before any default. */
  readonly fingerprinted: {
    readonly identifiers: readonly Canonical[];
    readonly packageOption?: Canonical;
  };
};
