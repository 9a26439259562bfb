import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { readCsv, type CsvTable } from '../../../adapters/codec/csv-table.js';
import { rightOf } from '../../support/either.js';

const cellsOf = (text: string): readonly (readonly string[])[] => rightOf(readCsv(text)).rows.map(({ cells }) => cells);

describe('a table of a spreadsheet', () => {
  it('has a byte order mark or none, line ends of any kind, quoted cells and names in any case', () => {
    const table: CsvTable = rightOf(readCsv('\uFEFFZone , "Price"\r\n"a ""b""\r\nc" , 1\rd,2\n'));
    expect(table).to.deep.equal({
      heads: ['Zone', 'Price'],
      names: ['zone', 'price'],
      rows: [
        { cells: ['a "b"\nc', '1'], line: 2 },
        { cells: ['d', '2'], line: 4 },
      ],
    });
  });

  it('is separated as its first row is, or as a line before it says', () => {
    for (const sign of [',', ';', '\t']) expect(cellsOf(`a${sign}b\n1${sign}2\n`), sign).to.deep.equal([['1', '2']]);
    expect(cellsOf('"a,b,c";d\n1,5;2\n')).to.deep.equal([['1,5', '2']]);
    expect(rightOf(readCsv('sep=;\na;b\n1,5;2\n')).rows).to.deep.equal([{ cells: ['1,5', '2'], line: 3 }]);
  });

  it('counts lines alike with and without quotation marks', () => {
    const text = 'a,b\n\n1,2\n,\n3,4\n';
    const lines = (one: string) => rightOf(readCsv(one)).rows.map(({ line }) => line);
    expect(lines(text)).to.deep.equal([3, 5]);
    expect(lines(text.replace('4', '"4"'))).to.deep.equal([3, 5]);
    expect(lines(`sep=,\n${text.replace('4', '"4"')}`)).to.deep.equal([4, 6]);
  });

  it('is without rows and last columns that are bare', () => {
    expect(rightOf(readCsv('a,b,,\n1,2,,\n,,,\n3,,,\n'))).to.deep.include({ heads: ['a', 'b'] });
    expect(cellsOf('a,b,,\n1,2,,\n,,,\n3,,,\n')).to.deep.equal([
      ['1', '2'],
      ['3', ''],
    ]);
    expect(cellsOf('a,,\n1,,x\n')).to.deep.equal([['1', '', 'x']]);
    expect(rightOf(readCsv(''))).to.deep.equal({ heads: [], names: [], rows: [] });
  });

  it('says where it cannot be read, and nothing of what stands there', () => {
    const faultOf = (text: string) => {
      const read = readCsv(text);
      return E.isLeft(read) ? [read.left.line, read.left.found] : [];
    };
    const mark = 'a quotation mark that does not open or close a cell';
    expect(faultOf('a,b\n1,2"SECRET"\n')).to.deep.equal([2, mark]);
    expect(faultOf('a,b\n\n1,"2\n')[1]).to.equal(mark);
    const latin = Buffer.from('a,b\nZ\u00fcrich,1\n', 'latin1').toString('utf8');
    expect(faultOf(latin)).to.deep.equal([2, 'a character that is not UTF-8']);
  });
});
