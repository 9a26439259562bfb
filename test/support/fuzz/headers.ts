import * as fc from 'fast-check';

/** The usual so many times as often as the odd. */
export const often = <A>(weight: number, usual: fc.Arbitrary<A>, odd: fc.Arbitrary<A>): fc.Arbitrary<A> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: odd });

/** The bytes of a text, one character each. */
export const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

export type Header = readonly [name: string, value: string];

const json = [
  'application/json',
  'Application/JSON; charset=UTF-8',
  'application/vnd.newstore+json',
  'application/json;v=1',
];

const oddTypes = [
  ...[
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    '',
    'json',
    'application/json,',
  ],
  ...['application/json; charset=utf-16', 'application/json; charset=', `application/json${';'.repeat(3_000)}`],
  ...[`application/json;${' '.repeat(6_000)}x`, `application/${'a.'.repeat(3_000)}json`, `; charset=`.repeat(900)],
];

const oddIds = [
  ...['1111.111', 'f74a344563920231ed88cc11d1e01270', '', ' ', 'x'.repeat(128), 'x'.repeat(129), 'x'.repeat(5_000)],
  ...[
    'a b',
    '\t',
    latin1('\u202eabc'),
    '\x80\xff',
    '<script>',
    '${jndi:ldap://x}',
    '%0d%0a',
    '"',
    '__proto__',
    '*',
    'null',
  ],
];

const extras: readonly Header[] = [
  ...['gzip', 'br', 'deflate', 'identity', 'gzip, gzip', 'x'].map((coding): Header => ['Content-Encoding', coding]),
  ...['100-continue', 'x'].map((expectation): Header => ['Expect', expectation]),
  ...['*', '"x"', 'W/"x"', ',,,', `"${'x'.repeat(4_000)}`, '"a" '.repeat(900)].map((tag): Header => [
    'If-None-Match',
    tag,
  ]),
  ...['bytes=0-1', 'bytes=-1', 'bytes=9-1', 'x'].map((range): Header => ['Range', range]),
  ...['h2c', 'websocket'].map((other): Header => ['Upgrade', other]),
  ...['', '*/*', 'text/html', 'x'.repeat(5_000), ';q='].map((accepted): Header => ['Accept', accepted]),
  ...['DELETE', 'GET'].map((method): Header => ['X-HTTP-Method-Override', method]),
  ['X-Forwarded-For', '1, 2, 3'],
  ['X-Forwarded-Proto', 'javascript'],
  ['Host', 'two.example'],
  ['Cookie', 'a=%; b="'],
  ['X-Long', 'x'.repeat(20_000)],
  ['__proto__', 'x'],
  ['If-Modified-Since', 'Thu, 99 Foo 99999 99:99:99 GMT'],
];

/** Headers with one of `keys` and, where there is a body, its type: most are in order. */
export const headersWith = (keys: readonly string[], hasBody: boolean): fc.Arbitrary<readonly Header[]> => {
  const key = fc.constantFrom(...keys);
  const shown = fc.tuple(fc.constantFrom('', 'Bearer ', 'bearer  '), key).map(([word, value]) => word + value);
  const wrong = fc.oneof(
    fc.constantFrom(
      '',
      'x',
      'Bearer',
      'Bearer ',
      'Basic YTpi',
      'x y z',
      `a${' '.repeat(7_000)}b`,
      'x'.repeat(9_000),
      '\xff',
    ),
    key.map((value) => value.slice(0, -1)),
    key.map((value) => `${value}x`),
  );
  const one = <A extends string>(name: string, value: fc.Arbitrary<A>) => value.map((v): Header => [name, v]);
  const usual: fc.Arbitrary<Header>[] = [
    one('Host', often(60, fc.constant('longshore'), fc.constantFrom('', 'x:y', 'a'.repeat(3_000), '[::1]:80', '\xff'))),
    one('Authorization', often(14, shown, wrong)),
    ...(hasBody ? [one('Content-Type', often(14, fc.constantFrom(...json), fc.constantFrom(...oddTypes)))] : []),
  ];
  const some = fc.oneof(
    { weight: 8, arbitrary: fc.constant<readonly Header[]>([]) },
    { weight: 2, arbitrary: one('X-Request-ID', fc.constantFrom(...oddIds)).map((id) => [id]) },
    { weight: 1, arbitrary: fc.array(fc.constantFrom(...extras), { minLength: 1, maxLength: 3 }) },
  );
  const lost = often(40, fc.constant(-1), fc.nat(usual.length - 1));
  return fc
    .tuple(fc.tuple(...usual), some, lost)
    .map(([all, more, without]) => [...all.filter((_, at) => at !== without), ...more]);
};

const VISIBLE = /^[\x20-\x7e]*$/;

/** The id that these give their request, as it must come back; none where they give none or an odd one. */
export const givenId = (all: readonly Header[]): string | undefined => {
  const [only, another] = all.filter(([name]) => name === 'X-Request-ID').map(([, value]) => value.trim());
  return only !== undefined && another === undefined && only !== '' && VISIBLE.test(only)
    ? only.slice(0, 128).trimEnd()
    : undefined;
};
