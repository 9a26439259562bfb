import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { AccountId } from '../../domain/account.js';
import type { CountryCode } from '../../domain/address.js';
import type { ExternalOrderId } from '../../domain/booking-request.js';
import type { Booking, Faded, Leg, LegKind, Refusal } from '../../domain/booking.js';
import type { Currency } from '../../domain/currency.js';
import type { Goods } from '../../domain/goods.js';
import type { Money } from '../../domain/money.js';
import type { Instant } from '../../domain/time.js';
import { sideStates, trackingStatuses } from '../../domain/tracking.js';
import { JobDocument, jobDocument, type StoredJob } from './job-document.js';
import { ParcelDocument } from './parcel-document.js';
import { readDocument, record, trusted, Whole, whole, wordOf, type DocumentFault } from './stored.js';

/** Grows with every change of form that an older release would misread. 2: `work`, which it would drop. */
export const BOOKING_DOCUMENT = 2;

type PriceDocument = { readonly minor: string; readonly currency: string };

type LegDocument = Omit<Leg, 'plan'> & {
  readonly plan: Omit<Leg['plan'], 'price'> & { readonly price: PriceDocument };
};

type GoodsDocument = Omit<Goods, 'value'> & { readonly value?: PriceDocument };

/** A booking as it is stored: JSON's types alone, money in decimal text. */
export type BookingDocument = Omit<Booking, 'legs' | 'owner' | 'goods' | 'work'> & {
  readonly owner?: string;
  readonly goods?: readonly GoodsDocument[];
  readonly docVersion: typeof BOOKING_DOCUMENT;
  readonly legs: readonly LegDocument[];
  /** Absent where there is none, and in bookings of earlier releases. */
  readonly work?: readonly StoredJob[];
};

const legKinds: readonly LegKind[] = ['outbound', 'return'];

const fadings: readonly Faded[] = ['labels', 'persons'];

const reasons: readonly Refusal['reason'][] = [
  'not_served',
  'sender_not_served',
  'address',
  'sender_address',
  'customs',
  'configuration',
  'too_late',
  'not_supported',
  'other',
];

const Moment = whole<Instant>();

const Address = record(
  { country: trusted<CountryCode>(t.string) },
  {
    state: t.string,
    city: t.string,
    postcode: t.string,
    line1: t.string,
    line2: t.string,
    company: t.string,
    firstName: t.string,
    lastName: t.string,
    email: t.string,
    phone: t.string,
  },
);

const Bought = record(
  { trackingCode: t.string },
  {
    trackingUrl: t.string,
    carrierOrder: t.string,
    furtherTrackingCodes: t.readonlyArray(t.string),
    manifested: t.boolean,
    routingCode: t.string,
  },
);
const place = { status: wordOf(trackingStatuses), since: Moment };
const Tracking = record(place, {
  note: t.strict({ state: wordOf(sideStates), at: Moment }),
  further: t.readonlyArray(t.strict({ code: t.string, ...place })),
});
const mark = { step: t.string, sentAt: Moment };

const LegState = t.union([
  t.strict({ _tag: t.literal('Claimed') }),
  t.strict({ _tag: t.literal('Buying'), ...mark }),
  t.strict({ _tag: t.literal('Unknown'), ...mark }),
  t.strict({ _tag: t.literal('Parked'), why: t.string, ...mark }),
  t.strict({ _tag: t.literal('Refused'), refusal: t.strict({ reason: wordOf(reasons), detail: t.string }) }),
  t.strict({ _tag: t.literal('Bought'), bought: Bought }),
  t.strict({ _tag: t.literal('Booked'), bought: Bought, tracking: Tracking }),
  t.strict({ _tag: t.literal('Cancelling'), bought: Bought, tracking: Tracking, sentAt: Moment }),
  record({ _tag: t.literal('Cancelled'), bought: Bought, at: Moment }, { courierUntold: t.literal(true) }),
]);

const Price = t.strict({ minor: Whole, currency: trusted<Currency>(t.string) });

const LegCodec = t.strict({
  plan: record(
    {
      kind: wordOf(legKinds),
      reference: t.string,
      capability: t.string,
      service: t.strict({ carrier: t.string, service: t.string }),
      serviceName: t.string,
      price: Price,
      from: Address,
      to: Address,
    },
    { orderNumber: t.string, invoice: t.string, carrierName: t.string },
  ),
  state: LegState,
});

const GoodsCodec = record(
  { quantity: t.Int },
  {
    sku: t.string,
    grams: t.number,
    value: Price,
    customs: t.strict({ description: t.string, hsNumber: t.string, originCountry: t.string }),
  },
);

const LegList = t.readonlyArray(LegCodec);

/** One or two. Not a union of tuples: io-ts reads two legs as one and drops the second. */
const Legs = new t.Type<Booking['legs'], unknown>(
  'Legs',
  (value): value is Booking['legs'] => LegList.is(value) && (value.length === 1 || value.length === 2),
  (value, context) =>
    E.flatMap(LegList.validate(value, context), ([first, second, ...more]): t.Validation<Booking['legs']> => {
      if (first === undefined || more.length > 0) return t.failure(value, context);
      return t.success(second === undefined ? [first] : [first, second]);
    }),
  (legs) => legs,
);

const BookingCodec = record(
  {
    key: t.strict({
      account: trusted<AccountId>(t.string),
      order: trusted<ExternalOrderId>(t.string),
      fingerprint: t.string,
      generation: whole<number>(),
    }),
    version: whole<number>(),
    writer: t.string,
    kin: t.string,
    parcelNumber: whole<number>(),
    createdAt: Moment,
    updatedAt: Moment,
    parcel: ParcelDocument,
    legs: Legs,
    notes: t.readonlyArray(t.string),
    answered: t.boolean,
  },
  {
    owner: t.string,
    goods: t.readonlyArray(GoodsCodec),
    customs: record({}, { signer: t.string, itn: t.string }),
    style: record({}, { returnText: t.string, logo: t.string, cn22: t.literal(true), signer: t.string }),
    answer: t.string,
    joinedBy: t.readonlyArray(t.string),
    suspectedDuplicateOf: t.string,
    work: t.readonlyArray(JobDocument),
    settle: t.strict({ attempts: whole<number>(), due: Moment, why: t.string }),
    faded: wordOf(fadings),
  },
);

const priceDocument = ({ minor, currency }: Money): PriceDocument => ({ minor: minor.toString(), currency });

const legDocument = ({ plan, state }: Leg): LegDocument => ({
  plan: { ...plan, price: priceDocument(plan.price) },
  state,
});

const goodsDocument = ({ value, ...rest }: Goods): GoodsDocument =>
  value === undefined ? rest : { ...rest, value: priceDocument(value) };

export const toDocument = ({ owner, goods, legs, work, ...rest }: Booking): BookingDocument => ({
  docVersion: BOOKING_DOCUMENT,
  ...rest,
  ...(owner === undefined ? {} : { owner }),
  ...(goods === undefined ? {} : { goods: goods.map(goodsDocument) }),
  legs: legs.map(legDocument),
  ...(work.length === 0 ? {} : { work: work.map(jobDocument) }),
});

/** Reads what `toDocument` made, by this release or an earlier one. */
export const fromDocument = (document: unknown): E.Either<DocumentFault, Booking> =>
  E.map(({ work = [], ...booking }: t.TypeOf<typeof BookingCodec>): Booking => ({
    ...booking,
    owner: booking.owner,
    work,
  }))(readDocument(BookingCodec, BOOKING_DOCUMENT, document));
