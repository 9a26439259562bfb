import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';

/** JSON Schema of one value, as OpenAPI 3.1 reads it. */
export type Schema = { readonly [keyword: string]: unknown };

/** A rule that a value breaks, and where in the value: the keys from its root. */
type Fault = { readonly at: readonly string[]; readonly rule: string };

/** Tells no place on the way in: a fault, of which there are few, gathers its keys on the way out. */
type Read<A> = (given: unknown) => E.Either<readonly Fault[], A>;

/**
 * A codec of something that comes over the wire, which also says what it takes: one source for the check and for its
 * documentation. A failure's message is a rule, and after a blank what would have been accepted: `too_long at most 256`.
 */
export class Wire<A> extends t.Type<A, unknown> {
  constructor(
    name: string,
    readonly read: Read<A>,
    readonly schema: Schema,
  ) {
    super(
      name,
      (given): given is A => E.isRight(read(given)),
      (given, context) => {
        const checked = read(given);
        return E.isRight(checked)
          ? checked
          : t.failures(checked.left.map((fault) => this.errorOf(given, context, fault)));
      },
      t.identity,
    );
  }

  private errorOf(value: unknown, context: t.Context, { at, rule }: Fault): t.ValidationError {
    return { value, context: [...context, ...at.map((key) => ({ key, type: this }))], message: rule };
  }
}

/** The reading half of a codec, which is all that a member of a record needs. */
type Reader<A> = t.Decoder<unknown, A> & Pick<Wire<A>, 'read' | 'schema'>;

type Member<A, Required extends boolean> = { readonly codec: Reader<A>; readonly required: Required };

export const required = <A>(codec: Reader<A>): Member<A, true> => ({ codec, required: true });
/** Absent, or null, which some callers write for absent. */
export const optional = <A>(codec: Reader<A>): Member<A, false> => ({ codec, required: false });

type Members = { readonly [key: string]: Member<unknown, boolean> };

type RequiredKeys<M extends Members> = { [K in keyof M]: M[K]['required'] extends true ? K : never }[keyof M];
type ValueOf<Of> = Of extends Member<infer A, boolean> ? A : never;

export type RecordOf<M extends Members> = { readonly [K in RequiredKeys<M>]: ValueOf<M[K]> } & {
  readonly [K in Exclude<keyof M, RequiredKeys<M>>]?: ValueOf<M[K]>;
};

const broken = (rule: string): E.Either<readonly Fault[], never> => E.left([{ at: [], rule }]);

/** The same faults, seen from one level further out. */
const under = (key: string, faults: readonly Fault[]): readonly Fault[] =>
  faults.map(({ at, rule }) => ({ at: [key, ...at], rule }));

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema of a member that may be null as well. */
const orNull = ({ type, enum: choices, ...rest }: Schema): Schema => ({
  ...rest,
  type: [type, 'null'],
  ...(Array.isArray(choices) && { enum: [...(choices as readonly unknown[]), null] }),
});

const own = (value: { readonly [key: string]: unknown }, key: string): unknown =>
  Object.hasOwn(value, key) ? value[key] : undefined;

/** A JSON object: the members that are named are read, all others are left out. */
export const record = <M extends Members>(name: string, members: M, description?: string): Wire<RecordOf<M>> => {
  const entries = Object.entries(members).map(([key, member]) => ({ key, ...member }));
  const read: Read<RecordOf<M>> = (value) => {
    if (!isRecord(value)) return broken('not_an_object');
    const found: { [key: string]: unknown } = {};
    const faults: Fault[] = [];
    for (const { key, codec, required: isRequired } of entries) {
      const given = own(value, key);
      const missing = given === undefined || given === null;
      if (missing && !isRequired) continue;
      const checked = missing ? broken('required') : codec.read(given);
      if (E.isRight(checked)) found[key] = checked.right;
      else faults.push(...under(key, checked.left));
    }
    return faults.length === 0 ? E.right(found as RecordOf<M>) : E.left(faults);
  };
  const schema = {
    type: 'object',
    ...(description !== undefined && { description }),
    required: entries.filter((member) => member.required).map(({ key }) => key),
    properties: Object.fromEntries(
      entries.map(({ key, codec, required: demanded }) => [key, demanded ? codec.schema : orNull(codec.schema)]),
    ),
  };
  return new Wire(name, read, schema);
};

