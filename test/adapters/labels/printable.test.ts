import anyAscii from 'any-ascii';
import { expect } from 'chai';
import fc from 'fast-check';
import { loadEmbeddedFont } from '../../../adapters/labels/fonts.js';
import { baseOf } from '../../../adapters/labels/pen.js';
import { clean, embeddedRepertoire, isWinAnsi, printable, stretches } from '../../../adapters/labels/printable.js';

const embedded = embeddedRepertoire(() => true);
const drawn = (text: string, deployment: (text: string) => boolean = () => false): string =>
  printable(clean(text), { embedded, deployment, transliterate: anyAscii });

describe('printable text', () => {
  it('keeps Latin, Greek and Cyrillic as they are', () => {
    for (const text of [
      'Łukasz Żółć',
      'Ελένη Παπαδοπούλου',
      'Александра Щукина',
      'Nguyễn Thị Ặ',
      'Þórður 12/3 € “x”',
    ]) {
      expect(drawn(text)).to.equal(text);
    }
  });

  it('composes what comes decomposed', () => {
    expect(drawn('Zu\u0308rich')).to.equal('Zürich');
  });

  it('drops controls, NUL, joiners and direction marks, and makes every space one space', () => {
    expect(drawn(' A\u0000\u0007na\u200f\u202e \u00a0\t\n Ma\u00adria\ufeff\u200d ')).to.equal('Ana Maria');
  });

  it('shows a gap where half a character or a private one was', () => {
    expect(drawn('A\ud800B\ue000C')).to.equal('A?B?C');
  });

  it('spells other scripts in Latin letters, character by character', () => {
    expect(drawn('北京 Αθήνα')).to.equal('BeiJing Αθήνα');
    expect(drawn('서울')).to.match(/^[a-z]+$/iu);
  });

  it('spells scripts that run from right to left, even where the deployment has a font for them', () => {
    expect(isWinAnsi(drawn('مرحبا שלום', () => true))).to.equal(true);
  });

  it('leaves to the font of the deployment what that has', () => {
    expect(drawn('王 ᐃᖃᓗᐃᑦ', (text) => text === '王')).to.match(/^王 [a-z]+$/iu);
  });

  it('takes a tower of marks down to two', () => {
    expect(drawn(`x${'\u0301'.repeat(40)}`).normalize('NFD')).to.equal('x\u0301\u0301');
  });

  it('is in the built-in font alone where no other is at hand, whatever the text', () => {
    const bare = { embedded: isWinAnsi, deployment: () => false, transliterate: anyAscii };
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => isWinAnsi(printable(clean(text), bare))),
      { numRuns: 500 },
    );
  });

  it('has a glyph for every character, whatever the text', async () => {
    const base = baseOf(await loadEmbeddedFont());
    const fonts = { embedded: base, deployment: () => false, transliterate: anyAscii };
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) =>
        stretches(printable(clean(text), fonts), base).every((stretch) => stretch.base),
      ),
      { numRuns: 500 },
    );
  });

  it('is never empty where there was ink, and is the same when made printable twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const once = drawn(text);
        expect(once === '').to.equal(clean(text) === '');
        expect(drawn(once)).to.equal(once);
      }),
      { numRuns: 500 },
    );
  });

  it('falls into stretches of one font each, in order and without a loss', () => {
    expect(stretches('ab 王 c', isWinAnsi)).to.deep.equal([
      { text: 'ab ', base: true },
      { text: '王', base: false },
      { text: ' c', base: true },
    ]);
  });
});
