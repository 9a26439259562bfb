import { expect } from 'chai';
import type { Address } from '../../domain/address.js';
import type { Currency } from '../../domain/currency.js';
import { customsLines, isDeclared, needsItn, totalsOf, wholeMoney } from '../../domain/customs.js';
import type { Goods } from '../../domain/goods.js';
import { anAddress } from '../support/bookings.js';

const money = (amount: number, currency = 'USD') => wholeMoney(amount, currency as Currency);
const shirt = { description: 'T-shirt', hsNumber: '610910', originCountry: 'PT' };

const at = (country: string): Address => anAddress({ country } as Partial<Address>);
const route = (from: string, to: string) => ({ from: at(from), to: at(to) });

describe('what customs are told', () => {
  it('is of parcels that cross a border and whose goods somebody has described', () => {
    const described: readonly Goods[] = [{ quantity: 1 }, { quantity: 1, customs: shirt }];
    expect(isDeclared(route('AU', 'NZ'), described)).to.equal(true);
    expect(isDeclared(route('AU', 'AU'), described)).to.equal(false);
    expect(isDeclared(route('AU', 'NZ'), [{ quantity: 1 }])).to.equal(false);
  });

  it('is weight and value of all units of a kind, and nothing that nobody knows', () => {
    expect(
      customsLines([
        { sku: 'TEE', quantity: 3, grams: 250, value: money(40), customs: shirt },
        { sku: 'MUG', quantity: 1 },
        { quantity: 2 },
      ]),
    ).to.deep.equal([
      {
        ...{ description: 'T-shirt', quantity: 3, grams: 750, hsNumber: '610910', origin: 'PT' },
        ...{ unitValue: money(40), value: money(120) },
      },
      { description: 'MUG', quantity: 1 },
      { description: 'Goods', quantity: 2 },
    ]);
  });

  it('has one sum for each currency', () => {
    const lines = customsLines([
      { quantity: 2, value: money(10) },
      { quantity: 1, value: money(1_000, 'JPY') },
      { quantity: 1, value: money(5) },
      { quantity: 1 },
    ]);
    expect(totalsOf(lines)).to.deep.equal([money(25), money(1_000, 'JPY')]);
    expect(totalsOf([])).to.deep.equal([]);
  });
});

describe('an ITN', () => {
  const limit = money(2_500);
  const worth = (amount: number, hsNumber = '610910', currency = 'USD'): Goods => ({
    quantity: 1,
    value: money(amount, currency),
    customs: { ...shirt, hsNumber },
  });

  it('is needed for what is worth more than the limit under one tariff number', () => {
    expect(needsItn(route('US', 'AU'), [worth(2_500)], limit)).to.equal(false);
    expect(needsItn(route('US', 'AU'), [worth(2_501)], limit)).to.equal(true);
    expect(needsItn(route('US', 'AU'), [worth(1_500), worth(1_500)], limit)).to.equal(true);
    expect(needsItn(route('US', 'AU'), [worth(1_500), worth(1_500, '490199')], limit)).to.equal(false);
  });

  it('is needed only for what leaves the United States, and not for Canada', () => {
    for (const [from, to, isNeeded] of [
      ['US', 'AU', true],
      ['PR', 'AU', true],
      ['US', 'PR', false],
      ['US', 'US', false],
      ['US', 'CA', false],
      ['AU', 'US', false],
    ] as const)
      expect([from, to, needsItn(route(from, to), [worth(9_000)], limit)]).to.deep.equal([from, to, isNeeded]);
  });

  it('is not asked for where the account has no limit or the value is in another currency', () => {
    expect(needsItn(route('US', 'AU'), [worth(9_000)], undefined)).to.equal(false);
    expect(needsItn(route('US', 'AU'), [worth(9_000, '610910', 'EUR')], limit)).to.equal(false);
  });
});
