import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { readRateCard } from '../../adapters/carriers/rate-card/card-file.js';
import { makeRateCardCarrier, RATE_CARD } from '../../adapters/carriers/rate-card/carrier.js';
import { makeSsccNumbers } from '../../adapters/carriers/rate-card/parcel-numbers.js';
import { makePlaces } from '../../adapters/places/places.js';
import { loadDriver, type OpenDriver } from '../../adapters/storage/sqlite/driver.js';
import { makeMetrics } from '../../adapters/system/metrics.js';
import { makeOfferSeal } from '../../adapters/system/offer-seal.js';
import { makeZones } from '../../adapters/system/zones.js';
import type { Hub } from '../../application/hub.js';
import type { Carrier } from '../../application/ports/carrier.js';
import type { Chance } from '../../application/ports/chance.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Desk } from '../../application/ports/desks.js';
import type { Explanations } from '../../application/ports/explanations.js';
import type { Journal } from '../../application/ports/journal.js';
import type { LabelPress } from '../../application/ports/label-press.js';
import type { Log } from '../../application/ports/log.js';
import type { StatusOutlet } from '../../application/ports/status-outlet.js';
import { observeCarrier } from '../../application/shipping/observe-carrier.js';
import { makeContainer, type Storage } from '../../config/container.js';
import { demoCardText } from '../../config/demo-card.js';
import { firstStart } from '../../config/first-start.js';
import { loadSettings, settingsPlace } from '../../config/settings-file.js';
import type { Settings } from '../../config/settings.js';
import { Token } from '../../config/tokens.js';
import { emptyCatalogue } from '../../domain/catalogue.js';
import type { Place } from '../../domain/places.js';
import type { RateCard } from '../../domain/rate-card.js';
import { makeSlotsInMemory } from '../support/call-slots.js';
import { rightOf } from '../support/either.js';
import { aFolder } from '../support/folder.js';
import type { Profile } from './profile.js';
import type { StoragePorts } from './store.js';

/** What every run has in common, read once. */
export type Premises = {
  readonly settings: Settings;
  readonly card: RateCard;
  readonly openDriver: OpenDriver;
  readonly folder: string;
  readonly remove: () => void;
};

const [zones, places, { metrics }] = [makeZones(), makePlaces(), makeMetrics()];
const seal = makeOfferSeal([{ id: 'test', secret: 'a secret of a test, which is long enough' }]);

export const openPremises = async (): Promise<Premises> => {
  const { folder, remove } = aFolder();
  const place = settingsPlace({}, folder);
  rightOf(firstStart(place));
  const country = (code: string) => O.map(({ country: found }: Place) => found)(places.find(code));
  return {
    settings: rightOf(loadSettings(place, {}, zones)),
    card: rightOf(readRateCard(demoCardText, 'rate-card.yaml', { country })),
    openDriver: await loadDriver(),
    ...{ folder, remove },
  };
};

const asText = (content: object) => TE.of(Buffer.from(JSON.stringify(content)));

/** A press that needs no time: the same content gives the same bytes. */
const press: LabelPress = { draw: asText, drawInvoice: asText };

const log: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const journal: Journal = {
  record: () => undefined,
  of: () => TE.of([]),
  purge: () => TE.of(0),
  flush: () => Promise.resolve(),
};

const explanations: Explanations = { keep: () => undefined, find: () => TE.of([]), flush: () => Promise.resolve() };

type Container = ReturnType<typeof makeContainer>;

/** How a test takes a guard away: by what stands around it, never inside. */
export type Sabotage = {
  readonly carrier?: (carrier: Carrier) => Carrier;
  readonly container?: (container: Container) => void;
  readonly hub?: (hub: Hub, container: Container) => Hub;
};

export type Wiring = {
  readonly premises: Premises;
  readonly profile: Profile;
  readonly owner: string;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly ports: StoragePorts;
  /** The simulated ones; the rate card is wired here. */
  readonly carriers: readonly Carrier[];
  readonly outlet: StatusOutlet;
  /** Whether the settings let no new booking pass. */
  readonly isStrict: boolean;
  readonly sabotage: Sabotage;
};

export type Wired = { readonly hub: Hub; readonly desk: Desk; readonly start: () => void };

/** Each carrier under a rate of its own name. */
const deskOf = ({ premises, carriers, outlet, isStrict, profile }: Wiring, card: Carrier): Desk => {
  const [first] = premises.settings.accounts;
  const zone = zones('Australia/Brisbane');
  if (first === undefined || O.isNone(zone)) throw new Error('the starter settings have an account');
  const all = [...carriers, card];
  return {
    account: {
      ...first.account,
      rates: new Map(all.map(({ id, services }) => [id, services.slice(0, 1).map(({ ref }) => ref)])),
      cancelWithReturn: profile.cancelWithReturn,
      ...(isStrict && { carrierCodes: new Set(['NONE']) }),
    },
    carriers: all,
    outlet,
    catalogue: emptyCatalogue,
    parcelDefaults: first.parcelDefaults,
    zoneOf: () => zone.value,
  };
};

/** One process as the composition root wires it, on the ports that are given. */
export const wire = (wiring: Wiring): Wired => {
  const { premises, profile, owner, clock, chance, ports, sabotage } = wiring;
  const { settings, card } = premises;
  const { companyPrefix: prefix, extensionDigit: extension } = settings.house;
  const [first] = settings.accounts;
  if (prefix === undefined || first === undefined) throw new Error('the starter settings have a prefix');
  const house = makeRateCardCarrier({
    ...{ account: first.account.id, card, clock, ledger: ports.houseLedger },
    numbers: makeSsccNumbers({ serials: ports.serials, prefix, extension }),
    settleDelay: 0,
    quoteTimeout: undefined,
  });
  const drawn = deskOf(wiring, house);
  const observed = drawn.carriers.map((carrier) =>
    observeCarrier(first.account.id, (sabotage.carrier ?? ((same: Carrier) => same))(carrier), { clock, journal, log }),
  );
  const desk = { ...drawn, carriers: observed };
  const { answerBudget, buyDeadline, lease, poll, workLease, retry } = profile;
  const storage: Storage = {
    ...ports,
    apiKeys: {
      add: () => TE.of(undefined),
      byHash: () => TE.of(O.none),
      list: () => TE.of([]),
      revoke: () => TE.of(false),
    },
    // No simulated carrier counts its calls.
    callSlots: makeSlotsInMemory(),
    ...{ journal, explanations },
    ping: TE.of(undefined),
  };
  const container = makeContainer({
    settings: {
      ...settings,
      booking: { answerBudget, buyDeadline, lease },
      work: { ...settings.work, lease: workLease, poll, retry },
    },
    desks: { all: [desk], find: (id) => (id === desk.account.id ? O.some(desk) : O.none) },
    ...{ owner, storage, places, clock, chance, seal, metrics, log },
  });
  container.rebind(Token.press).toConstantValue(press);
  sabotage.container?.(container);
  const hub = container.get(Token.hub);
  const [runner, beginPolling] = [container.get(Token.runner), container.get(Token.beginPolling)];
  return {
    desk,
    hub: sabotage.hub?.(hub, container) ?? hub,
    start: () => {
      runner.start();
      void beginPolling();
    },
  };
};

export const carrierNames = ['one-step', 'two-step', RATE_CARD] as const;
