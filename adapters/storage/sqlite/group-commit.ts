import * as E from 'fp-ts/lib/Either.js';
import type { Task } from 'fp-ts/lib/Task.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { unavailable, type Unavailable } from '../../../application/ports/unavailable.js';
import type { Database } from './database.js';
import { BUSY, resultCode } from './driver.js';

/**
 * Many callers' writes under one fsync. All that is asked for in one turn of the event loop is one synchronous
 * transaction, and nobody is answered before it is committed. Each write has a savepoint, so that one that fails takes
 * nobody with it. When the commit itself fails, every write in it may have happened or not.
 */
export interface GroupCommit {
  /** `work` runs inside the transaction and throws to be undone alone: then, and when the outcome is unknown, a left. */
  readonly write: <A>(what: string, work: () => A) => TaskEither<Unavailable, A>;
  /** Writes what is waiting; every write after it is a left. */
  readonly close: Task<void>;
}

export type GroupCommitOptions = {
  /** How long a write waits for another process to release the file before it is given up, in milliseconds. */
  readonly patience: number;
  /** Most writes in one transaction: what bounds how long it holds the event loop. */
  readonly batch: number;
};

type Waiting = {
  readonly what: string;
  readonly since: number;
  readonly work: () => unknown;
  readonly answer: (result: E.Either<Unavailable, unknown>) => void;
};

/** Between two attempts at a file that another process is writing to, in milliseconds. */
const PAUSE = 10;

type Done = { readonly waiting: Waiting; readonly result: E.Either<Unavailable, unknown> };

const closed = { reason: 'closed' };

export const makeGroupCommit = (database: Database, { patience, batch }: GroupCommitOptions): GroupCommit => {
  let queue: Waiting[] = [];
  let isScheduled = false;
  let isClosed = false;
  const drained: (() => void)[] = [];

  /** A failure that cannot be undone alone leaves this with an exception, and ends the whole batch. */
  const runAlone = (waiting: Waiting): Done => {
    database.run('SAVEPOINT one');
    try {
      const value = waiting.work();
      database.run('RELEASE one');
      return { waiting, result: E.right(value) };
    } catch (cause) {
      database.run('ROLLBACK TO one');
      database.run('RELEASE one');
      return { waiting, result: E.left(unavailable(waiting.what)(cause)) };
    }
  };

  const failAll = (failed: readonly Waiting[], cause: unknown): void => {
    for (const { what, answer } of failed) answer(E.left(unavailable(what)(cause)));
  };

  const commit = (members: readonly Waiting[]): void => {
    try {
      const done = members.map(runAlone);
      database.run('COMMIT');
      for (const { waiting, result } of done) waiting.answer(result);
    } catch (cause) {
      try {
        database.run('ROLLBACK');
      } catch {
        // SQLite has rolled back by itself, or the file is gone: unknown either way.
      }
      failAll(members, cause);
    }
  };

  /** Another process writes: those who waited long enough are told, the others wait on. */
  const holdOn = (cause: unknown): void => {
    const since = performance.now() - patience;
    const tired = queue.filter((waiting) => waiting.since <= since);
    queue = queue.filter((waiting) => waiting.since > since);
    failAll(tired, cause);
    schedule(PAUSE);
  };

  const flush = (): void => {
    isScheduled = false;
    try {
      database.run('BEGIN IMMEDIATE');
    } catch (cause) {
      if (resultCode(cause) === BUSY) {
        holdOn(cause);
      } else {
        failAll(queue.splice(0), cause);
        schedule();
      }
      return;
    }
    commit(queue.splice(0, batch));
    schedule();
  };

  const schedule = (pause?: number): void => {
    if (queue.length === 0) {
      for (const tell of drained.splice(0)) tell();
    } else if (!isScheduled) {
      isScheduled = true;
      if (pause === undefined) setImmediate(flush);
      else setTimeout(flush, pause);
    }
  };

  return {
    write:
      <A>(what: string, work: () => A): TaskEither<Unavailable, A> =>
      () =>
        new Promise((resolve) => {
          if (isClosed) {
            resolve(E.left(unavailable(what)(closed)));
            return;
          }
          const answer = resolve as Waiting['answer'];
          queue.push({ what, since: performance.now(), work, answer });
          schedule();
        }),
    close: () =>
      new Promise((resolve) => {
        isClosed = true;
        drained.push(resolve);
        schedule();
      }),
  };
};

/** A read at once: of what is committed, since no transaction of this process is ever open between two turns. */
export const read =
  <A>(what: string, work: () => A): TaskEither<Unavailable, A> =>
  () =>
    Promise.resolve(E.tryCatch(work, unavailable(what)));
