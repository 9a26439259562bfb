/** GS1-128 of a Serial Shipping Container Code, or Code 128 of a UPU S10 identifier, sized for the thermal printers that labels are printed on. */

import { isS10 } from '../../domain/s10.js';

/** Label printers print 203 dots to the inch. A bar that is a whole number of dots wide prints as wide as it was meant. */
export const DOT = 72 / 203;

/** Four dots, 0.5005 mm: GS1 General Specifications ask at least 0.495 mm of a logistic label. */
export const MODULE = 4 * DOT;

/** 256 dots, 32.03 mm: GS1 asks at least 32 mm for a logistic label. */
export const BAR_HEIGHT = 256 * DOT;

/** Empty modules on each side of the symbol. */
export const QUIET_MODULES = 10;

/**
 * An SSCC symbol: start, FNC1, ten pairs of digits and the check character of 11 modules each, the stop of 13. That of an S10
 * identifier is as wide: its start, two letters, a digit, four pairs, two letters, and two changes of the code set.
 */
export const SYMBOL_MODULES = 156;

/** Widths in modules of bar, space, bar ... from the first bar to the last. */
export type Bars = readonly number[];

/** How wide a symbol is, in modules. */
export const modulesOf = (bars: Bars): number => bars.reduce((sum, width) => sum + width, 0);

/**
 * The bars of an S10 identifier as it is, or of `(00)` and 18 digits, with FNC1 in the first place, so that a scanner sees a GS1
 * symbol.
 *
 * Rejects where the check digit is wrong: what is no S10 goes to the encoder of SSCCs, which checks it.
 */
export const barsOf = async (number: string): Promise<Bars> => {
  const { default: bwip } = await import('bwip-js/generic');
  const [symbol] = isS10(number) ? bwip.raw('code128', number, {}) : bwip.raw('gs1-128', `(00)${number}`, {});
  if (symbol === undefined || !('sbs' in symbol)) throw new TypeError('The encoder gave no bars');
  return symbol.sbs;
};

/** Groups that are easy to key in: `(00) 3 0931 2345 0000 1234 5`, or `RB 473 124 829 GB`. */
export const readable = (number: string): string => {
  const groups = isS10(number)
    ? [number.slice(0, 2), ...(number.slice(2, 11).match(/.{3}/gsu) ?? []), number.slice(11)]
    : ['(00)', number.slice(0, 1), ...(number.slice(1, 17).match(/.{1,4}/gsu) ?? []), number.slice(17)];
  return groups.filter((group) => group !== '').join(' ');
};
