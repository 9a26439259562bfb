import * as E from 'fp-ts/lib/Either.js';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { interpolate, type Surroundings } from './interpolation.js';
import { pathKey, pathText, type SettingsFault } from './settings-fault.js';
import { yamlFault } from './yaml-faults.js';

export type Place = { readonly line: number; readonly column: number };

/** A settings file as plain values, with where each of them stands. */
export type SettingsTree = {
  /** Maps, lists, text, numbers, booleans and null. A number that is not written the shortest way is its text. */
  readonly value: unknown;
  /** The place of the value at these keys, or of the nearest section around it. */
  readonly placeOf: (keys: readonly string[]) => Place | undefined;
  /** What the text at these keys was put together from: none for a value that stands in the file as it is. */
  readonly sourcesOf: (keys: readonly string[]) => readonly string[];
  /** What could not be completed. In its place stands null, so that the rest can be looked at too. */
  readonly faults: readonly (SettingsFault & { readonly keys: readonly string[] })[];
};

/** Far beyond any settings file; a few aliases to aliases make billions. */
const MOST_NODES = 100_000;

/** Walks a document once, collecting places and faults on the way. */
const makeWalk = (document: Document, lines: LineCounter, surroundings: Surroundings) => {
  const places = new Map<string, Place>();
  const sources = new Map<string, readonly string[]>();
  const faults: SettingsTree['faults'][number][] = [];
  let nodes = 0;

  const placeAt = (offset: number | undefined): Place | undefined => {
    if (offset === undefined) return undefined;
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };

  const fault = (keys: readonly string[], found: string, mend: string, at = places.get(pathKey(keys))): null => {
    faults.push({ keys, path: pathText(keys), found, mend, ...at });
    return null;
  };

  const text = (value: string, keys: readonly string[]): unknown => {
    const filled = interpolate(value, surroundings);
    if (E.isLeft(filled)) {
      for (const { found, mend } of filled.left) fault(keys, found, mend);
      return null;
    }
    if (filled.right.sources.length > 0) sources.set(pathKey(keys), filled.right.sources);
    return filled.right.text;
  };

  const scalar = (value: unknown, source: string | undefined, keys: readonly string[]): unknown => {
    if (typeof value === 'string') return text(value, keys);
    // 0614141 is a code and not the number 614141: only the text knows.
    return typeof value === 'number' && source !== undefined && String(value) !== source ? source : value;
  };

  const keyOf = (key: unknown): string =>
    isScalar(key) ? (key.source ?? String(key.value)) : typeof key === 'string' ? key : '?';

  const map = (
    items: readonly { readonly key: unknown; readonly value: unknown }[],
    keys: readonly string[],
  ): unknown =>
    Object.fromEntries(
      items.map(({ key, value }) => {
        const name = keyOf(key);
        const inside = [...keys, name];
        const place = placeAt(isScalar(key) ? key.range?.[0] : undefined);
        if (place !== undefined) places.set(pathKey(inside), place);
        return [name, walk(value as Node | null, inside)];
      }),
    );

  const walk = (node: Node | null | undefined, keys: readonly string[]): unknown => {
    nodes += 1;
    if (nodes > MOST_NODES || keys.length > 50) {
      return nodes > MOST_NODES + 1 ? null : fault(keys, 'more values than settings have', 'write it flatter');
    }
    const place = placeAt(node?.range?.[0]);
    if (place !== undefined && !places.has(pathKey(keys))) places.set(pathKey(keys), place);
    if (isAlias(node)) {
      const target = node.resolve(document);
      return target === undefined ? fault(keys, 'an alias to nothing', 'drop it') : walk(target, keys);
    }
    if (isMap(node)) return map(node.items, keys);
    if (isSeq(node)) return node.items.map((item, at) => walk(item as Node | null, [...keys, String(at)]));
    return isScalar(node) ? scalar(node.value, node.source, keys) : null;
  };

  return { walk, places, sources, faults };
};

/** One slip makes the parser complain of every line behind it. */
const MOST_COMPLAINTS = 10;

/** Reads YAML 1.2 and completes its texts from the surroundings. Left: every fault of the syntax. */
export const readTree = (
  yaml: string,
  surroundings: Surroundings,
): E.Either<readonly SettingsFault[], SettingsTree> => {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  const complaints = [...document.errors, ...document.warnings];
  if (complaints.length > 0) {
    const faults = complaints.slice(0, MOST_COMPLAINTS).map(({ code, pos }): SettingsFault => {
      const { line, col } = lines.linePos(pos[0]);
      return { path: '', ...yamlFault(code), line, column: col };
    });
    const more = complaints.length - faults.length;
    const rest = { path: '', found: `${more} more places that are not YAML`, mend: 'mend these first' };
    return E.left(more > 0 ? [...faults, rest] : faults);
  }
  const { walk, places, sources, faults } = makeWalk(document, lines, surroundings);
  const value = walk(document.contents, []) ?? {};
  const placeOf = (keys: readonly string[]): Place | undefined =>
    places.get(pathKey(keys)) ?? (keys.length === 0 ? undefined : placeOf(keys.slice(0, -1)));
  return E.right({ value, placeOf, sourcesOf: (keys) => sources.get(pathKey(keys)) ?? [], faults });
};
