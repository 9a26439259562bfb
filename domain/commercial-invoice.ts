import type { Address } from './address.js';
import type { Booking, Leg } from './booking.js';
import { boughtOf } from './booking.js';
import { customsLines, totalsOf, type CustomsLine, type CustomsSettings, type Declaration } from './customs.js';
import type { Money } from './money.js';
import type { Instant } from './time.js';

/** One side of an invoice: as on the label, and how customs reach it. */
export type InvoiceParty = {
  /** As `AddressLines` writes them. */
  readonly lines: readonly string[];
  readonly phone?: string;
  readonly email?: string;
};

/** All that a commercial invoice says. */
export type InvoiceContent = {
  /** Our reference of the leg. */
  readonly number: string;
  readonly date: Instant;
  readonly order: string;
  readonly trackingCode: string;
  readonly serviceName: string;
  readonly exporter: InvoiceParty;
  readonly importer: InvoiceParty;
  readonly lines: readonly CustomsLine[];
  /** One sum for each currency. */
  readonly totals: readonly Money[];
  /** Of all goods whose weight is known. */
  readonly netGrams: number;
  /** Of the parcel with its packaging. */
  readonly grossGrams: number;
  readonly reason: string;
  readonly incoterm?: string;
  readonly signer?: string;
  readonly itn?: string;
  /** A CN23, which follows the invoice on pages of its own. */
  readonly declaration?: Declaration;
};

type Write = (address: Address) => readonly string[];

type Signer = Pick<CustomsSettings, 'signer'>;

const signerOf = ({ customs }: Booking, settings: Signer): string | undefined => customs?.signer ?? settings.signer;

/** A declaration of a leg's goods; absent where the booking says nothing of them. */
export const declarationOf = (booking: Booking, { plan }: Leg, settings: Signer): Declaration => {
  const lines = customsLines(booking.goods ?? []);
  const signer = signerOf(booking, settings);
  return {
    nature: plan.kind === 'return' ? 'returned' : 'sale',
    lines,
    grams: booking.parcel.grams,
    totals: totalsOf(lines),
    ...(signer !== undefined && { signer }),
    date: booking.createdAt,
  };
};

const partyOf = (address: Address, write: Write): InvoiceParty => ({
  lines: write(address),
  ...(address.phone !== undefined && { phone: address.phone }),
  ...(address.email !== undefined && { email: address.email }),
});

/** What the invoice of a leg says, all of it from the booking and the account's settings. */
export const invoiceOf = (booking: Booking, leg: Leg, settings: CustomsSettings, write: Write): InvoiceContent => {
  const { plan, state } = leg;
  const lines = customsLines(booking.goods ?? []);
  const signer = signerOf(booking, settings);
  const itn = booking.customs?.itn;
  return {
    number: plan.reference,
    date: booking.createdAt,
    order: booking.key.order,
    trackingCode: boughtOf(state)?.trackingCode ?? '',
    serviceName: plan.serviceName,
    exporter: partyOf(plan.from, write),
    importer: partyOf(plan.to, write),
    lines,
    totals: totalsOf(lines),
    netGrams: lines.reduce((sum, { grams = 0 }) => sum + grams, 0),
    grossGrams: booking.parcel.grams,
    reason: plan.kind === 'return' ? settings.returnReason : settings.reason,
    ...(settings.incoterm !== undefined && { incoterm: settings.incoterm }),
    ...(signer !== undefined && { signer }),
    ...(itn !== undefined && { itn }),
    ...(settings.declaration === 'cn23' && { declaration: declarationOf(booking, leg, settings) }),
  };
};
