import { DAY } from '../domain/time.js';
import type { Retention } from '../domain/retention.js';
import { defaulted, optional, Section, withDefaults, type BrokenRule, type Decoded } from './setting.js';
import { wholeNumber } from './setting-values.js';

/** Bookings are what a repeated request is known by, and an offer is honoured for 400 days. */
const shape = {
  bookings_days: defaulted(wholeNumber(90, 3650, 'days'), 400),
  personal_data_days: optional(wholeNumber(7, 3650, 'days')),
};

export const keepSetting = withDefaults(new Section(shape));

type Keep = Decoded<typeof shape>;

/** A label whose booking is gone could not be served: the booking alone says whether it is in force. */
export const bookingsOutliveLabels = ({
  keep,
  labels,
}: {
  readonly keep?: Keep | undefined;
  readonly labels?: { readonly valid_days: number } | undefined;
}): readonly BrokenRule[] => {
  if (keep === undefined || labels === undefined || keep.bookings_days >= labels.valid_days) return [];
  const mend = `write at least labels.valid_days, ${labels.valid_days}`;
  return [{ keys: ['keep', 'bookings_days'], value: keep.bookings_days, mend }];
};

export const retentionOf = (keep: Keep, labels: { readonly valid_days: number }): Retention => ({
  bookings: keep.bookings_days * DAY,
  labels: labels.valid_days * DAY,
  ...(keep.personal_data_days !== undefined && { persons: keep.personal_data_days * DAY }),
});
