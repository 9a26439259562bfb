import type * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { join } from 'node:path';
import { readRateCard } from '../../adapters/carriers/rate-card/card-file.js';
import { makeRateCardCarrier } from '../../adapters/carriers/rate-card/carrier.js';
import { makeSsccNumbers } from '../../adapters/carriers/rate-card/parcel-numbers.js';
import { BookingBody } from '../../adapters/http/newstore/codecs.js';
import { toBookingRequest } from '../../adapters/http/newstore/mapping.js';
import { makePlaces } from '../../adapters/places/places.js';
import { loadDriver, type Row } from '../../adapters/storage/sqlite/driver.js';
import { openSqliteStorage, type SqliteStorage } from '../../adapters/storage/sqlite/storage.js';
import { makeCallBudgets } from '../../adapters/system/call-budget.js';
import { makeChance } from '../../adapters/system/chance.js';
import { makeClock } from '../../adapters/system/clock.js';
import { makeMetrics } from '../../adapters/system/metrics.js';
import { makeOfferSeal } from '../../adapters/system/offer-seal.js';
import { makeZones } from '../../adapters/system/zones.js';
import type { Hub } from '../../application/hub.js';
import type { Bookings } from '../../application/ports/bookings.js';
import type { Carrier, CarrierSilent } from '../../application/ports/carrier.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Desk } from '../../application/ports/desks.js';
import type { LabelPress, Logo } from '../../application/ports/label-press.js';
import type { Log } from '../../application/ports/log.js';
import { unavailable } from '../../application/ports/unavailable.js';
import type { CancelError, NamedLeg } from '../../application/shipping/cancel-shipment.js';
import type { Turns } from '../../application/shipping/turns.js';
import type { Handlers } from '../../application/work/handler.js';
import type { Runner } from '../../application/work/runner.js';
import type { Subjects } from '../../application/work/subjects.js';
import { bookingExample } from '../../config/commands/first-steps.js';
import { makeContainer } from '../../config/container.js';
import { demoCardText } from '../../config/demo-card.js';
import { makeNumbersFor } from '../../config/parcel-numbers.js';
import { openDesks } from '../../config/desks.js';
import { firstStart } from '../../config/first-start.js';
import { loadSettings, settingsPlace } from '../../config/settings-file.js';
import type { Settings } from '../../config/settings.js';
import { makeNewStoreOutlets } from '../../config/newstore.js';
import { makeStarshipitCarriers } from '../../config/starshipit.js';
import { Token } from '../../config/tokens.js';
import type { Account } from '../../domain/account.js';
import { isSettleable, type Booking } from '../../domain/booking.js';
import type { BookingMethod, BookingRequest } from '../../domain/booking-request.js';
import type { Place } from '../../domain/places.js';
import { anAccountId, anOrder } from './bookings.js';
import { makeSlotsInMemory } from './call-slots.js';
import { rightOf } from './either.js';
import { aFolder } from './folder.js';
import { aManualClock, type ManualClock } from './manual-clock.js';
import { aStopping, type Stopping } from './stopping.js';

/** What of a process is to be other than the starter settings, the demo card and the storage's own word have it. */
export type Differences = {
  readonly stopping?: Stopping;
  readonly clock?: Clock;
  readonly account?: Partial<Account>;
  readonly booking?: Partial<Settings['booking']>;
  readonly logo?: Logo;
  /** In place of the rate card; their services are offered under the rate `EXPRESS`. */
  readonly carriers?: readonly Carrier[];
  readonly work?: Partial<Settings['work']>;
  readonly handlers?: Partial<Handlers>;
  readonly bookings?: Partial<Bookings>;
  readonly log?: Partial<Log>;
  /** In place of 0.5 whenever it is drawn. */
  readonly fraction?: () => number;
};

