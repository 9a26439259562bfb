import { expect } from 'chai';
import { reasonOf, saysNotFound, wordsOf } from '../../../../adapters/carriers/starshipit/refusals.js';
import type { Refusal } from '../../../../domain/booking.js';

const row = (details: string) => [{ message: 'Label could not be created', details, description: undefined }];

const REASONS: Readonly<Record<Refusal['reason'], readonly string[]>> = {
  address: [
    'Carrier returned an error: Invalid suburb',
    'The suburb is invalid for this courier',
    'Courier error: the postcode is not valid',
    'Destination phone number is required by the carrier',
    'Receiver name must be at most 35 characters',
  ],
  sender_address: ['The sender post code is invalid', 'Sender phone number is required'],
  not_served: [
    'The destination is not serviced by this courier',
    'Service 7J85 is not available for this destination',
    'The carrier does not service this postcode',
    'Destination address is outside of the delivery area',
    'Cannot ship to a PO Box',
  ],
  sender_not_served: [
    'Pickup address is not serviced by this courier',
    'The courier is not available at the pickup location',
  ],
  configuration: [
    'Invalid carrier',
    'Invalid service code',
    'The courier account is not active',
    'Courier account has not been set up',
    'The carrier is not configured for this account',
    'Service not available on this account',
    'This service is not enabled',
    'Contract number is not valid',
    'Account credentials are wrong',
    'Insufficient account balance',
    'API key not found',
  ],
  customs: [
    'HS code is required for international shipments',
    'Item country of origin is required',
    'Customs value must be greater than 0',
  ],
  too_late: ['The order has been manifested'],
  not_supported: [],
  other: [
    'The weight exceeds the maximum that is allowed',
    'Label not available',
    'Package dimensions are required',
    'Object reference not set to an instance of an object.',
    '',
  ],
};

describe('the words of a refusal by Starshipit', () => {
  for (const [reason, all] of Object.entries(REASONS))
    for (const words of all)
      it(`are about ${reason}: ${words === '' ? '(none)' : words}`, () => {
        expect(reasonOf(row(words))).to.equal(reason);
      });

  it('say that an order is not there, and not that of anything else', () => {
    for (const words of ['Order not found', 'No orders found', 'The order does not exist', 'Unable to find order'])
      expect(saysNotFound(row(words)), words).to.equal(true);
    for (const words of ['API key not found', 'Account not found', 'Sender address could not be found', 'Try later'])
      expect(saysNotFound(row(words)), words).to.equal(false);
  });

  it('are shown without e-mail addresses, no longer than a person reads, and never empty', () => {
    expect(wordsOf([{ message: 'Bad e-mail', details: 'mara@example.org', description: undefined }])).to.equal(
      'Bad e-mail: ***',
    );
    expect(wordsOf(row('x'.repeat(500)))).to.have.length(300);
    expect(wordsOf([])).to.equal('refused without a reason');
  });
});
