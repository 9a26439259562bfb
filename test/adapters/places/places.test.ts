import { expect } from 'chai';
import fc from 'fast-check';
import countries from 'i18n-iso-countries/index.js';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { makePlaces } from '../../../adapters/places/places.js';
import { examples } from '../../../adapters/places/postcode-facts.js';
import { makeBookingAddress, makeRouteAddress, type Place } from '../../../domain/places.js';

const places = makePlaces();
const alpha2 = Object.keys(countries.getAlpha2Codes());
const place = (code: string): Place => O.getOrElse<Place>(() => expect.fail(`no ${code}`))(places.find(code));
const postcode = (country: string, text: string): string | undefined => O.toUndefined(place(country).toPostcode(text));
const state = (country: string, code: string): string | undefined => O.toUndefined(place(country).stateOf(code));

describe('places: countries', () => {
  it('are found by two letters or three, in any case', () => {
    for (const code of ['AU', 'au', 'AUS', 'aus', ' Au ']) expect(place(code).country).to.equal('AU');
    expect(alpha2.map((code) => place(code).country)).to.deep.equal(alpha2);
    expect(Object.entries(countries.getAlpha3Codes()).filter(([three, two]) => place(three).country !== two)).to.be
      .empty;
  });

  it('are the 249 of ISO 3166-1 and Kosovo', () => {
    expect(alpha2).to.have.length(250).and.to.include('XK');
  });

  it('are not found by anything else', () => {
    for (const code of ['', 'A', 'ZZ', 'XXX', '036', 'Australia', '__proto__', 'constructor']) {
      expect(places.find(code), code).to.deep.equal(O.none);
    }
  });
});

