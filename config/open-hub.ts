import * as E from 'fp-ts/lib/Either.js';
import { makePressByEffort } from '../adapters/labels/press-by-effort.js';
import { makePressThreads } from '../adapters/labels/press-threads.js';
import { makeLabelPress } from '../adapters/labels/press.js';
import { makePlaces } from '../adapters/places/places.js';
import { makeCallBudgets } from '../adapters/system/call-budget.js';
import { makeChance } from '../adapters/system/chance.js';
import { makeClock } from '../adapters/system/clock.js';
import { openLog, type LogUnusable, type OpenLog } from '../adapters/system/log.js';
import { makeMetrics, type PrometheusMetrics } from '../adapters/system/metrics.js';
import { loadOfferKeys, type OfferKeysFault } from '../adapters/system/offer-keys.js';
import { makeOfferSeal } from '../adapters/system/offer-seal.js';
import { makeZones } from '../adapters/system/zones.js';
import type { Hub } from '../application/hub.js';
import type { Chance } from '../application/ports/chance.js';
import type { Clock } from '../application/ports/clock.js';
import type { OfferSeal } from '../application/ports/offer-seal.js';
import { observeCarrier } from '../application/shipping/observe-carrier.js';
import type { BeginPolling } from '../application/tracking/begin-polling.js';
import type { Runner } from '../application/work/runner.js';
import type { Turns } from '../application/shipping/turns.js';
import { makeContainer } from './container.js';
import type { DeskFault } from './desk-checks.js';
import { openDesks } from './desks.js';
import type { LiveDesks } from './live-desks.js';
import { makeNumbersFor } from './parcel-numbers.js';
import { loadSettings, type Environment, type SettingsPlace } from './settings-file.js';
import type { SettingsFaults } from './settings-fault.js';
import type { Settings } from './settings.js';
import { makeNewStoreOutlets } from './newstore.js';
import { makeStarshipitCarriers } from './starshipit.js';
import { openStorage, type OpenStorage, type StorageOpeningFault } from './storage.js';
import { Token } from './tokens.js';

/** Why the hub cannot be opened. */
export type OpeningFault =
  | { readonly _tag: 'Settings'; readonly faults: SettingsFaults }
  | { readonly _tag: 'Desks'; readonly faults: readonly DeskFault[] }
  | StorageOpeningFault
  | OfferKeysFault
  | LogUnusable;

/** A hub that works, and all that whoever started it must look after. */
export type OpenHub = {
  readonly hub: Hub;
  readonly settings: Settings;
  readonly storage: OpenStorage;
  readonly desks: LiveDesks;
  readonly turns: Turns;
  /** Not started. */
  readonly runner: Runner;
  readonly beginPolling: BeginPolling;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: OpenLog;
  readonly metrics: PrometheusMetrics;
  /** Waits for work on bookings, then closes in the reverse order of opening. */
  readonly close: () => Promise<void>;
};

/** `serve` is alone in its data folder and logs as the settings say; a command works beside it and logs what went wrong. */
export type Role = 'serve' | 'command';

const keysMissing: OfferKeysFault = {
  _tag: 'OfferKeysFault',
  path: 'offers.signing_keys',
  reason: 'unreadable',
  cause: undefined,
};

const sealOf = ({ offers, storage }: Settings): E.Either<OpeningFault, OfferSeal> => {
  const [first, ...others] = offers.signingKeys ?? [];
  if (first !== undefined) return E.right(makeOfferSeal([first, ...others]));
  // Without a folder of its own a process has no keys of its own: the settings have seen to it that it was given some.
  const keys = storage.kind === 'sqlite' ? loadOfferKeys(storage.folder) : E.left(keysMissing);
  return E.map(makeOfferSeal)(keys);
};

export const openHub = async (
  place: SettingsPlace,
  env: Environment,
  role: Role,
): Promise<E.Either<OpeningFault, OpenHub>> => {
  const zones = makeZones();
  const loaded = loadSettings(place, env, zones);
  if (E.isLeft(loaded)) return E.left({ _tag: 'Settings', faults: loaded.left });
  const settings = loaded.right;

  const [clock, chance, metrics] = [makeClock(), makeChance(), makeMetrics()];
  const owner = `${role === 'serve' ? 'serve' : 'cli'}:${chance.id()}`;
  const opened = await openStorage(settings, { owner, role });
  if (E.isLeft(opened)) return opened;
  const storage = opened.right;
  const giveUp = async (fault: OpeningFault): Promise<E.Either<OpeningFault, never>> => {
    await storage.close();
    return E.left(fault);
  };

  const seal = sealOf(settings);
  if (E.isLeft(seal)) return giveUp(seal.left);
  const opensLog = openLog(role === 'serve' ? settings.log : { level: 'warn', destination: 'stderr' });
  if (E.isLeft(opensLog)) return giveUp(opensLog.left);
  const log = opensLog.right;
  const places = makePlaces();
  const budgets = makeCallBudgets({ clock, chance, slots: storage.callSlots });
  const starshipit = makeStarshipitCarriers({ budgets, places, clock, log: log.log, journal: storage.journal });
  const newstore = makeNewStoreOutlets({ budgets, clock, journal: storage.journal, log: log.log });
  const desks = await openDesks(settings, {
    settingsFile: place.path,
    zones,
    places,
    clock,
    ...{ starshipit, newstore },
    ledger: storage.houseLedger,
    numbersFor: makeNumbersFor(settings.house, storage.serials),
    observe: (account, carrier) =>
      observeCarrier(account.id, carrier, {
        clock,
        journal: storage.journal,
        log: log.log,
      }),
  });
  if (E.isLeft(desks)) return giveUp({ _tag: 'Desks', faults: desks.left });

  // A command draws a label at most: a thread would take longer to start than that.
  const threads = role === 'serve' && settings.labels.threads > 0 ? makePressThreads(settings.labels) : undefined;
  const container = makeContainer({
    ...{ settings, owner, storage, places, clock, chance },
    desks: desks.right,
    seal: seal.right,
    log: log.log,
    metrics: metrics.metrics,
    ...(threads !== undefined && { press: makePressByEffort(makeLabelPress(settings.labels), threads.press) }),
  });
  const turns = container.get(Token.turns);
  return E.right({
    ...{ settings, storage, turns, clock, chance, log, metrics },
    desks: desks.right,
    runner: container.get(Token.runner),
    beginPolling: container.get(Token.beginPolling),
    hub: container.get(Token.hub),
    close: async () => {
      await turns.idle();
      await threads?.close();
      await Promise.all([starshipit.close(), newstore.close()]);
      await storage.close();
      await log.flush();
    },
  });
};
