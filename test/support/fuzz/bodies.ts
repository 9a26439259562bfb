import * as fc from 'fast-check';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { mutatedTexts } from '../mutations.js';

type Json = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const repeated = (value: string, bytes: number): string =>
  `[${Array.from({ length: Math.floor(bytes / (value.length + 1)) }, () => value).join(',')}]`;

/** Names whose hashes V8 makes of the number alone, with no seed: a table of them may be long to fill. */
const numericKeys = (count: number): string =>
  `{${Array.from({ length: count }, (_, n) => `"${n * 65_536}":0`).join(',')}}`;

const namedKeys = (count: number): string => `{${Array.from({ length: count }, (_, n) => `"k${n}":""`).join(',')}}`;

/** The body with one of its members replaced by JSON text. */
const withMember = (body: Json, member: string, text: string): string =>
  JSON.stringify({ ...body, [member]: 0 }).replace(`"${member}":0`, () => `"${member}":${text}`);

/** What of a body is a list: a member by its name, and an entry of it. */
const listsOf = (body: Json): readonly (readonly [string, unknown])[] =>
  Object.entries(body).flatMap(([key, value]) =>
    Array.isArray(value) ? [[key, (value as unknown[])[0]] as const] : [],
  );

/** An entry with whatever is a number in it made one that no rule allows. */
const spoilt = (value: unknown): unknown => {
  if (typeof value === 'number') return -1;
  if (Array.isArray(value)) return value.map(spoilt);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, spoilt(one)])) : value;
};

/** Bodies of up to `bytes` that are made to take long: many faults, many entries, many keys, long texts and numbers. */
export const heavyTexts = (body: unknown, bytes: number): readonly string[] => {
  if (!isObject(body)) return [];
  const room = bytes - JSON.stringify(body).length - 100;
  const fill = (value: string): string => repeated(value, room);
  return [
    ...listsOf(body).flatMap(([member, entry]) =>
      ['0', '""', '{}', '[]', JSON.stringify(entry), JSON.stringify(spoilt(entry))].map((value) =>
        withMember(body, member, fill(value)),
      ),
    ),
    ...Object.keys(body).map((member) => withMember(body, member, `"${'9 '.repeat(room >> 1)}"`)),
    withMember(body, 'more', numericKeys(Math.floor(room / 16))),
    withMember(body, 'more', namedKeys(Math.floor(room / 12))),
    withMember(body, 'more', '1'.repeat(room)),
    withMember(body, 'more', `1e${'0'.repeat(room - 3)}1`),
    withMember(body, 'more', `"${'\\u0000'.repeat(Math.floor(room / 6) - 1)}"`),
    `${'['.repeat(room >> 1)}${']'.repeat(room >> 1)}`,
    ' '.repeat(room),
  ];
};

const utf16 = (text: string, isBigEndian: boolean): Buffer => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
};

/** Bytes of a text in encodings that JSON has and has not. */
const encodings: readonly ((text: string) => Buffer)[] = [
  (text) => Buffer.from(`\ufeff${text}`),
  (text) => utf16(text, false),
  (text) => utf16(text, true),
  (text) => Buffer.from(text, 'latin1'),
  gzipSync,
  deflateSync,
  brotliCompressSync,
  () => Buffer.alloc(0),
];

/** What is no UTF-8: a stray continuation, an overlong letter, half of a surrogate pair, a letter cut off. */
const noUtf8 = ['\xff', '\x80', '\xc0\xaf', '\xed\xa0\x80', '\xf4\x90\x80\x80', '\xe2\x82'];

const encoded = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> => {
  const plain = texts.map((text) => Buffer.from(text).toString('latin1'));
  const strange = fc.tuple(texts, fc.constantFrom(...encodings)).map(([text, of]) => of(text).toString('latin1'));
  const spoiled = fc.tuple(plain, fc.nat(), fc.constantFrom(...noUtf8)).map(([whole, at, bytes]) => {
    const place = at % (whole.length + 1);
    return whole.slice(0, place) + bytes + whole.slice(place);
  });
  const cut = fc.tuple(plain, fc.nat()).map(([whole, at]) => whole.slice(0, at % (whole.length + 1)));
  return fc.oneof(
    { weight: 16, arbitrary: plain },
    { weight: 1, arbitrary: strange },
    { weight: 1, arbitrary: spoiled },
    { weight: 1, arbitrary: cut },
  );
};

/** Bodies to send in place of `body`, one character a byte: as it is, wrong in places, in odd encodings, too much of it. */
export const bodiesLike = (body: unknown, bytes: number): fc.Arbitrary<string> => {
  const heavy = heavyTexts(body, bytes);
  const texts = fc.oneof(
    { weight: 6, arbitrary: fc.constant(JSON.stringify(body)) },
    { weight: 30, arbitrary: mutatedTexts(body) },
    ...(heavy.length > 0 ? [{ weight: 1, arbitrary: fc.constantFrom(...heavy) }] : []),
  );
  return encoded(texts);
};
