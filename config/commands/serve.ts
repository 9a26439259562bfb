import * as E from 'fp-ts/lib/Either.js';
import { makeApp } from '../../adapters/http/app.js';
import { metricsHandler } from '../../adapters/http/metrics.js';
import { listen, type Listening } from '../../adapters/http/server.js';
import { firstStart } from '../first-start.js';
import { keepHouse } from '../housekeeping.js';
import { openHub, type OpenHub } from '../open-hub.js';
import { localUrl } from '../public-url.js';
import { settingsPlace } from '../settings-file.js';
import { version } from '../version.js';
import { ExitCode } from './exit-codes.js';
import { firstStepsText } from './first-steps.js';
import { openingWords } from './opening-words.js';
import { complain } from './terminal.js';

/** The words of a socket that cannot be had. */
const cannotListen = (setting: string, host: string, port: number, cause: unknown): string => {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN';
  return `${setting}: cannot listen on ${host}:${port} (${code}); end what listens there, or set another ${setting}.port`;
};

const openSocket = async (setting: string, host: string, port: number, open: () => Promise<Listening>) => {
  try {
    return await open();
  } catch (cause) {
    complain(cannotListen(setting, host, port, cause));
    return undefined;
  }
};

/** Both listeners, or none. */
const openSockets = async (opened: OpenHub, isLeaving: () => boolean): Promise<readonly Listening[] | undefined> => {
  const { settings, hub, desks, clock, chance, log, metrics } = opened;
  const { http } = settings;
  const app = makeApp({
    ...{ hub, clock, chance, version, isLeaving },
    files: desks.files,
    log: log.log,
    metrics: metrics.metrics,
    limits: { bytes: http.bodyLimit, nesting: http.nestingLimit },
    trustProxy: settings.trustProxy,
  });
  const timeouts = { headers: http.headersTimeout, request: http.requestTimeout, idle: http.idleTimeout };
  const { host, port } = settings.listen;
  const handler = app.callback();
  const main = await openSocket('listen', host, port, () =>
    listen((request, response) => void handler(request, response), host, port, timeouts),
  );
  if (main === undefined || settings.metrics === undefined) return main && [main];
  const scrape = settings.metrics;
  const side = await openSocket('metrics', scrape.host, scrape.port, () =>
    listen(metricsHandler(metrics), scrape.host, scrape.port, timeouts),
  );
  if (side === undefined) await main.stop();
  return side && [main, side];
};

/** The first of the signals; the next one, whichever it is, ends the process as if nobody listened. */
const asked = (signals: readonly NodeJS.Signals[]): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    const heard = (signal: NodeJS.Signals): void => {
      for (const one of signals) process.off(one, heard);
      resolve(signal);
    };
    for (const signal of signals) process.on(signal, heard);
  });

/** What is still held after all is closed, such as a log that nobody reads, must not keep the process. */
const LINGER = 1_000;

/**
 * An account that never had a key is new: on a terminal it is handed one; elsewhere a key would end up in somebody's log.
 * A first start that failed on the way is thus still a first start the next time.
 */
const welcome = async ({ hub, settings }: OpenHub): Promise<void> => {
  const [first] = hub.desks.all;
  if (first === undefined) return;
  const { id } = first.account;
  const keys = await hub.keys.list(id)();
  if (E.isLeft(keys) || keys.right.length > 0) return;
  if (!process.stderr.isTTY) {
    complain(`Make an API key with: npx longshore keys create --account ${id}`);
    return;
  }
  const made = await hub.keys.create(id, 'newstore')();
  if (E.isRight(made)) complain(firstStepsText(localUrl(settings.listen), id, made.right.secret));
};

/**
 * Serves until it is asked to end; then takes nothing new, finishes what runs, bookings above all, and closes. A hang-up reads
 * the accounts' files again.
 */
export const serve = async (hangUps: (heed: () => void) => void): Promise<void> => {
  const place = settingsPlace(process.env, process.cwd());
  const first = firstStart(place);
  if (E.isLeft(first)) {
    complain(
      `${first.left.path}: cannot be written; let this user write there, or let LONGSHORE_CONFIG name a settings file`,
    );
    process.exitCode = ExitCode.settings;
    return;
  }
  if (first.right._tag === 'Made') complain(`Made ${first.right.files.join(' and ')}: they are yours to change.`);

  const opened = await openHub(place, process.env, 'serve');
  if (E.isLeft(opened)) {
    const { lines, exitCode } = openingWords(opened.left);
    lines.forEach(complain);
    process.exitCode = exitCode;
    return;
  }
  let leaving = false;
  const sockets = await openSockets(opened.right, () => leaving);
  if (sockets === undefined) {
    await opened.right.close();
    process.exitCode = ExitCode.notDone;
    return;
  }
  // Before anybody is told that it serves: who knows it may ask it to end.
  const end = asked(['SIGTERM', 'SIGINT']);
  const { settings, desks, runner, log } = opened.right;
  hangUps(() => void desks.reload(log.log));
  const { host } = settings.listen;
  const port = sockets[0]?.port ?? settings.listen.port;
  log.log.info('listening', { host, port, version });
  complain(`Longshore ${version} listens on http://${host}:${port}`);
  await welcome(opened.right);
  const endHousekeeping = keepHouse(opened.right);
  runner.start();

  const signal = await end;
  leaving = true;
  log.log.info('leaving', { signal });
  const houseKept = endHousekeeping();
  const grace = setTimeout(() => {
    log.log.error('grace_over', { signal });
    void log.flush().finally(() => process.exit(ExitCode.notDone));
  }, settings.http.shutdownGrace);
  await Promise.all([...sockets.map((socket) => socket.stop()), runner.stop(), houseKept]);
  await opened.right.close();
  clearTimeout(grace);
  setTimeout(() => process.exit(), LINGER).unref();
};
