import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { asking, type Ask } from './asking.js';

/** The built program, as it is shipped. `npm test` builds it first. */
export const MAIN = fileURLToPath(new URL('../../../dist/config/main.js', import.meta.url));

type Environment = Readonly<Record<string, string>>;

export type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

const collect = (child: ChildProcess, stream: 'stdout' | 'stderr'): (() => string) => {
  let text = '';
  child[stream]?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
};

/** In the environment of the tests, but for the settings file that it may name. */
const optionsIn = (folder: string, env: Environment): SpawnOptions => {
  const own = Object.entries(process.env).filter(([name]) => name !== 'LONGSHORE_CONFIG');
  return { cwd: folder, env: { ...Object.fromEntries(own), ...env } };
};

/** Runs a program to its end. */
export const runProgram = async (
  command: string,
  words: readonly string[],
  folder: string,
  { env = {}, input = '' }: { readonly env?: Environment; readonly input?: string } = {},
): Promise<Ran> => {
  const child = spawn(command, words, optionsIn(folder, env));
  const [stdout, stderr] = [collect(child, 'stdout'), collect(child, 'stderr')];
  child.stdin?.on('error', () => undefined).end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: stdout(), stderr: stderr() };
};

/** `longshore <words>`. */
export const longshore = (folder: string, words: readonly string[], more = {}): Promise<Ran> =>
  runProgram(process.execPath, [MAIN, ...words], folder, more);

export type Serving = {
  readonly ask: Ask;
  readonly url: string;
  readonly stderr: () => string;
  /** Milliseconds from its start to the first time that it was ready. */
  readonly readyAfter: number;
  /** Asks it to read its cards and products again. */
  readonly hangUp: () => void;
  /** Ends it; answers what it ended with. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
};

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/health/ready`)).status === 200;
  } catch {
    return false;
  }
};

/** `longshore serve`, from its very start. */
export const beginServing = (folder: string, env: Environment = {}) => {
  const child = spawn(process.execPath, [MAIN, 'serve'], optionsIn(folder, env));
  const stderr = collect(child, 'stderr');
  collect(child, 'stdout');
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, stderr, ended };
};

/** `longshore serve`, once it is ready. A process that ends before is a failure of the test, with what it said. */
export const startServing = async (folder: string, env: Environment = {}): Promise<Serving> => {
  const startedAt = performance.now();
  const { child, stderr, ended } = beginServing(folder, env);
  for (;;) {
    if (child.exitCode !== null) throw new Error(`serve ended with ${child.exitCode}: ${stderr()}`);
    const [, url] = /listens on (http:\S+)/.exec(stderr()) ?? [];
    if (url !== undefined && (await isReady(url)))
      return {
        ask: asking(url),
        ...{ url, stderr },
        readyAfter: performance.now() - startedAt,
        hangUp: () => void child.kill('SIGHUP'),
        stop: (signal = 'SIGTERM') => {
          child.kill(signal);
          return ended;
        },
      };
    await pause(5);
  }
};

/** A port that nothing listened on a moment ago. */
export const aFreePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
};

export const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const say = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', say(true)).once('error', say(false));
  });
