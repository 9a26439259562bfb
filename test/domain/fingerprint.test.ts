import { expect } from 'chai';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import type { FingerprintSettings } from '../../domain/account.js';
import type { BookingRequest } from '../../domain/booking-request.js';
import { canonicalText, identityOf, storedFingerprints, type Canonical } from '../../domain/fingerprint.js';
import { anOrder } from '../support/bookings.js';
import { oddStrings } from '../support/odd-strings.js';
import { aBookingRequest, aShirt, aShopper, aStore } from '../support/requests.js';
import { sha256 } from '../support/sha256.js';
import { without } from '../support/without.js';

const USUAL: FingerprintSettings = { offerCounts: true, requestIdCounts: false };

const everySetting: readonly FingerprintSettings[] = [true, false].flatMap((offerCounts) =>
  [true, false].map((requestIdCounts) => ({ offerCounts, requestIdCounts })),
);

const identity = (request: BookingRequest, settings = USUAL, requestId = 'req-1') =>
  identityOf(request, requestId, settings, sha256);

const request = aBookingRequest();
const { fingerprint } = identity(request);

const addressChanges = (side: 'sender' | 'receiver'): Readonly<Record<string, BookingRequest>> => {
  const address = side === 'sender' ? aStore : aShopper;
  const parts = ['country', 'state', 'city', 'postcode', 'line1', 'line2', 'company'] as const;
  const all = [...parts, 'firstName', 'lastName', 'email', 'phone'] as const;
  return Object.fromEntries(
    all.map((part) => [`${side} ${part}`, aBookingRequest({ [side]: { ...address, [part]: 'another' } })]),
  );
};

/** Each counted field, changed alone. */
const substantial: Readonly<Record<string, BookingRequest>> = {
  order: aBookingRequest({ order: anOrder('order-2') }),
  'fulfilment node': aBookingRequest({ nodeId: 'BNE02' }),
  'carrier code': aBookingRequest({ carrierCode: 'FEDEX' }),
  rate: aBookingRequest({ rate: 'AP_PARCEL' }),
  'booking method': aBookingRequest({ method: 'shipping_and_return' }),
  offer: aBookingRequest({ offer: 'ls1.offer-2' }),
  tare: aBookingRequest({ package: { ...request.package!, weight: { amount: 81, unit: 'g' } } }),
  'unit of the tare': aBookingRequest({ package: { ...request.package!, weight: { amount: 80, unit: 'oz' } } }),
  'size of the package': aBookingRequest({
    package: { ...request.package!, dimensions: { length: 32, width: 24, height: 7, unit: 'cm' } },
  }),
  ...addressChanges('sender'),
  ...addressChanges('receiver'),
  direction: aBookingRequest({ sender: aShopper, receiver: aStore }),
  'value of an identifier': aBookingRequest({ items: [aShirt(), aShirt({ identifiers: { product_id: '1005405' } })] }),
  'identifier that no catalogue knows': aBookingRequest({
    items: [aShirt(), aShirt({ identifiers: { ...aShirt().identifiers, lot: '7' } })],
  }),
  'case of an identifier’s name': aBookingRequest({
    items: [aShirt(), aShirt({ identifiers: { product_id: '1005404', SKU: 'TEE-BLK-M' } })],
  }),
  'number of units': aBookingRequest({ items: [aShirt(), aShirt(), aShirt()] }),
};

/** Each field that may be absent. */
const lessened: Readonly<Record<string, BookingRequest>> = {
  'fulfilment node': without(request, 'nodeId'),
  offer: without(request, 'offer'),
  package: without(request, 'package'),
  'size of the package': aBookingRequest({ package: { weight: request.package!.weight } }),
  'second line': aBookingRequest({ receiver: without(aShopper, 'line2') }),
  phone: aBookingRequest({ receiver: without(aShopper, 'phone') }),
};

const emptied: Readonly<Record<string, BookingRequest>> = {
  'fulfilment node': aBookingRequest({ nodeId: '' }),
  offer: aBookingRequest({ offer: '' }),
  'second line': aBookingRequest({ receiver: { ...aShopper, line2: '' } }),
  phone: aBookingRequest({ receiver: { ...aShopper, phone: '' } }),
};

/** What a retry may change, or what does not tell two parcels apart. */
const incidental: Readonly<Record<string, BookingRequest>> = {
  'weight of an item': aBookingRequest({ items: [aShirt(), aShirt({ weight: { amount: 251, unit: 'g' } })] }),
  'size of an item': aBookingRequest({ items: [aShirt(), aShirt({ dimensions: undefined })] }),
  'price of an item': aBookingRequest({ items: [aShirt(), aShirt({ price: { amount: 1, currency: 'USD' } })] }),
  'customs facts of an item': aBookingRequest({
    items: [aShirt({ customs: { description: 'T-shirt', hsNumber: '610910', originCountry: 'CN' } }), aShirt()],
  }),
  'field that the rule does not name': { ...request, demandLocation: 'WEB' } as BookingRequest,
};

