import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** A server of a benchmark, in a process of its own. */
export type ServerProcess = {
  readonly port: number;
  readonly pid: number;
  /** Seconds of processor time that it has used. */
  readonly cpu: () => number;
  /** Resident memory, in megabytes. */
  readonly memory: () => number;
  readonly stop: () => Promise<void>;
};

const hasTaskset = (): boolean => {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Whether servers and load each have a processor to themselves. */
export const isPinned = availableParallelism() > 1 && hasTaskset();

const SERVER_CORE = '0';
const LOAD_CORE = '1';

/** Keeps this process, which makes the load, off the servers' processor. */
export const leaveServersAlone = (): void => {
  if (isPinned) execFileSync('taskset', ['-a', '-cp', LOAD_CORE, String(process.pid)], { stdio: 'ignore' });
};

/** The same command, on the servers' processor. */
export const onServersCore = (command: readonly [string, ...string[]]): readonly [string, ...string[]] =>
  isPinned ? ['taskset', '-c', SERVER_CORE, ...command] : command;

/** Linux counts processor time in hundredths of a second. */
const TICKS = 100;

const processorSeconds = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
};

const residentMegabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** The port that a server says it listens on. */
const portOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const port = /listens on http:\/\/[\d.]+:(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('exit', () => reject(new Error(`a server ended before it listened:\n${said}`)));
  });

/** A command as it is given, for servers that are many: on whichever processor is free. */
export const onAnyCore: typeof onServersCore = (command) => command;

/** Starts `node <args>` in `folder`, on the servers' processor if not told otherwise, and waits until it says where it listens. */
export const startServer = async (
  args: readonly string[],
  folder: string,
  placed = onServersCore,
): Promise<ServerProcess> => {
  const [file, ...rest] = placed([process.execPath, ...args]);
  const child = spawn(file, rest, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  const port = await portOf(child);
  const pid = child.pid ?? 0;
  return {
    port,
    pid,
    cpu: () => processorSeconds(pid),
    memory: () => residentMegabytes(pid),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      process.off('exit', end);
    },
  };
};
