import { isZero, negated, plus, ZERO, type Decimal } from './decimal.js';
import { moneyAmount, type Money } from './money.js';
import type { PriceLine } from './tariff.js';

/** A line of a bill. One that is `included` is part of the others: the bill adds up without it. */
export type BillLine = { readonly label: string; readonly amount: Decimal; readonly included?: true };

/** What the rounding of a price is called among its lines. */
export const ROUNDING = 'Rounding';

/** How a price came about, as a bill: all lines that are not included add up to the price exactly. */
export const billOf = (lines: readonly PriceLine[], price: Money): readonly BillLine[] => {
  if (lines.length === 0) return [];
  const added = lines.filter(({ kind }) => kind !== 'tax_included');
  const sum = added.reduce((total, { amount }) => plus(total, amount), ZERO);
  const rounding = plus(moneyAmount(price), negated(sum));
  return [
    ...added.map(({ name, amount }) => ({ label: name, amount })),
    ...(isZero(rounding) ? [] : [{ label: ROUNDING, amount: rounding }]),
    ...lines
      .filter(({ kind }) => kind === 'tax_included')
      .map(({ name, amount }) => ({ label: name, amount, included: true as const })),
  ];
};
