import { expect } from 'chai';
import fc from 'fast-check';
import * as O from 'fp-ts/lib/Option.js';
import { exponentOf, parseCurrency, type Currency } from '../../domain/currency.js';
import { decimal, decimalText, parseDecimal, type Decimal } from '../../domain/decimal.js';
import { addMoney, compareMoney, moneyOf, percentOf, priceNumber, priceText } from '../../domain/money.js';

const currency = (code: string): Currency => O.toNullable(parseCurrency(code)) ?? expect.fail(code);
const amount = (text: string): Decimal => O.toNullable(parseDecimal(text)) ?? expect.fail(text);
const [AUD, JPY, KWD] = [currency('AUD'), currency('JPY'), currency('KWD')];

describe('a currency', () => {
  it('has the decimal places that ISO 4217 gives it', () => {
    expect([AUD, JPY, KWD, currency('CLF')].map(exponentOf)).to.deep.equal([2, 0, 3, 4]);
  });

  it('is an active code in upper case', () => {
    for (const text of ['aud', 'AU', 'DEM', 'XXX', '', 'toString']) {
      expect(parseCurrency(text), text).to.deep.equal(O.none);
    }
  });
});

describe('money', () => {
  it('rounds half up to the minor unit of its currency', () => {
    expect(priceText(moneyOf(amount('12.345'), AUD))).to.equal('12.35');
    expect(priceText(moneyOf(amount('12.5'), JPY))).to.equal('13');
    expect(priceText(moneyOf(amount('1.2344999'), KWD))).to.equal('1.234');
  });

  it('goes to the wire as the number that JSON prints without a tail', () => {
    expect(JSON.stringify(priceNumber(moneyOf(amount('12.40'), AUD)))).to.equal('12.4');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (cents) => {
        const money = { minor: BigInt(cents), currency: AUD };
        expect(Number(JSON.stringify(priceNumber(money))).toFixed(2)).to.equal(priceText(money));
      }),
    );
  });

  it('adds in one currency only', () => {
    const [five, six] = [moneyOf(amount('5'), AUD), moneyOf(amount('6'), AUD)];
    expect(addMoney(five, six)).to.deep.equal(O.some(moneyOf(amount('11'), AUD)));
    expect(addMoney(five, moneyOf(amount('6'), JPY))).to.deep.equal(O.none);
  });

  it('has one order, across currencies too', () => {
    const anyMoney = fc.record({
      minor: fc.bigInt({ min: -1000n, max: 1000n }),
      currency: fc.constantFrom(AUD, JPY, KWD),
    });
    fc.assert(
      fc.property(anyMoney, anyMoney, anyMoney, (a, b, c) => {
        expect(compareMoney(a, b) + compareMoney(b, a)).to.equal(0);
        if (compareMoney(a, b) <= 0 && compareMoney(b, c) <= 0) expect(compareMoney(a, c)).to.be.at.most(0);
      }),
    );
  });

  it('takes a percentage exactly', () => {
    expect(decimalText(percentOf(amount('8.5'), amount('20.00')))).to.equal('1.70000');
    expect(percentOf(decimal(10n), decimal(0n))).to.deep.equal(decimal(0n, 2));
  });
});
