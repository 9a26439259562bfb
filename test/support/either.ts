import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { inspect } from 'node:util';

/** The right of an Either, or of what a task comes to; anything else fails the test with what was there instead. */
export function rightOf<A>(task: TaskEither<unknown, A>): Promise<A>;
export function rightOf<A>(either: E.Either<unknown, A>): A;
export function rightOf<A>(either: E.Either<unknown, A> | TaskEither<unknown, A>): A | Promise<A> {
  if (typeof either === 'function') return either().then((result) => rightOf(result));
  if (E.isRight(either)) return either.right;
  throw new Error(`a right was expected, not left ${inspect(either.left, { depth: 6 })}`);
}

/** The left of an Either, or of what a task comes to; anything else fails the test with what was there instead. */
export function leftOf<L>(task: TaskEither<L, unknown>): Promise<L>;
export function leftOf<L>(either: E.Either<L, unknown>): L;
export function leftOf<L>(either: E.Either<L, unknown> | TaskEither<L, unknown>): L | Promise<L> {
  if (typeof either === 'function') return either().then((result) => leftOf(result));
  if (E.isLeft(either)) return either.left;
  throw new Error(`a left was expected, not right ${inspect(either.right, { depth: 6 })}`);
}
