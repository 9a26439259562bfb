import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import fc from 'fast-check';
import { fromDocument, toDocument } from '../../../adapters/codec/booking-document.js';
import { aBooking, aLeg, anAddress, dollars, everyState } from '../../support/bookings.js';
import { leftOf, rightOf } from '../../support/either.js';

const stored = (booking = aBooking()): Record<string, unknown> =>
  JSON.parse(JSON.stringify(toDocument(booking))) as Record<string, unknown>;

describe('a booking document', () => {
  it('is JSON alone, with money as decimal text and its version', () => {
    const { docVersion, legs } = toDocument(aBooking());
    expect(docVersion).to.equal(2);
    expect(legs[0]?.plan.price).to.deep.equal({ minor: '1240', currency: 'AUD' });
  });

  it('reads as the booking that it was made from, whatever its texts and numbers', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.bigInt(),
        fc.constantFrom(...everyState),
        fc.boolean(),
        (text, minor, state, second) => {
          const leg = aLeg(state, {
            reference: text,
            from: anAddress({ company: text }),
            price: { ...dollars(0), minor },
          });
          const booking = aBooking({ writer: text, notes: [text], legs: second ? [aLeg(), leg] : [leg] });
          expect(rightOf(fromDocument(stored(booking)))).to.deep.equal(booking);
        },
      ),
    );
  });

  it('keeps how its label looks', () => {
    for (const style of [
      {},
      { returnText: 'to PO Box 12', logo: 'digest', cn22: true as const, signer: 'Robin Hill' },
    ]) {
      const booking = aBooking({ style });
      expect(rightOf(fromDocument(stored(booking)))).to.deep.equal(booking);
    }
  });

  it('keeps goods, an order number of its own, and all that a carrier gave', () => {
    const bought = { trackingCode: 'N-1', carrierOrder: '7', furtherTrackingCodes: ['N-2'], manifested: false };
    const booking = aBooking({
      goods: [
        { quantity: 1 },
        {
          ...{ sku: 'TOTE', quantity: 2, grams: 300, value: dollars(3_950) },
          customs: { description: 'Bag', hsNumber: '420292', originCountry: 'PT' },
        },
      ],
      legs: [aLeg({ _tag: 'Bought', bought }, { orderNumber: 'A-2-0123456789' })],
    });
    expect(rightOf(fromDocument(stored(booking)))).to.deep.equal(booking);
  });

  it('of a newer version is not read, whatever is in it', () => {
    expect(leftOf(fromDocument({ ...stored(), docVersion: 3 }))).to.deep.equal({
      _tag: 'NewerDocument',
      found: 3,
      known: 2,
    });
    expect(leftOf(fromDocument({ docVersion: 9 }))).to.have.property('_tag', 'NewerDocument');
  });

  it('that cannot be read names the fields and no value', () => {
    const fault = leftOf(fromDocument({ ...stored(), writer: 7, parcel: { grams: 'Ada' } }));
    expect(fault).to.deep.include({ _tag: 'UnreadableDocument' });
    expect(JSON.stringify(fault)).to.include('writer').and.include('parcel.grams').and.not.include('Ada');
  });

  it('never reads with a leg less than it has', () => {
    const two = stored(aBooking({ legs: [aLeg(), aLeg(everyState[6], { kind: 'return' })] }));
    const [first, second] = two['legs'] as readonly object[];
    for (const legs of [[], [first, { ...second, state: {} }], [first, second, second], undefined]) {
      expect(E.isLeft(fromDocument({ ...two, legs }))).to.equal(true);
    }
  });

  it('is told from anything else without a throw', () => {
    fc.assert(fc.property(fc.anything(), (anything) => E.isLeft(fromDocument(anything))));
  });
});
