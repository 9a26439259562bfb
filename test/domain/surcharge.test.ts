import { expect } from 'chai';
import fc from 'fast-check';
import * as O from 'fp-ts/lib/Option.js';
import type { CountryCode } from '../../domain/address.js';
import type { LocalDate } from '../../domain/calendar.js';
import { surchargeFaults, toSurcharge, type RawSurcharge } from '../../domain/card-surcharges.js';
import { compare, decimal, decimalText, parseDecimal, plus, ZERO, type Decimal } from '../../domain/decimal.js';
import type { Consignment } from '../../domain/surcharge.js';
import { makeTariff, priceOf } from '../../domain/tariff.js';

const amount = (text: string): Decimal => O.toNullable(parseDecimal(text)) ?? expect.fail(text);
const flat = (text: string) => ({ _tag: 'Flat', amount: amount(text) }) as const;
const percent = (text: string, ...of: readonly string[]) =>
  ({ _tag: 'Percent', percent: amount(text), ...(of.length > 0 && { of }) }) as const;
const day = (text: string): LocalDate => text as LocalDate;
const country = (code: string): CountryCode => code as CountryCode;

const shop: Consignment = {
  pickupDay: day('2026-12-01'),
  country: country('AU'),
  postcode: '4000',
  residential: false,
  grams: 900,
  sideMm: 300,
  girthMm: 400,
};
const raw = { breaks: [{ upTo: 1000, price: amount('10.00') }], perKg: amount('2'), step: 1000 };
const priced = (surcharges: readonly RawSurcharge[], parcel: Partial<Consignment> = {}, grams = 900) =>
  O.toNullable(priceOf(makeTariff(raw, surcharges.map(toSurcharge), undefined), grams, { ...shop, ...parcel })) ??
  expect.fail('no price');
const linesOf = (surcharges: readonly RawSurcharge[], parcel: Partial<Consignment> = {}): readonly string[] =>
  priced(surcharges, parcel).lines.map(({ name, amount: sum }) => `${name} ${decimalText(sum)}`);
const faultsOf = (surcharges: readonly RawSurcharge[]): readonly string[] =>
  surchargeFaults(surcharges, new Map([['remote', 0]]), 'remote', 'surcharges').map(
    ({ field, rule }) => `${field} ${rule}`,
  );

