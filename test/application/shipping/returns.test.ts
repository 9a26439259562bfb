import { expect } from 'chai';
import type { ServiceRef } from '../../../domain/account.js';
import { rightOf } from '../../support/either.js';
import { aRequest, openShop, type Shop } from '../../support/shop.js';

const ref = (service: string): ServiceRef => ({ carrier: 'rate-card', service });

describe('a return', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  const bookedWith = async (services: ReadonlyMap<string, ServiceRef>) => {
    const { desk } = await shop.start('serve:settings');
    const { book } = await shop.start('serve:one', { account: { returns: { ...desk.account.returns, services } } });
    const answer = JSON.parse(rightOf(await book(aRequest('order', 'shipping_and_return')))) as {
      readonly cost: { readonly price: number };
    };
    const [booking] = await shop.ofOrder('order');
    const legs = booking?.legs.map(({ plan }) => plan) ?? [];
    return { legs, cost: answer.cost.price, sum: legs.reduce((all, { price }) => all + Number(price.minor), 0) / 100 };
  };

  it('travels with the service that the account names for that of the way there, and costs what that costs', async () => {
    const { legs, cost, sum } = await bookedWith(new Map([['rate-card/EXPRESS', ref('STANDARD')]]));
    expect(legs.map(({ kind, service }) => `${kind} ${service.service}`)).to.deep.equal([
      ...['outbound EXPRESS', 'return STANDARD'],
    ]);
    expect(legs[1]?.serviceName).to.equal('Standard');
    expect(legs[0]?.price.minor).not.to.equal(legs[1]?.price.minor);
    expect(cost).to.equal(sum);
  });

  it('travels with the same service where the account names none for it', async () => {
    const { legs, cost, sum } = await bookedWith(new Map([['rate-card/STANDARD', ref('EXPRESS')]]));
    expect(legs.map(({ service }) => service.service)).to.deep.equal(['EXPRESS', 'EXPRESS']);
    expect(cost).to.equal(sum);
  });
});
