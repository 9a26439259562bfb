import * as E from 'fp-ts/lib/Either.js';
import { writeFileSync } from 'node:fs';
import { makeNumbersFor } from '../config/parcel-numbers.js';
import { makeApp } from '../adapters/http/app.js';
import { listen } from '../adapters/http/server.js';
import { makePressThreads } from '../adapters/labels/press-threads.js';
import { makePlaces } from '../adapters/places/places.js';
import { loadDriver } from '../adapters/storage/sqlite/driver.js';
import { openSqliteStorage } from '../adapters/storage/sqlite/storage.js';
import { makeCallBudgets } from '../adapters/system/call-budget.js';
import { makeChance } from '../adapters/system/chance.js';
import { makeClock } from '../adapters/system/clock.js';
import { openLog } from '../adapters/system/log.js';
import { makeMetrics } from '../adapters/system/metrics.js';
import { loadOfferKeys } from '../adapters/system/offer-keys.js';
import { makeOfferSeal } from '../adapters/system/offer-seal.js';
import { makeZones } from '../adapters/system/zones.js';
import type { LabelPress } from '../application/ports/label-press.js';
import { observeCarrier } from '../application/shipping/observe-carrier.js';
import { makeContainer } from '../config/container.js';
import { openDesks } from '../config/desks.js';
import { loadSettings, settingsPlace } from '../config/settings-file.js';
import { makeNewStoreOutlets } from '../config/newstore.js';
import { makeStarshipitCarriers } from '../config/starshipit.js';
import { Token } from '../config/tokens.js';
import { countingDriver } from './counting-driver.js';

/**
 * The hub of the folder that it is started in, wired by hand: its writes are counted, into `written.json` at the end. Labels
 * are drawn on the thread that answers; with `thread` on the command line on one beside it, and with `constant` every label
 * is the bytes of the first.
 */
const [isConstant, isBeside] = [process.argv.includes('constant'), process.argv.includes('thread')];

const right = <F, A>(what: string, either: E.Either<F, A>): A => {
  if (E.isLeft(either)) throw new Error(`${what}: ${JSON.stringify(either.left)}`);
  return either.right;
};

const repeating = (press: LabelPress): LabelPress => {
  let first: ReturnType<ReturnType<LabelPress['draw']>> | undefined;
  return { ...press, draw: (content, format) => () => (first ??= press.draw(content, format)()) };
};

const [zones, clock, chance, metrics, places] = [makeZones(), makeClock(), makeChance(), makeMetrics(), makePlaces()];
const place = settingsPlace(process.env, process.cwd());
const settings = right('settings', loadSettings(place, process.env, zones));
if (settings.storage.kind !== 'sqlite') throw new Error('this measures the storage in a folder');
const { folder } = settings.storage;
const owner = `serve:${chance.id()}`;
const { open, written } = countingDriver(await loadDriver(), 'longshore.db');
const storage = right('storage', await openSqliteStorage({ folder, owner, role: 'serve', openDriver: open }));
const log = right('log', openLog(settings.log));
const budgets = makeCallBudgets({ clock, chance, slots: storage.callSlots });
const desks = await openDesks(settings, {
  settingsFile: place.path,
  ...{ zones, places, clock },
  ledger: storage.houseLedger,
  numbersFor: makeNumbersFor(settings.house, storage.serials),
  observe: (account, carrier) => observeCarrier(account.id, carrier, { clock, journal: storage.journal, log: log.log }),
  starshipit: makeStarshipitCarriers({
    budgets,
    places,
    clock,
    log: log.log,
    journal: storage.journal,
  }),
  newstore: makeNewStoreOutlets({
    ...{ budgets, clock, journal: storage.journal, log: log.log },
  }),
});
const container = makeContainer({
  ...{ settings, owner, storage, places, clock, chance },
  desks: right('desks', desks),
  seal: makeOfferSeal(right('offer keys', loadOfferKeys(folder))),
  log: log.log,
  metrics: metrics.metrics,
  ...(isBeside && { press: makePressThreads({ ...settings.labels, threads: 1 }).press }),
});
if (isConstant) {
  const press = repeating(container.get(Token.press));
  container.unbind(Token.press);
  container.bind(Token.press).toConstantValue(press);
}
const app = makeApp({
  hub: container.get(Token.hub),
  ...{ clock, chance, version: '0.0.0', isLeaving: () => false },
  files: right('desks', desks).files,
  log: log.log,
  metrics: metrics.metrics,
  limits: { bytes: settings.http.bodyLimit, nesting: settings.http.nestingLimit },
  trustProxy: settings.trustProxy,
});
const handler = app.callback();
const { port } = await listen((request, response) => void handler(request, response), '127.0.0.1', 0, {
  headers: settings.http.headersTimeout,
  request: settings.http.requestTimeout,
  idle: settings.http.idleTimeout,
});
process.stderr.write(`bench listens on http://127.0.0.1:${port}\n`);
process.once('SIGTERM', () => {
  writeFileSync('written.json', JSON.stringify(written));
  process.exit(0);
});
