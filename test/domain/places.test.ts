import { expect } from 'chai';
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import {
  countryCode,
  makeBookingAddress,
  makeRouteAddress,
  type Place,
  type Places,
  type RawAddress,
} from '../../domain/places.js';

const digits =
  (count: number) =>
  (text: string): O.Option<string> =>
    new RegExp(`^\\d{${count}}$`).test(text.replaceAll(' ', '')) ? O.some(text.replaceAll(' ', '')) : O.none;

const australia: Place = {
  country: countryCode('AU'),
  city: 'required',
  postcode: 'required',
  postcodeExample: O.some('2000'),
  toPostcode: digits(4),
  stateOf: (postcode) => (postcode.startsWith('3') ? O.some('VIC') : O.none),
};
const dubai: Place = { ...australia, country: countryCode('AE'), city: 'optional', postcode: 'none' };
const chile: Place = {
  ...australia,
  country: countryCode('CL'),
  postcode: 'optional',
  postcodeExample: O.none,
  toPostcode: digits(7),
};
const places: Places = {
  find: (code) =>
    O.fromNullable([australia, dubai, chile].find(({ country }) => code.toUpperCase().startsWith(country))),
};

const shopper: RawAddress = {
  country: 'AU',
  city: 'Melbourne',
  postcode: '3000',
  line1: '1 Swanston Street',
  firstName: 'Ada',
  lastName: 'Lovelace',
};

const faultsOf = (checked: ReturnType<typeof makeRouteAddress>): readonly string[] =>
  E.isRight(checked)
    ? []
    : checked.left.map(({ field, rule, expected }) =>
        [field, rule, ...(expected === undefined ? [] : [expected])].join(' '),
      );

describe('an address to price for', () => {
  it('needs no more than a country', () => {
    expect(makeRouteAddress(places, { country: 'AU' })).to.deep.equal(E.right({ country: 'AU' }));
  });

  it('takes a country by its three letters and in any case', () => {
    expect(makeRouteAddress(places, { country: ' aus ' })).to.deep.equal(E.right({ country: 'AU' }));
  });

  it('is refused without a country, blanks being none', () => {
    expect(faultsOf(makeRouteAddress(places, { country: ' \t' }))).to.deep.equal(['country_code required']);
    expect(faultsOf(makeRouteAddress(places, {}))).to.deep.equal(['country_code required']);
  });

  it('is refused for a country that does not exist', () => {
    expect(faultsOf(makeRouteAddress(places, { country: 'ZZ' }))).to.deep.equal([
      'country_code unknown_country ISO 3166-1 alpha-2',
    ]);
  });

  it('is refused with a postcode that does not fit, and says what would', () => {
    expect(faultsOf(makeRouteAddress(places, { country: 'AU', postcode: '30000' }))).to.deep.equal([
      'zip_code postcode_does_not_fit 2000',
    ]);
    expect(faultsOf(makeRouteAddress(places, { country: 'CL', postcode: '1' }))).to.deep.equal([
      'zip_code postcode_does_not_fit',
    ]);
  });

  it('keeps as it came what stands for a postcode in a country without', () => {
    expect(makeRouteAddress(places, { country: 'AE', postcode: 'P.O. Box 7' })).to.deep.equal(
      E.right({ country: 'AE', postcode: 'P.O. Box 7' }),
    );
  });

  it('gets its state from the postcode where that leaves no doubt', () => {
    expect(makeRouteAddress(places, { country: 'AU', postcode: '3 000', state: '' })).to.deep.equal(
      E.right({ country: 'AU', postcode: '3000', state: 'VIC' }),
    );
    expect(makeRouteAddress(places, { country: 'AU', postcode: '2620' })).to.deep.equal(
      E.right({ country: 'AU', postcode: '2620' }),
    );
  });

  it('keeps the state that was said', () => {
    expect(makeRouteAddress(places, { country: 'AU', postcode: '3000', state: 'Victoria' })).to.deep.equal(
      E.right({ country: 'AU', postcode: '3000', state: 'Victoria' }),
    );
  });
});

describe('an address to book for', () => {
  it('is complete without phone, e-mail and state', () => {
    expect(makeBookingAddress(places, shopper)).to.deep.equal(E.right({ ...shopper, state: 'VIC' }));
  });

  it('lists everything that is missing at once, in the fields of the caller', () => {
    expect(faultsOf(makeBookingAddress(places, { country: 'AU', lastName: '', city: ' ' }))).to.deep.equal([
      'first_name required',
      'last_name required',
      'address_line_1 required',
      'city required',
      'zip_code required 2000',
    ]);
  });

  it('lists a wrong postcode beside what is missing', () => {
    expect(faultsOf(makeBookingAddress(places, { ...shopper, city: '', postcode: 'x' }))).to.deep.equal([
      'city required',
      'zip_code postcode_does_not_fit 2000',
    ]);
  });

  it('asks without a country for all that does not hang on it', () => {
    expect(faultsOf(makeBookingAddress(places, {}))).to.deep.equal([
      'first_name required',
      'last_name required',
      'address_line_1 required',
      'city required',
      'country_code required',
    ]);
  });

  it('lets a person of one name repeat it, not leave it out', () => {
    expect(E.isRight(makeBookingAddress(places, { ...shopper, firstName: 'Sukarno', lastName: 'Sukarno' }))).to.be.true;
    expect(faultsOf(makeBookingAddress(places, { ...shopper, firstName: '' }))).to.deep.equal(['first_name required']);
  });

  it('asks for neither city nor postcode where the country has none', () => {
    const { firstName, lastName, line1 } = shopper;
    const bare = { country: 'AE', firstName, lastName, line1 };
    expect(makeBookingAddress(places, bare)).to.deep.equal(E.right(bare));
  });

  it('does without a postcode that few use, but holds a given one to its pattern', () => {
    expect(E.isRight(makeBookingAddress(places, { ...shopper, country: 'CL', postcode: '' }))).to.be.true;
    expect(faultsOf(makeBookingAddress(places, { ...shopper, country: 'CL' }))).to.deep.equal([
      'zip_code postcode_does_not_fit',
    ]);
  });

  it('puts every part on one line', () => {
    const checked = makeBookingAddress(places, { ...shopper, line1: ' 1\r\nSwanston\u200B Street\u0000 ' });
    expect(checked).to.deep.include({ right: { ...shopper, state: 'VIC' } });
  });

  it('stays as it is when it is checked again', () => {
    const text = fc.option(fc.oneof(fc.constantFrom('AU', 'aus', 'AE', 'CL', '3000', ' 3 000 ', 'é'), fc.string()), {
      nil: undefined,
    });
    const raw = fc.record({
      country: fc.constantFrom('AU', 'aus', 'AE', 'CL'),
      state: text,
      city: text,
      postcode: fc.oneof(fc.constantFrom('3000', ' 3 000', '1234567'), text),
      line1: text,
      line2: text,
      company: text,
      firstName: text,
      lastName: text,
      email: text,
      phone: text,
    });
    fc.assert(
      fc.property(raw, (address) => {
        for (const check of [makeRouteAddress, makeBookingAddress]) {
          const once = check(places, address);
          if (E.isRight(once)) expect(check(places, once.right)).to.deep.equal(once);
        }
      }),
    );
  });

  it('never has more faults to price for than to book for', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('country', 'postcode', 'line1'), fc.string()), (raw) => {
        const route = faultsOf(makeRouteAddress(places, raw));
        expect(faultsOf(makeBookingAddress(places, raw))).to.include.members([...route]);
      }),
    );
  });
});
