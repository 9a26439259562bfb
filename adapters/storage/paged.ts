import * as E from 'fp-ts/lib/Either.js';
import type { Page } from '../../application/ports/page.js';

/** A page of what can be read: one document that cannot must not hide the others. `next` as `Page` has it. */
export const pageOf = <A>(documents: readonly E.Either<unknown, A>[], next: string | undefined): Page<A> => {
  const items = documents.flatMap((document) => (E.isRight(document) ? [document.right] : []));
  const unreadable = documents.length - items.length;
  return { items, ...(unreadable > 0 && { unreadable }), ...(next !== undefined && { next }) };
};
