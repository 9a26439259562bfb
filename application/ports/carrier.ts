import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { ServiceRef } from '../../domain/account.js';
import type { Bought, LegPlan, Refusal } from '../../domain/booking.js';
import type { Goods } from '../../domain/goods.js';
import type { Parcel } from '../../domain/parcel.js';
import type { Decline, Quote, QuoteRequest } from '../../domain/quote.js';
import type { TrackingSource } from './tracking-source.js';
import type { Overtaken } from './overtaken.js';
import type { Unavailable } from './unavailable.js';

/** What a carrier is told of a leg: the same words at every call, so that it can find what it did before. */
export type CarrierOrder = {
  readonly plan: LegPlan;
  readonly parcel: Parcel;
  readonly goods: readonly Goods[];
  readonly externalOrder: string;
  readonly parcelNumber: number;
  /** Of the request that makes this call, for the carrier's own traces. */
  readonly requestId: string;
  /** Nobody waits for it: where calls are rationed, those of requests go first. */
  readonly isUnhurried?: true;
};

/** The carrier's clear no: nothing was bought. */
export type CarrierRefused = { readonly _tag: 'CarrierRefused'; readonly refusal: Refusal };

/** Anything but a clear answer: it may have happened. `detail` has no secret and no address in it. */
export type CarrierSilent = { readonly _tag: 'CarrierSilent'; readonly detail: string };

/**
 * What the carrier has under our words contradicts itself or is somebody else's: nothing more is done before an operator has
 * looked. `why` has no secret and no address in it.
 */
export type CarrierUnclear = { readonly _tag: 'CarrierUnclear'; readonly why: string };

/** The paid step is surely not done, and never will be by the call that was sent: it may be done now, without waiting. */
export type NothingBought = { readonly _tag: 'NothingBought'; readonly why: string };

/** Why a step was not sent at all. */
export type NotSent = Overtaken | Unavailable;

/** Stands between a carrier and each call that costs money. */
export interface Till {
  /**
   * Writes durably that `step` is about to be sent, then runs `call`, in the same tick as the check that the booking is
   * still this process's. A `NotSent` left means that `call` was not run. `orderNumber`, where given, is written with the
   * mark into the leg's plan, and every later call is told it.
   */
  readonly pay: <E, A>(step: string, call: TaskEither<E, A>, orderNumber?: string) => TaskEither<E | NotSent, A>;
}

/** A label as the carrier made it, or what ours must say where the carrier has none. */
export type CarrierLabel =
  | { readonly _tag: 'Printed'; readonly pdf: Uint8Array }
  | { readonly _tag: 'ToDraw'; readonly carrierName: string; readonly number: string; readonly routingCode?: string };

/** What a cancel came to. `courierUntold`: the courier who carries the parcel knows nothing of it; a person must tell it. */
export type Cancelled = { readonly courierUntold: boolean };

/** One carrier as one account uses it. */
export interface Carrier {
  readonly id: string;
  /**
   * The carrier's name on labels that we draw for it, in words for `CarrierLabel`'s `ToDraw`; absent where it brings its
   * own.
   */
  readonly nameOnLabels?: string;
  readonly services: readonly { readonly ref: ServiceRef; readonly name: string }[];
  /** Milliseconds that offers wait for this carrier; the deadline of all of them where it has none of its own. */
  readonly quoteTimeout: number | undefined;
  /** How long after a paid call was sent a "not found" may still be wrong, in milliseconds. */
  readonly settleDelay: number;
  /** The step that `book` pays for first. */
  readonly firstStep: string;
  /** Whether each of its calls is in the journal already: then what `book` or `find` came to is not entered once more. */
  readonly journalsItsCalls?: true;
  /** An answer for every service that is asked for. */
  readonly quote: (
    request: QuoteRequest,
    services: readonly ServiceRef[],
  ) => TaskEither<CarrierSilent, readonly (Quote | Decline)[]>;
  /** Whether this can be a number that the carrier gave: what an operator types is not believed unseen. */
  readonly isNumber: (text: string) => boolean;
  /**
   * Buys one leg. Every call that costs money goes through the till. Silence before the first call through the till is
   * known to have bought nothing.
   */
  readonly book: (
    order: CarrierOrder,
    till: Till,
  ) => TaskEither<CarrierRefused | CarrierSilent | CarrierUnclear | NothingBought | NotSent, Bought>;
  /**
   * Everything that was bought under the order's reference and not cancelled since; more than one is for a person. `step`
   * is the last one whose mark was written. None: not bought, or not visible yet.
   */
  readonly find: (
    order: CarrierOrder,
    step: string,
  ) => TaskEither<CarrierSilent | CarrierUnclear | NothingBought, readonly Bought[]>;
  readonly label: (order: CarrierOrder, bought: Bought) => TaskEither<CarrierSilent, CarrierLabel>;
  /** Cancels what was bought. Cancelled before counts as cancelled. */
  readonly cancel: (order: CarrierOrder, bought: Bought) => TaskEither<CarrierRefused | CarrierSilent, Cancelled>;
  /** Where its parcels are; absent where it cannot say. */
  readonly tracking?: TrackingSource;
}
