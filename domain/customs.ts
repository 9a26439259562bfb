import * as O from 'fp-ts/lib/Option.js';
import type { Address } from './address.js';
import type { Currency } from './currency.js';
import { exponentOf } from './currency.js';
import type { Goods } from './goods.js';
import { addMoney, type Money } from './money.js';
import type { Instant } from './time.js';

/** What one account does about customs; every default is written in `longshore.example.yaml`. */
export type CustomsSettings = {
  /** For whose parcels a commercial invoice is made: every carrier's, or only those that we label ourselves. */
  readonly invoice: 'all' | 'house' | 'none';
  readonly declaration: 'none' | 'cn22' | 'cn23';
  /** Why goods leave, and why they come back, in the words that customs are told. */
  readonly reason: string;
  readonly returnReason: string;
  /** Of ICC's Incoterms. */
  readonly incoterm?: string;
  /** Who signs where a request names nobody. */
  readonly signer?: string;
  /** The largest value of goods of one tariff number that may leave the United States without an ITN. */
  readonly itnAbove?: Money;
};

/** What a request says of a booking for customs. */
export type CustomsInfo = {
  readonly signer?: string;
  /** Internal Transaction Number of the export filing, of the United States. */
  readonly itn?: string;
};

/** One kind of goods as customs are told of it. What nobody knows is absent. */
export type CustomsLine = {
  readonly description: string;
  readonly quantity: number;
  /** Of all units. */
  readonly grams?: number;
  readonly hsNumber?: string;
  /** A code of two letters, as a rule; what was given, else. */
  readonly origin?: string;
  /** Of one unit. */
  readonly unitValue?: Money;
  /** Of all units. */
  readonly value?: Money;
};

/** What a postal declaration (UPU's CN22 and CN23) says. */
export type Declaration = {
  readonly nature: 'sale' | 'returned';
  readonly lines: readonly CustomsLine[];
  /** Of the whole parcel. */
  readonly grams: number;
  /** One sum for each currency, in the order of the lines. */
  readonly totals: readonly Money[];
  readonly signer?: string;
  readonly date: Instant;
};

/** Whether a parcel passes customs and somebody has said what is in it. */
export const isDeclared = (route: { readonly from: Address; readonly to: Address }, goods: readonly Goods[]): boolean =>
  route.from.country !== route.to.country && goods.some(({ customs }) => customs !== undefined);

const timesMoney = ({ minor, currency }: Money, count: number): Money => ({ minor: minor * BigInt(count), currency });

/** A line for each kind of goods; one that nobody has described goes by its SKU. */
export const customsLines = (goods: readonly Goods[]): readonly CustomsLine[] =>
  goods.map(({ sku, quantity, grams, value, customs }) => ({
    description: nonEmpty(customs?.description) ?? sku ?? 'Goods',
    quantity,
    ...(grams !== undefined && { grams: grams * quantity }),
    ...(nonEmpty(customs?.hsNumber) !== undefined && { hsNumber: customs?.hsNumber ?? '' }),
    ...(nonEmpty(customs?.originCountry) !== undefined && { origin: customs?.originCountry ?? '' }),
    ...(value !== undefined && { unitValue: value, value: timesMoney(value, quantity) }),
  }));

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

/** The sum of the lines' values, one for each currency: no sum of two currencies is true. */
export const totalsOf = (lines: readonly CustomsLine[]): readonly Money[] =>
  lines.reduce<readonly Money[]>((totals, { value }) => {
    if (value === undefined) return totals;
    const at = totals.findIndex(({ currency }) => currency === value.currency);
    const before = totals[at];
    const sum = before === undefined ? O.none : addMoney(before, value);
    return O.isSome(sum) ? totals.with(at, sum.value) : [...totals, value];
  }, []);

/** Where the United States' export filing is asked for; what goes to Canada needs none (15 CFR 30.36). */
const FILING_ORIGINS = ['US', 'PR', 'VI'];

/**
 * Whether the parcel must not leave without an ITN: the goods of one tariff number are worth more than the account's limit
 * (15 CFR 30.37(a): 2,500 USD). Only values in the limit's own currency are compared.
 */
export const needsItn = (
  route: { readonly from: Address; readonly to: Address },
  goods: readonly Goods[],
  limit: Money | undefined,
): boolean => {
  const leaves =
    FILING_ORIGINS.includes(route.from.country) &&
    !FILING_ORIGINS.includes(route.to.country) &&
    route.to.country !== 'CA';
  if (limit === undefined || !leaves) return false;
  const lines = customsLines(goods).filter(({ value }) => value?.currency === limit.currency);
  const numbers = new Set(lines.map(({ hsNumber }) => hsNumber));
  return [...numbers].some((number) =>
    totalsOf(lines.filter(({ hsNumber }) => hsNumber === number)).some(({ minor }) => minor > limit.minor),
  );
};

/** So many whole units of a currency. */
export const wholeMoney = (amount: number, currency: Currency): Money => ({
  minor: BigInt(amount) * 10n ** BigInt(exponentOf(currency)),
  currency,
});
