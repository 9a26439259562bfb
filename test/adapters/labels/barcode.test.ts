import { expect } from 'chai';
import {
  BAR_HEIGHT,
  barsOf,
  DOT,
  MODULE,
  modulesOf,
  QUIET_MODULES,
  readable,
  SYMBOL_MODULES,
} from '../../../adapters/labels/barcode.js';
import { PAGE } from '../../../adapters/labels/sheet.js';

const millimetres = (points: number): number => (points / 72) * 25.4;

describe('the barcode of a label', () => {
  it('is as wide as GS1 asks of a logistic label, in whole dots of a 203 dpi printer', () => {
    expect(millimetres(MODULE)).to.be.within(0.495, 1.016);
    expect(MODULE / DOT).to.equal(4);
  });

  it('is at least 32 mm high', () => {
    expect(millimetres(BAR_HEIGHT)).to.be.at.least(32);
  });

  it('fits the page with its quiet zones', () => {
    expect((SYMBOL_MODULES + 2 * QUIET_MODULES) * MODULE).to.be.below(PAGE.width);
  });

  it('begins with start C and FNC1, which makes it GS1-128', async () => {
    const bars = await barsOf('393123450001234561');
    expect(bars.slice(0, 12)).to.deep.equal([2, 1, 1, 2, 3, 2, 4, 1, 1, 1, 3, 1]);
    expect(bars.reduce((sum, width) => sum + width, 0)).to.equal(SYMBOL_MODULES);
  });

  it('is plain Code 128 for an S10 identifier, and as wide', async () => {
    const bars = await barsOf('RB473124829GB');
    // Start B, then the letter R: no FNC1.
    expect(bars.slice(0, 12)).to.deep.equal([2, 1, 1, 2, 1, 4, 2, 3, 1, 1, 3, 1]);
    expect(modulesOf(bars)).to.equal(SYMBOL_MODULES);
    expect(readable('RB473124829GB')).to.equal('RB 473 124 829 GB');
  });

  it('refuses a wrong check digit', async () => {
    const refused = await barsOf('393123450001234562').then(
      () => false,
      () => true,
    );
    expect(refused).to.equal(true);
  });

  it('reads in groups below the bars', () => {
    expect(readable('393123450001234561')).to.equal('(00) 3 9312 3450 0012 3456 1');
  });
});
