import type { LabelContent } from '../../../application/ports/label-press.js';
import { instant } from '../../../domain/time.js';

/** An everyday parcel between two made-up Australian parties. */
export const labelContent = (changes: Partial<LabelContent> = {}): LabelContent => ({
  sender: ['Harbour & Pine', 'Shop 4, 118 King Street', 'NEWTOWN NSW 2042', 'Australia'],
  receiver: ['Matilda Okafor', 'Unit 12, 7 Banksia Crescent', 'FREMANTLE WA 6160', 'Australia'],
  carrierName: 'Longshore Courier',
  serviceName: 'Express Next Day',
  weight: 1250,
  orderReference: 'HP-2026-004518',
  parcelNumber: 1,
  leg: 'outbound',
  routingCode: 'PER 6160',
  number: '393123450001234561',
  plannedAt: instant(1_795_000_000_000),
  ...changes,
});
