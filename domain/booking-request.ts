import type { Branded } from './brand.js';
import type { CustomsInfo } from './customs.js';
import type { RawDimensions, RawProduct, RawWeight } from './item.js';
import type { RawAddress } from './places.js';

/** The order's number as shopper and ERP see it. One order may have any number of parcels. */
export type ExternalOrderId = Branded<string, 'ExternalOrderId'>;

export const externalOrderId = (text: string): ExternalOrderId => text as ExternalOrderId;

export const bookingMethods = ['only_shipping', 'only_return', 'shipping_and_return'] as const;
export type BookingMethod = (typeof bookingMethods)[number];

/** The empty packaging of a parcel. */
export type RawPackage = { readonly weight: RawWeight; readonly dimensions?: RawDimensions };

/** What NewStore asks to have booked: one parcel, decoded, and not yet checked against any rule of ours. */
export type BookingRequest = {
  readonly order: ExternalOrderId;
  readonly nodeId?: string;
  readonly carrierCode: string;
  readonly rate: string;
  readonly method: BookingMethod;
  readonly offer?: string;
  readonly sender: RawAddress;
  readonly receiver: RawAddress;
  /** One entry per unit. */
  readonly items: readonly RawProduct[];
  readonly package?: RawPackage;
  readonly customs?: CustomsInfo;
};
