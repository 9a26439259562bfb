import * as O from 'fp-ts/lib/Option.js';
import * as T from 'fp-ts/lib/Task.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { sha256 } from '../../adapters/system/sha256.js';
import type { SqliteStorage } from '../../adapters/storage/sqlite/storage.js';
import type { Carrier } from '../../application/ports/carrier.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Desk } from '../../application/ports/desks.js';
import type { Errand } from '../../application/ports/errands.js';
import type { StatusOutlet } from '../../application/ports/status-outlet.js';
import type { Sighting, TrackingSource } from '../../application/ports/tracking-source.js';
import { makeHolds } from '../../application/shipping/hold.js';
import { makeApplyNotice } from '../../application/tracking/apply-notice.js';
import { makeAskParcel, makePollParcel } from '../../application/tracking/ask-parcel.js';
import { makeBeginPolling } from '../../application/tracking/begin-polling.js';
import { makeFindParcel } from '../../application/tracking/find-parcel.js';
import { makeMoveParcel } from '../../application/tracking/move-parcel.js';
import { makePollShipped } from '../../application/tracking/poll-shipped.js';
import { makeSeeParcel } from '../../application/tracking/see-parcel.js';
import { makeTakeNotice } from '../../application/tracking/take-notice.js';
import { makeKeepUnknown } from '../../application/tracking/unknown-parcels.js';
import type { Handler, Subject } from '../../application/work/handler.js';
import type { Booking, BookingKey } from '../../domain/booking.js';
import { HOUR, later, MINUTE, type Instant } from '../../domain/time.js';
import { isSideState, isTrackingStatus } from '../../domain/tracking.js';
import type { Outcome } from '../../domain/work.js';
import { anAccountId, MORNING } from './bookings.js';
import { rightOf } from './either.js';
import { openSqlite } from './sqlite.js';
import { quietLog } from './starshipit/carrier.js';

/** A carrier that only says where parcels are: by what a test writes into its script. */
export type ScriptedSource = TrackingSource & {
  verdict: ReturnType<TrackingSource['judge']>;
  /** What it says of a code. Undefined: it is silent. */
  readonly says: Map<string, readonly Sighting[] | undefined>;
  /** Pages of all that moved. Undefined: it is silent. */
  pages: readonly (readonly Sighting[])[] | undefined;
  /** Codes that were asked for, and pages as `page 1 since 09:00`. */
  readonly asked: string[];
  /** Lets time pass, each time that it is asked for a parcel. */
  takes: () => void;
};

const silent = TE.left({ _tag: 'SourceSilent' as const, detail: 'HTTP status 500' });

export const aScriptedSource = (): ScriptedSource => {
  const source: ScriptedSource = {
    polling: { interval: HOUR, silentAfter: 24 * HOUR, upTo: 30 * 24 * HOUR },
    verdict: 'genuine',
    judge: () => source.verdict,
    noticeIn: (body) => O.some({ ...(body as Sighting), key: JSON.stringify(body) }),
    reportOf: (word) => {
      if (isSideState(word)) return O.some({ _tag: 'Aside', state: word });
      return isTrackingStatus(word) ? O.some({ _tag: 'Station', status: word }) : O.none;
    },
    orderNumberOf: ({ plan, externalOrder, parcelNumber }) =>
      `${externalOrder}${parcelNumber === 1 ? '' : `-${parcelNumber}`}${plan.kind === 'return' ? '-R' : ''}`,
    says: new Map(),
    pages: [],
    asked: [],
    takes: () => undefined,
    look:
      ({ trackingCode: code }) =>
      () => {
        source.takes();
        source.asked.push(code);
        const said = source.says.has(code) ? source.says.get(code) : [];
        return said === undefined ? silent() : TE.right(said)();
      },
    movedSince: (since, page) => () => {
      source.asked.push(`page ${page} since ${new Date(since).toISOString().slice(11, 16)}`);
      if (source.pages === undefined) return silent();
      return TE.right({ sightings: source.pages[page - 1] ?? [], hasMore: page < source.pages.length })();
    },
  };
  return source;
};

