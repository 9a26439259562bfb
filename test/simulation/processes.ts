import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Task } from 'fp-ts/lib/Task.js';
import type { Chance } from '../../application/ports/chance.js';
import type { Errand } from '../../application/ports/errands.js';
import type { Clock } from '../../application/ports/clock.js';
import { unavailable } from '../../application/ports/unavailable.js';
import type { Booking } from '../../domain/booking.js';
import { instant } from '../../domain/time.js';
import { MORNING } from '../support/bookings.js';
import { awayFate, drawFate, plainFate, sending, type Fate, type Life, type Send } from './calls.js';
import type { AgingLaws } from './aging-laws.js';
import type { CarrierBooks } from './carrier-books.js';
import { makeSimulatedCarrier, type CarrierKind } from './carrier.js';
import { wire, type Premises, type Sabotage, type Wired } from './deployment.js';
import type { Courier } from './courier.js';
import type { Laws } from './laws.js';
import type { NewStore } from './outlet.js';
import type { Profile } from './profile.js';
import type { Store, StoragePorts } from './store.js';
import type { Worked, WorkLaws } from './work-laws.js';
import type { World } from './world.js';

export type Process = Life & Wired & { readonly isStrict: boolean };

export type Processes = {
  readonly alive: () => readonly Process[];
  /** One of them, by chance. */
  readonly any: () => Process | undefined;
  /** Starts every process that is not running, and again those whose settings let nothing new pass. */
  readonly startAll: () => void;
};

/** What a run is made of, as far as its processes go. */
export type Setting = {
  readonly world: World;
  readonly profile: Profile;
  readonly premises: Premises;
  readonly store: Store;
  readonly laws: Laws;
  readonly workLaws: WorkLaws;
  readonly agingLaws: AgingLaws;
  readonly courier: Courier;
  readonly newStore: NewStore;
  readonly books: ReadonlyMap<CarrierKind, CarrierBooks>;
  readonly sabotage: Sabotage;
  /** No trouble comes any more. */
  readonly isCalm: () => boolean;
  readonly isAway: (what: 'storage' | 'newstore' | CarrierKind) => boolean;
};

/** A process' clocks: the monotonic one started anywhere, the wall's is a little wrong. */
const clockOf = ({ world, profile }: Setting, life: Life): Clock => {
  const { random, now, date, after } = world;
  const start = random.between(0, 9_000_000);
  const wrong = random.between(0, profile.skew);
  return {
    now: () => instant(MORNING + wrong + date()),
    monotonic: () => start + now(),
    sleep: (milliseconds) => () =>
      new Promise((resolve) => {
        after(milliseconds, () => {
          if (life.isAlive()) resolve();
        });
      }),
    within:
      (milliseconds) =>
      <A>(task: Task<A>): Task<O.Option<A>> =>
      () =>
        new Promise((resolve, reject) => {
          const timer = after(milliseconds, () => {
            if (life.isAlive()) resolve(O.none);
          });
          task().then(
            (value) => {
              timer.cancel();
              resolve(O.some(value));
            },
            (defect: unknown) => {
              timer.cancel();
              reject(defect instanceof Error ? defect : new Error('a task failed', { cause: defect }));
            },
          );
        }),
  };
};

const isBooking = (value: unknown): value is Booking =>
  typeof value === 'object' && value !== null && 'legs' in value && 'writer' in value;

const isErrand = (value: unknown): value is Errand =>
  typeof value === 'object' && value !== null && 'work' in value && 'data' in value && 'writer' in value;

const jobWords = ({ work }: Pick<Errand, 'work'>): string =>
  work.map(({ id, state }) => ` ${id} ${state._tag}`).join('');

const wordsOf = (value: unknown): string => {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (isBooking(value)) {
    const { legs, version, owner } = value;
    return `${legs[0].plan.reference} v${version} ${legs.map(({ state }) => state._tag).join('+')}${owner === undefined ? '' : ' held'}${jobWords(value)}`;
  }
  if (isErrand(value)) return `${value.key.topic} ${value.key.id.slice(0, 8)} v${value.version}${jobWords(value)}`;
  if (typeof value !== 'object' || value === null) return '';
  return ['reference', 'capability', 'order', 'generation']
    .flatMap((field) => (field in value ? [String(value[field as keyof typeof value])] : []))
    .join(' ');
};

const orderOf = (value: unknown): string | undefined => {
  if (isBooking(value)) return value.key.order;
  const isLabel = typeof value === 'object' && value !== null && 'booking' in value && 'bytes' in value;
  return isLabel ? (value.booking as Booking['key']).order : undefined;
};

const isTask = (value: unknown): value is Task<E.Either<unknown, unknown>> => typeof value === 'function';

