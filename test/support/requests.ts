import type { Account, ServiceRef } from '../../domain/account.js';
import type { BookingRequest } from '../../domain/booking-request.js';
import type { RawProduct } from '../../domain/item.js';
import type { RawAddress } from '../../domain/places.js';
import { DAY } from '../../domain/time.js';
import { anAccountId, anOrder } from './bookings.js';

/** An account that changes nothing of the defaults and maps no rate. */
export const anAccount = (over: Partial<Account> = {}): Account => ({
  id: anAccountId(),
  timeZone: 'Australia/Brisbane',
  nodeTimeZones: new Map(),
  rates: new Map(),
  serviceLevels: new Map(),
  unmatchedRate: 'no_offer',
  expiredOffer: 'rate_anew',
  readyHorizon: 30 * DAY,
  fingerprint: { offerCounts: true, requestIdCounts: false },
  returns: { services: new Map(), onlyReturnSwapsAddresses: true },
  cancelWithReturn: false,
  customs: { invoice: 'all', declaration: 'none', reason: 'Sale of goods', returnReason: 'Returned goods' },
  labels: { dpi: 203 },
  ...over,
});

/** A service as `carrier/service`. */
export const aService = (text: string): ServiceRef => {
  const [carrier = '', service = ''] = text.split('/');
  return { carrier, service };
};

export const aShirt = (over: Partial<RawProduct> = {}): RawProduct => ({
  identifiers: { product_id: '1005404', sku: 'TEE-BLK-M' },
  weight: { amount: 250, unit: 'g' },
  dimensions: { length: 30, width: 20, height: 3, unit: 'cm' },
  price: { amount: 39.95, currency: 'AUD' },
  ...over,
});

export const aStore: RawAddress = {
  country: 'AU',
  state: 'QLD',
  city: 'Brisbane',
  postcode: '4000',
  line1: '12 Queen St',
  company: 'Example Store',
  firstName: 'Example',
  lastName: 'Store',
};

export const aShopper: RawAddress = {
  country: 'AU',
  state: 'NSW',
  city: 'Sydney',
  postcode: '2000',
  line1: '1 Pitt St',
  line2: 'Unit 4',
  firstName: 'Ana',
  lastName: 'Lee',
  email: 'ana@example.com',
  phone: '0400000000',
};

/** Two units of one shirt from Brisbane to Sydney, in a bag of 80 g. */
export const aBookingRequest = (over: Partial<BookingRequest> = {}): BookingRequest => ({
  order: anOrder(),
  nodeId: 'BNE01',
  carrierCode: 'AUSPOST',
  rate: 'AP_EXPRESS',
  method: 'only_shipping',
  offer: 'ls1.offer-1',
  sender: aStore,
  receiver: aShopper,
  items: [aShirt(), aShirt()],
  package: { weight: { amount: 80, unit: 'g' }, dimensions: { length: 32, width: 24, height: 6, unit: 'cm' } },
  ...over,
});