const onlyTracks = (source: TrackingSource): Carrier =>
  ({ id: 'house', services: [], tracking: source }) as unknown as Carrier;

export type TrackingShop = Awaited<ReturnType<typeof openTrackingShop>>;

/** All of tracking on a storage of its own, with one carrier `house` and a clock that stands still until it is moved. */
export const openTrackingShop = async (outlet?: StatusOutlet) => {
  const { storage, close } = await openSqlite((opened: SqliteStorage) => opened);
  const { bookings, errands } = storage;
  let passed = HOUR;
  let drawn = 0;
  const clock: Clock = {
    now: () => later(MORNING, passed),
    monotonic: () => passed,
    sleep: (milliseconds) => () => {
      passed += milliseconds;
      return Promise.resolve();
    },
    within: () => (task) => T.map(O.some)(task),
  };
  const chance = { id: () => `id-${(drawn += 1)}`, fraction: () => 0.5, capability: () => '', apiKey: () => '' };
  const source = aScriptedSource();
  const desk = {
    account: { id: anAccountId() },
    carriers: [onlyTracks(source)],
    ...(outlet !== undefined && { outlet }),
  } as unknown as Desk;
  const warned: string[] = [];
  const log = { ...quietLog, warn: (event: string): void => void warned.push(event) };
  let rings = 0;
  const bell = { ring: (): void => void (rings += 1) };
  const holds = makeHolds({ bookings, clock, chance, owner: 'serve:first', lease: MINUTE });
  const findParcel = makeFindParcel({ bookings });
  const moveParcel = makeMoveParcel({ bookings, holds, clock, log, bell });
  const seeParcel = makeSeeParcel({ moveParcel, clock });
  const askParcel = makeAskParcel({ seeParcel });
  const takeNotice = makeTakeNotice({ errands, findParcel, clock, chance, sha256, bell });
  const keepUnknown = makeKeepUnknown({ errands, clock, chance, sha256 });
  const desks = { all: [desk], find: () => O.some(desk) };

  const run = async (handler: Handler, subject: Subject, jobId: string): Promise<Outcome> => {
    const jobs = subject._tag === 'Booking' ? subject.booking.work : subject.errand.work;
    const job = jobs.find(({ id }) => id === jobId);
    if (job === undefined) throw new Error(`no job ${jobId}`);
    return handler.run({ desk, subject, job, deadline: clock.monotonic() + 30_000 })();
  };
  const topic = async (name: string): Promise<readonly Errand[]> =>
    (await rightOf(errands.list({ topic: name }, 100))).items;

  return {
    ...{ storage, bookings, errands, clock, source, desk, holds, findParcel, moveParcel, run, topic, close },
    applyNotice: makeApplyNotice({ findParcel, seeParcel, keepUnknown, clock, log }),
    pollParcel: makePollParcel({ bookings, askParcel, clock }),
    pollShipped: makePollShipped({ errands, findParcel, askParcel, seeParcel, clock, chance, log }),
    beginPolling: makeBeginPolling({ desks, errands, clock, chance, log }),
    take: (body: Sighting) =>
      takeNotice(desk, { carrier: 'house', raw: new Uint8Array(), body, signature: undefined })(),
    rings: () => rings,
    warned,
    pass: (milliseconds: number) => void (passed += milliseconds),
    at: (minutes: number): Instant => later(MORNING, minutes * MINUTE),
    keep: (booking: Booking) => rightOf(bookings.insert({ ...booking, owner: undefined })),
    stored: async (key: BookingKey): Promise<Booking> => {
      const found = await rightOf(bookings.find(key));
      if (O.isNone(found)) throw new Error('no such booking');
      return found.value;
    },
  };
};
