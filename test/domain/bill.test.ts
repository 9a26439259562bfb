import { expect } from 'chai';
import fc from 'fast-check';
import * as O from 'fp-ts/lib/Option.js';
import type { CountryCode } from '../../domain/address.js';
import { billOf, ROUNDING } from '../../domain/bill.js';
import type { LocalDate } from '../../domain/calendar.js';
import { parseCurrency, type Currency } from '../../domain/currency.js';
import { compare, decimal, decimalText, plus, ZERO } from '../../domain/decimal.js';
import { moneyAmount, moneyOf } from '../../domain/money.js';
import type { Consignment } from '../../domain/surcharge.js';
import { makeTariff, priceOf, type PriceLine } from '../../domain/tariff.js';

const currency = (code: string): Currency => O.toUndefined(parseCurrency(code)) ?? expect.fail(code);
const AUD = currency('AUD');
const line = (kind: PriceLine['kind'], name: string, units: bigint, scale = 2): PriceLine => ({
  ...{ kind, name, amount: decimal(units, scale) },
});
const textsOf = (lines: readonly PriceLine[], minor: bigint) =>
  billOf(lines, { minor, currency: AUD }).map(({ label, amount, included }) =>
    [label, decimalText(amount), ...(included === true ? ['included'] : [])].join(' '),
  );
const parcel: Consignment = {
  ...{ pickupDay: '2026-06-01' as LocalDate, country: 'AU' as CountryCode, residential: false },
  ...{ grams: 700, sideMm: 300, girthMm: 200 },
};

describe('a bill', () => {
  it('says what was rounded, either way, and nothing where nothing was', () => {
    const freight = line('freight', 'freight', 1000n);
    expect(textsOf([freight, line('surcharge', 'Fuel', 65_500n, 5)], 1066n)).to.deep.equal([
      ...['freight 10.00', 'Fuel 0.65500', `${ROUNDING} 0.00500`],
    ]);
    expect(textsOf([freight, line('surcharge', 'Fuel', 654n, 3)], 1065n)).to.deep.equal([
      ...['freight 10.00', 'Fuel 0.654', `${ROUNDING} -0.004`],
    ]);
    expect(textsOf([freight], 1000n)).to.deep.equal(['freight 10.00']);
  });

  it('counts a tax on top and names one that is in the prices last', () => {
    const freight = line('freight', 'freight', 1000n);
    expect(textsOf([freight, line('tax', 'GST', 100n)], 1100n)).to.deep.equal(['freight 10.00', 'GST 1.00']);
    expect(textsOf([freight, line('tax_included', 'GST', 9091n, 4)], 1000n)).to.deep.equal([
      ...['freight 10.00', 'GST 0.9091 included'],
    ]);
  });

  it('has no lines of a price of which nothing is said', () => {
    expect(textsOf([], 1000n)).to.deep.equal([]);
  });

  it('adds up to the price exactly, whatever is charged and in whatever currency', () => {
    const units = fc.bigInt(0n, 10n ** 9n);
    const scale = fc.integer({ min: 0, max: 5 });
    const some = fc.tuple(units, scale).map(([all, places]) => decimal(all, places));
    const charges = fc.array(fc.tuple(some, fc.boolean()), { maxLength: 5 });
    const tax = fc.option(fc.tuple(some, fc.boolean()), { nil: undefined });
    const codes = fc.constantFrom(...['AUD', 'JPY', 'KWD'].map(currency));
    fc.assert(
      fc.property(some, charges, tax, codes, (price, all, taxed, code) => {
        const surcharges = all.map(([amount, isFlat], at) => ({
          name: `s${at}`,
          charge: isFlat
            ? ({ _tag: 'Flat', amount } as const)
            : ({ _tag: 'Percent', percent: amount, of: ['all'] } as const),
        }));
        const percent = taxed && { name: 'tax', percent: taxed[0], included: taxed[1] };
        const tariff = makeTariff({ breaks: [{ upTo: 1000, price }], step: 1000 }, surcharges, percent);
        const priced = O.toUndefined(priceOf(tariff, 700, parcel)) ?? expect.fail('no price');
        const rounded = moneyOf(priced.total, code);
        const sum = billOf(priced.lines, rounded)
          .filter(({ included }) => included !== true)
          .reduce((total, { amount }) => plus(total, amount), ZERO);
        expect(compare(sum, moneyAmount(rounded))).to.equal(0);
      }),
    );
  });
});
