import { write, writeSync } from 'node:fs';
import type { Task } from 'fp-ts/lib/Task.js';

/** Gathers lines and writes them behind whoever wrote them. */
export type LineWriter = {
  readonly write: (line: string) => void;
  /** Ends once all is written, or cannot be, and after `longestFlush` in any case. */
  readonly flush: Task<void>;
};

export type LineWriterOptions = {
  /** In characters: so many that wait are written at once. */
  readonly enough: number;
  /** In characters: what comes while so many wait is lost. A disk may be full for days, and memory is not. */
  readonly most: number;
  /** Milliseconds; the longest that a line waits for others. */
  readonly longestWait: number;
  /** Milliseconds. */
  readonly longestFlush: number;
  /** The line that says how many were lost, written before the first one that is not. */
  readonly lostLine: (count: number) => string;
};

const isBusy = ({ code }: NodeJS.ErrnoException): boolean => code === 'EAGAIN' || code === 'EBUSY';

/**
 * Writes to a file descriptor. One that takes nothing - a full disk, a pipe that nobody reads or that is closed - holds up
 * nobody, ends nothing and takes no more memory than `most`: its lines are lost, and counted.
 */
export const makeLineWriter = (
  fd: number,
  { enough, most, longestWait, longestFlush, lostLine }: LineWriterOptions,
): LineWriter => {
  let waiting: string[] = [];
  let length = 0;
  let lost = 0;
  let writing = false;
  /** The last write broke off within a line. */
  let torn = false;
  let timer: NodeJS.Timeout | undefined;
  let idle: (() => void)[] = [];

  const take = (): { readonly chunk: Buffer; readonly lines: number } => {
    const text = `${torn ? '\n' : ''}${lost > 0 ? lostLine(lost) : ''}${waiting.join('')}`;
    const taken = { chunk: Buffer.from(text), lines: waiting.length + lost };
    [waiting, length, lost] = [[], 0, 0];
    return taken;
  };

  const rest = (): void => {
    writing = false;
    const done = idle;
    idle = [];
    for (const wake of done) wake();
  };

  const put = (chunk: Buffer, from: number, lines: number): void => {
    write(fd, chunk, from, chunk.length - from, null, (fault, count) => {
      if (fault !== null && isBusy(fault)) setTimeout(() => put(chunk, from, lines), 100).unref();
      else if (fault !== null) {
        lost += lines;
        torn ||= from > 0;
        rest();
      } else if (from + count < chunk.length) put(chunk, from + count, lines);
      else {
        torn = false;
        if (length >= enough) begin();
        else rest();
      }
    });
  };

  const begin = (): void => {
    clearTimeout(timer);
    timer = undefined;
    writing = true;
    const { chunk, lines } = take();
    put(chunk, 0, lines);
  };

  // Whoever is still being written to is not waited for: a pipe that nobody reads would keep the process for ever.
  process.once('exit', () => {
    if (writing || waiting.length === 0) return;
    try {
      writeSync(fd, take().chunk);
    } catch {
      // Nobody is left to be told.
    }
  });

  return {
    write: (line) => {
      if (length + line.length > most) {
        lost += 1;
        return;
      }
      waiting.push(line);
      length += line.length;
      if (writing) return;
      if (length >= enough) begin();
      else timer ??= setTimeout(begin, longestWait).unref();
    },
    flush: () =>
      new Promise((resolve) => {
        const patience = setTimeout(resolve, longestFlush);
        const done = (): void => {
          clearTimeout(patience);
          resolve();
        };
        // What came while something else was written has a turn of its own.
        const turn = (): void => {
          if (!writing && waiting.length === 0) done();
          else {
            idle.push(done);
            if (!writing) begin();
          }
        };
        if (writing) idle.push(turn);
        else turn();
      }),
  };
};
