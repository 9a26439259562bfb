import type { RawItem } from './item.js';
import type { RawAddress } from './places.js';
import type { Instant } from './time.js';

/** What NewStore asks to have offered: one parcel, decoded, and not yet checked against any rule of ours. */
export type OffersRequest = {
  readonly sender: RawAddress;
  readonly receiver: RawAddress;
  readonly deliverables: readonly RawItem[];
  readonly nodeId?: string;
  readonly readyBy: Instant;
  readonly providerRate: string;
  readonly serviceLevel: string;
};
