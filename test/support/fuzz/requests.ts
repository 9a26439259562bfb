import * as fc from 'fast-check';
import { bodiesLike } from './bodies.js';
import { givenId, headersWith, latin1, often } from './headers.js';
import { sampleOf, type Operation } from './operations.js';
import type { Talk } from './raw-http.js';

/** What a request is made of that the document does not say: keys, a body that is served, and what is there to be asked for. */
export type Known = {
  readonly keys: { readonly newstore: string; readonly operator: string; readonly other: string };
  /** By operation; others are asked with a sample of their schema. `EACH` in it is another word in every request. */
  readonly bodies: { readonly [operation: string]: unknown };
  /** By parameter, or by operation and parameter as `trackParcel.tracking_code`: something that is there. */
  readonly values: { readonly [parameter: string]: string };
  /** Bytes that a body may have. */
  readonly bytes: number;
};

/** By chance, so that a case is its seed's alone, and hardly ever the same twice. */
export const EACH = 'another each time';

export type Asked = {
  readonly operation: Operation;
  readonly method: string;
  readonly target: string;
  /** The id that the caller gave the request, where it gave one that HTTP carries as it is. */
  readonly requestId: string | undefined;
  /** Whether the bytes are one whole request as HTTP wants it, so that the next one begins where they end. */
  readonly isWhole: boolean;
};

/** One connection: what is said on it, and what that was meant to be. */
export type Call = Talk & { readonly asked: readonly Asked[] };

const methods = [
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'],
  ...['PROPFIND', 'PRI', 'post', 'FOO', 'G\0ET', ''],
];

const oddParts = [
  ...[
    'x',
    '%00',
    '%',
    '%zz',
    '%ff',
    '%c0%af',
    '%2F',
    '%2e%2e',
    '..',
    '.',
    ';a=b',
    '%E2%80%AE',
    '%ED%A0%80',
    '%25',
    ' ',
  ],
  ...['__proto__', 'constructor', 'toString', '*', ':file', '{capability}', '(.*)', 'a'.repeat(300), '%61'.repeat(100)],
  ...[
    '.pdf',
    'x.zpl',
    'x.png',
    `${'A'.repeat(22)}.pdf`,
    '%0d%0aX-Evil:%201',
    latin1('é'),
    latin1('📦'),
    '\\',
    '"',
    "'",
  ],
];

const oddTargets = [
  ...[
    '/',
    '//',
    '*',
    '',
    'http://evil.example/',
    '/%',
    '/?',
    '/#',
    '/.well-known/x',
    '//evil.example/health/live',
    '?a=b',
  ],
  ...['/api/integrations/newstore/v1/', '/labels/', '/api/v1/', `/${'a'.repeat(9_000)}`, `/?${'a=b&'.repeat(2_000)}`],
  ...[
    '/health/../openapi.json',
    '/health/live/',
    '/HEALTH/LIVE',
    'health/live',
    'https://[::1',
    'http:',
    'http://',
    'mailto:x',
    'http://xn--a/',
    'http://a b/',
    '/a\tb',
    '/\x7f',
  ],
];

const tails = [
  '?',
  '?a=b',
  '?a=%',
  '?a[]=1&a[]=2',
  '?__proto__=1',
  '#x',
  '/',
  '//',
  `?${'x'.repeat(4_000)}`,
  '?\xff',
  '%20',
];

/** The path with its parameters filled in: mostly with what is there, else with something odd. */
const targets = ({ id, path, parameters }: Operation, { values }: Known): fc.Arbitrary<string> => {
  const parts = parameters.map((name) =>
    often(3, fc.constant(values[`${id}.${name}`] ?? values[name] ?? 'word'), fc.constantFrom(...oddParts)),
  );
  const filled = fc.tuple(...parts).map((all) => all.reduce((to, part) => to.replace(/\{\w+\}/, () => part), path));
  const tailed = fc.tuple(filled, fc.constantFrom(...tails)).map(([target, tail]) => target + tail);
  const slashed = filled.map((target) => target.replaceAll('/', '//'));
  return fc.oneof(
    { weight: 30, arbitrary: filled },
    { weight: 2, arbitrary: tailed },
    { weight: 1, arbitrary: slashed },
    { weight: 1, arbitrary: filled.map((target) => target.toUpperCase()) },
    { weight: 1, arbitrary: fc.constantFrom(...oddTargets) },
  );
};

/** How the caller tells where its body ends; `true` where it is told as HTTP wants it. */
const framings: readonly (readonly [isWhole: boolean, of: (body: string) => string])[] = [
  [true, (body) => `Content-Length: ${body.length}\r\n\r\n${body}`],
  [true, (body) => `Transfer-Encoding: chunked\r\n\r\n${chunked(body, Math.ceil(body.length / 3) || 1)}0\r\n\r\n`],
  [false, (body) => `Content-Length: ${body.length >> 1}\r\n\r\n${body}`],
  [false, (body) => `Content-Length: ${body.length}\r\nTransfer-Encoding: chunked\r\n\r\n${chunked(body, 9)}0\r\n\r\n`],
  [false, (body) => `Content-Length: ${body.length}\r\nContent-Length: ${body.length + 1}\r\n\r\n${body}`],
  ...['-1', '0x10', '1e2', '9'.repeat(30), '+5', ' ', '1,2'].map(
    (length): readonly [boolean, (body: string) => string] => [
      false,
      (body) => `Content-Length: ${length}\r\n\r\n${body}`,
    ],
  ),
  [false, (body) => `Transfer-Encoding: chunked\r\n\r\nzz\r\n${body}\r\n0\r\n\r\n`],
  [false, (body) => `Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n${body}`],
  [false, (body) => `Transfer-Encoding: gzip, chunked\r\n\r\n${body}`],
  [false, (body) => `Transfer-Encoding: x\r\n\r\n${body}`],
  [false, (body) => `\r\n\r\n${body}`],
];

