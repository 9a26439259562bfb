import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { faultsOf } from '../../../adapters/codec/faults.js';
import { BookingBody } from '../../../adapters/http/newstore/codecs.js';
import { aBookingBody, receiver } from '../../support/newstore-bodies.js';

const faultsIn = (body: unknown) => {
  const read = BookingBody.decode(body);
  return E.isLeft(read) ? faultsOf(read.left) : [];
};

describe('the faults of a body', () => {
  it('are named by their path, positions in brackets', () => {
    const items = [{}, { weight: { amount: 'much', unit: 'kg' } }];
    const body = aBookingBody({ items, shipping_address: receiver({ city: 7 }), booking_method: 'teleport' });
    expect(faultsIn(body).map(({ field }) => field)).to.deep.equal([
      'booking_method',
      'shipping_address.city',
      'items[1].weight.amount',
    ]);
  });

  it('say what would have been taken, and never what was sent', () => {
    const [fault] = faultsIn(aBookingBody({ booking_method: 'canary' }));
    expect(fault).to.deep.equal({
      _tag: 'Invalid',
      field: 'booking_method',
      rule: 'not_one_of',
      expected: 'only_shipping, only_return, shipping_and_return',
    });
    const long = JSON.stringify(faultsIn(aBookingBody({ shipping_address: receiver({ city: 'canary'.repeat(60) }) })));
    expect(long).to.include('too_long').and.not.to.include('canary');
  });

  it('of a body that is no object are the body’s own', () => {
    for (const body of [null, 7, 'text', [], true])
      expect(faultsIn(body)).to.deep.equal([{ _tag: 'Invalid', field: '', rule: 'not_an_object' }]);
  });
});
