import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { nearest } from '../../codec/nearest.js';

type Props = Readonly<Record<string, t.Mixed>>;

export type Closed<Required extends Props, Optional extends Props> = {
  readonly [K in keyof Required]: t.TypeOf<Required[K]>;
} & { readonly [K in keyof Optional]?: t.TypeOf<Optional[K]> };

const unknownKey = (name: string, meant: string | undefined): string =>
  `is not a setting of a ${name}${meant === undefined ? '' : `; did you mean ${meant}?`}`;

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
        message: unknownKey(name, nearest(key, known)),
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
