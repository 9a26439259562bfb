import * as E from 'fp-ts/lib/Either.js';
import { Worker } from 'node:worker_threads';
import type { LabelPress } from '../../application/ports/label-press.js';
import { unavailable, type Unavailable } from '../../application/ports/unavailable.js';
import type { LabelSettings } from './lettering.js';
import type { PressAnswer, PressJob } from './press-job.js';

type Drawn = E.Either<Unavailable, Uint8Array>;

type Task = {
  readonly job: PressJob;
  /** A booking waits for it. */
  readonly isUrgent: boolean;
  readonly done: (drawn: Drawn) => void;
  /** Threads that ended while they were drawing it. */
  deaths: number;
};

type Thread = { readonly worker: Worker; task: Task | undefined; timer: NodeJS.Timeout | undefined };

type Settings = LabelSettings & {
  /** At least 1. */
  readonly threads: number;
  /** Drawings that may wait for a thread; one more is `Unavailable` at once. */
  readonly queue?: number;
  /** Milliseconds after which a drawing is given up and its thread ended. */
  readonly patience?: number;
  /** The thread's program, where it is another one. */
  readonly program?: URL;
};

export type PressThreads = {
  readonly press: LabelPress;
  /** Ends the threads; what waits or is being drawn is `Unavailable`, and so is all that comes later. */
  readonly close: () => Promise<void>;
};

/** A label takes some milliseconds: a thousand of them are waited for within a booking's deadline. */
const QUEUE = 1_000;
const PATIENCE = 15_000;

/** A drawing that takes more memory than this ends its thread, and not the process. */
const RESOURCES = { maxOldGenerationSizeMb: 512 };

/** ZPL and PNG are drawn for whoever fetches them, and a picture takes as long as many PDFs. */
const isUrgent = (job: PressJob): boolean => job._tag === 'Invoice' || job.format === 'pdf';

const failed = (why: string): Drawn => E.left(unavailable('label press')(new Error(why)));

/**
 * Draws on threads of its own, so that requests are answered meanwhile. Threads start with the first drawing. One that dies
 * or hangs is replaced, and its drawing is tried once more; a drawing that ends two threads is given up, so that no content
 * can end them all. What bookings wait for is drawn before what is fetched.
 */
export const makePressThreads = ({
  threads,
  queue = QUEUE,
  patience = PATIENCE,
  program = new URL('./press-worker.js', import.meta.url),
  ...settings
}: Settings): PressThreads => {
  /** In the order in which they are drawn. */
  const waiting: Task[] = [];
  const running = new Set<Thread>();
  let isClosed = false;

  const finish = (thread: Thread, drawn: Drawn): void => {
    const { task } = thread;
    clearTimeout(thread.timer);
    [thread.task, thread.timer] = [undefined, undefined];
    // An idle thread does not keep the process.
    thread.worker.unref();
    task?.done(drawn);
    next();
  };

  const lose = (thread: Thread): void => {
    if (!running.delete(thread)) return;
    clearTimeout(thread.timer);
    const { task } = thread;
    thread.task = undefined;
    if (task !== undefined) {
      task.deaths += 1;
      if (task.deaths < 2 && !isClosed) waiting.unshift(task);
      else task.done(failed('the thread that drew it ended'));
    }
    next();
  };

  const start = (): Thread => {
    // Options of the process are not the thread's: some of them are refused there.
    const worker = new Worker(program, { workerData: settings, execArgv: [], resourceLimits: RESOURCES });
    const thread: Thread = { worker, task: undefined, timer: undefined };
    worker.on('message', (answer: PressAnswer) => {
      finish(thread, 'bytes' in answer ? E.right(answer.bytes) : failed(answer.fault));
    });
    worker.on('error', () => {
      lose(thread);
    });
    worker.on('exit', () => {
      lose(thread);
    });
    running.add(thread);
    return thread;
  };

  const give = (thread: Thread, task: Task): void => {
    thread.task = task;
    thread.worker.ref();
    thread.timer = setTimeout(() => void thread.worker.terminate(), patience);
    thread.worker.postMessage(task.job);
  };

  const next = (): void => {
    while (waiting.length > 0 && !isClosed) {
      const idle = [...running].find(({ task }) => task === undefined);
      const thread = idle ?? (running.size < threads ? start() : undefined);
      const task = thread === undefined ? undefined : waiting.shift();
      if (thread === undefined || task === undefined) return;
      give(thread, task);
    }
  };

  const drawn = (job: PressJob) => (): Promise<Drawn> =>
    new Promise((done) => {
      if (isClosed || waiting.length >= queue) {
        done(failed(isClosed ? 'the threads are closed' : 'too many drawings wait'));
        return;
      }
      const task = { job, done, isUrgent: isUrgent(job), deaths: 0 };
      const place = task.isUrgent ? waiting.findIndex((other) => !other.isUrgent) : -1;
      waiting.splice(place < 0 ? waiting.length : place, 0, task);
      next();
    });

  return {
    press: {
      draw: (content, format) => drawn({ _tag: 'Label', content, format }),
      drawInvoice: (content) => drawn({ _tag: 'Invoice', content }),
    },
    close: async () => {
      isClosed = true;
      for (const task of waiting.splice(0)) task.done(failed('the threads are closed'));
      await Promise.all([...running].map(({ worker }) => worker.terminate()));
    },
  };
};
