import type { BookingError } from '../../../application/shipping/book-shipment.js';
import type { CancelError } from '../../../application/shipping/cancel-shipment.js';
import type { Refusal } from '../../../domain/booking.js';
import type { Invalid, Invalids } from '../../../domain/invalid.js';
import type { NoOffers } from '../../../domain/no-offers.js';
import { faultWords } from '../fault-words.js';

/** NewStore's `type` enumeration, whole: we may answer no other word. */
export const errorTypes = [
  'carrier_unavailable',
  'customs_error',
  'delivery_validation_error',
  'invalid_delivery_window',
  'label_creation_pending',
  'sender_address_error',
  'sender_address_not_serviced',
  'shipping_address_error',
  'shipping_address_not_serviced',
  'timeout',
  'unexpected_error',
  'carrier_account_configuration_error',
] as const;
export type ErrorType = (typeof errorTypes)[number];

/** NewStore's error object. All three members are always there. */
export type ErrorBody = {
  readonly type: ErrorType;
  readonly message: string;
  readonly data:
    null | readonly { readonly field: string; readonly error: string }[] | { readonly reason: 'missing_itn' };
};

export type ErrorAnswer = { readonly status: number; readonly body: ErrorBody };

const answer = (status: number, type: ErrorType, message: string, data: ErrorBody['data'] = null): ErrorAnswer => ({
  status,
  body: { type, message, data },
});

const isIn =
  (address: 'shipping_address' | 'sender_address') =>
  ({ field }: Invalid): boolean =>
    field.startsWith(`${address}.`);

/** More faults than anybody reads: a body of small wrong entries must not get an answer many times its size. */
const MOST_FAULTS = 100;

const listed = (faults: Invalids): ErrorBody['data'] =>
  faults.slice(0, MOST_FAULTS).map((fault) => ({ field: fault.field, error: faultWords(fault) }));

/**
 * A fault outside the addresses decides the type; where all are in addresses, the receiver's comes first. At most 100
 * faults are listed.
 */
export const unfitAnswer = (faults: Invalids): ErrorAnswer => {
  const data = listed(faults);
  const inAddress = (fault: Invalid): boolean => isIn('shipping_address')(fault) || isIn('sender_address')(fault);
  if (!faults.every(inAddress))
    return answer(400, 'delivery_validation_error', 'The request cannot be understood as it is; see data.', data);
  return faults.some(isIn('shipping_address'))
    ? answer(400, 'shipping_address_error', 'The shipping address cannot be shipped to as it is; see data.', data)
    : answer(400, 'sender_address_error', 'The sender address cannot be shipped from as it is; see data.', data);
};

export const notAuthorized = (): ErrorAnswer =>
  answer(
    401,
    'carrier_account_configuration_error',
    'The API key is missing or not valid; check api_key of the carrier.',
  );

export const notFound = (): ErrorAnswer =>
  answer(
    404,
    'delivery_validation_error',
    'There is no such address here; check api_base_url of the carrier, which ends with /v1/.',
  );

export const methodNotAllowed = (allowed: string): ErrorAnswer =>
  answer(405, 'delivery_validation_error', `This address is asked with ${allowed}.`);

export const notReadable = (status: 400 | 413 | 415, message: string): ErrorAnswer =>
  answer(status, 'delivery_validation_error', message);

export const defect = (): ErrorAnswer =>
  answer(500, 'unexpected_error', 'Something went wrong here; the log has it under the request id.');

export const storageAway = (): ErrorAnswer =>
  answer(503, 'unexpected_error', 'The storage does not answer at the moment; nothing is lost, ask again.');

