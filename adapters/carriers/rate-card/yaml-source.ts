import * as E from 'fp-ts/lib/Either.js';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';

/** Where something stands in a file; both count from 1. */
export type Position = { readonly line: number; readonly column: number };

/** What the file itself says against being read: bad indentation, a key that stands twice. */
export type SyntaxFault = Position & { readonly message: string };

/** What was found at a path: how to name it to a person, and where it stands. */
export type Place = Position & { readonly found: string };

export type Source = {
  /**
   * The file as plain records, lists and texts. Each scalar is its own source text and not yet a number: 12.40 keeps its
   * zero and 0800 its leading one. An empty value is null.
   */
  readonly value: unknown;
  /** Of a path such as `services.0.code`; of what is missing, the nearest parent's. */
  readonly locate: (path: string) => Place;
};

/** Deeper than any card, and shallow enough to stop an alias that contains itself. */
const DEEPEST = 20;

/** As much of what was found as fits on a line. */
const LONGEST_QUOTE = 60;

type Found = Node | null | undefined;

const resolved = (node: unknown, doc: Document): Found => {
  const at = node as Found;
  return isAlias(at) ? at.resolve(doc) : at;
};

const scalarText = (node: Found): string | null => {
  if (!isScalar(node) || node.value === null) return null;
  return node.source ?? null;
};

const keyText = (key: unknown): string => (isScalar(key) ? (scalarText(key) ?? '') : String(key));

const toPlain = (raw: unknown, doc: Document, depth: number): unknown => {
  const node = resolved(raw, doc);
  if (depth > DEEPEST) return null;
  if (isMap(node)) {
    return Object.fromEntries(node.items.map(({ key, value }) => [keyText(key), toPlain(value, doc, depth + 1)]));
  }
  if (isSeq(node)) return node.items.map((item) => toPlain(item, doc, depth + 1));
  return scalarText(node);
};

const describe = (node: Found): string => {
  if (isMap(node)) return 'a group of settings';
  if (isSeq(node)) return 'a list';
  const text = scalarText(node);
  if (text === null) return 'nothing';
  return JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}...` : text);
};

type Step = { readonly child: Found; readonly at: number | undefined };

/** One step down; `at` is where the key, or the item of a list, begins. */
const stepInto = (node: Found, part: string, doc: Document): Step | undefined => {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => keyText(key) === part);
    if (pair === undefined) return undefined;
    const key = pair.key as Found;
    const value = pair.value as Found;
    const child = resolved(value, doc);
    const stands = child === null || child === undefined || (isScalar(child) && child.value === null) ? key : value;
    return { child, at: stands?.range?.[0] };
  }
  if (!isSeq(node)) return undefined;
  const item = node.items[Number(part)] as Found;
  return item === undefined ? undefined : { child: resolved(item, doc), at: item?.range?.[0] };
};

/** One slip makes the parser complain of every line behind it. */
const MOST_FAULTS = 10;

/** Reads YAML and keeps where everything stands. */
export const readYaml = (text: string): E.Either<readonly SyntaxFault[], Source> => {
  const lines = new LineCounter();
  const doc: Document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (doc.errors.length > 0) {
    const faults = doc.errors.slice(0, MOST_FAULTS).map(({ message, pos }) => ({ ...positionOf(pos[0]), message }));
    const more = doc.errors.slice(MOST_FAULTS);
    const rest = more.slice(0, 1).map(({ pos }) => ({
      ...positionOf(pos[0]),
      message: `so are ${more.length} places from here on; mend the first ones first`,
    }));
    return E.left([...faults, ...rest]);
  }
  const locate = (path: string): Place => {
    let node = resolved(doc.contents, doc);
    let at = node?.range?.[0] ?? 0;
    for (const part of path === '' ? [] : path.split('.')) {
      const step = stepInto(node, part, doc);
      if (step === undefined) return { ...positionOf(at), found: 'nothing' };
      at = step.at ?? at;
      node = step.child;
    }
    return { ...positionOf(at), found: describe(node) };
  };
  return E.right({ value: toPlain(doc.contents, doc, 0), locate });
};