describe('a surcharge', () => {
  it('is a percentage of the freight, of named lines above it, or of all of them', () => {
    const lines = (fuel: RawSurcharge['charge']) =>
      linesOf([
        { name: 'Remote', charge: flat('5') },
        { name: 'Home', charge: flat('1') },
        { name: 'Fuel', charge: fuel },
      ]);
    expect(lines(percent('10')).at(-1)).to.equal('Fuel 1.0000');
    expect(lines(percent('10', 'freight', 'Remote')).at(-1)).to.equal('Fuel 1.5000');
    expect(lines(percent('10', 'Home')).at(-1)).to.equal('Fuel 0.10');
    expect(lines(percent('10', 'all')).at(-1)).to.equal('Fuel 1.6000');
  });

  it('counts a line that this parcel does not have as nothing', () => {
    const remote: RawSurcharge = {
      name: 'Remote',
      charge: flat('5'),
      country: country('AU'),
      postcodes: ['0800-0999'],
    };
    const fuel: RawSurcharge = { name: 'Fuel', charge: percent('10', 'freight', 'Remote') };
    expect(linesOf([remote, fuel])).to.deep.equal(['freight 10.00', 'Fuel 1.0000']);
    expect(linesOf([remote, fuel], { postcode: '0870' })).to.deep.equal(['freight 10.00', 'Remote 5', 'Fuel 1.5000']);
    expect(linesOf([remote, fuel], { postcode: '0870', country: country('NZ') })).to.have.length(2);
  });

  it('for size is charged above any one of its limits, and not at it', () => {
    const oversize: RawSurcharge = { name: 'Big', charge: flat('8'), over: { grams: 900, sideMm: 300, girthMm: 400 } };
    const isCharged = (parcel: Partial<Consignment>) => linesOf([oversize], parcel).length > 1;
    expect(isCharged({})).to.equal(false);
    expect([{ grams: 901 }, { sideMm: 301 }, { girthMm: 401 }].map(isCharged)).to.deep.equal([true, true, true]);
  });

  it('for homes is charged at homes only', () => {
    const home: RawSurcharge = { name: 'Home', charge: flat('3'), residential: true };
    expect(linesOf([home])).to.deep.equal(['freight 10.00']);
    expect(linesOf([home], { residential: true })).to.deep.equal(['freight 10.00', 'Home 3']);
  });

  it('with dates is charged by the pickup day', () => {
    const fuel = (name: string, text: string, from: string, to: string): RawSurcharge => ({
      ...{ name, charge: percent(text) },
      period: { from: day(from), to: day(to) },
    });
    const months = [fuel('Fuel', '5', '2026-11-01', '2026-11-30'), fuel('Fuel', '6', '2026-12-01', '2026-12-31')];
    expect(linesOf(months)).to.deep.equal(['freight 10.00', 'Fuel 0.6000']);
    expect(linesOf(months, { pickupDay: day('2026-11-30') })).to.deep.equal(['freight 10.00', 'Fuel 0.5000']);
    expect(linesOf(months, { pickupDay: day('2027-01-01') })).to.deep.equal(['freight 10.00']);
    expect(faultsOf(months)).to.deep.equal([]);
    expect(faultsOf([...months, fuel('Fuel', '7', '2026-12-31', '2027-02-01')])).to.deep.equal([
      'surcharges.2 periods_overlap',
    ]);
  });

  it('is of lines above it only', () => {
    const [fuel, remote]: readonly RawSurcharge[] = [
      { name: 'Fuel', charge: percent('5', 'Remote') },
      { name: 'Remote', charge: flat('1') },
    ];
    expect(faultsOf([remote!, fuel!])).to.deep.equal([]);
    expect(faultsOf([fuel!, remote!])).to.deep.equal(['surcharges.0.of.0 no_earlier_line']);
    expect(
      faultsOf([
        { name: 'all', charge: flat('1') },
        { name: 'Fuel', charge: percent('5', 'all') },
      ]),
    ).to.deep.equal(['surcharges.0.name reserved_name']);
  });

  it('names zones of the card, and postcodes with their country', () => {
    expect(faultsOf([{ name: 'A', charge: flat('1'), zones: ['moon'] }])).to.deep.equal([
      'surcharges.0.zones.0 unknown_zone',
    ]);
    expect(faultsOf([{ name: 'A', charge: flat('1'), postcodes: ['4000'] }])).to.deep.equal([
      'surcharges.0 postcodes_with_country',
    ]);
    expect(faultsOf([{ name: 'A', charge: flat('1'), country: country('AU'), postcodes: ['4-'] }])).to.have.length(1);
  });

  const anyPercent = fc.integer({ min: 0, max: 5000 }).map((units) => decimal(BigInt(units), 2));
  const anyAmount = fc.integer({ min: 0, max: 9999 }).map((units) => decimal(BigInt(units), 2));
  const anySurcharge = fc.record({
    charge: fc.oneof(
      anyAmount.map((sum) => ({ _tag: 'Flat', amount: sum }) as const),
      fc
        .tuple(
          anyPercent,
          fc.constantFrom<readonly string[] | undefined>(undefined, ['all'], ['freight', 'S0'], ['S0']),
        )
        .map(([part, of]) => ({ _tag: 'Percent', percent: part, ...(of && { of }) }) as const),
    ),
    residential: fc.boolean(),
  });
  const anySurcharges = fc
    .array(anySurcharge, { maxLength: 6 })
    .map((all): readonly RawSurcharge[] => all.map((one, at) => ({ name: `S${at}`, ...one })));

  it('makes the lines add up to the total, whatever they are of', () => {
    fc.assert(
      fc.property(
        anySurcharges,
        fc.boolean(),
        fc.integer({ min: 1, max: 30_000 }),
        (surcharges, residential, grams) => {
          const { total, lines } = priced(surcharges, { residential }, grams);
          expect(
            compare(
              lines.reduce((sum, line) => plus(sum, line.amount), ZERO),
              total,
            ),
          ).to.equal(0);
        },
      ),
    );
  });

  it('never makes a heavier parcel cheaper', () => {
    const weight = fc.integer({ min: 1, max: 30_000 });
    fc.assert(
      fc.property(anySurcharges, weight, weight, (surcharges, a, b) => {
        const [light, heavy] = [priced(surcharges, {}, Math.min(a, b)), priced(surcharges, {}, Math.max(a, b))];
        expect(compare(light.total, heavy.total)).to.be.at.most(0);
      }),
    );
  });
});
