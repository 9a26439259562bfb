import type { AccountId } from './account.js';
import type { ParcelNote } from './parcel.js';
import type { DeclineReason } from './quote.js';
import type { Instant } from './time.js';

/** Where a price is from that is not the carrier's own; `since`: when the carrier gave it. */
export type ExplainedStandIn = {
  readonly basis: 'last_known' | 'rate_card';
  readonly since?: string;
  readonly service?: string;
  readonly why: string;
};

/** One service in an explanation: the price that it was offered for, or why it was not. Money as decimal text. */
export type ExplainedService =
  | {
      readonly service: string;
      readonly outcome: 'offered';
      readonly price: string;
      readonly currency: string;
      /** Those that are not `included` add up to the price, but in explanations of earlier releases, which have no rounding. */
      readonly lines: readonly { readonly label: string; readonly amount: string; readonly included?: true }[];
      readonly startsAt: string;
      readonly endsAt: string;
      readonly standIn?: ExplainedStandIn;
    }
  | { readonly service: string; readonly outcome: 'declined'; readonly reason: DeclineReason };

export type ExplainedCarrier = {
  readonly carrier: string;
  /** Milliseconds until the carrier answered, failed, or was left behind. */
  readonly took: number;
  readonly outcome: 'answered' | 'failed' | 'late';
  readonly detail?: string;
  readonly services: readonly ExplainedService[];
};

/** Why one request for offers got what it got. No name, street, phone or e-mail; country, state and postcode at most. */
export type Explanation = {
  readonly account: AccountId;
  readonly requestId: string;
  readonly at: Instant;
  readonly took: number;
  readonly providerRate: string;
  readonly serviceLevel?: string;
  readonly from: ExplainedPlace;
  readonly to: ExplainedPlace;
  readonly parcel?: {
    readonly grams: number;
    readonly lengthMm: number;
    readonly widthMm: number;
    readonly heightMm: number;
    readonly notes: readonly ParcelNote[];
  };
  /** Services that the request's codes lead to, as `carrier/service`. */
  readonly selected: readonly string[];
  readonly selection: 'chosen' | 'everything' | 'unmatched';
  readonly carriers: readonly ExplainedCarrier[];
  /** `offers`, or the type of the error that was answered. */
  readonly answer: string;
  readonly faults: readonly { readonly field: string; readonly rule: string }[];
  readonly offered: number;
};

export type ExplainedPlace = { readonly country?: string; readonly state?: string; readonly postcode?: string };
