import { invalid, type Invalid, type Invalids } from './invalid.js';
import { declinesOf, type CarrierOutcome, type DeclineReason } from './quote.js';
import type { Selection } from './service-selection.js';

/** Why a request for offers is refused rather than answered with offers or with none. */
export type NoOffers =
  | { readonly _tag: 'Unfit'; readonly faults: Invalids }
  | { readonly _tag: 'RateNotEnabled' }
  /** The parcel becomes ready further ahead than the account plans. */
  | { readonly _tag: 'WindowImpossible' }
  | { readonly _tag: 'RouteNotServed' }
  /** Every carrier that was asked says it of the sender alone. */
  | { readonly _tag: 'SenderNotServed' }
  | { readonly _tag: 'CarriersFailed' }
  | { readonly _tag: 'CarriersLate' };

/** The parts of an address that carriers missed, in NewStore's spelling. */
export const missingParts = (outcomes: readonly CarrierOutcome[]): readonly Invalid[] => {
  const fields = declinesOf(outcomes).flatMap(({ reason }) =>
    reason._tag === 'PartMissing' ? [`${sideField[reason.side]}.${partField[reason.part]}`] : [],
  );
  return [...new Set(fields)].sort().map((field) => invalid(field, 'required'));
};

const sideField = { sender: 'sender_address', receiver: 'shipping_address' } as const;
const partField = { postcode: 'zip_code', state: 'state', city: 'city' } as const;

/** Of every service that the carrier was asked for, and it was asked for one at least. */
const saysOfAll =
  (...reasons: readonly DeclineReason['_tag'][]) =>
  ({ result }: CarrierOutcome): boolean =>
    result._tag === 'Answered' &&
    result.services.length > 0 &&
    result.services.every((answer) => answer._tag === 'Declined' && reasons.includes(answer.reason._tag));

/** The first reason that holds, once no carrier has quoted; none where the carriers answered and nothing fits. */
export const whyNoOffers = (selection: Selection, outcomes: readonly CarrierOutcome[]): NoOffers | undefined => {
  const [missing, ...more] = missingParts(outcomes);
  if (missing !== undefined) return { _tag: 'Unfit', faults: [missing, ...more] };
  if (selection._tag === 'Unmatched') return { _tag: 'RateNotEnabled' };
  if (outcomes.length > 0 && outcomes.every(saysOfAll('SenderNotServed'))) return { _tag: 'SenderNotServed' };
  if (outcomes.length > 0 && outcomes.every(saysOfAll('NotServed', 'SenderNotServed')))
    return { _tag: 'RouteNotServed' };
  const results = outcomes.map(({ result }) => result);
  if (results.some(({ _tag }) => _tag === 'Failed')) return { _tag: 'CarriersFailed' };
  if (results.some(({ _tag }) => _tag === 'Late')) return { _tag: 'CarriersLate' };
  return undefined;
};

/** What is wrong with the parcel, where the carriers answered and would not carry it. */
export const unfitParcel = (outcomes: readonly CarrierOutcome[]): Invalids => {
  const faults = declinesOf(outcomes).flatMap(({ reason }): readonly Invalid[] => {
    switch (reason._tag) {
      case 'TooHeavy':
        return [invalid('package_option.weight', 'too_heavy', `at most ${reason.limit} g in all`)];
      case 'TooBig':
        return [invalid('package_option.dimensions', 'too_big', `at most ${reason.limit} mm`)];
      case 'NotServed':
      case 'SenderNotServed':
      case 'PartMissing':
      case 'Declined':
        return [];
    }
  });
  // Services of one carrier often share a limit.
  const [first, ...rest] = faults.filter(
    ({ field, expected }, at) =>
      faults.findIndex((other) => other.field === field && other.expected === expected) === at,
  );
  return first === undefined ? [invalid('rate', 'not_available')] : [first, ...rest];
};
