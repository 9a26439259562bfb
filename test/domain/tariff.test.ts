import { expect } from 'chai';
import fc from 'fast-check';
import * as O from 'fp-ts/lib/Option.js';
import { compare, decimal, decimalText, parseDecimal, plus, type Decimal } from '../../domain/decimal.js';
import type { CountryCode } from '../../domain/address.js';
import type { LocalDate } from '../../domain/calendar.js';
import type { Consignment } from '../../domain/surcharge.js';
import { freightOf, makeTariff, priceOf, tariffFaults, type RawTariff } from '../../domain/tariff.js';

const amount = (text: string): Decimal => O.toNullable(parseDecimal(text)) ?? expect.fail(text);
const textOf = O.map(decimalText);

const parcel: Consignment = {
  pickupDay: '2026-06-01' as LocalDate,
  country: 'AU' as CountryCode,
  residential: false,
  ...{ grams: 700, sideMm: 300, girthMm: 200 },
};
const raw: RawTariff = {
  breaks: [
    { upTo: 500, price: amount('8.95') },
    { upTo: 1000, price: amount('10.40') },
    { upTo: 5000, price: amount('14.00') },
  ],
  perKg: amount('1.10'),
  step: 1000,
};
const freight = (tariff: RawTariff, grams: number): string => {
  const text = textOf(freightOf(makeTariff(tariff, [], undefined), grams));
  return O.isSome(text) ? text.value.replace(/(\.\d\d)0+$/, '$1') : 'none';
};

describe("a tariff's freight", () => {
  it('is that of the first break that the weight does not exceed', () => {
    expect([1, 500, 501, 1000, 1001, 5000].map((grams) => freight(raw, grams))).to.deep.equal([
      '8.95',
      '8.95',
      '10.40',
      '10.40',
      '14.00',
      '14.00',
    ]);
  });

  it('grows by each started step beyond the last break', () => {
    expect([5001, 6000, 6001].map((grams) => freight(raw, grams))).to.deep.equal(['15.10', '15.10', '16.20']);
    expect(freight({ ...raw, step: 500 }, 5001)).to.equal('14.55');
    expect(freight({ ...raw, breaks: [] }, 2001)).to.equal('3.30');
  });

  it('ends with the last break when nothing is said of further kilograms', () => {
    expect(freight({ breaks: raw.breaks, step: 1000 }, 5001)).to.equal('none');
  });

  it('is never less than the minimum', () => {
    expect(freight({ ...raw, minimum: amount('12') }, 10)).to.equal('12');
    expect(freight({ ...raw, minimum: amount('12') }, 1001)).to.equal('14.00');
    expect(freight({ ...raw, minimum: amount('14.50') }, 5000)).to.equal('14.50');
    expect(freight({ ...raw, breaks: [], minimum: amount('3') }, 2000)).to.equal('3');
    expect(freight({ ...raw, breaks: [], minimum: amount('3') }, 2001)).to.equal('3.30');
  });

  it('never falls as the weight grows, when the breaks rise', () => {
    const grams = fc.integer({ min: 1, max: 50_000 });
    const tariff = makeTariff(raw, [], undefined);
    fc.assert(
      fc.property(grams, grams, (a, b) => {
        const [light, heavy] = [freightOf(tariff, Math.min(a, b)), freightOf(tariff, Math.max(a, b))];
        expect(O.isSome(light) && O.isSome(heavy) && compare(light.value, heavy.value) <= 0).to.equal(true);
      }),
    );
  });
});

describe("a tariff's price", () => {
  const surcharges = [
    { name: 'Fuel', charge: { _tag: 'Percent', percent: amount('8.5') } },
    { name: 'Remote', charge: { _tag: 'Flat', amount: amount('5') } },
    { name: 'Peak', charge: { _tag: 'Percent', percent: amount('10') } },
  ] as const;
  const linesOf = (tax: Parameters<typeof makeTariff>[2]) => {
    const priced = priceOf(makeTariff(raw, surcharges, tax), 700, parcel);
    return O.isSome(priced)
      ? [
          ...priced.value.lines.map(({ name, amount: line }) => `${name} ${decimalText(line)}`),
          decimalText(priced.value.total),
        ]
      : [];
  };

  it('adds surcharges on the freight alone, in their order', () => {
    expect(linesOf(undefined)).to.deep.equal(['freight 10.40', 'Fuel 0.88400', 'Remote 5', 'Peak 1.0400', '17.32400']);
  });

  it('adds a tax on top of all, or only tells the one that is in the price', () => {
    expect(linesOf({ name: 'GST', percent: amount('10'), included: false }).slice(-2)).to.deep.equal([
      'GST 1.7324000',
      '19.0564000',
    ]);
    expect(linesOf({ name: 'GST', percent: amount('10'), included: true }).slice(-2)).to.deep.equal([
      'GST 1.5749',
      '17.32400',
    ]);
  });

  it('is the sum of its lines', () => {
    const tariff = makeTariff(raw, surcharges, { name: 'VAT', percent: amount('19'), included: false });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30_000 }), (grams) => {
        const priced = priceOf(tariff, grams, parcel);
        if (O.isNone(priced)) return expect.fail('no price');
        const sum = priced.value.lines.reduce((soFar, line) => plus(soFar, line.amount), decimal(0n));
        expect(compare(sum, priced.value.total)).to.equal(0);
      }),
    );
  });

  it('needs a price, and breaks that rise', () => {
    expect(tariffFaults({ breaks: [], step: 1000 }, 'rate').map(({ rule }) => rule)).to.deep.equal(['no_price']);
    const twice = { ...raw, breaks: [...raw.breaks, ...raw.breaks.slice(2)] };
    expect(tariffFaults(twice, 'rate').map(({ field, rule }) => `${field} ${rule}`)).to.deep.equal([
      'rate.breaks.3.up_to breaks_not_ascending',
    ]);
  });
});
