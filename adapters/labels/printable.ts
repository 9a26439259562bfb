/** Turns text of any script into text that the fonts at hand can draw: nothing prints as an empty box. */

/** Whether a font draws a character with all its marks. */
export type Repertoire = (cluster: string) => boolean;

/** What the fonts beyond the built-in one draw, and how the rest is spelt in Latin letters. */
export type Repertoires = {
  readonly embedded: Repertoire;
  readonly deployment: Repertoire;
  readonly transliterate: (text: string) => string;
};

/** The characters of Windows code page 1252, which is how PDF readers' built-in Helvetica is addressed. */
const WIN_ANSI =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]*$/u;

/** Letters that stand side by side, left to right, and need no shaping. Common is digits, punctuation and symbols. */
const SIMPLE =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Common}\p{Script=Inherited}]+$/u;

/** The blocks that Unicode sets aside for scripts that run from right to left; lines here run from left to right only. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;

/** A letter under a tower of marks would leave its line: two are the most that an alphabet asks for. */
const TOWER = /(\p{M}{2})\p{M}+/gu;

export const isWinAnsi = (text: string): boolean => WIN_ANSI.test(text);

/** Parts of tall brackets and other mathematics, which reach beyond their line. */
const MATHEMATICS = /\p{Sm}/u;

/** What an embedded font draws: all of the built-in one, and what it has of the scripts that need no shaping. */
export const embeddedRepertoire =
  (has: (text: string) => boolean): Repertoire =>
  (cluster) =>
    isWinAnsi(cluster) ||
    (SIMPLE.test(cluster) && !RIGHT_TO_LEFT.test(cluster) && !MATHEMATICS.test(cluster) && has(cluster));

/**
 * Composed (NFC), spaces of all kinds as one space, and without what has no ink: controls, joiners, direction marks and the
 * like. Half a surrogate pair, a private character and an unassigned one become `?`, so that a reader sees a gap.
 */
export const clean = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[\p{Cs}\p{Co}\p{Cn}]/gu, '?')
    .replace(/ {2,}/gu, ' ')
    .trim();

const drawn = (cluster: string, { embedded, deployment, transliterate }: Repertoires): string => {
  const plain = cluster.normalize('NFD').replace(TOWER, '$1').normalize('NFC');
  if (embedded(plain)) return plain;
  if (!RIGHT_TO_LEFT.test(cluster) && deployment(cluster)) return cluster;
  return transliterate(cluster);
};

/** Clean text of which every character can be drawn; what no font has is spelt in ASCII, character by character. */
export const printable = (cleaned: string, repertoires: Repertoires): string => {
  if (isWinAnsi(cleaned)) return cleaned;
  const text = clean(cleaned.replace(CLUSTER, (cluster) => drawn(cluster, repertoires)));
  return text === '' ? '?' : text;
};

/** Splits text into stretches of one font, in order. `base` says what the label's main font draws. */
export const stretches = (
  text: string,
  base: Repertoire,
): readonly { readonly text: string; readonly base: boolean }[] => {
  const found: { text: string; base: boolean }[] = [];
  for (const cluster of text.match(CLUSTER) ?? []) {
    const inBase = base(cluster);
    const last = found.at(-1);
    if (last?.base === inBase) last.text += cluster;
    else found.push({ text: cluster, base: inBase });
  }
  return found;
};
