import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Instant } from '../../domain/time.js';
import type { Unavailable } from './unavailable.js';

/** All that a label says. Text is the parties' own, in any script and of any length. */
export type LabelContent = {
  /** Lines in the order of the party's own country, the country's name last; no empty ones. */
  readonly sender: readonly string[];
  readonly receiver: readonly string[];
  readonly carrierName: string;
  readonly serviceName: string;
  /** Grams. */
  readonly weight: number;
  readonly orderReference: string;
  /** Which parcel of its order this is, from 1. */
  readonly parcelNumber: number;
  readonly leg: 'outbound' | 'return';
  readonly routingCode?: string;
  /** GS1 SSCC, 18 digits without the (00), or UPU S10, 13 characters; the check digit included in both. */
  readonly number: string;
  /** Stands in the document's properties, so that the same content gives the same bytes. */
  readonly plannedAt: Instant;
};

/** Draws labels of the house's own carriers. A carrier that brings a label of its own needs no press. */
export interface LabelPress {
  /** A one-page PDF of 4 x 6 inches. The same content gives the same bytes, in any process of one release. */
  readonly draw: (content: LabelContent) => TaskEither<Unavailable, Uint8Array>;
}
