import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  isOurs,
  isSameNumber,
  orderNumberOf,
  ownNumberOf,
} from '../../../../adapters/carriers/starshipit/order-number.js';
import { referenceOf } from '../../../../domain/reference.js';
import { sha256 } from '../../../../adapters/system/sha256.js';
import { aKey } from '../../../support/bookings.js';
import { aCarrierOrder, aReference } from '../../../support/carrier-orders.js';

const numberOf = (externalOrder: string, parcelNumber = 1, kind: 'outbound' | 'return' = 'outbound'): string =>
  orderNumberOf(aCarrierOrder({ externalOrder, parcelNumber, plan: { kind } }), sha256);

describe('the number of an order in Starshipit', () => {
  it('is the external order’s, with its parcel and its leg', () => {
    expect(numberOf('WEB-1')).to.equal('WEB-1');
    expect(numberOf('WEB-1', 2)).to.equal('WEB-1-2');
    expect(numberOf('WEB-1', 1, 'return')).to.equal('WEB-1-R');
    expect(numberOf('WEB-1', 2, 'return')).to.equal('WEB-1-2-R');
  });

  it('is cut and gets a hash of the whole where it is too long', () => {
    const long = 'X'.repeat(48);
    expect(numberOf(long)).to.equal(long);
    expect(numberOf(long, 1, 'return')).to.equal(`${long}-R`);
    expect(numberOf(`${long}Y`, 1, 'return')).to.match(/^X{39}-[0-9a-f]{10}$/);
    expect(numberOf(long, 2, 'return')).to.match(/^X{39}-[0-9a-f]{10}$/);
    expect(numberOf(`${long}AAA`)).to.not.equal(numberOf(`${long}BBB`));
  });

  it('is cut between two characters, and stays text that can be sent', () => {
    const number = numberOf(`${'X'.repeat(38)}\u{1F4E6}${'X'.repeat(20)}`);
    expect(number).to.match(/^X{38}-[0-9a-f]{10}$/);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }), (external) => {
        expect(numberOf(external).isWellFormed()).to.equal(external.isWellFormed());
      }),
    );
  });

  it('is the same in other letters and with other blanks, as Starshipit may have it', () => {
    expect(isSameNumber('WEB  1 a', ' web 1 A')).to.equal(true);
    expect(isSameNumber('WEB-1', 'WEB-11')).to.equal(false);
  });

  it('is always of 1 to 50 characters, and the same at every call', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 300 }), fc.integer({ min: 1, max: 999 }), (external, parcel) => {
        const number = numberOf(external, parcel, 'return');
        expect(number.length).to.be.within(1, 50);
        expect(numberOf(external, parcel, 'return')).to.equal(number);
      }),
    );
  });

  it('has a form of its own for each reference, for where another order has the number', () => {
    const own = (n: number): string =>
      ownNumberOf(aCarrierOrder({ externalOrder: 'A-2', plan: { reference: aReference(n) } }), sha256);
    expect(own(1)).to.match(/^A-2-[0-9a-f]{10}$/);
    expect(own(1)).to.not.equal(own(2));
  });

  it('is told from others’ by its reference', () => {
    expect(isOurs(referenceOf(aKey(), 'return', sha256))).to.equal(true);
    for (const other of ['', 'WEB-1', 'ls0000000000000000000AO', `${aReference(1)}X`])
      expect(isOurs(other)).to.equal(false);
  });
});
