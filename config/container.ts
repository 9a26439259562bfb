import 'reflect-metadata';
import { Container } from 'inversify';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { ApiKeys } from '../application/ports/api-keys.js';
import type { Bookings } from '../application/ports/bookings.js';
import type { Errands } from '../application/ports/errands.js';
import type { CallSlots } from '../application/ports/call-slots.js';
import type { Desks } from '../application/ports/desks.js';
import type { Explanations } from '../application/ports/explanations.js';
import type { HouseLedger } from '../application/ports/house-ledger.js';
import type { Journal } from '../application/ports/journal.js';
import type { LabelPress } from '../application/ports/label-press.js';
import type { Labels } from '../application/ports/labels.js';
import type { Retirement } from '../application/ports/retirement.js';
import type { Serials } from '../application/ports/serials.js';
import type { Unavailable } from '../application/ports/unavailable.js';
import type { Chance } from '../application/ports/chance.js';
import type { Clock } from '../application/ports/clock.js';
import type { Log } from '../application/ports/log.js';
import type { Metrics } from '../application/ports/metrics.js';
import type { OfferSeal } from '../application/ports/offer-seal.js';
import type { Places } from '../domain/places.js';
import { makeAnswerWriter } from '../adapters/http/newstore/answers.js';
import { makeLabelPress } from '../adapters/labels/press.js';
import { makeRawTcpPrinters } from '../adapters/printers/raw-tcp.js';
import { makeAddressLines } from '../adapters/places/address-lines.js';
import { sha256 } from '../adapters/system/sha256.js';
import { access } from './modules/access.js';
import { bookings } from './modules/bookings.js';
import { deskWork } from './modules/desk-work.js';
import { hub } from './modules/hub.js';
import { offers } from './modules/offers.js';
import { tracking } from './modules/tracking.js';
import { upkeep } from './modules/upkeep.js';
import { work } from './modules/work.js';
import type { Settings } from './settings.js';
import { Token } from './tokens.js';

/** What is opened before the container is built, and closed after it. */
export type Resources = {
  readonly settings: Settings;
  readonly owner: string;
  readonly storage: Storage;
  readonly desks: Desks;
  readonly seal: OfferSeal;
  readonly places: Places;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Where labels are drawn; on this thread where nothing else is said. */
  readonly press?: LabelPress;
};

/** Every storage port, whichever technology is behind them. */
export type Storage = {
  readonly bookings: Bookings;
  readonly errands: Errands;
  readonly labels: Labels;
  readonly apiKeys: ApiKeys;
  readonly journal: Journal;
  readonly explanations: Explanations;
  readonly serials: Serials;
  readonly houseLedger: HouseLedger;
  readonly callSlots: CallSlots;
  readonly retirement: Retirement;
  readonly ping: TaskEither<Unavailable, void>;
};

/** Milliseconds: printers pause for the ribbon and the gap between labels. */
const PRINTER_PATIENCE = 5_000;

/** Wires the hub. The only place where Inversify works; nothing asks the container but whoever starts the process. */
export const makeContainer = (resources: Resources): Container => {
  const { settings, storage } = resources;
  const container = new Container();
  container.bind(Token.settings).toConstantValue(settings);
  container.bind(Token.owner).toConstantValue(resources.owner);

  container.bind(Token.clock).toConstantValue(resources.clock);
  container.bind(Token.chance).toConstantValue(resources.chance);
  container.bind(Token.log).toConstantValue(resources.log);
  container.bind(Token.metrics).toConstantValue(resources.metrics);
  container.bind(Token.sha256).toConstantValue(sha256);
  container.bind(Token.seal).toConstantValue(resources.seal);
  container.bind(Token.places).toConstantValue(resources.places);
  container.bind(Token.lines).toConstantValue(makeAddressLines());
  container.bind(Token.press).toConstantValue(resources.press ?? makeLabelPress(settings.labels));
  container.bind(Token.printers).toConstantValue(makeRawTcpPrinters({ patience: PRINTER_PATIENCE }));
  container.bind(Token.answers).toConstantValue(makeAnswerWriter(settings.publicUrl));
  container.bind(Token.desks).toConstantValue(resources.desks);

  container.bind(Token.bookings).toConstantValue(storage.bookings);
  container.bind(Token.errands).toConstantValue(storage.errands);
  container.bind(Token.labels).toConstantValue(storage.labels);
  container.bind(Token.apiKeys).toConstantValue(storage.apiKeys);
  container.bind(Token.journal).toConstantValue(storage.journal);
  container.bind(Token.explanations).toConstantValue(storage.explanations);
  container.bind(Token.serials).toConstantValue(storage.serials);
  container.bind(Token.houseLedger).toConstantValue(storage.houseLedger);
  container.bind(Token.retirement).toConstantValue(storage.retirement);
  container.bind(Token.storageReady).toConstantValue(storage.ping);

  container.load(access, offers, bookings, deskWork, tracking, work, upkeep, hub);
  return container;
};
