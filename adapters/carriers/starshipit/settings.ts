import type { BusinessDays, DeliveryHours, MinuteOfDay, Transit } from '../../../domain/calendar.js';
import type { PollingPlan } from '../../../application/ports/tracking-source.js';
import type { Currency } from '../../../domain/currency.js';

export const STARSHIPIT = 'starshipit';

/** One courier service as the account offers it. */
export type StarshipitService = {
  /** Ours: what the account's tables and NewStore name. */
  readonly code: string;
  readonly name: string;
  /** Starshipit's word for the courier: `AusPost`. */
  readonly carrier: string;
  /** The courier's own code. Several services may share one. */
  readonly serviceCode: string;
  /** Tells services of one code apart in Starshipit's answers, where that is needed. */
  readonly serviceName?: string;
  readonly signatureRequired: boolean;
  /** Business days that the courier takes: Starshipit does not say. */
  readonly transit: Transit;
};

/** What a sender address is completed with where a request leaves it out. */
export type SenderDefaults = {
  readonly name?: string;
  readonly company?: string;
  readonly email?: string;
  readonly phone?: string;
};

export type Fallback =
  | { readonly _tag: 'None' }
  /** The last answer for the same route and parcel, if it is no older than this. */
  | { readonly _tag: 'LastKnown'; readonly maxAge: number }
  /** The price of a service of the account's rate card, by the code of one's own. */
  | { readonly _tag: 'RateCard'; readonly services: ReadonlyMap<string, string> };

/** How one account uses Starshipit. Durations are milliseconds. */
export type StarshipitSettings = {
  readonly carrier: typeof STARSHIPIT;
  readonly apiKey: string;
  readonly subscriptionKey: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Of the subscription key, for all processes together. */
  readonly callsPerSecond: number;
  /** Of all prices, where an answer does not say. */
  readonly currency: Currency;
  readonly services: readonly StarshipitService[];
  readonly quotes: 'deliveryservices' | 'rates';
  /** How long an answer stands for the same route and parcel. */
  readonly quoteCache: number;
  /** How long offers wait for Starshipit. */
  readonly quoteTimeout: number;
  /** What stands in for prices that Starshipit does not give in time. */
  readonly fallback: Fallback;
  readonly senderDefaults: SenderDefaults;
  /** How long a print may take, the wait for its tracking number included. */
  readonly labelWait: number;
  readonly settleDelay: number;
  readonly cancelPrinted: 'archive' | 'refuse';
  readonly adoptUnshipped: boolean;
  readonly returnAddresses: 'as_outbound' | 'as_travelled';
  readonly noTrackingNumber: 'wait' | 'use_order_number';
  readonly cutOff: MinuteOfDay;
  readonly hours: DeliveryHours;
  readonly businessDays: BusinessDays;
  /** Without a secret a webhook proves nothing, and only makes Longshore ask. */
  readonly tracking: PollingPlan & { readonly webhookSecret?: string };
};
