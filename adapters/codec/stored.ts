import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';

/**
 * What was stored cannot be read back. Field names and codec names only: a document names shoppers. A newer one is never
 * guessed at, since it would be written back without what it had more.
 */
export type DocumentFault =
  | { readonly _tag: 'NewerDocument'; readonly found: number; readonly known: number }
  | { readonly _tag: 'UnreadableDocument'; readonly fields: readonly string[] };

/** A type of the domain that was checked when it was made: what we stored is trusted to be one still. */
export const trusted = <A>(codec: t.Mixed): t.Type<A, unknown> => codec;

/** A whole number, such as a moment in milliseconds. */
export const whole = <A extends number>(): t.Type<A, unknown> => trusted<A>(t.Int);

/** A record of which some members may be absent; members that are not named are left out. */
export const record = <R extends t.Props, P extends t.Props>(
  required: R,
  optional: P,
): t.ExactC<t.IntersectionC<[t.TypeC<R>, t.PartialC<P>]>> =>
  t.exact(t.intersection([t.type(required), t.partial(optional)]));

/** One of these words. */
export const wordOf = <W extends string>(words: readonly W[]): t.Type<W, unknown> =>
  new t.Type<W, unknown>(
    words.join('|'),
    (value): value is W => (words as readonly unknown[]).includes(value),
    (value, context) =>
      (words as readonly unknown[]).includes(value) ? t.success(value as W) : t.failure(value, context),
    (word) => word,
  );

/** A bigint as a decimal text. */
export const Whole: t.Type<bigint, string> = new t.Type<bigint, string>(
  'Whole',
  (value): value is bigint => typeof value === 'bigint',
  (value, context) =>
    typeof value === 'string' && /^-?\d+$/.test(value) ? t.success(BigInt(value)) : t.failure(value, context),
  (value) => value.toString(),
);

const fieldsOf = (errors: t.Errors): readonly string[] => [
  ...new Set(
    errors.map(({ context }) =>
      context
        .map(({ key, type }) => (key === '' ? type.name.slice(0, 40) : key))
        .slice(1)
        .join('.'),
    ),
  ),
];

const Versioned = t.type({ docVersion: t.Int });

/**
 * Reads a document of version `known`; `codec` is its form without the version. A newer one is `NewerDocument`, whatever
 * else is in it.
 */
export const readDocument = <A>(
  codec: t.Decoder<unknown, A>,
  known: number,
  document: unknown,
): E.Either<DocumentFault, A> => {
  if (!Versioned.is(document)) return E.left({ _tag: 'UnreadableDocument', fields: ['docVersion'] });
  if (document.docVersion > known) return E.left({ _tag: 'NewerDocument', found: document.docVersion, known });
  return pipe(
    codec.decode(document),
    E.mapLeft((errors): DocumentFault => ({ _tag: 'UnreadableDocument', fields: fieldsOf(errors) })),
  );
};
