import { expect } from 'chai';
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { emptyCatalogue, makeCatalogue } from '../../domain/catalogue.js';
import { decimal } from '../../domain/decimal.js';
import type { Checked } from '../../domain/invalid.js';
import { makeItem, makeProduct, type Item, type RawItem } from '../../domain/item.js';
import { makePackaging, packParcel, volumetricGrams, type Packing, type Parcel } from '../../domain/parcel.js';

const right = <A>(checked: Checked<A>): A =>
  E.isRight(checked) ? checked.right : expect.fail(JSON.stringify(checked));
const rulesOf = (checked: Checked<unknown>): readonly string[] =>
  E.isLeft(checked) ? checked.left.map(({ field, rule }) => `${field} ${rule}`) : [];

const item = (raw: Partial<RawItem>): Item => right(makeItem({ identifiers: {}, quantity: 1, ...raw }, 'item'));
const weighing = (amount: number, unit: string, quantity = 1): Item => item({ weight: { amount, unit }, quantity });
const sized = (length: number, width: number, height: number, unit = 'mm', quantity = 1): Item =>
  item({ weight: { amount: 1, unit: 'g' }, dimensions: { length, width, height, unit }, quantity });

const pack = (items: readonly Item[], more: Partial<Packing> = {}): Checked<Parcel> =>
  packParcel({ items, catalogue: emptyCatalogue, defaults: {}, field: 'items', ...more });
const sizeOf = ({ lengthMm, widthMm, heightMm }: Parcel): readonly number[] => [lengthMm, widthMm, heightMm];
const factsOf = ({ notes }: Parcel): readonly string[] => notes.map(({ fact }) => fact);

const box = { name: 'Small box', grams: 90, lengthMm: 220, widthMm: 160, heightMm: 77 };

