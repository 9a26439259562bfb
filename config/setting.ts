import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as t from 'io-ts';

/** Decodes one value of the settings. Its name says what it accepts, to follow the word "write": `a port from 1 to 9`. */
export type SettingDecoder<A> = t.Decoder<unknown, A>;

/** The half of an io-ts type that settings need: they are read and never written back. */
export class Reading<A> implements SettingDecoder<A> {
  constructor(
    readonly name: string,
    readonly validate: t.Validate<unknown, A>,
  ) {}

  decode(value: unknown): t.Validation<A> {
    return this.validate(value, [{ key: '', type: this, actual: value }]);
  }
}

/** What is under one key. A key that is left out and one without a value are the same. */
export type Setting<A> = {
  readonly decoder: SettingDecoder<A>;
  readonly whenAbsent: (context: t.Context) => t.Validation<A>;
  /** What a key that is left out stands for, as one would write it; undefined where it stands for nothing. */
  readonly fallback: unknown;
};

export const required = <A>(decoder: SettingDecoder<A>): Setting<A> => ({
  decoder,
  whenAbsent: (context) => t.failure(undefined, context),
  fallback: undefined,
});

export const optional = <A>(decoder: SettingDecoder<A>): Setting<A | undefined> => ({
  decoder,
  whenAbsent: () => t.success(undefined),
  fallback: undefined,
});

/** `written` is what one would write to say the default. */
export const defaulted = <A>(decoder: SettingDecoder<A>, written: unknown): Setting<A> => ({
  decoder,
  whenAbsent: (context) => decoder.validate(written, context),
  fallback: written,
});

/** A section that may be left out whole: each of its settings then has its default. */
export const withDefaults = <A>(decoder: SettingDecoder<A>): Setting<A> => defaulted(decoder, {});

export type Shape = Readonly<Record<string, Setting<unknown>>>;

export type Decoded<S extends Shape> = { readonly [K in keyof S]: S[K] extends Setting<infer A> ? A : never };

/** A rule between settings of one section, broken: the keys below the section, what stands there, and the mend. */
export type BrokenRule = { readonly keys: readonly string[]; readonly value: unknown; readonly mend: string };

/** Sees the settings that decoded; the others are undefined. */
export type Rule<S extends Shape> = (settings: Partial<Decoded<S>>) => readonly BrokenRule[];

/** Stands in an io-ts context for a key that no shape knows. Its name follows "write". */
export class UnknownKey extends Reading<never> {
  constructor(name: string) {
    super(name, t.failure);
  }
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

/** The keys of a shape under their names, each with its own default; every fault at once, unknown keys included. */
export class Section<S extends Shape> extends Reading<Decoded<S>> {
  readonly shape: S;

  constructor(shape: S, rules: readonly Rule<S>[] = []) {
    const keys = Object.keys(shape);
    super(`a map of ${keys.join(', ')}`, (value, context) => {
      if (!isMap(value)) return t.failure(value, context);
      const errors: t.Errors = [];
      const settings: Record<string, unknown> = {};
      for (const [key, { decoder, whenAbsent }] of Object.entries(shape)) {
        const inside = t.appendContext(context, key, decoder, value[key]);
        const read = isAbsent(value[key]) ? whenAbsent(inside) : decoder.validate(value[key], inside);
        if (E.isLeft(read)) errors.push(...read.left);
        else settings[key] = read.right;
      }
      for (const key of Object.keys(value).filter((name) => !keys.includes(name))) {
        const unknown = new UnknownKey(keys.join(', '));
        errors.push({ value: value[key], context: t.appendContext(context, key, unknown, value[key]) });
      }
      const decoded = settings as Decoded<S>;
      for (const broken of rules.flatMap((rule) => rule(decoded))) {
        const inside = broken.keys.reduce((outer, key) => t.appendContext(outer, key, t.unknown), context);
        errors.push({ value: broken.value, context: inside, message: broken.mend });
      }
      return errors.length === 0 ? t.success(decoded) : t.failures(errors);
    });
    this.shape = shape;
  }
}

/** Keys that the deployment chooses, each with the same kind of value. */
export class MapOf<A> extends Reading<ReadonlyMap<string, A>> {
  readonly value: SettingDecoder<A>;

  constructor(name: string, keyPattern: RegExp, keyWords: string, value: SettingDecoder<A>) {
    super(name, (map, context) => {
      if (!isMap(map)) return t.failure(map, context);
      const errors: t.Errors = [];
      const decoded = new Map<string, A>();
      for (const [key, raw] of Object.entries(map)) {
        const inside = t.appendContext(context, key, value, raw);
        if (!keyPattern.test(key)) errors.push({ value: key, context: inside, message: `name it ${keyWords}` });
        const read = value.validate(raw, inside);
        if (E.isLeft(read)) errors.push(...read.left);
        else decoded.set(key, read.right);
      }
      return errors.length === 0 ? t.success(decoded) : t.failures(errors);
    });
    this.value = value;
  }
}

export class ListOf<A> extends Reading<readonly A[]> {
  readonly element: SettingDecoder<A>;

  constructor(name: string, element: SettingDecoder<A>) {
    super(name, (list, context) => {
      if (!Array.isArray(list)) return t.failure(list, context);
      const errors: t.Errors = [];
      const decoded: A[] = [];
      for (const [at, raw] of (list as readonly unknown[]).entries()) {
        const read = element.validate(raw, t.appendContext(context, String(at), element, raw));
        if (E.isLeft(read)) errors.push(...read.left);
        else decoded.push(read.right);
      }
      return errors.length === 0 ? t.success(decoded) : t.failures(errors);
    });
    this.element = element;
  }
}

/** What another decoder made, made into something else; none where it does not fit the words. */
export class Refined<A, B> extends Reading<B> {
  readonly inner: SettingDecoder<A>;

  constructor(words: string, inner: SettingDecoder<A>, refine: (read: A) => O.Option<B>) {
    super(words, (value, context) => {
      const read = inner.validate(value, context);
      if (E.isLeft(read)) return read;
      const refined = refine(read.right);
      return O.isSome(refined) ? t.success(refined.value) : t.failure(value, context);
    });
    this.inner = inner;
  }
}
