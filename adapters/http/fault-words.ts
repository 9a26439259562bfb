import type { Invalid } from '../../domain/invalid.js';

/** What a rule means to whoever sent the value; the mend follows where the fault names one. */
const words: Readonly<Record<string, string>> = {
  required: 'required',
  unknown_country: 'is no country',
  postcode_does_not_fit: 'does not fit the country',
  not_text: 'is not text',
  not_an_object: 'is not an object',
  not_a_list: 'is not a list',
  not_a_number: 'is not a number',
  not_one_of: 'is not one of the values',
  not_a_moment: 'is not an RFC 3339 date and time',
  too_few: 'has too few entries',
  too_long: 'is too long',
  too_heavy: 'is too heavy',
  too_big: 'is too big',
  not_finite: 'is not a finite number',
  not_positive: 'must be more than 0',
  negative: 'must not be less than 0',
  not_whole: 'must be a whole number',
  out_of_range: 'is out of range',
  unknown_unit: 'is no unit that is known here',
  unknown_currency: 'is no currency',
  weight_unknown: 'have no weight, and the account has no default',
  not_available: 'is not available for this parcel',
  not_genuine: 'is not as it was signed, or was given to another account',
  expired: 'has expired, and this account does not rate expired offers anew',
};

/** `does not fit the country (2000)`; the sentence's subject is the field. */
export const faultWords = ({ rule, expected }: Invalid): string => {
  const said = words[rule] ?? rule.replaceAll('_', ' ');
  return expected === undefined ? said : `${said} (${expected})`;
};
