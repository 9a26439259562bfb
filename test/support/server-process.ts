import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../dist/config/main.js', import.meta.url));

type Line = { readonly event?: string; readonly port?: number };

const start = (settingsFile: string, args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [main, ...args], {
    env: { ...process.env, LONGSHORE_CONFIG: settingsFile },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

const textOf = async (stream: NodeJS.ReadableStream | null): Promise<string> => {
  let text = '';
  if (stream !== null) for await (const chunk of stream) text += String(chunk);
  return text;
};

/** What a command prints; it fails the test when it ends with anything but 0. */
export const runCommand = async (settingsFile: string, ...args: readonly string[]): Promise<string> => {
  const command = start(settingsFile, args);
  const [printed, complaints] = await Promise.all([
    textOf(command.stdout),
    textOf(command.stderr),
    once(command, 'close'),
  ]);
  if (command.exitCode !== 0)
    throw new Error(`longshore ${args.join(' ')} ended with ${command.exitCode}: ${complaints}`);
  return printed;
};

/** A built server in a process of its own, on a free port. */
export type ServerProcess = {
  readonly url: string;
  readonly pid: number;
  /** Ends it and waits for that: SIGKILL leaves it no time for anything. */
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
};

/** Starts `longshore serve` with `listen.port: 0` and its log on standard output, and waits until it listens. */
export const startServer = async (settingsFile: string): Promise<ServerProcess> => {
  const server = start(settingsFile, ['serve']);
  let complaints = '';
  server.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const ended = once(server, 'close');
  const listening = new Promise<number>((resolve) => {
    createInterface({ input: server.stdout! }).on('line', (text) => {
      const line = JSON.parse(text) as Line;
      if (line.event === 'listening' && line.port !== undefined) resolve(line.port);
    });
  });
  const port = await Promise.race([listening, ended.then(() => undefined)]);
  if (port === undefined) throw new Error(`the server ended before it listened: ${complaints}`);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: server.pid ?? 0,
    end: async (signal) => {
      server.kill(signal);
      await ended;
    },
  };
};
