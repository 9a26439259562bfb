import type { LabelContent, Picture } from '../../../application/ports/label-press.js';
import type { Currency } from '../../../domain/currency.js';
import type { Declaration } from '../../../domain/customs.js';
import type { Money } from '../../../domain/money.js';
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

/** A ring on a fading ground: lines, a curve and greys. */
export const aLogo: Picture = {
  width: 90,
  height: 60,
  ink: Uint8Array.from({ length: 90 * 60 }, (_, dot) => {
    const [x, y] = [(dot % 90) - 45, Math.trunc(dot / 90) - 30];
    const radius = Math.hypot(x, y);
    return radius > 18 && radius < 26 ? 255 : Math.round(((dot % 90) / 90) * 120);
  }),
};

const aud = (minor: bigint): Money => ({ minor, currency: 'AUD' as Currency });

export const aDeclaration: Declaration = {
  nature: 'sale',
  lines: [
    {
      description: 'Cotton T-shirt, black',
      quantity: 2,
      grams: 500,
      hsNumber: '610910',
      origin: 'PT',
      unitValue: aud(39_95n),
      value: aud(79_90n),
    },
    { description: 'Βιβλίο', quantity: 1, grams: 300, hsNumber: '490199', origin: 'GR', value: aud(12_50n) },
  ],
  grams: 1250,
  totals: [aud(92_40n)],
  signer: 'Ana Lee',
  date: instant(1_795_000_000_000),
};
