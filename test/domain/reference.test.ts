import { expect } from 'chai';
import fc from 'fast-check';
import type { BookingKey, LegKind } from '../../domain/booking.js';
import { referenceOf } from '../../domain/reference.js';
import { aKey, anAccountId, anOrder } from '../support/bookings.js';
import { sha256 } from '../support/sha256.js';

const reference = (over: Partial<BookingKey> = {}, kind: LegKind = 'outbound'): string =>
  referenceOf(aKey(over), kind, sha256);

describe('our reference of a leg', () => {
  it('is the same in every release: a resumed booking asks its carrier for it', () => {
    expect([reference(), reference({}, 'return')]).to.deep.equal([
      'LS3DEBF19A6ED57E0351ADO',
      'LS3DEBF19A6ED57E0351ADR',
    ]);
  });

  it('is short and in capitals and digits, as every carrier takes it', () => {
    const anyKey = fc.record({ order: fc.string().map(anOrder), generation: fc.integer({ min: 1, max: 1_000 }) });
    fc.assert(
      fc.property(anyKey, fc.constantFrom<LegKind>('outbound', 'return'), (over, kind) => {
        expect(reference(over, kind)).to.match(/^LS[0-9A-F]{20}[OR]$/);
      }),
    );
  });

  it('is another one for another leg, generation, parcel, order or account', () => {
    const all = [
      reference(),
      reference({}, 'return'),
      reference({ generation: 2 }),
      reference({ generation: 12 }),
      reference({ fingerprint: '1o.other' }),
      reference({ order: anOrder('order-2') }),
      reference({ account: anAccountId('other') }),
    ];
    expect(new Set(all).size).to.equal(all.length);
  });

  it('keeps the parts of the key apart', () => {
    const parted = (account: string, order: string) =>
      reference({ account: anAccountId(account), order: anOrder(order) });
    expect(parted('a","b', 'c')).to.not.equal(parted('a', 'b","c'));
    expect(parted('ab', 'c')).to.not.equal(parted('a', 'bc'));
  });
});