describe('the fingerprint of a booking request', () => {
  it('is the same in every release: bookings are stored under it', () => {
    expect(fingerprint).to.equal('1o.0722c7cfdfb8b8f555fb04a1cac19963092d9d0904784ec68f82d407f9f197f4');
    expect(identity(request, { offerCounts: false, requestIdCounts: true }).fingerprint).to.equal(
      '1r.072c7349504b1acc74457ee8feeb774687932b8cc84c63a41248a28d61c23272',
    );
  });

  for (const [field, changed] of Object.entries(substantial)) {
    it(`counts the ${field}`, () => {
      expect(identity(changed).fingerprint).to.not.equal(fingerprint);
    });
  }

  it('tells all of these changes apart from each other', () => {
    const all = [...Object.values(substantial), ...Object.values(lessened), ...Object.values(emptied), request];
    expect(new Set(all.map((each) => identity(each).fingerprint)).size).to.equal(all.length);
  });

  for (const [field, changed] of Object.entries(incidental)) {
    it(`does not count the ${field}`, () => {
      expect(identity(changed)).to.deep.equal(identity(request));
    });
  }

  it('knows the same items in any order', () => {
    const kinds = ['a', 'b', 'a', 'c'].map((sku) => aShirt({ identifiers: { sku } }));
    fc.assert(
      fc.property(fc.shuffledSubarray(kinds, { minLength: kinds.length }), (items) => {
        expect(identity(aBookingRequest({ items }))).to.deep.equal(identity(aBookingRequest({ items: kinds })));
      }),
    );
  });

  it('counts how often each item stands there', () => {
    const of = (skus: readonly string[]) =>
      identity(aBookingRequest({ items: skus.map((sku) => aShirt({ identifiers: { sku } })) })).fingerprint;
    const anySkus = fc.array(fc.constantFrom('a', 'b'), { maxLength: 4 });
    fc.assert(
      fc.property(anySkus, anySkus, (a, b) => {
        expect(of(a) === of(b)).to.equal([...a].sort().join() === [...b].sort().join());
      }),
    );
  });

  it('has an absent member of an address count as no other than an undefined one', () => {
    const undefinedPhone = aBookingRequest({ receiver: { ...aShopper, phone: undefined } });
    expect(identity(undefinedPhone)).to.deep.equal(identity(lessened['phone']!));
  });

  it('keeps strings apart that storages and encodings confuse', () => {
    const all = oddStrings.map((line1) => identity(aBookingRequest({ receiver: { ...aShopper, line1 } })).fingerprint);
    expect(new Set(all).size).to.equal(oddStrings.length);
  });
});

describe('the settings of the fingerprint', () => {
  it('stand in front of it, as the version of its rule', () => {
    const versions = everySetting.map((settings) => identity(request, settings).fingerprint.split('.')[0]);
    expect(versions).to.deep.equal(['1or', '1o', '1r', '1']);
    for (const settings of everySetting)
      expect(identity(request, settings).fingerprint).to.match(/^1o?r?\.[0-9a-f]{64}$/);
  });

  it('decide whether the offer counts', () => {
    for (const settings of everySetting) {
      const same = identity(request, settings).fingerprint === identity(substantial['offer']!, settings).fingerprint;
      expect(same).to.equal(!settings.offerCounts);
    }
  });

  it('decide whether the request id counts', () => {
    for (const settings of everySetting) {
      const same =
        identity(request, settings, 'req-1').fingerprint === identity(request, settings, 'req-2').fingerprint;
      expect(same).to.equal(!settings.requestIdCounts);
    }
  });
});

describe('the kin of a booking request', () => {
  it('is the fingerprint without the offer, and nothing else', () => {
    for (const settings of everySetting) {
      const { kin } = identity(request, settings);
      for (const [field, changed] of Object.entries(substantial)) {
        expect(identity(changed, settings).kin === kin, field).to.equal(field === 'offer');
      }
      expect(identity(without(request, 'offer'), settings).kin).to.equal(kin);
      expect(identity(request, settings, 'req-2').kin === kin).to.equal(!settings.requestIdCounts);
    }
  });
});

describe('the fingerprints under which a request may be stored', () => {
  it('are those of every setting, its kin in every setting among them', () => {
    const stored = storedFingerprints(request, 'req-1', sha256);
    const identities = everySetting.map((settings) => identity(request, settings));
    expect(stored).to.deep.equal(new Set(identities.flatMap((each) => [each.fingerprint, each.kin])));
    expect(stored.size).to.equal(4);
  });

  it('are none of those of a request that differs in substance', () => {
    const stored = storedFingerprints(request, 'req-1', sha256);
    for (const [field, changed] of Object.entries(substantial)) {
      const shared = [...storedFingerprints(changed, 'req-1', sha256)].filter((each) => stored.has(each));
      expect(shared.length, field).to.equal(field === 'offer' ? 2 : 0);
    }
  });
});

describe('the canonical text of a value', () => {
  const anyValue = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Canonical>;

  it('says all of the value, so that different values have different texts', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(isDeepStrictEqual(JSON.parse(canonicalText(value)), JSON.parse(JSON.stringify(value)))).to.equal(true);
      }),
    );
  });

  it('does not depend on the order of keys, at any depth', () => {
    const reversed = (value: Canonical): Canonical => {
      if (Array.isArray(value)) return (value as readonly Canonical[]).map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, member]) => [key, reversed(member as Canonical)]),
      );
    };
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(canonicalText(reversed(value))).to.equal(canonicalText(value));
      }),
    );
    expect(canonicalText({ b: [{ d: 1, c: 2 }], a: '', e: undefined })).to.equal('{"a":"","b":[{"c":2,"d":1}]}');
  });

  it('writes numbers as their shortest decimals', () => {
    expect(canonicalText([1.0, 0.1, 1e21, -0, 2.5e-7, 80])).to.equal('[1,0.1,1e+21,0,2.5e-7,80]');
  });
});
