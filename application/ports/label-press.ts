import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { InvoiceContent } from '../../domain/commercial-invoice.js';
import type { Declaration } from '../../domain/customs.js';
import type { Instant } from '../../domain/time.js';
import type { LabelFormat } from './labels.js';
import type { Unavailable } from './unavailable.js';

/** A picture in shades of grey: rows of dots from the top left corner, a byte each, 0 for bare paper and 255 for black. */
export type Picture = { readonly width: number; readonly height: number; readonly ink: Uint8Array };

/** A picture that a booking can name without keeping it. */
export type Logo = Picture & { readonly digest: string };

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
  /** The account's own. */
  readonly logo?: Picture;
  /** What to do with a parcel that cannot be delivered, in the account's words. */
  readonly returnText?: string;
  /** A CN22, which follows the label on a page of its own. */
  readonly declaration?: Declaration;
};

/** Draws labels of the house's own carriers, and papers for customs. A carrier that brings a label of its own needs no press. */
export interface LabelPress {
  /**
   * A label of 4 x 6 inches: PDF and ZPL with a further page for a declaration, PNG of the label alone. The same content
   * gives the same bytes, in any process of one release.
   */
  readonly draw: (content: LabelContent, format: LabelFormat) => TaskEither<Unavailable, Uint8Array>;
  /** A PDF of A4 pages, and of A5 ones for a CN23. The same content gives the same bytes, as for `draw`. */
  readonly drawInvoice: (content: InvoiceContent) => TaskEither<Unavailable, Uint8Array>;
}
