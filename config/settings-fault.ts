import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js';

/** One thing that is wrong with the settings, and what to do about it. No secret is ever in it. */
export type SettingsFault = {
  /** Keys from the top of the file, joined by dots; empty for the file as a whole. */
  readonly path: string;
  /** What stands there, in words; never a value that came from a file, the environment or a secret setting. */
  readonly found: string;
  /** What would be right there, as an instruction. */
  readonly mend: string;
  /** Where in the file, both from 1; of the nearest section that is there for what is missing. */
  readonly line?: number;
  readonly column?: number;
};

/** All that is wrong with one file. */
export type SettingsFaults = { readonly file: string; readonly faults: ReadonlyNonEmptyArray<SettingsFault> };

/** One line for people: `longshore.yaml:3:9 listen.port: found 99999; write a whole number from 0 to 65535`. */
export const faultLine = (file: string, { path, found, mend, line, column }: SettingsFault): string => {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return `${place}${path === '' ? ':' : ` ${path}:`} found ${found}; ${mend}`;
};

/** A path that tells `a.b` from `a`, `b`: keys may have dots in them. */
export const pathKey = (keys: readonly string[]): string => JSON.stringify(keys);

export const pathText = (keys: readonly string[]): string => keys.join('.');
