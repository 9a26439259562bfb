import * as O from 'fp-ts/lib/Option.js';
import type { CountryCode } from './address.js';
import type { LocalDate } from './calendar.js';
import { plus, ZERO, type Decimal } from './decimal.js';
import { invalid, type Invalid } from './invalid.js';
import { percentOf } from './money.js';
import { covers, isOpen, type Period } from './period.js';
import { findByPostcode, type PostcodeIndex } from './postcode-index.js';

/** What the freight is called among the lines of a price. */
export const FREIGHT = 'freight';

/** Stands for every line above. */
export const ALL_LINES = 'all';

/** Part of other lines of the price, or an amount. `of` names the lines; the freight alone where it is absent. */
export type Charge =
  | { readonly _tag: 'Percent'; readonly percent: Decimal; readonly of?: readonly string[] }
  | { readonly _tag: 'Flat'; readonly amount: Decimal };

/** More than any of these is oversize. Grams of the real weight, millimetres; girth is twice the sum of the shorter sides. */
export type Oversize = { readonly grams?: number; readonly sideMm?: number; readonly girthMm?: number };

/** When a surcharge is charged: all that is said must hold. */
export type Condition = {
  readonly period: Period;
  readonly over?: Oversize;
  readonly residential: boolean;
  readonly places?: { readonly country: CountryCode; readonly postcodes: PostcodeIndex };
};

export type Surcharge = { readonly name: string; readonly charge: Charge; readonly when?: Condition };

/** What the conditions of surcharges look at. */
export type Consignment = {
  readonly pickupDay: LocalDate;
  readonly country: CountryCode;
  readonly postcode?: string;
  readonly residential: boolean;
  readonly grams: number;
  readonly sideMm: number;
  readonly girthMm: number;
};

const isOver = (limits: Oversize, { grams, sideMm, girthMm }: Consignment): boolean =>
  grams > (limits.grams ?? Infinity) || sideMm > (limits.sideMm ?? Infinity) || girthMm > (limits.girthMm ?? Infinity);

/** A condition that asks for nothing is none. */
export const conditionOf = (condition: Condition): Condition | undefined =>
  isOpen(condition.period) && condition.over === undefined && !condition.residential && condition.places === undefined
    ? undefined
    : condition;

export const isCharged = ({ when }: Surcharge, parcel: Consignment): boolean => {
  if (when === undefined) return true;
  const { period, over, residential, places } = when;
  return (
    covers(period, parcel.pickupDay) &&
    (over === undefined || isOver(over, parcel)) &&
    (!residential || parcel.residential) &&
    (places === undefined ||
      (places.country === parcel.country &&
        parcel.postcode !== undefined &&
        O.isSome(findByPostcode(places.postcodes, parcel.postcode))))
  );
};

type Line = { readonly name: string; readonly amount: Decimal };

/** What a surcharge comes to on the lines above it, of which the first is the freight. A line that is not there is nothing. */
export const chargeAmount = (charge: Charge, lines: readonly Line[]): Decimal => {
  if (charge._tag === 'Flat') return charge.amount;
  const { percent, of = [FREIGHT] } = charge;
  const wanted = of.includes(ALL_LINES) ? lines : lines.filter(({ name }) => of.includes(name));
  return percentOf(
    percent,
    wanted.reduce((sum, { amount }) => plus(sum, amount), ZERO),
  );
};

/**
 * Faults of the names that percentages are of, each at `field.N.of.M`: `no_earlier_line` for what is neither the freight nor
 * a surcharge above, `reserved_name` for a surcharge that is called like one of the two words that are lines already.
 */
export const lineFaults = (
  surcharges: readonly { readonly name: string; readonly charge: Charge }[],
  field: string,
): readonly Invalid[] =>
  surcharges.flatMap(({ name, charge }, place) => {
    const above = [FREIGHT, ...surcharges.slice(0, place).map((earlier) => earlier.name)];
    const of = charge._tag === 'Percent' ? (charge.of ?? []) : [];
    const used = surcharges.some((other) => other.charge._tag === 'Percent' && other.charge.of !== undefined);
    return [
      ...(used && (name === FREIGHT || name === ALL_LINES) ? [invalid(`${field}.${place}.name`, 'reserved_name')] : []),
      ...of.flatMap((wanted, at) =>
        wanted === ALL_LINES || above.includes(wanted)
          ? []
          : [invalid(`${field}.${place}.of.${at}`, 'no_earlier_line', [ALL_LINES, ...new Set(above)].join(', '))],
      ),
    ];
  });
