import * as O from 'fp-ts/lib/Option.js';
import type { Account } from '../domain/account.js';
import { wholeMoney } from '../domain/customs.js';
import type { Currency } from '../domain/currency.js';
import { defaulted, optional, Section, withDefaults, type Decoded } from './setting.js';
import { oneOf, text, valueOf, wholeNumber } from './setting-values.js';

const whole = wholeNumber(203, 300);

/** What label printers have. */
const dotsPerInch = valueOf('203 or 300', (value) =>
  O.filter((dpi: number): dpi is 203 | 300 => dpi === 203 || dpi === 300)(O.getRight(whole.decode(value))),
);

const label = new Section({
  dpi: defaulted(dotsPerInch, 203),
  return_text: optional(text('a text of at most 160 characters', 160)),
  logo: optional(text('the path of a PNG or JPEG file')),
});

/** ICC's Incoterms of 2020. */
const incoterm = oneOf('EXW', 'FCA', 'CPT', 'CIP', 'DAP', 'DPU', 'DDP', 'FAS', 'FOB', 'CFR', 'CIF');

const customs = new Section({
  invoice: defaulted(oneOf('all', 'house', 'none'), 'all'),
  declaration: defaulted(oneOf('none', 'cn22', 'cn23'), 'none'),
  reason: defaulted(text('a few words', 100), 'Sale of goods'),
  return_reason: defaulted(text('a few words', 100), 'Returned goods'),
  incoterm: optional(incoterm),
  signer: optional(text('a name', 100)),
  itn_above_usd: optional(wholeNumber(0, 1_000_000_000, 'US dollars')),
});

/** What an account says of its labels and of its papers for customs. */
export const papersShape = { labels: withDefaults(label), customs: withDefaults(customs) };

type DecodedPapers = Decoded<typeof papersShape>;

const USD = 'USD' as Currency;

/** The account's papers, and where its logo is. */
export const toPapers = ({ labels, customs: told }: DecodedPapers): Pick<Account, 'labels' | 'customs'> => ({
  labels: {
    dpi: labels.dpi,
    ...(labels.return_text !== undefined && { returnText: labels.return_text }),
  },
  customs: {
    ...{ invoice: told.invoice, declaration: told.declaration, reason: told.reason, returnReason: told.return_reason },
    ...(told.incoterm !== undefined && { incoterm: told.incoterm }),
    ...(told.signer !== undefined && { signer: told.signer }),
    ...(told.itn_above_usd !== undefined && { itnAbove: wholeMoney(told.itn_above_usd, USD) }),
  },
});