describe('places: postcodes', () => {
  /** Addresses of post offices, parliaments and museums; after the arrow as the post spells it. */
  const real: readonly string[] = [
    'AU 2000', 'AU 0800', 'NZ 6011', 'US 10118', 'US 20500-0003', 'US 205000003->20500-0003', 'CA K1A 0A9', 'CA h2x1y4->H2X 1Y4',
    'GB sw1a1aa->SW1A 1AA', 'GB M1 1AE', 'GB EC1A 1BB', 'GB GIR 0AA', 'GB BFPO 61', 'IE D02 AF30', 'IE d6wxh39->D6W XH39',
    'DE 10115', 'FR 75001', 'FR 97400', 'NL 1012ab->1012 AB', 'BE 1000', 'LU 1009', 'LU L-1009->1009', 'PL 00-950', 'PL 00950->00-950',
    'PT 1000-001', 'PT 1000001->1000-001', 'ES 28014', 'IT 00186', 'AT 1010', 'CH 8001', 'CH CH-8001->8001', 'LI 9490',
    'SE 11122->111 22', 'SE SE-111 22->111 22', 'NO 0150', 'DK 1050', 'DK DK-1050->1050', 'FI 00100', 'FI FI-00100->00100', 'IS 101',
    'CZ 11000->110 00', 'SK 811 01', 'HU 1055', 'GR 105 57', 'RO 010011', 'BG 1000', 'HR 10000', 'SI 1000', 'RS 11000', 'EE 10111',
    'LV LV-1010', 'LV 1010->LV-1010', 'LT LT-01100->01100', 'MT VLT1117->VLT 1117', 'CY 1010', 'UA 01001', 'RU 101000', 'TR 06100',
    'BR 01310-100', 'BR 01310100->01310-100', 'AR C1002AAP', 'AR 1002', 'MX 06000', 'JP 1000001->100-0001', 'JP １００－０００１->100-0001',
    'KR 04524', 'CN 100000', 'TW 100', 'TW 100006', 'IN 110 001->110001', 'SG 018989', 'MY 50000', 'TH 10200', 'PH 1000', 'ID 10110',
    'VN 100000', 'VN 70000', 'IL 9414219', 'SA 11564', 'ZA 8001', 'GG GY1 1AA', 'JE je23xp->JE2 3XP', 'IM IM1 1AG', 'GI GX11 1AA',
    'PR 00901', 'GU 96910', 'FO FO-100->100', 'GL 3900', 'AX AX-22100->22100', 'AX 22100', 'AD AD500', 'MC 98000', 'KY KY1-1100',
    'KZ A15X9E6', 'KZ 010000', 'XK 10000', 'AI 2640->AI-2640', 'VG VG1110', 'VG 1110->VG1110', 'BM HM 12', 'AZ AZ 1000->1000',
  ]; // prettier-ignore

  it('in use are taken, and spelled as their post spells them', () => {
    for (const line of real) {
      const [, country = '', written = '', spelled = written] = /^(..) (.*?)(?:->(.*))?$/.exec(line) ?? [];
      expect(postcode(country, written), line).to.equal(spelled);
    }
  });

  it('that cannot be are not', () => {
    const wrong = [
      'AU 200', 'AU 20000', 'AU SW1A 1AA', 'NZ 60111', 'US 1011', 'US 2050A', 'US 10118-12', 'CA K1A', 'CA D1A 0A9', 'CA 12345',
      'GB SW1A', 'GB 12345', 'GB SW1A 1AAA', 'IE 12345', 'DE 1011', 'DE 101155', 'FR 7500', 'NL 1012', 'NL 0012 AB', 'PL 0095',
      'PT 1000', 'BR 0131010', 'JP 100000', 'SG 01898', 'IN 11000', 'SE 1112', 'CZ 1100', 'AR 10', 'CH DE-8001', 'AU -', 'US ',
    ]; // prettier-ignore
    for (const line of wrong) expect(postcode(line.slice(0, 2), line.slice(3)), line).to.be.undefined;
  });

  it('are demanded where they are used, and only there', () => {
    const required =
      'AU NZ US CA GB IE DE FR NL BE PL PT ES IT AT CH SE NO DK FI CZ SK HU GR BR MX JP KR CN TW IN SG MY TH ZA IL';
    for (const country of required.split(' ')) expect(place(country).postcode, country).to.equal('required');
    const none = 'HK MO AE QA FJ VU TO UG RW GH AO BW ZW BS AW AG BZ KM CI ML';
    for (const country of none.split(' ')) expect(place(country).postcode, country).to.equal('none');
    for (const country of ['CL', 'CO', 'VN', 'KE', 'OM', 'PA', 'JM'])
      expect(place(country).postcode).to.equal('optional');
  });

  it('given as examples are real and spelled right', () => {
    for (const [country, example] of examples) expect(postcode(country, example)).to.equal(example);
  });

  it('have an example wherever they are demanded of the larger trading countries', () => {
    for (const country of 'AU NZ US CA GB IE DE FR NL PL PT BR JP IN SG SE CZ ES IT'.split(' ')) {
      expect(O.isSome(place(country).postcodeExample), country).to.be.true;
    }
  });

  it('of any text and country are found or not, and spelled once for all', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[A-Z]{0,3}[ -]?\d{2,7}[A-Z]{0,3}$/),
      fc.constantFrom(...examples.values()),
    );
    fc.assert(
      fc.property(fc.constantFrom(...alpha2), text, (country, written) => {
        const { toPostcode, stateOf } = place(country);
        const found = toPostcode(written);
        if (O.isNone(found)) return;
        expect(toPostcode(found.value)).to.deep.equal(found);
        stateOf(found.value);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('places: states', () => {
  it('follow from a postcode of Australia, Canada and the United States', () => {
    const known = [
      'AU 2000 NSW', 'AU 0200 ACT', 'AU 2601 ACT', 'AU 2913 ACT', 'AU 3000 VIC', 'AU 4000 QLD', 'AU 5000 SA', 'AU 6000 WA', 'AU 7000 TAS',
      'AU 0800 NT', 'AU 8001 VIC', 'AU 9726 QLD', 'AU 1001 NSW', 'US 10118 NY', 'US 20500-0003 DC', 'US 94103 CA', 'US 06390 NY',
      'US 99501 AK', 'US 00901 PR', 'US 09012 AE', 'CA M5V 3L9 ON', 'CA H2X 1Y4 QC', 'CA X0A 0H0 NU', 'CA X1A 1A1 NT', 'CA V6B 1A1 BC',
    ]; // prettier-ignore
    for (const line of known) {
      const [, country = '', code = '', expected] = /^(..) (.*) (\w+)$/.exec(line) ?? [];
      expect(state(country, code), line).to.equal(expected);
    }
  });

  it('do not where a postcode lies on both sides of a border, or nowhere', () => {
    for (const code of [
      '0872',
      '2406',
      '2540',
      '2611',
      '2620',
      '3585',
      '3644',
      '3707',
      '4380',
      '4383',
      '4385',
      '0100',
    ]) {
      expect(state('AU', code), code).to.be.undefined;
    }
    for (const code of ['42223', '97635', '00000']) expect(state('US', code), code).to.be.undefined;
    for (const code of ['K1A 0A9', 'X2A 1A1', 'W1A 1A1']) expect(state('CA', code), code).to.be.undefined;
    expect(state('DE', '10115')).to.be.undefined;
  });
});

describe('places: whole addresses', () => {
  it('of city states need no city', () => {
    for (const country of ['SG', 'HK', 'GI', 'MC', 'MO', 'VA'])
      expect(place(country).city, country).to.equal('optional');
    for (const country of ['AU', 'US', 'GB', 'NZ', 'DE', 'QA', 'FJ'])
      expect(place(country).city, country).to.equal('required');
  });

  it('stay as they are when they are checked again', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom(' Ada ', 'Łódź'));
    const where = fc.oneof(fc.constantFrom(...examples), fc.tuple(fc.constantFrom(...alpha2), fc.string()));
    fc.assert(
      fc.property(where, text, text, ([country, code], name, city) => {
        const raw = { country, firstName: name, lastName: name, line1: city, city, postcode: code };
        for (const check of [makeRouteAddress, makeBookingAddress]) {
          const once = check(places, raw);
          if (E.isRight(once)) expect(check(places, once.right)).to.deep.equal(once);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('of every country can be booked with what that country uses', () => {
    for (const country of alpha2) {
      const { postcode: use, postcodeExample } = place(country);
      const raw = { country, firstName: 'Ada', lastName: 'Lovelace', line1: '1 Street', city: 'Town' };
      const withPostcode = { ...raw, postcode: O.getOrElse(() => '')(postcodeExample) };
      const faults = E.swap(makeBookingAddress(places, withPostcode));
      if (use !== 'required' || O.isSome(postcodeExample)) expect(E.isLeft(faults), country).to.be.true;
      else expect(faults, country).to.nested.include({ 'right[0].field': 'zip_code', 'right.length': 1 });
    }
  });
});
