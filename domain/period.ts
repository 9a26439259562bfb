import { addDays, type LocalDate } from './calendar.js';
import { invalid, type Invalid } from './invalid.js';

/** Days on which something holds, the first and the last included; without an end it is open there. */
export type Period = { readonly from?: LocalDate; readonly to?: LocalDate };

export const covers = ({ from, to }: Period, day: LocalDate): boolean =>
  (from === undefined || from <= day) && (to === undefined || day <= to);

/** Whether it holds on every day. */
export const isOpen = ({ from, to }: Period): boolean => from === undefined && to === undefined;

/** A period and where it was written. */
export type Placed = { readonly period: Period; readonly field: string };

/** Rule `period_reversed`: it ends before it begins. */
export const reversedFaults = ({ period: { from, to }, field }: Placed): readonly Invalid[] =>
  from !== undefined && to !== undefined && to < from
    ? [invalid(`${field}.valid_to`, 'period_reversed', `${from} or later`)]
    : [];

/**
 * Faults of periods that follow each other, in any order of writing: `periods_overlap`, with the other's field, where a day
 * is in two of them; with `gaps` refused also `period_gap`, with the days that are in none between two of them.
 */
export const sequenceFaults = (placed: readonly Placed[], gaps: 'refused' | 'allowed'): readonly Invalid[] => {
  const sorted = [...placed].sort((a, b) => ((a.period.from ?? '') < (b.period.from ?? '') ? -1 : 1));
  return sorted.flatMap(({ period, field }, at) => {
    const before = sorted[at - 1];
    if (before === undefined) return [];
    const { to } = before.period;
    if (to === undefined || period.from === undefined || period.from <= to) {
      return [invalid(field, 'periods_overlap', before.field)];
    }
    const next = addDays(to, 1);
    return gaps === 'allowed' || next === period.from
      ? []
      : [
          invalid(
            `${field}.valid_from`,
            'period_gap',
            `${next}: nothing holds from then to ${addDays(period.from, -1)}`,
          ),
        ];
  });
};

/** The one that holds on a day, of periods without overlap. */
export const heldOn = <A extends { readonly period: Period }>(all: readonly A[], day: LocalDate): A | undefined =>
  all.find(({ period }) => covers(period, day));
