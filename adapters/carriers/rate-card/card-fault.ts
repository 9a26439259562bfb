import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js';

/** One fault of a card's file or table: where it stands (lines and columns count from 1), what was found and how to mend it. */
export type CardFault = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `services.0.rates.2.zone`, positions from 0, or a column of a table; empty for the file as a whole. */
  readonly path: string;
  readonly found: string;
  readonly mend: string;
};

export type CardFaults = ReadonlyNonEmptyArray<CardFault>;

/** As many as a person mends before trying again; a table with one column too many has a fault in every row. */
export const MOST_FAULTS = 100;

/** The faults in the order of the file, those of the card itself first; beyond the cap their number only. */
export const inOrder = (faults: readonly CardFault[], card: string): CardFaults | undefined => {
  const rank = ({ file }: CardFault): string => (file === card ? '' : file);
  const sorted = [...faults].sort(
    (a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
  const [first, ...rest] = sorted.slice(0, MOST_FAULTS);
  if (first === undefined) return undefined;
  const more = sorted.length - MOST_FAULTS;
  if (more <= 0) return [first, ...rest];
  const last: CardFault = {
    ...{ file: card, line: 1, column: 1, path: '' },
    found: `${more} further faults`,
    mend: `mend the first ${MOST_FAULTS}, which are all shown`,
  };
  return [first, ...rest, last];
};

/** One line for a person: `rate-card.yaml:12:5: services.0.cut_off: found "2pm"; must be a time of day, such as 14:00`. */
export const cardFaultText = ({ file, line, column, path, found, mend }: CardFault): string =>
  `${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}found ${found}; ${mend}`;