/** One process of the deployment: a hub on the shop's storage. */
export type Process = {
  readonly hub: Hub;
  readonly desk: Desk;
  readonly turns: Turns;
  /** Not started. */
  readonly runner: Runner;
  readonly subjects: Subjects;
  readonly book: (request: BookingRequest, requestId?: string) => ReturnType<ReturnType<Hub['bookShipment']>>;
  readonly cancel: (code: string) => Promise<E.Either<CancelError, NamedLeg>>;
  /** Settles once every booking that was left in the middle, as the background does one by one. */
  readonly settle: () => Promise<void>;
};

export type Shop = {
  readonly storage: SqliteStorage;
  /** Starts a process; those that the storage had before count as ended unless `bookings.isGone` says otherwise. */
  readonly start: (owner: string, differences?: Differences) => Promise<Process>;
  readonly ofOrder: (order: string) => Promise<readonly Booking[]>;
  readonly rows: (sql: string, ...values: string[]) => readonly Row[];
  readonly close: () => Promise<void>;
};

/** What the example of the first start asks for, as the use case gets it. */
export const aRequest = (order: string, method: BookingMethod = 'only_shipping', offer?: string): BookingRequest => ({
  ...toBookingRequest(rightOf(BookingBody.decode(bookingExample))),
  order: anOrder(order),
  method,
  ...(offer !== undefined && { offer }),
});

/** A press that needs no time: the same content gives the same bytes. */
const plainPress: LabelPress = {
  draw: (content, format) => TE.of(Buffer.from(JSON.stringify({ format, ...content }))),
  drawInvoice: ({ number, order }) => TE.of(Buffer.from(JSON.stringify({ number, order }))),
};

const silentLog: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const silent: CarrierSilent = { _tag: 'CarrierSilent', detail: 'stopped' };

/** A clock for one test, which moves on when the ports of `stopping` are at rest. */
export const aClockFor = (...stoppings: readonly Stopping[]): ManualClock => {
  const sum = (of: (stopping: Stopping) => number) => stoppings.reduce((total, one) => total + of(one), 0);
  return aManualClock({ underway: () => sum((one) => one.underway()), steps: () => sum((one) => one.steps()) });
};

