import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as t from 'io-ts';
import { Reading, type SettingDecoder } from './setting.js';

/**
 * A value by its own reading: `read` gives none for what it does not accept. `words` say what it accepts, to follow "write".
 */
export const valueOf = <A>(words: string, read: (value: unknown) => O.Option<A>): SettingDecoder<A> =>
  new Reading<A>(words, (value, context) =>
    O.match(
      () => t.failure<A>(value, context),
      (a: A) => t.success(a),
    )(read(value)),
  );

/** Text; also a number, as it is written: codes and ids may look like one. */
const asText = (value: unknown): O.Option<string> =>
  typeof value === 'string' ? O.some(value) : typeof value === 'number' ? O.some(String(value)) : O.none;

/** A number; also its decimal text, which is all that an environment variable can give. */
const asNumber = (value: unknown): O.Option<number> => {
  if (typeof value === 'string' && /^-?\d{1,16}(\.\d{1,16})?$/.test(value)) return O.some(Number(value));
  return typeof value === 'number' && Number.isFinite(value) ? O.some(value) : O.none;
};

/** Text that is not blank, up to `most` characters, without control characters. */
export const text = (words: string, most = 1024): SettingDecoder<string> =>
  valueOf(words, (value) =>
    O.filter((found: string) => found.trim() !== '' && found.length <= most && !/\p{Cc}/u.test(found))(asText(value)),
  );

export const textLike = (pattern: RegExp, words: string): SettingDecoder<string> =>
  valueOf(words, (value) => O.filter((found: string) => pattern.test(found))(asText(value)));

/** Text that `parse` accepts. */
export const parsedText = <A>(words: string, parse: (found: string) => O.Option<A>): SettingDecoder<A> =>
  valueOf(words, (value) => O.flatMap(parse)(asText(value)));

export const wholeNumber = (least: number, most: number, unit = ''): SettingDecoder<number> =>
  valueOf(`a whole number${unit === '' ? '' : ` of ${unit}`} from ${least} to ${most}`, (value) =>
    O.filter((found: number) => Number.isInteger(found) && found >= least && found <= most)(asNumber(value)),
  );

export const notNegativeNumber: SettingDecoder<number> = valueOf('a number of at least 0', (value) =>
  O.filter((found: number) => found >= 0)(asNumber(value)),
);

const switches = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ['true', true],
  ['false', false],
]);

export const flag: SettingDecoder<boolean> = valueOf('true or false', (value) => O.fromNullable(switches.get(value)));

export const oneOf = <const A extends string>(...choices: readonly A[]): SettingDecoder<A> =>
  valueOf(`one of ${choices.join(', ')}`, (value) => O.fromNullable(choices.find((choice) => choice === value)));

/** The first of two that accepts the value. */
export const either = <A, B>(first: SettingDecoder<A>, second: SettingDecoder<B>): SettingDecoder<A | B> =>
  valueOf<A | B>(`${first.name}, or ${second.name}`, (value) => {
    const read = first.decode(value);
    return E.isRight(read) ? O.some(read.right) : O.fromEither(second.decode(value));
  });

const secretBearing = new WeakSet<object>();

/** Marks what holds secrets: nothing that stands there or below is ever shown. */
export const confidential = <D extends object>(decoder: D): D => {
  secretBearing.add(decoder);
  return decoder;
};

export const isConfidential = (decoder: object): boolean => secretBearing.has(decoder);
