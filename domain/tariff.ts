import * as O from 'fp-ts/lib/Option.js';
import { decimal, dividedBy, larger, plus, times, type Decimal } from './decimal.js';
import { invalid, type Invalid } from './invalid.js';
import { percentOf } from './money.js';
import { chargeAmount, FREIGHT, isCharged, type Consignment, type Surcharge } from './surcharge.js';

/** Up to and with so many grams a parcel costs this much. */
export type WeightBreak = { readonly upTo: number; readonly price: Decimal };

export type RawTariff = {
  readonly breaks: readonly WeightBreak[];
  /** Beyond the last break, for each kilogram, charged by the started step. */
  readonly perKg?: Decimal;
  /** Grams. */
  readonly step: number;
  /** The least that the freight costs. */
  readonly minimum?: Decimal;
};

/** `included`: the card's prices have the tax in them; else it comes on top. */
export type Tax = { readonly name: string; readonly percent: Decimal; readonly included: boolean };

/** One line of how a price came about. A line of kind `tax_included` is part of the others and adds nothing. */
export type PriceLine = {
  readonly kind: 'freight' | 'surcharge' | 'tax' | 'tax_included';
  readonly name: string;
  readonly amount: Decimal;
};

export type Priced = { readonly total: Decimal; readonly lines: readonly PriceLine[] };

/** The prices of one service in one zone, ready for look-up. */
export type Tariff = {
  readonly upTo: readonly number[];
  readonly prices: readonly Decimal[];
  readonly lastGrams: number;
  readonly lastPrice: Decimal;
  readonly step: number;
  readonly perStep?: Decimal;
  readonly minimum?: Decimal;
  readonly surcharges: readonly Surcharge[];
  readonly tax?: Tax;
};

/** Faults, under `field`: `no_price` with neither break nor per-kg price, `breaks_not_ascending`. */
export const tariffFaults = ({ breaks, perKg }: RawTariff, field: string): readonly Invalid[] => {
  if (breaks.length === 0 && perKg === undefined) return [invalid(field, 'no_price')];
  return breaks.flatMap(({ upTo }, place) => {
    const before = breaks[place - 1];
    return before !== undefined && upTo <= before.upTo
      ? [invalid(`${field}.breaks.${place}.up_to`, 'breaks_not_ascending', `more than ${before.upTo} g`)]
      : [];
  });
};

/** Of a raw tariff without faults. */
export const makeTariff = (raw: RawTariff, surcharges: readonly Surcharge[], tax: Tax | undefined): Tariff => {
  const last = raw.breaks.at(-1) ?? { upTo: 0, price: decimal(0n) };
  return {
    upTo: raw.breaks.map(({ upTo }) => upTo),
    prices: raw.breaks.map(({ price }) => price),
    lastGrams: last.upTo,
    lastPrice: last.price,
    step: raw.step,
    surcharges,
    ...(raw.perKg === undefined ? {} : { perStep: times(raw.perKg, decimal(BigInt(raw.step), 3)) }),
    ...(raw.minimum === undefined ? {} : { minimum: raw.minimum }),
    ...(tax === undefined ? {} : { tax }),
  };
};

/** The first break that the weight does not exceed. */
const breakPrice = ({ upTo, prices }: Tariff, grams: number): Decimal | undefined => {
  let [low, high] = [0, upTo.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((upTo[middle] ?? 0) < grams) low = middle + 1;
    else high = middle;
  }
  return prices[low];
};

/** The freight alone. Absent when the weight is beyond the last break and nothing is said of further kilograms. */
export const freightOf = (tariff: Tariff, grams: number): O.Option<Decimal> => {
  const { lastGrams, lastPrice, perStep, step, minimum } = tariff;
  let price = breakPrice(tariff, grams);
  if (price === undefined) {
    if (perStep === undefined) return O.none;
    const steps = Math.ceil((grams - lastGrams) / step);
    price = plus(lastPrice, times(perStep, decimal(BigInt(steps))));
  }
  return O.some(minimum === undefined ? price : larger(price, minimum));
};

const taxLine = ({ name, percent, included }: Tax, total: Decimal): PriceLine => {
  if (!included) return { kind: 'tax', name, amount: percentOf(percent, total) };
  // Ten per cent in a price is ten of each hundred and ten. Four places are enough for a line that only informs.
  const share = dividedBy(times(total, percent), plus(decimal(100n), percent), 4, 'half_up');
  return { kind: 'tax_included', name, amount: O.getOrElse(() => decimal(0n))(share) };
};

/**
 * What a parcel of so many chargeable grams costs: the freight (its break, or the last break and each started step beyond,
 * never less than the minimum), then in their order the surcharges whose conditions it meets, then the tax. Exact and not
 * rounded. Absent when the tariff ends before this weight.
 */
export const priceOf = (tariff: Tariff, grams: number, parcel: Consignment): O.Option<Priced> => {
  const freight = freightOf(tariff, grams);
  if (O.isNone(freight)) return O.none;
  const lines: PriceLine[] = [{ kind: 'freight', name: FREIGHT, amount: freight.value }];
  let total = freight.value;
  for (const surcharge of tariff.surcharges) {
    if (!isCharged(surcharge, parcel)) continue;
    const amount = chargeAmount(surcharge.charge, lines);
    lines.push({ kind: 'surcharge', name: surcharge.name, amount });
    total = plus(total, amount);
  }
  if (tariff.tax !== undefined) {
    const line = taxLine(tariff.tax, total);
    lines.push(line);
    if (line.kind === 'tax') total = plus(total, line.amount);
  }
  return O.some({ total, lines });
};