/** A data folder with the demo account, its storage open; every process of a test works on it through ports that are watched. */
export const openShop = async (): Promise<Shop> => {
  const { folder, remove } = aFolder();
  const place = settingsPlace({}, folder);
  rightOf(firstStart(place));
  const [zones, places, { metrics }] = [makeZones(), makePlaces(), makeMetrics()];
  const settings = rightOf(loadSettings(place, {}, zones));
  const data = join(folder, 'data');
  const storage = rightOf(await openSqliteStorage({ folder: data, owner: 'serve:shop', role: 'serve' }));
  const reader = (await loadDriver())(join(data, 'longshore.db'));
  const seal = makeOfferSeal([{ id: 'test', secret: 'a secret of a test, which is long enough' }]);
  const prefix = settings.house.companyPrefix;
  if (prefix === undefined) throw new Error('the starter settings have a prefix');

  const [first] = rightOf(
    await openDesks(settings, {
      ...{ settingsFile: place.path, zones, places, clock: makeClock(), ledger: storage.houseLedger },
      numbersFor: makeNumbersFor(settings.house, storage.serials),
      observe: (_account, carrier) => carrier,
      starshipit: makeStarshipitCarriers({
        budgets: makeCallBudgets({ clock: makeClock(), chance: makeChance(), slots: makeSlotsInMemory() }),
        ...{ places, clock: makeClock(), log: silentLog, journal: storage.journal },
      }),
      newstore: makeNewStoreOutlets({
        budgets: makeCallBudgets({ clock: makeClock(), chance: makeChance(), slots: makeSlotsInMemory() }),
        ...{ clock: makeClock(), journal: storage.journal, log: silentLog },
      }),
    }),
  ).all;
  if (first === undefined) throw new Error('the starter settings have an account');
  const country = (code: string) => O.map(({ country: found }: Place) => found)(places.find(code));
  const card = rightOf(readRateCard(demoCardText, 'rate-card.yaml', { country }));

  const start = async (owner: string, differences: Differences = {}): Promise<Process> => {
    const stopping = differences.stopping ?? aStopping();
    const clock = differences.clock ?? aClockFor(stopping);
    const chance = makeChance();
    const watched = <P extends object>(name: string, port: P): P =>
      stopping.wrap(name, port, unavailable(name)('stopped'));
    const serials = watched('serials', storage.serials);
    const numbers = makeSsccNumbers({ serials, prefix, extension: settings.house.extensionDigit });
    const ledger = watched('ledger', storage.houseLedger);
    const house = makeRateCardCarrier({
      ...{ account: first.account.id, card, ledger, numbers, clock },
      settleDelay: 0,
      quoteTimeout: undefined,
    });
    const carriers = (differences.carriers ?? [house]).map((carrier) => stopping.wrap('carrier', carrier, silent));
    const services = carriers.flatMap((carrier) => carrier.services.map(({ ref }) => ref));
    const desk: Desk = {
      ...first,
      account: {
        ...first.account,
        ...(differences.carriers && { rates: new Map([['EXPRESS', services]]) }),
        ...differences.account,
      },
      carriers,
      ...(differences.logo !== undefined && { logo: differences.logo }),
    };
    const container = makeContainer({
      settings: {
        ...settings,
        booking: { ...settings.booking, ...differences.booking },
        work: { ...settings.work, ...differences.work },
      },
      ...{ owner, places, clock },
      storage: {
        ...storage,
        bookings: {
          ...watched('bookings', storage.bookings),
          isGone: (other) => other !== owner,
          ...differences.bookings,
        },
        errands: watched('errands', storage.errands),
        labels: watched('labels', storage.labels),
        apiKeys: watched('apiKeys', storage.apiKeys),
      },
      chance: { ...chance, fraction: differences.fraction ?? (() => 0.5) },
      desks: { all: [desk], find: (id) => (id === desk.account.id ? { _tag: 'Some', value: desk } : { _tag: 'None' }) },
      ...{ seal, metrics, log: { ...silentLog, ...differences.log } },
    });
    const handlers = container.get(Token.handlers);
    container.rebind(Token.handlers).toConstantValue({ ...handlers, ...differences.handlers });
    container.rebind(Token.press).toConstantValue(watched('press', plainPress));
    const hub = container.get(Token.hub);
    const [lapse, settleBooking] = [container.get(Token.lapse), container.get(Token.settleBooking)];
    return {
      settle: async () => {
        const { items } = await rightOf(container.get(Token.bookings).due(clock.now(), 1_000));
        for (const booking of items)
          if (isSettleable(booking) && lapse.hasLapsed(booking)) await settleBooking(desk, booking)();
      },
      ...{ hub, desk },
      turns: container.get(Token.turns),
      runner: container.get(Token.runner),
      subjects: container.get(Token.subjects),
      book: (request, requestId = 'request-1') => hub.bookShipment(desk, request, requestId)(),
      cancel: (code) =>
        pipe(
          hub.cancelShipment(desk, code, 'request-1'),
          TE.mapLeft(({ failure }) => failure),
        )(),
    };
  };

  return {
    ...{ storage, start },
    ofOrder: (order) => rightOf(storage.bookings.ofOrder(anAccountId(), anOrder(order))),
    rows: (sql, ...values) => reader.prepare(sql).all(...values),
    close: async () => {
      reader.close();
      await storage.close();
      remove();
    },
  };
};

/** For cases that run beside each other: of the processes only `serve:<order> 1` is gone, and only this order is settled. */
export const aloneWith = ({ storage }: Shop, order: string): Partial<Bookings> => ({
  isGone: (owner) => owner === `serve:${order} 1`,
  due: (now, limit) =>
    pipe(
      storage.bookings.due(now, limit),
      TE.map(({ items }) => ({ items: items.filter(({ key }) => key.order === order) })),
    ),
});