describe("a parcel's weight", () => {
  it('converts each unit exactly and rounds up once', () => {
    const gramsOf = (...items: readonly Item[]): number => right(pack(items)).grams;
    expect(gramsOf(weighing(1, 'kg'))).to.equal(1000);
    expect(gramsOf(weighing(1, 'lb'))).to.equal(454);
    expect(gramsOf(weighing(1, 'oz'))).to.equal(29);
    expect(gramsOf(weighing(16, 'oz'))).to.equal(454);
    expect(gramsOf(weighing(0.1, 'g', 30))).to.equal(3);
    expect(gramsOf(weighing(1, 'lb', 100_000))).to.equal(45_359_237);
    expect(gramsOf(weighing(0.1, 'g'), weighing(0.2, 'g'), weighing(0.7, 'g'))).to.equal(1);
    expect(gramsOf(weighing(1e-7, 'g'))).to.equal(1);
  });

  it('adds the empty package to the items', () => {
    const packaging = right(makePackaging({ weight: { amount: 80, unit: 'g' } }, 'package_option'));
    expect(right(pack([weighing(250, 'g', 2)], { packaging })).grams).to.equal(580);
  });

  it("is the empty package's alone when no item has a weight", () => {
    const packaging = right(makePackaging({ weight: { amount: 0.5, unit: 'kg' } }, 'package_option'));
    const parcel = right(pack([item({})], { packaging, defaults: { box } }));
    expect(parcel.grams).to.equal(500);
    expect(factsOf(parcel)).to.deep.equal(['item_weight_missing', 'size_from_box']);
  });

  it("takes an item's from the request, then the catalogue, then the account", () => {
    const catalogue = makeCatalogue([
      right(makeProduct({ identifiers: { sku: 'TEE' }, weight: { amount: 300, unit: 'g' } }, '')),
    ]);
    const items = [
      item({ identifiers: { sku: 'TEE' }, weight: { amount: 250, unit: 'g' } }),
      item({ identifiers: { SKU: 'TEE' } }),
      item({ identifiers: { sku: 'MUG' }, quantity: 2 }),
    ];
    const parcel = right(pack(items, { catalogue, defaults: { itemWeight: decimal(100n) } }));
    expect(parcel.grams).to.equal(250 + 300 + 200);
    expect(parcel.notes).to.deep.equal([
      { fact: 'item_weight_from_catalogue', items: [1] },
      { fact: 'item_weight_from_default', items: [2] },
      { fact: 'size_unknown' },
    ]);
  });

  it("takes the default box's when all is zero, and is a fault when there is none", () => {
    const parcel = right(pack([item({}), weighing(0, 'g')], { defaults: { box } }));
    expect(parcel.grams).to.equal(90);
    expect(factsOf(parcel)).to.deep.equal([
      'item_weight_missing',
      'item_weight_zero',
      'weight_from_box',
      'size_from_box',
    ]);
    expect(rulesOf(pack([item({})]))).to.deep.equal(['items weight_unknown']);
    expect(rulesOf(pack([item({})], { defaults: { box: { ...box, grams: 0 } } }))).to.deep.equal([
      'items weight_unknown',
    ]);
  });

  it('is never less than the exact sum, and less than a gram more', () => {
    const grams = fc.record({
      amount: fc.integer({ min: 1, max: 1_000_000 }),
      quantity: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(grams, { minLength: 1, maxLength: 8 }), (parts) => {
        const items = parts.map(({ amount, quantity }) => weighing(amount / 1000, 'g', quantity));
        const milligrams = parts.reduce((sum, { amount, quantity }) => sum + amount * quantity, 0);
        expect(right(pack(items)).grams).to.equal(Math.ceil(milligrams / 1000));
      }),
    );
  });

  it('refuses what no carrier carries and what is no number', () => {
    expect(rulesOf(pack([weighing(1e308, 'kg', 100_000)]))).to.deep.equal(['items too_heavy']);
    expect(rulesOf(pack([weighing(100_000_001, 'g')]))).to.deep.equal(['items too_heavy']);
    expect(right(pack([weighing(100, 'kg', 1000)])).grams).to.equal(100_000_000);
    const raw = {
      identifiers: {},
      quantity: 0,
      weight: { amount: -1, unit: 'g' },
      dimensions: { length: 0, width: Infinity, height: 1, unit: 'mm' },
      price: { amount: 1, currency: 'ABC' },
    };
    expect(rulesOf(makeItem(raw, 'deliverables.0.item', 'deliverables.0.quantity'))).to.have.members([
      'deliverables.0.quantity out_of_range',
      'deliverables.0.item.weight.amount negative',
      'deliverables.0.item.dimensions.length not_positive',
      'deliverables.0.item.dimensions.width not_finite',
      'deliverables.0.item.price.currency unknown_currency',
    ]);
    expect(rulesOf(makeItem({ identifiers: {}, quantity: 1.5 }, 'items.0'))).to.deep.equal([
      'items.0.quantity out_of_range',
    ]);
    expect(rulesOf(makePackaging({ weight: { amount: 1, unit: 'stone' } }, 'package_option'))).to.deep.equal([
      'package_option.weight.unit unknown_unit',
    ]);
  });
});

