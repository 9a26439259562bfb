import type { Option } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { LegPlan } from '../../domain/booking.js';
import type { Instant } from '../../domain/time.js';
import type { TrackingReport } from '../../domain/tracking.js';

/** What a carrier says of one parcel. Nothing in it is sure to be there, but by some of it the parcel is found. */
export type Sighting = {
  readonly trackingCode?: string;
  /** In the carrier's books. */
  readonly orderNumber?: string;
  /** Ours of the leg, where the carrier repeats it. */
  readonly reference?: string;
  /** The carrier's own word for where the parcel is; absent where it says only that something changed. */
  readonly word?: string;
  /** Absent where the carrier's text does not say which moment it means. */
  readonly at?: Instant;
};

/** A sighting that the carrier sent by itself. */
export type Notice = Sighting & {
  /** The same for the same notice sent again. */
  readonly key: string;
};

/** The carrier gave no answer that can be used. For how long it is to be left alone its budget of calls knows. */
export type SourceSilent = { readonly _tag: 'SourceSilent'; readonly detail: string };

/** How a carrier is asked for what its notices did not say. Milliseconds. */
export type PollingPlan = {
  /** Between two questions for all that moved; 0: none is asked. */
  readonly interval: number;
  /** After which a parcel that nothing was heard of is asked for by itself. */
  readonly silentAfter: number;
  /** How long after its booking a parcel is asked for at all. */
  readonly upTo: number;
};

/** What a carrier made the number of a leg from. */
export type NumberedLeg = { readonly plan: LegPlan; readonly externalOrder: string; readonly parcelNumber: number };

/** A parcel that is asked for. Where code and number are one text, it has no code of the courier's. */
export type AskedParcel = {
  readonly trackingCode: string;
  readonly orderNumber: string;
  /** For the journal: the shopper's order, and our reference of the leg. */
  readonly order: string;
  readonly reference: string;
};

/** Where one account learns what became of the parcels that one carrier took. */
export interface TrackingSource {
  readonly polling: PollingPlan;
  /**
   * Whether the carrier sent these bytes. `unproven`: no secret is agreed with it, so that a notice is no more than a hint to
   * ask.
   */
  readonly judge: (raw: Uint8Array, signature: string | undefined) => 'genuine' | 'forged' | 'unproven';
  /** None where a body is no notice, or names no parcel. */
  readonly noticeIn: (body: unknown) => Option<Notice>;
  /** What a word of the carrier's means; none where it means nothing to us. */
  readonly reportOf: (word: string) => Option<TrackingReport>;
  /** The number of the leg in the carrier's books. */
  readonly orderNumberOf: (leg: NumberedLeg) => string;
  /** All that the carrier says of the parcel, oldest first where it says when; nothing where it does not know it. */
  readonly look: (parcel: AskedParcel) => TaskEither<SourceSilent, readonly Sighting[]>;
  /** A page, from 1, of the parcels of which something changed since then, other senders' included. */
  readonly movedSince: (
    since: Instant,
    page: number,
  ) => TaskEither<SourceSilent, { readonly sightings: readonly Sighting[]; readonly hasMore: boolean }>;
}
