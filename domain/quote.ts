import type { ServiceRef } from './account.js';
import type { Address } from './address.js';
import type { LegKind } from './booking.js';
import type { DeliveryWindow, TimeZone } from './calendar.js';
import type { Money } from './money.js';
import type { Parcel } from './parcel.js';
import type { PriceLine } from './tariff.js';
import type { Instant } from './time.js';

/** What a carrier is asked to price: one parcel on one route, ready for hand-over at `readyAt`. */
export type QuoteRequest = {
  readonly from: Address;
  readonly to: Address;
  /** A return comes from the customer: some carriers price it as the way there. */
  readonly leg: LegKind;
  readonly parcel: Parcel;
  readonly readyAt: Instant;
  /** Where the parcel is handed over: its days and hours are the carrier's. */
  readonly zone: TimeZone;
  /** For the carrier's own traces. */
  readonly requestId: string;
  /**
   * Whether nothing is bought by it: then another price will do where the carrier does not give its own, and whoever buys
   * goes first.
   */
  readonly forOffers?: true;
};

/** Where a price is from that the carrier did not give for this request. `why` it did not: for the operator. */
export type StandIn = { readonly why: string } & (
  | { readonly basis: 'last_known'; readonly since: Instant }
  /** The price of this service of the account's rate card. */
  | { readonly basis: 'rate_card'; readonly service: string }
);

/** A service that a carrier would carry the parcel with. */
export type Quote = {
  readonly _tag: 'Quoted';
  readonly service: ServiceRef;
  readonly serviceName: string;
  readonly price: Money;
  /** How the price came about, where the carrier says it; exact, before rounding. */
  readonly lines: readonly PriceLine[];
  readonly window: DeliveryWindow;
  readonly standIn?: StandIn;
};

export type Side = 'sender' | 'receiver';

/** Why a carrier would not carry the parcel with a service. */
export type DeclineReason =
  | { readonly _tag: 'NotServed' }
  /** The carrier does not fetch from where the parcel starts. */
  | { readonly _tag: 'SenderNotServed' }
  | { readonly _tag: 'PartMissing'; readonly side: Side; readonly part: 'postcode' | 'state' | 'city' }
  /** Grams. */
  | { readonly _tag: 'TooHeavy'; readonly limit: number }
  /** Millimetres of the longest side, or of length and girth. */
  | { readonly _tag: 'TooBig'; readonly limit: number }
  | { readonly _tag: 'Declined'; readonly detail: string };

export type Decline = { readonly _tag: 'Declined'; readonly service: ServiceRef; readonly reason: DeclineReason };

/** What came of asking one carrier. A carrier that fails, refuses or is late is a fact beside the offers, not a fault. */
export type CarrierOutcome = {
  readonly carrier: string;
  /** Milliseconds. */
  readonly took: number;
  readonly result:
    | { readonly _tag: 'Answered'; readonly services: readonly (Quote | Decline)[] }
    | { readonly _tag: 'Failed'; readonly detail: string }
    | { readonly _tag: 'Late' };
};

export const quotesOf = (outcomes: readonly CarrierOutcome[]): readonly Quote[] =>
  outcomes.flatMap(({ result }) =>
    result._tag === 'Answered' ? result.services.filter((answer) => answer._tag === 'Quoted') : [],
  );

export const declinesOf = (outcomes: readonly CarrierOutcome[]): readonly Decline[] =>
  outcomes.flatMap(({ result }) =>
    result._tag === 'Answered' ? result.services.filter((answer) => answer._tag === 'Declined') : [],
  );
