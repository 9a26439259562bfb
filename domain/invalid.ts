import * as E from 'fp-ts/lib/Either.js';
import * as NEA from 'fp-ts/lib/ReadonlyNonEmptyArray.js';

/**
 * Which rule a raw value broke, and where. Never a sentence and never the value: wording belongs to the edge, and what a
 * caller sent may name a shopper. `field` is a path in the caller's spelling (`shipping_address.zip_code`); `expected` says
 * what would have been accepted, where that is short (`4 digits`, `AU`, `at most 256 characters`).
 */
export type Invalid = {
  readonly _tag: 'Invalid';
  readonly field: string;
  readonly rule: string;
  readonly expected?: string;
};

export type Invalids = NEA.ReadonlyNonEmptyArray<Invalid>;
export type Checked<A> = E.Either<Invalids, A>;

export const invalid = (field: string, rule: string, expected?: string): Invalid =>
  expected === undefined ? { _tag: 'Invalid', field, rule } : { _tag: 'Invalid', field, rule, expected };

export const broken = (field: string, rule: string, expected?: string): Checked<never> =>
  E.left(NEA.of(invalid(field, rule, expected)));

/** Collects every broken rule instead of stopping at the first. */
export const all = E.getApplicativeValidation(NEA.getSemigroup<Invalid>());

/** For when at least one of these is broken: the faults of all of them, in this order. */
export const allFaults = (...checked: readonly Checked<unknown>[]): Checked<never> => {
  const [first, ...rest] = checked.flatMap((one) => (E.isLeft(one) ? one.left : []));
  return E.left([first ?? invalid('', 'not_understood'), ...rest]);
};

/** Right when nothing was found wrong. */
export const nothingBroken = <A>(found: readonly Invalid[], value: A): Checked<A> => {
  const [first, ...rest] = found;
  return first === undefined ? E.right(value) : E.left([first, ...rest]);
};

/** The same faults, seen from one level further out: `zip_code` under `shipping_address`. */
export const under =
  (prefix: string) =>
  <A>(checked: Checked<A>): Checked<A> =>
    E.isRight(checked)
      ? checked
      : E.left(NEA.map((fault: Invalid): Invalid => ({ ...fault, field: `${prefix}.${fault.field}` }))(checked.left));
