import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeApp } from '../../adapters/http/app.js';
import { listen, type ServerTimeouts } from '../../adapters/http/server.js';
import type { Hub } from '../../application/hub.js';
import type { KeyRole } from '../../application/ports/api-keys.js';
import { firstStart } from '../../config/first-start.js';
import { openHub, type OpenHub } from '../../config/open-hub.js';
import { settingsPlace } from '../../config/settings-file.js';
import { asking, type Ask } from './asking.js';
import { anAccountId } from './bookings.js';
import { rightOf } from './either.js';
import { aFolder } from './folder.js';

/** The settings of a first start, on no fixed port, with a second account and with the log in a file. */
export const writeSettings = (folder: string): void => {
  rightOf(firstStart(settingsPlace({}, folder)));
  const path = join(folder, 'longshore.yaml');
  const starter = readFileSync(path, 'utf8');
  writeFileSync(path, starter.replace('port: 8080', 'port: 0'));
  appendFileSync(
    path,
    `
  other:
    time_zone: Australia/Brisbane
    newstore:
      unmatched_rate: all_services
    carriers:
      rate-card:
        file: rate-card.yaml

metrics: { port: 0 }
public_url: https://ship.example.com
log: { destination: ${join(folder, 'log.json')} }
`,
  );
};

export type ServedHub = {
  readonly ask: Ask;
  readonly port: number;
  readonly folder: string;
  readonly opened: OpenHub;
  /** Keys of the account `demo`, and a second account's. */
  readonly keys: { readonly newstore: string; readonly operator: string; readonly other: string };
  readonly leave: () => void;
  readonly close: () => Promise<void>;
};

const patient: ServerTimeouts = { headers: 10_000, request: 30_000, idle: 60_000 };

/** Longshore on a loopback port and a folder of its own, all real. `over` replaces use cases by what a test needs of them. */
export const serveHub = async (
  over: (hub: Hub) => Partial<Hub> = () => ({}),
  timeouts: ServerTimeouts = patient,
): Promise<ServedHub> => {
  const { folder, remove } = aFolder();
  writeSettings(folder);
  const opened = rightOf(await openHub(settingsPlace({}, folder), {}, 'serve'));
  const { hub, clock, chance, settings } = opened;
  let leaving = false;
  const app = makeApp({
    ...{ clock, chance, version: '0.0.0', trustProxy: false, isLeaving: () => leaving },
    hub: { ...hub, ...over(hub) },
    files: opened.desks.files,
    log: opened.log.log,
    metrics: opened.metrics.metrics,
    limits: { bytes: settings.http.bodyLimit, nesting: settings.http.nestingLimit },
  });
  const handler = app.callback();
  const socket = await listen((request, response) => void handler(request, response), '127.0.0.1', 0, timeouts);
  const aKey = async (account: string, role: KeyRole): Promise<string> =>
    (await rightOf(hub.keys.create(anAccountId(account), role))).secret;
  const keys = {
    newstore: await aKey('demo', 'newstore'),
    operator: await aKey('demo', 'operator'),
    other: await aKey('other', 'newstore'),
  };
  return {
    ask: asking(`http://127.0.0.1:${socket.port}`, keys.newstore),
    port: socket.port,
    ...{ folder, opened, keys },
    leave: () => (leaving = true),
    close: async () => {
      await socket.stop();
      await opened.close();
      remove();
    },
  };
};
