import { expect } from 'chai';
import { emptyCatalogue, makeCatalogue } from '../../domain/catalogue.js';
import { makeGoods } from '../../domain/goods.js';
import { makeItem, makeProduct, type RawProduct } from '../../domain/item.js';
import { dollars } from '../support/bookings.js';
import { rightOf } from '../support/either.js';
import { aShirt } from '../support/requests.js';

const units = (...products: readonly RawProduct[]) =>
  products.map((product) => rightOf(makeItem({ ...product, quantity: 1 }, 'items')));

const customs = { description: 'Cotton T-shirt', hsNumber: '6109.10', originCountry: 'PT' };

describe('the goods in a parcel', () => {
  it('are counted together where all that is known of them is equal', () => {
    const goods = makeGoods(units(aShirt(), aShirt(), aShirt({ identifiers: { sku: 'OTHER' } })), emptyCatalogue);
    expect(goods).to.deep.equal([
      { sku: 'TEE-BLK-M', quantity: 2, grams: 250, value: dollars(3_995) },
      { sku: 'OTHER', quantity: 1, grams: 250, value: dollars(3_995) },
    ]);
  });

  it('are known by their SKU, else by the most trusted identifier', () => {
    const sku = (identifiers: Record<string, string>) =>
      makeGoods(units(aShirt({ identifiers })), emptyCatalogue)[0]?.sku;
    expect(sku({ product_id: '1', SKU: 'A' })).to.equal('A');
    expect(sku({ product_id: '1', ean: '9' })).to.equal('1');
    expect(sku({})).to.equal(undefined);
  });

  it('have from the catalogue what the request leaves out, and the request’s word first', () => {
    const listed = rightOf(makeProduct({ ...aShirt({ customs }), price: { amount: 10, currency: 'AUD' } }, ''));
    const catalogue = makeCatalogue([listed]);
    const [bare] = makeGoods(units({ identifiers: { sku: 'TEE-BLK-M' } }), catalogue);
    expect(bare).to.deep.equal({
      sku: 'TEE-BLK-M',
      quantity: 1,
      grams: 250,
      value: dollars(1_000),
      customs: { ...customs, hsNumber: '610910' },
    });
    const [said] = makeGoods(units(aShirt()), catalogue);
    expect(said?.value).to.deep.equal(dollars(3_995));
  });
});
