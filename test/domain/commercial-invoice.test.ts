import { expect } from 'chai';
import type { Booking, Leg } from '../../domain/booking.js';
import { declarationOf, invoiceOf } from '../../domain/commercial-invoice.js';
import type { CustomsSettings } from '../../domain/customs.js';
import { aBooking, aLeg, anAddress, aPurchase, dollars, MORNING } from '../support/bookings.js';

const settings: CustomsSettings = {
  ...{ invoice: 'all', declaration: 'none', reason: 'Sale of goods', returnReason: 'Returned goods' },
  ...{ incoterm: 'DAP', signer: 'Robin Hill' },
};
const write = ({ city = '' }: { readonly city?: string }): readonly string[] => [city];
const [house, customer] = [
  anAddress({ city: 'Melbourne', phone: '03 5550 0100', email: 'dock@example.com' }),
  anAddress({ city: 'Porto', phone: '22 555 0100' }),
];
const bought = { _tag: 'Bought', bought: aPurchase({ trackingCode: 'N-1' }) } as const;
const there: Leg = aLeg(bought, { reference: 'ls-1-o', from: house, to: customer });
const back: Leg = aLeg(bought, { kind: 'return', reference: 'ls-1-r', from: customer, to: house });
const booking: Booking = aBooking({
  legs: [there, back],
  goods: [
    {
      ...{ sku: 'TOTE', quantity: 2, grams: 300, value: dollars(3_950) },
      customs: { description: 'Bag', hsNumber: '420292', originCountry: 'PT' },
    },
    { quantity: 1, grams: 200, value: dollars(100) },
    { quantity: 1 },
  ],
  customs: { signer: 'Ana Lee', itn: 'X20260105123456' },
});

describe('what a commercial invoice says', () => {
  it('is who sends what to whom, of what value and weight, why, and who signs', () => {
    expect(invoiceOf(booking, there, settings, write)).to.deep.equal({
      ...{ number: 'ls-1-o', date: MORNING, order: 'order-1', trackingCode: 'N-1', serviceName: 'House Standard' },
      exporter: { lines: ['Melbourne'], phone: '03 5550 0100', email: 'dock@example.com' },
      importer: { lines: ['Porto'], phone: '22 555 0100' },
      lines: [
        {
          ...{ description: 'Bag', quantity: 2, grams: 600, hsNumber: '420292', origin: 'PT' },
          ...{ unitValue: dollars(3_950), value: dollars(7_900) },
        },
        { description: 'Goods', quantity: 1, grams: 200, unitValue: dollars(100), value: dollars(100) },
        { description: 'Goods', quantity: 1 },
      ],
      totals: [dollars(8_000)],
      ...{ netGrams: 800, grossGrams: 1_250 },
      ...{ reason: 'Sale of goods', incoterm: 'DAP', signer: 'Ana Lee', itn: 'X20260105123456' },
    });
  });

  it('is the other way round and for another reason of a return', () => {
    const { number, exporter, importer, reason } = invoiceOf(booking, back, settings, write);
    expect([number, exporter.lines, importer.lines, reason]).to.deep.equal([
      ...['ls-1-r', ['Porto'], ['Melbourne'], 'Returned goods'],
    ]);
  });

  it('is signed by whom the account names where the request names nobody, and has a CN23 where it wants one', () => {
    const unsigned = aBooking({ legs: [there] });
    const { signer, itn, declaration } = invoiceOf(unsigned, there, { ...settings, declaration: 'cn23' }, write);
    expect([signer, itn, declaration?.signer, declaration?.nature]).to.deep.equal([
      ...['Robin Hill', undefined, 'Robin Hill', 'sale'],
    ]);
  });
});

describe('what a declaration says', () => {
  it('is of the whole parcel, and whether it comes back', () => {
    const { nature, grams, totals, signer } = declarationOf(booking, back, settings);
    expect([nature, grams, totals, signer]).to.deep.equal(['returned', 1_250, [dollars(8_000)], 'Ana Lee']);
  });
});
