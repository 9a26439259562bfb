import { expect } from 'chai';
import fc from 'fast-check';
import type { Account } from '../../domain/account.js';
import { selectServices, servicesOf, type Selection } from '../../domain/service-selection.js';
import { aService, anAccount } from '../support/requests.js';

const [standard, express, courier, express2] = ['house/STD', 'house/EXP', 'fast/NOW', 'fast/EXP'].map(aService) as [
  ReturnType<typeof aService>,
  ReturnType<typeof aService>,
  ReturnType<typeof aService>,
  ReturnType<typeof aService>,
];
const offered = [standard, express, courier, express2];

const chosen = (...services: readonly ReturnType<typeof aService>[]): Selection => ({ _tag: 'Chosen', services });

const select = (over: Partial<Account>, rate: string, level?: string): Selection =>
  selectServices(anAccount(over), offered, rate, level);

const table: Partial<Account> = {
  rates: new Map([
    ['CHEAP', [standard]],
    ['QUICK', [courier, express]],
    ['EXP', [standard]],
    ['GONE', [aService('house/NO-MORE')]],
    ['HALF_GONE', [aService('house/NO-MORE'), express]],
    ['NOTHING', []],
  ]),
  serviceLevels: new Map([
    ['SAMEDAY', [courier]],
    ['GONE', [aService('elsewhere/SAMEDAY')]],
  ]),
};

describe('the services that a request’s codes ask for', () => {
  it('are those of its rate in the account’s table', () => {
    expect(select(table, 'CHEAP')).to.deep.equal(chosen(standard));
    expect(select(table, 'QUICK')).to.deep.equal(chosen(courier, express));
  });

  it('are those of the table also where a carrier has a service of that code', () => {
    expect(select(table, 'EXP')).to.deep.equal(chosen(standard));
  });

  it('are those with the rate as their own code, of every carrier, where the table is silent', () => {
    expect(select({}, 'EXP')).to.deep.equal(chosen(express, express2));
    expect(select(table, 'STD')).to.deep.equal(chosen(standard));
  });

  it('take codes as they are written', () => {
    for (const rate of ['exp', ' EXP', 'house/EXP', '']) expect(select({}, rate)).to.deep.equal({ _tag: 'Unmatched' });
  });

  it('are those of the service level only where the rate leads nowhere', () => {
    expect(select(table, 'UNHEARD_OF', 'SAMEDAY')).to.deep.equal(chosen(courier));
    expect(select(table, 'CHEAP', 'SAMEDAY')).to.deep.equal(chosen(standard));
    expect(select(table, 'STD', 'SAMEDAY')).to.deep.equal(chosen(standard));
  });

  it('are not those of the service level where the rate is mapped to what no carrier offers', () => {
    for (const rate of ['GONE', 'NOTHING'])
      expect(select(table, rate, 'SAMEDAY'), rate).to.deep.equal({ _tag: 'Unmatched' });
  });

  it('are the ones of the table that a carrier still offers', () => {
    expect(select(table, 'HALF_GONE')).to.deep.equal(chosen(express));
    expect(select(table, 'UNHEARD_OF', 'GONE')).to.deep.equal({ _tag: 'Unmatched' });
  });

  it('are none for codes that lead nowhere', () => {
    for (const rate of ['UNHEARD_OF', 'constructor', '__proto__'])
      expect(select(table, rate, 'UNHEARD_OF')).to.deep.equal({ _tag: 'Unmatched' });
    expect(select(table, 'UNHEARD_OF')).to.deep.equal({ _tag: 'Unmatched' });
  });

  it('are all there are for codes that lead nowhere, where the account says so', () => {
    const generous: Partial<Account> = { ...table, unmatchedRate: 'all_services' };
    for (const rate of ['UNHEARD_OF', 'GONE', 'NOTHING'])
      expect(select(generous, rate)).to.deep.equal({ _tag: 'Everything', services: offered });
    expect(select(generous, 'CHEAP')).to.deep.equal(chosen(standard));
    expect(select(generous, 'UNHEARD_OF', 'SAMEDAY')).to.deep.equal(chosen(courier));
    expect(selectServices(anAccount(generous), [], 'UNHEARD_OF', undefined)).to.deep.equal({ _tag: 'Unmatched' });
  });

  it('are never any that no carrier offers, and never an empty choice', () => {
    const anyRate = fc.constantFrom('CHEAP', 'QUICK', 'EXP', 'GONE', 'HALF_GONE', 'NOTHING', 'STD', 'NOW', 'X');
    const anyLevel = fc.constantFrom('SAMEDAY', 'GONE', 'X', undefined);
    const anyOffered = fc.subarray(offered);
    const unmatched = fc.constantFrom<Account['unmatchedRate']>('no_offer', 'all_services');
    fc.assert(
      fc.property(anyRate, anyLevel, anyOffered, unmatched, (rate, level, available, unmatchedRate) => {
        const selection = selectServices(anAccount({ ...table, unmatchedRate }), available, rate, level);
        expect(available).to.include.members([...servicesOf(selection)]);
        expect(servicesOf(selection).length === 0).to.equal(selection._tag === 'Unmatched');
      }),
    );
  });
});
