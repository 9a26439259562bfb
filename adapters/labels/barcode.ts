/** GS1-128 of a Serial Shipping Container Code, sized for the thermal printers that labels are printed on. */

/** Label printers print 203 dots to the inch. A bar that is a whole number of dots wide prints as wide as it was meant. */
export const DOT = 72 / 203;

/** Four dots, 0.5005 mm: GS1 General Specifications ask at least 0.495 mm of a logistic label. */
export const MODULE = 4 * DOT;

/** 256 dots, 32.03 mm: GS1 asks at least 32 mm for a logistic label. */
export const BAR_HEIGHT = 256 * DOT;

/** Empty modules on each side of the symbol. */
export const QUIET_MODULES = 10;

/** An SSCC symbol: start, FNC1, ten pairs of digits and the check character of 11 modules each, the stop of 13. */
export const SYMBOL_MODULES = 156;

/** Widths in modules of bar, space, bar ... from the first bar to the last. */
export type Bars = readonly number[];

/**
 * The bars of `(00)` and 18 digits, with FNC1 in the first place, so that a scanner sees a GS1 symbol.
 *
 * Rejects where the check digit is wrong: the encoder checks it.
 */
export const barsOf = async (sscc: string): Promise<Bars> => {
  const { default: bwip } = await import('bwip-js/generic');
  const [symbol] = bwip.raw('gs1-128', `(00)${sscc}`, {});
  if (symbol === undefined || !('sbs' in symbol)) throw new TypeError('The encoder gave no bars');
  return symbol.sbs;
};

/** `(00) 3 0931 2345 0000 1234 5`: the application identifier, the extension digit, and groups that are easy to key in. */
export const readableSscc = (sscc: string): string =>
  ['(00)', sscc.slice(0, 1), ...(sscc.slice(1, 17).match(/.{1,4}/gsu) ?? []), sscc.slice(17)]
    .filter((group) => group !== '')
    .join(' ');
