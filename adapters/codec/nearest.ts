/** How many letters must be added, left out, changed or swapped with their neighbour to make `b` of `a`. */
const distance = (a: string, b: string): number => {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const ways = [
        (last[column] ?? Infinity) + 1,
        (line[column - 1] ?? Infinity) + 1,
        (last[column - 1] ?? Infinity) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? Infinity) + 1 : Infinity,
      ];
      line.push(Math.min(...ways));
    }
    beforeLast = last;
    last = line;
  }
  return last[b.length] ?? Infinity;
};

const plain = (word: string): string => word.toLowerCase().replaceAll(/[-_ ]/g, '_');

/**
 * The one of `known` that `word` was most likely meant to be: at most two slips away, or a third of its letters. The first
 * of `known` wins among equals; undefined where none is near.
 */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const limit = Math.max(2, Math.floor(word.length / 3));
  let best: { readonly name: string; readonly away: number } | undefined;
  for (const name of known) {
    // A word of another length is at least that far away; a very long one is not worth measuring.
    if (Math.abs(name.length - word.length) > limit) continue;
    const away = distance(plain(word), plain(name));
    if (away <= limit && away < (best?.away ?? Infinity)) best = { name, away };
  }
  return best?.name;
};
