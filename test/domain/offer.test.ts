import { expect } from 'chai';
import fc from 'fast-check';
import type { Address, CountryCode } from '../../domain/address.js';
import type { Currency } from '../../domain/currency.js';
import { compareOffers, isExpired, makeOffers, OFFER_LIFETIME, pricedDigest, type Offer } from '../../domain/offer.js';
import type { Quote } from '../../domain/quote.js';
import type { Selection } from '../../domain/service-selection.js';
import { HOUR, instant, later, MINUTE } from '../../domain/time.js';
import { anAddress, aParcel, dollars, MORNING } from '../support/bookings.js';
import { aQuote } from '../support/quotes.js';
import { aService } from '../support/requests.js';
import { sha256 } from '../support/sha256.js';

const chosen: Selection = { _tag: 'Chosen', services: [] };
const everything: Selection = { _tag: 'Everything', services: [] };

const offersOf = (quotes: readonly Quote[], selection: Selection = chosen) =>
  makeOffers(quotes, selection, 'EXPRESS', MORNING);

const namesOf = (offers: readonly Offer[]) => offers.map(({ service }) => `${service.carrier}/${service.service}`);

/** Few values of each part, so that ties are common. */
const anyWindow = fc.constantFrom(
  ...[30, 31].flatMap((ends) =>
    [6, 7].map((starts) => ({ startsAt: later(MORNING, starts * HOUR), endsAt: later(MORNING, ends * HOUR) })),
  ),
);
const anyService = fc.constantFrom(...['a/1', 'a/2', 'b/1', 'b/2', 'ab/1'].map(aService));
const anyPrice = fc.record({
  minor: fc.bigInt({ min: 1_000n, max: 1_002n }),
  currency: fc.constantFrom('AUD', 'NZD') as fc.Arbitrary<Currency>,
});
const anyOffer: fc.Arbitrary<Offer> = fc
  .record({ requested: fc.boolean(), service: anyService, price: anyPrice, window: anyWindow })
  .map((parts) => ({ ...parts, providerRate: parts.service.service, expiresAt: later(MORNING, OFFER_LIFETIME) }));
const anyQuote: fc.Arbitrary<Quote> = fc
  .record({ service: anyService, price: anyPrice, window: anyWindow })
  .map((parts) => ({ ...aQuote('a/1'), ...parts }));

describe('the order of offers', () => {
  const offer = (over: Partial<Offer> = {}): Offer => ({ ...offersOf([aQuote('m/M')])[0]!, ...over });
  const { startsAt, endsAt } = offer().window;
  const service = aService;

  it('is requested first, then cheapest, then earliest, then by code', () => {
    const ordered = [
      offer(),
      offer({ service: service('n/A') }),
      offer({ service: service('n/B') }),
      offer({ window: { startsAt: later(startsAt, 1), endsAt } }),
      offer({ window: { startsAt, endsAt: later(endsAt, 1) } }),
      offer({ price: dollars(1_241), window: { startsAt: MORNING, endsAt: MORNING }, service: service('a/A') }),
      offer({ requested: false, price: dollars(1), service: service('a/A') }),
    ];
    expect([...ordered].reverse().sort(compareOffers)).to.deep.equal(ordered);
  });

  it('is total: two ways round agree, and only the same service at the same terms is equal', () => {
    fc.assert(
      fc.property(anyOffer, anyOffer, (a, b) => {
        expect(Math.sign(compareOffers(a, b)) + Math.sign(compareOffers(b, a))).to.equal(0);
        if (compareOffers(a, b) === 0) expect(a).to.deep.equal(b);
      }),
    );
  });

  it('is transitive', () => {
    fc.assert(
      fc.property(anyOffer, anyOffer, anyOffer, (a, b, c) => {
        if (compareOffers(a, b) <= 0 && compareOffers(b, c) <= 0) expect(compareOffers(a, c)).to.be.at.most(0);
      }),
    );
  });

  it('has money of one currency together, however many there are', () => {
    const quotes = [
      aQuote('a/1', 900),
      aQuote('a/2', 100, { price: { ...dollars(100), currency: 'NZD' as Currency } }),
    ];
    expect(namesOf(offersOf([...quotes].reverse()))).to.deep.equal(['a/1', 'a/2']);
  });
});