/** A list is read no further once so many faults of it are known: nobody is told of more. */
const MOST_FAULTS = 100;

export const list = <A>(of: Reader<A>, least = 0): Wire<readonly A[]> => {
  const read: Read<readonly A[]> = (value) => {
    if (!Array.isArray(value)) return broken('not_a_list');
    if (value.length < least) return broken(`too_few at least ${least}`);
    const found: A[] = [];
    const faults: Fault[] = [];
    for (let at = 0; at < value.length && faults.length < MOST_FAULTS; at += 1) {
      const checked = of.read(value[at]);
      if (E.isRight(checked)) found.push(checked.right);
      else faults.push(...under(String(at), checked.left));
    }
    return faults.length === 0 ? E.right(found) : E.left(faults);
  };
  const schema = { type: 'array', items: of.schema, ...(least > 0 && { minItems: least }) };
  return new Wire('list', read, schema);
};

/** Left: the rule that the value breaks. */
const value = <A>(name: string, schema: Schema, read: (given: unknown) => E.Either<string, A>): Wire<A> =>
  new Wire(
    name,
    (given) => {
      const checked = read(given);
      return E.isRight(checked) ? checked : broken(checked.left);
    },
    schema,
  );

/** Text of `least` to `most` UTF-16 units. */
export const text = (least: number, most: number, description?: string): Wire<string> => {
  const schema = {
    type: 'string',
    ...(least > 0 && { minLength: least }),
    maxLength: most,
    ...(description !== undefined && { description }),
  };
  return value('text', schema, (given) => {
    if (typeof given !== 'string') return E.left('not_text');
    if (given.length < least) return E.left('required');
    if (given.length > most) return E.left(`too_long at most ${most} characters`);
    // Half a surrogate pair is no character, and could not be stored and read back as it came.
    return given.isWellFormed() ? E.right(given) : E.left('not_text');
  });
};

/** Any JSON number; which are sensible is the domain's to say. `schema` documents what it says. */
export const amount = (schema: Schema = {}): Wire<number> =>
  value('number', { type: 'number', ...schema }, (given) =>
    typeof given === 'number' ? E.right(given) : E.left('not_a_number'),
  );

export const oneOf = <A extends string>(...choices: readonly A[]): Wire<A> =>
  value('choice', { type: 'string', enum: choices }, (given) => {
    const choice = choices.find((one) => one === given);
    return choice === undefined ? E.left(`not_one_of ${choices.join(', ')}`) : E.right(choice);
  });

const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(\.\d{1,9})?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/;
const NOT_A_MOMENT = 'not_a_moment 2026-06-01T04:00:00Z';

/** `Date.parse` reads 31 February as 3 March. */
const isDay = (year: number, month: number, day: number): boolean =>
  day >= 1 && (day <= 28 || day <= new Date(Date.UTC(year, month, 0)).getUTCDate());

/** An RFC 3339 moment, as milliseconds since 1970. One without a zone is UTC: NewStore writes both. */
export const dateTime = (description: string): Wire<number> =>
  value('date-time', { type: 'string', format: 'date-time', description }, (given) => {
    const parts = typeof given === 'string' ? DATE_TIME.exec(given) : null;
    if (parts === null) return E.left(NOT_A_MOMENT);
    const [, year, month, day, time, fraction = '', zone = 'Z'] = parts;
    if (!isDay(Number(year), Number(month), Number(day))) return E.left(NOT_A_MOMENT);
    const at = Date.parse(`${year}-${month}-${day}T${time}${fraction.slice(0, 4)}${zone.toUpperCase()}`);
    return Number.isNaN(at) ? E.left(NOT_A_MOMENT) : E.right(at);
  });

/** Names to values, such as the identifiers of an item. A value that is no text is read as the text that JSON writes for it. */
export const texts = (description: string): Wire<Readonly<Record<string, string>>> =>
  value('texts', { type: 'object', description, additionalProperties: true }, (given) => {
    if (!isRecord(given)) return E.left('not_an_object');
    const read: [string, string][] = [];
    for (const key of Object.keys(given)) {
      const one = given[key];
      if (one === null) continue;
      const text = typeof one === 'string' ? one : JSON.stringify(one);
      if (!key.isWellFormed() || !text.isWellFormed()) return E.left('not_text');
      read.push([key, text]);
    }
    return E.right(Object.fromEntries(read));
  });
