import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { unavailable, type Unavailable } from '../../../application/ports/unavailable.js';
import type { Row } from './driver.js';

/** Reads rows whose `doc` is a document's JSON; one that cannot be read leaves the whole question unanswered. */
export const readDocuments =
  <A>(
    what: string,
    fromDocument: (document: unknown) => E.Either<unknown, A>,
    rows: () => readonly Row[],
  ): TaskEither<Unavailable, readonly A[]> =>
  () =>
    Promise.resolve(
      E.flatMap(
        E.tryCatch(() => rows().map(({ doc }) => JSON.parse(String(doc)) as unknown), unavailable(what)),
        (documents) => E.mapLeft(unavailable(what))(E.traverseArray(fromDocument)(documents)),
      ),
    );
