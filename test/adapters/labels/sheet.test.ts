import { expect } from 'chai';
import fc from 'fast-check';
import PdfDocument from 'pdfkit';
import { type Bars, barsOf } from '../../../adapters/labels/barcode.js';
import { type EmbeddedFont, loadEmbeddedFont } from '../../../adapters/labels/fonts.js';
import { makePen } from '../../../adapters/labels/pen.js';
import { kilograms, layOut, PAGE, type SheetContent } from '../../../adapters/labels/sheet.js';
import type { Measure } from '../../../adapters/labels/text-block.js';
import { labelContent } from './label-content.js';
import { collisions, strays, wordsOn, squeezed } from './placed.js';

const LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ÄÖÜßéèçñåøÅÇrtrtWWiill,.-/'&     ";
const WIDE = 'αβγδεζηθικλμνξοπρστυφχψωάέήίόύώΑΒΓΔΩΆΏабвгдежзийклмнопрстуфхцчшщъыьэюяЖШЩЮЯЫĄĆĘŁŃŚŹŻąćęłńśźżőűŐŰ     ';

const textOver = (letters: string): fc.Arbitrary<string> =>
  fc
    .string({ unit: fc.constantFrom(...Array.from(letters)), minLength: 1, maxLength: 256, size: 'max' })
    .map((text) => text.replace(/ +/gu, ' ').trim())
    .filter((text) => text !== '');

const contentOver = (letters: string): fc.Arbitrary<SheetContent> => {
  const text = textOver(letters);
  const lines = fc.array(text, { minLength: 1, maxLength: 7, size: 'max' });
  return fc
    .record(
      {
        sender: lines,
        receiver: lines,
        carrierName: text,
        serviceName: text,
        orderReference: text,
        routingCode: text.map((code) => code.slice(0, 40).trim()),
        leg: fc.constantFrom('outbound' as const, 'return' as const),
        weight: fc.integer({ min: 1, max: 999_999 }),
        parcelNumber: fc.integer({ min: 1, max: 9_999 }),
      },
      { requiredKeys: ['sender', 'receiver', 'carrierName', 'serviceName', 'orderReference', 'leg'] },
    )
    .map((changes) => labelContent(changes));
};

describe('the sheet of a label', () => {
  let bars: Bars;
  let embedded: EmbeddedFont;
  before(async () => {
    bars = await barsOf('393123450001234561');
    embedded = await loadEmbeddedFont();
  });

  const measureOf = (fonts: { embedded?: EmbeddedFont }): Measure =>
    makePen(new PdfDocument({ font: '' }), fonts).measure;

  const holds = (letters: string, measure: Measure): void => {
    fc.assert(
      fc.property(contentOver(letters), (content) => {
        const marks = layOut(content, bars, measure);
        expect(strays(marks, measure, PAGE)).to.deep.equal([]);
        expect(collisions(marks, measure)).to.deep.equal([]);
        const all = wordsOn(marks);
        for (const party of [content.sender, content.receiver]) expect(all).to.include(squeezed(party.join('')));
        for (const text of [content.carrierName, content.serviceName]) expect(all).to.include(squeezed(text));
      }),
      { numRuns: 50 },
    );
  };

  it('prints Latin names and lines of up to 256 characters whole, without a collision', () => {
    holds(LATIN, measureOf({}));
  });

  it('prints Greek, Cyrillic and accented ones whole, without a collision', () => {
    holds(WIDE, measureOf({ embedded }));
  });

  it('prints even lines of the widest letter whole', () => {
    const wide = Array.from({ length: 7 }, () => 'W'.repeat(256));
    const marks = layOut(labelContent({ sender: wide, receiver: wide, leg: 'return' }), bars, measureOf({}));
    expect(wordsOn(marks).replace('WEIGHT', '').match(/W/gu)).to.have.length(2 * 7 * 256);
    expect(collisions(marks, measureOf({}))).to.deep.equal([]);
  });

  it('cuts what is beyond reading, with an ellipsis, and keeps the last line', () => {
    const measure = measureOf({});
    const receiver = [...Array.from({ length: 200 }, () => 'Long line '.repeat(500).trim()), 'Australia'];
    const marks = layOut(labelContent({ receiver }), bars, measure);
    expect(wordsOn(marks)).to.include('…');
    expect(wordsOn(marks)).to.match(/…Australia/u);
    expect(collisions(marks, measure)).to.deep.equal([]);
  });

  it('sets the receiver larger than the sender', () => {
    const sizes = new Map(
      layOut(labelContent(), bars, measureOf({})).flatMap((mark) =>
        mark._tag === 'Text' ? [[mark.text, mark.size] as const] : [],
      ),
    );
    expect(sizes.get('Matilda Okafor')).to.be.greaterThan(2 * (sizes.get('Harbour & Pine') ?? Infinity));
  });

  it('says RETURN on the label of a return, and only there', () => {
    const measure = measureOf({});
    expect(wordsOn(layOut(labelContent({ leg: 'return' }), bars, measure))).to.include('RETURN');
    expect(wordsOn(layOut(labelContent(), bars, measure))).not.to.include('RETURN');
  });

  it('begins every bar on a whole dot', () => {
    const [symbol] = layOut(labelContent(), bars, measureOf({})).filter((mark) => mark._tag === 'Bars');
    expect(((symbol?.x ?? 0) / 72) * 203).to.be.closeTo(94, 1e-9);
  });

  it('shows the weight in kilograms to the gram', () => {
    expect([1, 50, 999, 1000, 1250, 22_000, 1_000_001].map(kilograms)).to.deep.equal([
      '0.001 kg',
      '0.05 kg',
      '0.999 kg',
      '1 kg',
      '1.25 kg',
      '22 kg',
      '1000.001 kg',
    ]);
  });
});