/** Why there are no offers. */
export const noOffersAnswer = (failure: NoOffers): ErrorAnswer => {
  switch (failure._tag) {
    case 'Unfit':
      return unfitAnswer(failure.faults);
    case 'RateNotEnabled':
      return answer(400, 'carrier_unavailable', 'No service is set up for this provider_rate.');
    case 'WindowImpossible':
      return answer(400, 'invalid_delivery_window', 'ready_by is further ahead than this account plans.');
    case 'RouteNotServed':
      return answer(400, 'shipping_address_not_serviced', 'No carrier serves this route.');
    case 'SenderNotServed':
      return answer(400, 'sender_address_not_serviced', 'No carrier fetches from the sender address.');
    case 'CarriersFailed':
      return answer(400, 'carrier_unavailable', 'A carrier could not be asked.');
    case 'CarriersLate':
      return answer(400, 'timeout', 'A carrier did not answer in time.');
  }
};

const refusalAnswer = ({ reason }: Refusal): ErrorAnswer => {
  switch (reason) {
    case 'not_served':
      return answer(400, 'shipping_address_not_serviced', 'The carrier does not serve this route.');
    case 'sender_not_served':
      return answer(400, 'sender_address_not_serviced', 'The carrier does not fetch from the sender address.');
    case 'address':
      return answer(400, 'shipping_address_error', 'The carrier does not accept the address.');
    case 'sender_address':
      return answer(400, 'sender_address_error', 'The carrier does not accept the sender address.');
    case 'customs':
      return answer(400, 'customs_error', 'The carrier does not accept the customs data.');
    case 'configuration':
      return answer(
        400,
        'carrier_account_configuration_error',
        'The carrier does not accept this account as it is set up.',
      );
    case 'too_late':
      return answer(400, 'delivery_validation_error', 'It is too late for that.');
    case 'not_supported':
    case 'other':
      return answer(400, 'unexpected_error', 'The carrier refused.');
  }
};

/** Why a booking is not booked, or not yet. */
export const bookingErrorAnswer = (failure: BookingError): ErrorAnswer => {
  switch (failure._tag) {
    case 'RateNotEnabled':
      return answer(400, 'carrier_account_configuration_error', 'No service is set up for this rate.');
    case 'Unfit':
    case 'WindowImpossible':
    case 'RouteNotServed':
    case 'SenderNotServed':
    case 'CarriersFailed':
    case 'CarriersLate':
      return noOffersAnswer(failure);
    case 'CarrierCodeUnknown':
      return answer(400, 'carrier_account_configuration_error', 'This carrier_code is not set up for the account.');
    case 'ItnMissing':
      return answer(
        400,
        'customs_error',
        'Goods of this value leave the United States only with an ITN; write it in customs_info.itn.',
        { reason: 'missing_itn' },
      );
    case 'OfferForged':
      return unfitAnswer([{ _tag: 'Invalid', field: 'offer', rule: 'not_genuine' }]);
    case 'OfferExpired':
      return unfitAnswer([{ _tag: 'Invalid', field: 'offer', rule: 'expired' }]);
    case 'Refused':
      return refusalAnswer(failure.refusal);
    case 'LabelPending':
      return answer(400, 'label_creation_pending', 'The label is not there yet; ask again with the same request.');
    case 'AwaitsOperator':
      return answer(
        400,
        'unexpected_error',
        `What became of this booking must be found out by an operator first: reference ${failure.reference}.`,
      );
    case 'Unavailable':
      return storageAway();
  }
};

/** Why a shipment is not cancelled. */
export const cancelErrorAnswer = (failure: CancelError): ErrorAnswer => {
  switch (failure._tag) {
    case 'CodeUnknown':
      return answer(404, 'delivery_validation_error', 'No shipment of this account has this tracking code.');
    case 'TooLate':
      return answer(
        400,
        'delivery_validation_error',
        `The shipment is ${failure.status} and can no longer be cancelled.`,
      );
    case 'CancelRefused':
      return failure.refusal.reason === 'too_late'
        ? answer(400, 'delivery_validation_error', 'The carrier says that it is too late to cancel.')
        : answer(400, 'unexpected_error', 'The carrier refused to cancel.');
    case 'CancelUnknown':
      return answer(400, 'timeout', 'It is not known yet whether the shipment is cancelled; ask again.');
    case 'Unavailable':
      return storageAway();
  }
};
