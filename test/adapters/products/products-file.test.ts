import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseProducts, readProducts, type ProductsFault } from '../../../adapters/products/products-file.js';
import { makeCatalogue, type Catalogue } from '../../../domain/catalogue.js';
import { decimal } from '../../../domain/decimal.js';
import { leastProcessorTime } from '../../support/processor-time.js';

const catalogueOf = (text: string): Catalogue => {
  const parsed = parseProducts(text);
  if (E.isLeft(parsed)) throw new Error(JSON.stringify(parsed.left));
  return makeCatalogue(parsed.right);
};

const faultsOf = (text: string): readonly ProductsFault[] => {
  const parsed = parseProducts(text);
  return E.isLeft(parsed) ? parsed.left : [];
};

const header =
  'product_id,sku,ean,weight,weight_unit,length,width,height,size_unit,description,hs_number,origin_country';
const shirt = '1000041,UT-14,4006381333931,250,g,30,20,2,cm,Cotton shirt,6109.10,au';

describe('a products file', () => {
  it('finds a product by any of its identifiers, with what the row says', () => {
    const catalogue = catalogueOf(`${header}\n${shirt}\n`);
    const expected = {
      identifiers: { product_id: '1000041', sku: 'UT-14', ean: '4006381333931' },
      weight: decimal(250n),
      sides: { length: decimal(300n), width: decimal(200n), height: decimal(20n) },
      customs: { description: 'Cotton shirt', hsNumber: '610910', originCountry: 'AU' },
    };
    for (const identifiers of [{ product_id: '1000041' }, { SKU: 'UT-14' }, { EAN: '4006381333931' }]) {
      const found = catalogue(identifiers);
      expect(O.isSome(found) && found.value, JSON.stringify(identifiers)).to.deep.include({
        identifiers: expected.identifiers,
      });
      expect(O.isSome(found) && found.value.customs).to.deep.equal(expected.customs);
    }
    expect(catalogue({ sku: '1000041' })).to.deep.equal(O.none);
  });

  it('takes a byte order mark, CRLF, quotes, empty lines, spaces and any case of column names', () => {
    const text = '\uFEFFSKU , Weight,weight_unit\r\n"A,""1""", 1.5 ,kg\r\n\r\n"B\r\n2",2,kg\r\n';
    const catalogue = catalogueOf(text);
    expect(O.isSome(catalogue({ sku: 'A,"1"' }))).to.equal(true);
    expect(O.isSome(catalogue({ sku: 'B\n2' }))).to.equal(true);
  });

  it('is separated by semicolons or tabs where its first row is', () => {
    expect(O.isSome(catalogueOf('sku;weight;weight_unit\nA;1.5;kg')({ sku: 'A' }))).to.equal(true);
    expect(O.isSome(catalogueOf('sku\tweight\tweight_unit\nA\t1.5\tkg')({ sku: 'A' }))).to.equal(true);
  });

  it('leaves out what a cell does not say', () => {
    const found = catalogueOf(`${header}\n,A,,,,,,,,Shirt,,\n`)({ sku: 'A' });
    expect(O.isSome(found) && found.value).to.deep.equal({ identifiers: { sku: 'A' } });
  });

  it('reports every fault at once with line and column', () => {
    const faults = faultsOf(
      [
        'sku,weight,weight_unit,length,width,height,size_unit,hs_number',
        'A,"1,5",kg,,,,,',
        'B,1,stone,,,,,',
        ',1,kg,,,,,',
        'C,1,,,,,,',
        '"D',
        'D",-1,kg,,,,,',
        'E,1,kg,1,2,,cm,',
        'F,1,kg,1,2,0,cm,12',
        'G,1,kg',
      ].join('\r\n'),
    );
    expect(faults.map(({ line, column }) => [line, column])).to.deep.equal([
      [2, 'weight'],
      [3, 'weight_unit'],
      [4, ''],
      [5, 'weight_unit'],
      [6, 'weight'],
      [8, 'height'],
      [9, 'description'],
      [9, 'origin_country'],
      [9, 'hs_number'],
      [9, 'height'],
      [10, ''],
    ]);
    for (const { found, mend } of faults) expect(`${found}; ${mend}`).to.match(/\w+; (write|keep)/);
  });

  it('refuses an identifier on two rows, also a UPC that is the EAN of another', () => {
    expect(faultsOf('sku,ean,upc\nA,,\nA,,\n')).to.deep.equal([
      { line: 3, column: 'sku', found: 'the identifier of line 2', mend: 'keep one line for one product' },
    ]);
    expect(faultsOf('sku,ean,upc\nA,0036000291452,\nB,,036000291452\n').map(({ line }) => line)).to.deep.equal([3]);
  });

  it('takes columns of the retailer but not a slip in one of its own', () => {
    expect(faultsOf('sku,colour,name\nA,red,Shirt\n')).to.deep.equal([]);
    expect(faultsOf('sku,wieght\nA,1\n')).to.deep.equal([
      { line: 1, column: 'wieght', found: 'a column that is not known here', mend: 'name it weight' },
    ]);
    expect(faultsOf('colour\nred\n')[0]?.found).to.equal('no column of identifiers');
    expect(faultsOf('sku,sku\nA,B\n')[0]?.found).to.equal('the same column twice');
    expect(faultsOf('')[0]?.found).to.equal('no column of identifiers');
  });

  it('reports a quotation mark that is out of place, with its line and without its text', () => {
    expect(faultsOf('sku,weight\nA,1\n"B,2\n')).to.have.length(1);
    expect(faultsOf('sku,weight\nA,1"CANARY"\n')[0]?.line).to.equal(2);
    expect(JSON.stringify(faultsOf('sku,weight\nA,1"CANARY"\n'))).to.not.contain('CANARY');
  });

  it('answers at once, however many products there are', async () => {
    const askedOf = (products: number): Promise<number> => {
      const rows = Array.from({ length: products }, (_, at) => `SKU-${at},${at + 1},g`);
      const catalogue = catalogueOf(`sku,weight,weight_unit\n${rows.join('\n')}`);
      return leastProcessorTime(() => {
        for (let at = 0; at < 20_000; at += 1) catalogue({ sku: `SKU-${at % products}` });
      });
    };
    const [few, many] = [await askedOf(200), await askedOf(20_000)];
    expect(many / few, 'a hundred times the products; what looks at each takes a hundred times as long').to.be.below(
      20,
    );
  });

  it('is read from a path, and a missing one is a fault', () => {
    const folder = mkdtempSync(join(tmpdir(), 'longshore-'));
    writeFileSync(join(folder, 'products.csv'), 'sku\nA\n');
    expect(E.isRight(readProducts(join(folder, 'products.csv')))).to.equal(true);
    expect(readProducts(join(folder, 'none.csv'))).to.have.nested.property('left[0].found', 'no file that can be read');
    rmSync(folder, { recursive: true });
  });
});