/** The storage as one process reaches it. */
const storageOf = (setting: Setting, owner: string, send: Send): StoragePorts => {
  const { world, profile, store, laws, workLaws, agingLaws, isCalm, isAway } = setting;
  const { random } = world;
  const { storageTimeout, storage: trouble, mode } = profile;

  const fate = (): Fate => {
    if (isCalm()) return plainFate(random);
    if (isAway('storage')) return awayFate(random, storageTimeout);
    return drawFate(random, trouble, storageTimeout, storageTimeout);
  };

  /** What the write is about to put another in the place of, or to take away. */
  const before = (member: string, value: unknown): Worked | undefined => {
    if (!['replace', 'remove', 'retire', 'dropLabels'].includes(member)) return undefined;
    if (isBooking(value)) return store.booking(value.key);
    return isErrand(value) ? store.errand(value.key) : undefined;
  };

  const look = (member: string, value: unknown, found: Worked | undefined): void => {
    if (!isBooking(value) && !isErrand(value)) return;
    const what = isBooking(value) ? value.legs[0].plan.reference : `${value.key.topic}/${value.key.id}`;
    if (isBooking(value) && member === 'insert') agingLaws.added(value);
    if (found !== undefined && (member === 'replace' || member === 'remove'))
      workLaws.replaced(owner, what, found, member === 'remove' ? undefined : value);
    if (isBooking(value)) workLaws.moved(value);
  };

  const age = (member: string, outcome: unknown, found: Worked | undefined): void => {
    if (found === undefined || !isBooking(found)) return;
    if (member === 'dropLabels') agingLaws.unlabelled(found);
    if (member === 'retire' && outcome === true) agingLaws.retired(found);
  };

  const reached = <P extends object>(name: string, port: P): P =>
    Object.fromEntries(
      Object.entries(port).map(([member, ask]: [string, (...given: unknown[]) => unknown]) => [
        member,
        (...given: unknown[]) => {
          const question: unknown = Reflect.apply(ask, port, given);
          // A question without a subject is a task itself; none of them is asked in a run.
          if (!isTask(question)) return question;
          const order = orderOf(given[0]);
          const run = async () => {
            const found = before(member, given[0]);
            const outcome = await question();
            if (E.isRight(outcome) && outcome.right === 'written') look(member, given[0], found);
            if (E.isRight(outcome)) age(member, outcome.right, found);
            if (order !== undefined) laws.written(order);
            return outcome;
          };
          const what = `${name}.${member} ${given.map(wordsOf).join(' ')}`;
          return () =>
            send({ what, run, fate: fate(), failure: unavailable(name)('trouble'), outlives: mode === 'many' })();
        },
      ]),
    ) as P;

  const { bookings, errands, labels, serials, houseLedger, retirement } = store.ports;
  return {
    bookings: {
      ...reached('bookings', bookings),
      isGone: (other) => mode === 'alone' && other.startsWith('serve:') && other !== owner,
    },
    errands: reached('errands', errands),
    labels: reached('labels', labels),
    serials: reached('serials', serials),
    houseLedger: reached('ledger', houseLedger),
    retirement: reached('retirement', retirement),
  };
};

const chanceOf = ({ random }: World, owner: string): Chance => {
  let drawn = 0;
  return {
    id: () => `${owner}/${(drawn += 1)}`,
    capability: () => random.text(22),
    apiKey: () => random.text(43),
    fraction: random.fraction,
  };
};

/** The processes of the deployment, of which one that ends is followed by another after a while. */
export const makeProcesses = (setting: Setting): Processes => {
  const { world, profile, books, courier, newStore, laws, isCalm, isAway } = setting;
  const { random, note, after } = world;
  const slots = new Map<string, Process | undefined>(
    ['a', 'b', 'c'].slice(0, profile.processes).map((slot) => [slot, undefined]),
  );
  let [starts, crashes] = [0, 0];

  const start = (slot: string): void => {
    if (slots.get(slot) !== undefined) return;
    starts += 1;
    const name = `serve:${slot}${starts}`;
    let alive = true;
    const life: Life = {
      name,
      isAlive: () => alive,
      end: (at) => {
        if (!alive) return;
        alive = false;
        crashes += 1;
        note(`${name} ENDS ${at}`);
        slots.set(slot, undefined);
        after(isCalm() ? 0 : random.between(0, profile.lease), () => start(slot));
      },
    };
    const mayCrash = (): boolean => !isCalm() && crashes < profile.crashes;
    const send = sending(world, life, { crash: profile.crash, mayCrash });
    const carriers = [...books].map(([kind, each]) =>
      makeSimulatedCarrier(kind, {
        ...{ world, profile, books: each, courier, laws, owner: name, send, isCalm },
        isAway: () => isAway(kind),
      }),
    );
    const isStrict = !isCalm() && random.happens(profile.strict);
    note(`${name} starts${isStrict ? ', with settings that let nothing new pass' : ''}`);
    const wired = wire({
      ...{ profile, carriers, isStrict, owner: name },
      outlet: newStore.outletOf(name, send, isCalm, () => isAway('newstore')),
      premises: setting.premises,
      clock: clockOf(setting, life),
      chance: chanceOf(world, name),
      ports: storageOf(setting, name, send),
      sabotage: setting.sabotage,
    });
    const process = { ...life, ...wired, isStrict };
    slots.set(slot, process);
    wired.start();
  };

  const alive = (): readonly Process[] => [...slots.values()].filter((process) => process !== undefined);

  return {
    alive,
    any: () => {
      const [first, ...others] = alive();
      return first && random.pick([first, ...others]);
    },
    startAll: () => {
      for (const [slot, process] of slots) {
        if (process?.isStrict === true) process.end('to read its settings');
        start(slot);
      }
    },
  };
};
