import type { AccountId } from '../../domain/account.js';
import type { Address, CountryCode } from '../../domain/address.js';
import type { ExternalOrderId } from '../../domain/booking-request.js';
import type { Booking, BookingKey, Bought, Leg, LegPlan, LegState } from '../../domain/booking.js';
import type { Currency } from '../../domain/currency.js';
import type { Money } from '../../domain/money.js';
import type { Parcel } from '../../domain/parcel.js';
import { instant, later } from '../../domain/time.js';
import type { Tracking } from '../../domain/tracking.js';

/** 20 November 2026, 09:00 UTC: when what the builders make has happened. */
export const MORNING = instant(1_795_165_200_000);

export const anAccountId = (id = 'demo'): AccountId => id as AccountId;

export const anOrder = (order = 'order-1'): ExternalOrderId => order as ExternalOrderId;

export const aKey = (over: Partial<BookingKey> = {}): BookingKey => ({
  account: anAccountId(),
  order: anOrder(),
  fingerprint: '1o.0a1b2c3d',
  generation: 1,
  ...over,
});

export const dollars = (minor: number): Money => ({ minor: BigInt(minor), currency: 'AUD' as Currency });

export const anAddress = (over: Partial<Address> = {}): Address => ({
  country: 'AU' as CountryCode,
  state: 'VIC',
  city: 'Melbourne',
  postcode: '3000',
  line1: '1 Collins Street',
  firstName: 'Ada',
  lastName: 'Lovelace',
  ...over,
});

export const aParcel = (over: Partial<Parcel> = {}): Parcel => ({
  grams: 1_250,
  lengthMm: 300,
  widthMm: 200,
  heightMm: 100,
  notes: [{ fact: 'size_from_package' }],
  ...over,
});

export const aPlan = (over: Partial<LegPlan> = {}): LegPlan => ({
  kind: 'outbound',
  reference: 'ls-0001-o',
  capability: 'cap-0001-o',
  service: { carrier: 'house', service: 'standard' },
  serviceName: 'House Standard',
  price: dollars(1_240),
  from: anAddress(),
  to: anAddress({ state: 'NSW', city: 'Sydney', postcode: '2000', line1: '2 George Street' }),
  ...over,
});

export const aLeg = (state: LegState = { _tag: 'Claimed' }, plan: Partial<LegPlan> = {}): Leg => ({
  plan: aPlan(plan),
  state,
});

export const aPurchase = (over: Partial<Bought> = {}): Bought => ({ trackingCode: '003123450000000018', ...over });

export const notMoved: Tracking = { status: 'booked', since: MORNING };

/** A claimed booking of one outbound parcel. */
export const aBooking = (over: Partial<Booking> = {}): Booking => ({
  key: aKey(),
  version: 1,
  writer: 'writer-1',
  owner: 'serve:a',
  kin: '1.0a1b2c3d',
  parcelNumber: 1,
  createdAt: MORNING,
  updatedAt: MORNING,
  parcel: aParcel(),
  legs: [aLeg()],
  notes: [],
  answered: false,
  work: [],
  ...over,
});

/** The same booking in its next version, written by `writer`. */
export const nextOf = (booking: Booking, over: Partial<Booking> = {}): Booking => ({
  ...booking,
  version: booking.version + 1,
  writer: `${booking.writer}+`,
  ...over,
});

/** A leg in each of its states, in the order in which they are declared. */
export const everyState: readonly LegState[] = [
  { _tag: 'Claimed' },
  { _tag: 'Buying', step: 'creating', sentAt: MORNING },
  { _tag: 'Unknown', step: 'printing', sentAt: MORNING },
  { _tag: 'Parked', why: 'more than one found', step: 'creating', sentAt: MORNING },
  { _tag: 'Refused', refusal: { reason: 'too_late', detail: 'já partiu' } },
  { _tag: 'Bought', bought: aPurchase() },
  {
    _tag: 'Booked',
    bought: aPurchase({ trackingUrl: 'https://track.example/1', carrierOrder: 'C-1', routingCode: 'MEL 3' }),
    tracking: notMoved,
  },
  { _tag: 'Cancelling', bought: aPurchase(), tracking: { status: 'in_transit', since: MORNING }, sentAt: MORNING },
  { _tag: 'Booked', bought: aPurchase(), tracking: { ...notMoved, note: { state: 'exception', at: MORNING } } },
  {
    ...{ _tag: 'Booked', bought: aPurchase({ furtherTrackingCodes: ['N-2'] }) },
    tracking: { ...notMoved, further: [{ code: 'N-2', status: 'in_transit', since: MORNING }] },
  },
  { _tag: 'Cancelled', bought: aPurchase(), at: MORNING },
];

/** A booking whose outbound is booked under a tracking code. */
export const bookedWith = (
  trackingCode: string,
  over: Partial<Booking> = {},
  carrierOrder = `C-${trackingCode}`,
): Booking =>
  aBooking({
    legs: [aLeg({ _tag: 'Booked', bought: aPurchase({ trackingCode, carrierOrder }), tracking: notMoved })],
    answer: '{}',
    ...over,
  });

/** A booking that is nth of its order by its key and its number. */
export const nth = (n: number, over: Partial<Booking> = {}): Booking =>
  aBooking({
    key: aKey({ fingerprint: `1o.${n}` }),
    parcelNumber: n,
    createdAt: later(MORNING, n),
    ...over,
  });
