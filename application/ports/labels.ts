import type { Option } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { BookingKey, LegKind } from '../../domain/booking.js';
import type { Instant } from '../../domain/time.js';
import type { Unavailable } from './unavailable.js';

/** ZPL and PNG are made for printers of so many dots to the inch. */
export const labelFormats = ['pdf', 'zpl-203', 'zpl-300', 'png-203', 'png-300'] as const;
export type LabelFormat = (typeof labelFormats)[number];

/**
 * A label, or a commercial invoice, as it is served for ever. Whether it may be served is its booking's to say, and the plan
 * of its leg says which of the two its capability is.
 */
export type StoredLabel = {
  readonly capability: string;
  readonly format: LabelFormat;
  readonly bytes: Uint8Array;
  readonly booking: BookingKey;
  readonly leg: LegKind;
  readonly storedAt: Instant;
};

export interface Labels {
  /** The first label of a capability and format stays; a later one is dropped. Durable when it answers. */
  readonly keep: (label: StoredLabel) => TaskEither<Unavailable, void>;
  readonly find: (capability: string, format: LabelFormat) => TaskEither<Unavailable, Option<StoredLabel>>;
}