const chunked = (body: string, size: number): string => {
  let text = '';
  for (let at = 0; at < body.length; at += size) {
    const chunk = body.slice(at, at + size);
    text += `${chunk.length.toString(16)}\r\n${chunk}\r\n`;
  }
  return text;
};

type Piece = { readonly text: string; readonly asked: Asked };

/** Mostly the one that opens it. */
const keysFor = ({ path }: Operation, { keys }: Known): readonly string[] =>
  path.startsWith('/api/v1/')
    ? [keys.operator, keys.operator, keys.operator, keys.newstore, keys.other]
    : [keys.newstore, keys.newstore, keys.newstore, keys.operator, keys.other];

/** One request like those of the operation. */
const requests = (operation: Operation, known: Known): fc.Arbitrary<Piece> => {
  const isPost = operation.method === 'POST';
  const body = known.bodies[operation.id] ?? (operation.body === undefined ? {} : sampleOf(operation.body));
  const bodies = fc
    .tuple(bodiesLike(body, known.bytes), fc.nat(), fc.nat())
    .map(([bytes, one, two]) => bytes.replace(EACH, `order-${one}-${two}`));
  const [framed, ...odd] = framings;
  if (framed === undefined) throw new Error('there is a usual framing');
  return fc
    .record({
      method: often(24, fc.constant(operation.method), fc.constantFrom(...methods)),
      target: targets(operation, known),
      headers: headersWith(keysFor(operation, known), isPost),
      framing: often(24, fc.constant(framed), fc.constantFrom(...odd)),
      body: isPost ? bodies : often(12, fc.constant(''), fc.constant('{"a":1}')),
    })
    .map(({ method, target, headers: all, framing: [isWhole, frame], body: bytes }) => {
      const head = [`${method} ${target} HTTP/1.1`, ...all.map(([name, value]) => `${name}: ${value}`)].join('\r\n');
      const rest = bytes === '' && isWhole && !isPost ? '\r\n\r\n' : `\r\n${frame(bytes)}`;
      return { text: head + rest, asked: { operation, method, target, requestId: givenId(all), isWhole } };
    });
};

const shown = (sent: string): string =>
  JSON.stringify(sent.length > 3_000 ? `${sent.slice(0, 2_400)}… ${sent.length} bytes …${sent.slice(-300)}` : sent);

/** How a call reads in a report, and not as the object that it is. */
const callOf = (pieces: readonly Piece[], pace: Talk['pace']): Call => {
  const sent = pieces.map(({ text }) => text).join('');
  const asked = pieces.map((piece) => piece.asked);
  return {
    ...{ sent, asked, pace },
    // Whoever hangs up in the middle has no answer to wait for.
    expects: pace === 'stalls' || pace === 'drips' ? Infinity : pieces.length,
    heads: asked.map(({ method }) => method === 'HEAD'),
    [fc.toStringMethod]: () => `${pace}: ${asked.map(({ operation }) => operation.id).join(', ')}: ${shown(sent)}`,
  } as Call;
};

/** Those that take a body more often: there is more in them to be wrong. */
const anyOf = (operations: readonly Operation[], known: Known): fc.Arbitrary<Piece> =>
  fc.oneof(
    ...operations.map((operation) => ({
      weight: operation.body !== undefined ? 6 : operation.parameters.length > 0 ? 3 : 1,
      arbitrary: requests(operation, known),
    })),
  );

/** Calls of every kind but those that are slow on purpose. */
export const calls = (operations: readonly Operation[], known: Known): fc.Arbitrary<Call> => {
  const any = anyOf(operations, known);
  const pieces = often(
    9,
    any.map((one): readonly Piece[] => [one]),
    fc.tuple(any, any, any),
  );
  const pace = often(
    9,
    fc.constant<Talk['pace']>('whole'),
    fc.constantFrom<Talk['pace'][]>('pieces', 'ends', 'resets'),
  );
  return fc.tuple(pieces, pace).map(([all, how]) => {
    // The server would wait for the rest of a body as long as it has patience; `slowCalls` are for that.
    const isWhole = all.every(({ asked }) => asked.isWhole);
    return callOf(all, isWhole || how === 'resets' ? how : 'ends');
  });
};

/** Calls that never end by themselves: only the server's own patience does that. */
export const slowCalls = (operations: readonly Operation[], known: Known): fc.Arbitrary<Call> =>
  fc
    .tuple(anyOf(operations, known), fc.constantFrom<Talk['pace'][]>('stalls', 'drips'))
    .map(([piece, pace]) => callOf([piece], pace));
