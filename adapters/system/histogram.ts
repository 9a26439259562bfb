/** Text of Prometheus: `name="value"`, with what would end the value escaped. */
const label = (name: string, value: string): string =>
  `${name}="${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')}"`;

/** What was seen under one combination of labels. `counts` has one place more than there are bounds: for all beyond. */
type Row = { readonly labels: string; readonly counts: number[]; sum: number };

type Branch = { readonly below: Map<string, Branch>; row?: Row };

export type Histogram = {
  /** The values of the labels, in their order. */
  readonly observe: (value: number, ...labels: readonly string[]) => void;
  /** As a scrape reads it. */
  readonly text: () => string;
};

/**
 * Counts values by what they are at most. `prom-client` has such a thing too, which makes a text of all labels for each value,
 * to find what it is added to: more than all else that is counted of a request. This one writes when it is read.
 */
export const makeHistogram = (
  name: string,
  help: string,
  labelNames: readonly string[],
  bounds: readonly number[],
): Histogram => {
  const root: Branch = { below: new Map() };
  const rows: Row[] = [];

  const rowOf = (labels: readonly string[]): Row => {
    let branch = root;
    for (const value of labels) {
      let next = branch.below.get(value);
      if (next === undefined) {
        next = { below: new Map() };
        branch.below.set(value, next);
      }
      branch = next;
    }
    if (branch.row === undefined) {
      const texts = labelNames.map((labelName, at) => label(labelName, labels[at] ?? ''));
      branch.row = { labels: texts.join(','), counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 };
      rows.push(branch.row);
    }
    return branch.row;
  };

  const linesOf = ({ labels, counts, sum }: Row): readonly string[] => {
    let total = 0;
    const buckets = counts.map((count, place) => {
      total += count;
      return `${name}_bucket{le="${bounds[place] ?? '+Inf'}",${labels}} ${total}`;
    });
    return [...buckets, `${name}_sum{${labels}} ${sum}`, `${name}_count{${labels}} ${total}`];
  };

  return {
    observe: (value, ...labels) => {
      const row = rowOf(labels);
      const found = bounds.findIndex((bound) => value <= bound);
      const place = found < 0 ? bounds.length : found;
      row.counts[place] = (row.counts[place] ?? 0) + 1;
      row.sum += value;
    },
    text: () =>
      [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...rows.flatMap(linesOf)]
        .map((line) => `${line}\n`)
        .join(''),
  };
};