describe("a parcel's size", () => {
  it("is the package's, converted and rounded up", () => {
    const dimensions = { length: 1, width: 10.001, height: 1, unit: 'in' };
    const packaging = right(makePackaging({ weight: { amount: 1, unit: 'g' }, dimensions }, 'package_option'));
    const parcel = right(pack([sized(900, 900, 900)], { packaging, defaults: { box } }));
    expect(sizeOf(parcel)).to.deep.equal([26, 255, 26]);
    expect(factsOf(parcel)).to.deep.equal(['size_from_package']);
  });

  it('is a pile of the items, each on its largest face', () => {
    expect(sizeOf(right(pack([sized(30, 20, 3, 'cm', 2)])))).to.deep.equal([300, 200, 60]);
    expect(sizeOf(right(pack([sized(8, 30, 8, 'cm'), sized(25, 10, 2, 'cm', 3)])))).to.deep.equal([300, 100, 140]);
    expect(sizeOf(right(pack([sized(1, 1, 1, 'ft')])))).to.deep.equal([305, 305, 305]);
  });

  it("is the default box's when one item's size is unknown", () => {
    const parcel = right(pack([sized(30, 20, 3), weighing(1, 'g')], { defaults: { box } }));
    expect(sizeOf(parcel)).to.deep.equal([220, 160, 77]);
  });

  it('counts a size from the catalogue', () => {
    const dimensions = { length: 5, width: 4, height: 3, unit: 'cm' };
    const catalogue = makeCatalogue([right(makeProduct({ identifiers: { product_id: 'A/1' }, dimensions }, ''))]);
    const parcel = right(
      pack([item({ identifiers: { Product_ID: 'A/1' }, weight: { amount: 1, unit: 'g' } })], { catalogue }),
    );
    expect(sizeOf(parcel)).to.deep.equal([50, 40, 30]);
    expect(factsOf(parcel)).to.deep.equal(['item_size_from_catalogue', 'size_from_items']);
  });

  it('does not depend on the order of the items or of their sides', () => {
    const side = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(fc.array(fc.tuple(side, side, side), { minLength: 1, maxLength: 6 }), (sides) => {
        const straight = right(pack(sides.map(([a, b, c]) => sized(a, b, c))));
        const turned = right(pack(sides.map(([a, b, c]) => sized(c, a, b)).reverse()));
        expect(sizeOf(turned)).to.deep.equal(sizeOf(straight));
      }),
    );
  });

  it('is refused beyond 100 metres', () => {
    expect(rulesOf(pack([sized(1, 1, 1, 'm', 100)]))).to.deep.equal([]);
    expect(rulesOf(pack([sized(101, 1, 1, 'm')]))).to.deep.equal(['items too_long']);
  });
});

describe('the volumetric weight', () => {
  const size = (lengthMm: number, widthMm: number, heightMm: number) => ({ lengthMm, widthMm, heightMm });

  it('is the volume by the divisor, rounded up to the gram', () => {
    expect(volumetricGrams(size(300, 200, 100), 5000)).to.equal(1200);
    expect(volumetricGrams(size(300, 200, 101), 4000)).to.equal(1515);
    expect(volumetricGrams(size(1, 1, 1), 5000)).to.equal(1);
    expect(volumetricGrams(size(0, 0, 0), 5000)).to.equal(0);
  });

  it('is exact for any size that a parcel may have', () => {
    const side = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(side, side, side, fc.integer({ min: 1, max: 10_000 }), (length, width, height, divisor) => {
        const [volume, by] = [BigInt(length) * BigInt(width) * BigInt(height), BigInt(divisor)];
        const exact = (volume + by - 1n) / by;
        expect(volumetricGrams(size(length, width, height), divisor)).to.equal(Number(exact));
      }),
    );
  });
});

describe('a catalogue', () => {
  const product = (identifiers: Record<string, string>, grams: number) =>
    right(makeProduct({ identifiers, weight: { amount: grams, unit: 'g' } }, ''));
  const catalogue = makeCatalogue([
    product({ product_id: '1' }, 1),
    product({ sku: '1', EAN: '0614141999996' }, 2),
    product({ epc: 'urn:epc:id:sgtin:1' }, 3),
  ]);
  const gramsOf = (identifiers: Record<string, string>): unknown => {
    const found = catalogue(identifiers);
    return found._tag === 'Some' ? found.value.weight?.units : undefined;
  };

  it('reads the names of identifiers in any case and tries them in the order of trust', () => {
    expect(gramsOf({ SKU: '1', PRODUCT_ID: '1' })).to.equal(1n);
    expect(gramsOf({ product_id: 'unknown', Sku: '1' })).to.equal(2n);
    expect(gramsOf({ EPC: 'urn:epc:id:sgtin:1' })).to.equal(3n);
  });

  it('does not take one kind of identifier for another', () => {
    expect(gramsOf({ epc: '1' })).to.equal(undefined);
    expect(gramsOf({ colour: '1', sku: '  ' })).to.equal(undefined);
  });

  it('finds an EAN by its UPC', () => {
    expect(gramsOf({ upc: '614141999996' })).to.equal(2n);
  });
});

describe('customs facts', () => {
  it('keep the six digits of the world', () => {
    const customs = { description: 'Cotton T-shirt', hsNumber: '6109.10.00 10', originCountry: 'CN' };
    expect(item({ customs }).customs).to.deep.equal({ ...customs, hsNumber: '610910' });
  });
});
