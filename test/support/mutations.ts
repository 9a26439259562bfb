import * as fc from 'fast-check';

type Path = readonly string[];

/** Where a value is set to another; undefined takes it out. */
export type Mutation = { readonly at: number; readonly value: unknown };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const pathsOf = (value: unknown, from: Path = []): readonly Path[] =>
  isObject(value)
    ? [from, ...Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...from, key]))]
    : [from];

const changed = (value: unknown, [key, ...rest]: Path, to: unknown): unknown => {
  if (key === undefined) return to;
  if (Array.isArray(value)) return value.map((one: unknown, at) => (String(at) === key ? changed(one, rest, to) : one));
  return isObject(value) ? { ...value, [key]: changed(value[key], rest, to) } : value;
};

/** JSON that no value makes: numbers that a double has no place for, keys that stand twice, half of a pair. */
const texts: readonly string[] = [
  ...['1e999', '-1e999', '1e400', '1e-400', '-0', '-0.0', '0e0', '1E+2', '1.0', '0.1e1', '2.5e-324'],
  ...['9007199254740993', '18446744073709551616', '179769313486231580793e289', '0.30000000000000004'],
  ...[`1${'0'.repeat(2_000)}`, `0.${'0'.repeat(2_000)}1`, `1e${'9'.repeat(400)}`, `1e-${'9'.repeat(400)}`],
  ...['{"amount":1,"amount":"2","unit":"g","unit":7}', '{"country_code":"AU","country_code":"NZ"}'],
  ...[
    '{"__proto__":{"rate":"EXPRESS"}}',
    '{"constructor":{"prototype":{"rate":1}}}',
    '{"":{"":""}}',
    '{"a\\u0000b":1}',
  ],
  ...['"\\ud800"', '"\\udc00\\ud800"', '{"\\ud800":1}', '"\\u0000"', '"\\u202eabc\\u2066"', '"\\ufeff"', '"\\uffff"'],
  ...[`${'['.repeat(30)}${']'.repeat(30)}`, `${'{"a":'.repeat(60)}1${'}'.repeat(60)}`, '['.repeat(9_000)],
];

/** Stands for one of them until the text is written. */
const mark = (at: number): string => `\u2603 text ${at} \u2603`;
const unmarked = (text: string): string =>
  text.replaceAll(/"\u2603 text (\d+) \u2603"/g, (_, at: string) => texts[Number(at)] ?? '');

/** What callers send by mistake and on purpose. */
const odd = fc.constantFrom<unknown>(
  ...[undefined, null, true, '', ' ', 0, -0, -1, 1, 0.1, 1e-7, 1e21, 1e308, 5e-324, 2 ** 53, [], {}, [null], [[]]],
  ...[
    '0',
    'NaN',
    '9'.repeat(40),
    'x'.repeat(257),
    'x'.repeat(9_000),
    'a\0b',
    '📦'.repeat(128),
    '\u202e',
    "'; DROP TABLE x",
  ],
  ...['__proto__', 'constructor', 'AU', 'NZ', 'GB', 'AUS', 'au', 'XX', 'kg', 'KG', 'oz', 'AUD', 'JPY', 'only_return'],
  ...[
    '2026-02-31T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59+14:00',
    'ls1.a.b',
    'ls1.',
    'shipping_and_return',
  ],
  ...texts.map((_, at) => mark(at)),
);

/** JSON texts made from a body by up to four changes anywhere in it, and now and then by a cut or a wrong letter. */
export const mutatedTexts = (body: unknown): fc.Arbitrary<string> => {
  const paths = pathsOf(body);
  const value = fc.oneof({ weight: 4, arbitrary: odd }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) });
  const mutations = fc.array(fc.record({ at: fc.nat(paths.length - 1), value }), { minLength: 1, maxLength: 4 });
  const mutated = mutations.map((all) =>
    all.reduce((soFar: unknown, { at, value: to }) => changed(soFar, paths[at] ?? [], to), body),
  );
  const text = mutated.map((one) => unmarked(one === undefined ? '' : JSON.stringify(one)));
  const broken = fc
    .tuple(text, fc.nat(), fc.constantFrom('', '"', '}', '\\ud800', '\u0000', ','))
    .map(
      ([whole, at, letter]) =>
        whole.slice(0, at % (whole.length + 1)) + letter + whole.slice((at % (whole.length + 1)) + 1),
    );
  return fc.oneof({ weight: 9, arbitrary: text }, { weight: 1, arbitrary: broken });
};
