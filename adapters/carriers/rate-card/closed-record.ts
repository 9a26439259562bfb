import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';

type Props = Readonly<Record<string, t.Mixed>>;

export type Closed<Required extends Props, Optional extends Props> = {
  readonly [K in keyof Required]: t.TypeOf<Required[K]>;
} & { readonly [K in keyof Optional]?: t.TypeOf<Optional[K]> };

/** How many letters must be put in, taken out, changed or swapped with their neighbour to make one word of the other. */
const distance = (a: string, b: string): number => {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current: number[] = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? 0;
};

/** The known word that was most likely meant. */
export const nearest = (word: string, known: readonly string[]): string | undefined =>
  [...known].sort((a, b) => distance(word.toLowerCase(), a) - distance(word.toLowerCase(), b))[0];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A record with these keys and no other: a key that nobody reads is a typing mistake, and it says which key was likely
 * meant. Every fault of the record is reported, not the first one alone.
 */
export const closed = <Required extends Props, Optional extends Props>(
  name: string,
  required: Required,
  optional: Optional,
): t.Type<Closed<Required, Optional>, unknown> => {
  const codecs = new Map(Object.entries<t.Mixed>({ ...required, ...optional }));
  const known = [...codecs.keys()];

  const decodeKey = (record: Record<string, unknown>, key: string, codec: t.Mixed, context: t.Context) => {
    const value = record[key];
    const at = t.appendContext(context, key, codec, value);
    if (value !== undefined) return codec.validate(value, at);
    return Object.hasOwn(required, key) ? t.failure<unknown>(value, at, 'is missing') : t.success<unknown>(undefined);
  };

  const strangers = (record: Record<string, unknown>, context: t.Context): t.Errors =>
    Object.keys(record)
      .filter((key) => !codecs.has(key))
      .map((key) => ({
        value: record[key],
        context: t.appendContext(context, key, t.unknown),
        message: `is not a setting of a ${name}; did you mean ${nearest(key, known) ?? 'another'}?`,
      }));

  return new t.Type<Closed<Required, Optional>, unknown>(
    name,
    (value): value is Closed<Required, Optional> =>
      isRecord(value) && known.every((key) => codecs.get(key)?.is(value[key])),
    (value, context) => {
      if (!isRecord(value)) return t.failure(value, context, `must be a ${name}: ${known.join(', ')}`);
      const errors: t.ValidationError[] = strangers(value, context);
      const decoded: Record<string, unknown> = {};
      for (const [key, codec] of codecs) {
        const result = decodeKey(value, key, codec, context);
        if (E.isLeft(result)) errors.push(...result.left);
        else if (result.right !== undefined) decoded[key] = result.right;
      }
      return errors.length > 0 ? t.failures(errors) : t.success(decoded as Closed<Required, Optional>);
    },
    (record) => record,
  );
};