describe('the offers made of quotes', () => {
  it('are the same whichever carrier answered first', () => {
    const shuffled = fc
      .array(anyQuote, { maxLength: 6 })
      .chain((quotes) => fc.tuple(fc.constant(quotes), fc.shuffledSubarray(quotes, { minLength: quotes.length })));
    fc.assert(
      fc.property(shuffled, ([quotes, others]) => {
        expect(offersOf(others)).to.deep.equal(offersOf(quotes));
      }),
    );
  });

  it('are one for each service, at its best quote', () => {
    fc.assert(
      fc.property(fc.array(anyQuote, { maxLength: 8 }), (quotes) => {
        const offers = offersOf(quotes);
        expect(new Set(namesOf(offers)).size).to.equal(offers.length);
        expect(new Set(namesOf(offers))).to.deep.equal(
          new Set(quotes.map(({ service }) => `${service.carrier}/${service.service}`)),
        );
      }),
    );
    expect(offersOf([aQuote('a/1', 1_300), aQuote('a/1', 1_200)])[0]?.price).to.deep.equal(dollars(1_200));
  });

  it('leave the quotes as they are', () => {
    const quotes = Object.freeze([aQuote('a/2', 2), aQuote('a/1', 1)]);
    expect(namesOf(offersOf(quotes))).to.deep.equal(['a/1', 'a/2']);
    expect(quotes[0]?.service.service).to.equal('2');
  });

  it('echo the requested rate where the services were chosen by it', () => {
    expect(offersOf([aQuote('a/1'), aQuote('a/2')]).map(({ providerRate }) => providerRate)).to.deep.equal([
      'EXPRESS',
      'EXPRESS',
    ]);
  });

  it('carry their own codes as rates where they go beyond what was asked for', () => {
    const offers = offersOf([aQuote('a/1'), aQuote('a/2')], everything);
    expect(offers.map(({ providerRate, requested }) => [providerRate, requested])).to.deep.equal([
      ['1', false],
      ['2', false],
    ]);
  });

  it('keep price and window as they were quoted, and last for fifteen minutes', () => {
    const quote = aQuote('a/1', 1_999);
    expect(offersOf([quote])).to.deep.equal([
      {
        providerRate: 'EXPRESS',
        requested: true,
        service: quote.service,
        price: quote.price,
        window: quote.window,
        expiresAt: later(MORNING, 15 * MINUTE),
      },
    ]);
  });

  it('are none without quotes', () => {
    expect(offersOf([])).to.deep.equal([]);
  });
});

describe('an offer', () => {
  it('expires at the fifteenth minute, not after it', () => {
    const { expiresAt } = offersOf([aQuote('a/1')])[0]!;
    expect(isExpired(expiresAt, instant(later(MORNING, 15 * MINUTE) - 1))).to.equal(false);
    expect(isExpired(expiresAt, later(MORNING, 15 * MINUTE))).to.equal(true);
  });
});

describe('the digest of what was priced', () => {
  const [store, home] = [anAddress(), anAddress({ state: 'NSW', city: 'Sydney', postcode: '2000' })];
  const digest = (from: Address = store, to: Address = home, parcel = aParcel()) =>
    pricedDigest(from, to, parcel, sha256);

  it('does not know who lives there and in which street, which come at booking', () => {
    const person: Partial<Address> = {
      line1: 'other',
      line2: 'other',
      company: 'other',
      firstName: 'other',
      lastName: 'other',
      email: 'other',
      phone: 'other',
    };
    for (const [part, value] of Object.entries(person)) {
      expect(digest(anAddress({ [part]: value })), part).to.equal(digest());
      expect(digest(store, { ...home, [part]: value }), part).to.equal(digest());
    }
    expect(digest(store, home, aParcel({ notes: [] }))).to.equal(digest());
  });

  it('knows the route', () => {
    const { state, city, postcode, ...country } = home;
    const routes: readonly Address[] = [
      { ...home, country: 'NZ' as CountryCode },
      { ...home, state: 'ACT' },
      { ...home, city: 'Canberra' },
      { ...home, postcode: '2600' },
      { ...country, state: state!, city: city! },
      { ...country, state: state!, postcode: postcode! },
      { ...country, city: city!, postcode: postcode! },
    ];
    const all = [digest(), digest(home, store), ...routes.flatMap((end) => [digest(store, end), digest(end, home)])];
    expect(new Set(all).size).to.equal(all.length);
  });

  it('knows the parcel', () => {
    const parcels = (['grams', 'lengthMm', 'widthMm', 'heightMm'] as const).map((side) => aParcel({ [side]: 7 }));
    const all = [digest(), ...parcels.map((parcel) => digest(store, home, parcel))];
    expect(new Set(all).size).to.equal(all.length);
  });
});
