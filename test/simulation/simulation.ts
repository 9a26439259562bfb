import { makeCarrierBooks, type CarrierBooks } from './carrier-books.js';
import type { CarrierKind } from './carrier.js';
import type { Premises, Sabotage } from './deployment.js';
import { makeCourier } from './courier.js';
import { DAY } from '../../domain/time.js';
import { checkTheAged, makeAgingLaws } from './aging-laws.js';
import { checkTheEnd, makeLaws, purchasesOf } from './laws.js';
import { makeOperator } from './operator.js';
import { makeNewStore } from './outlet.js';
import { makePeople } from './people.js';
import { makeProcesses, type Processes, type Setting } from './processes.js';
import { drawProfile, type Profile } from './profile.js';
import { openStore, type Store } from './store.js';
import { checkTheTold, makeWorkLaws } from './work-laws.js';
import { makeWorld, type Breach, type World } from './world.js';

/** How a run went. */
export type Outcome = {
  readonly seed: number;
  readonly profile: Profile;
  readonly breach: Breach | undefined;
  readonly trace: readonly string[];
  readonly hash: string;
  /** What the run has brought about, to see that it was about something. */
  readonly bookings: number;
  readonly virtualTime: number;
};

/** What a run does other than the real thing, to see that it is found. */
export type Planted = Sabotage & { readonly store?: (store: Store) => Store };

/** Times at which storage or a carrier is away. */
const drawOutages = ({ random, now }: World, { outages, lease, buyDeadline }: Profile): Setting['isAway'] => {
  const drawn = Array.from({ length: outages }, () => {
    const from = random.between(0, lease);
    return {
      what: random.pick(['storage', 'one-step', 'two-step', 'newstore'] as const),
      from,
      to: from + random.between(0, buyDeadline),
    };
  });
  return (what) => drawn.some((outage) => outage.what === what && outage.from <= now() && now() < outage.to);
};

/** One run: trouble for a while, then none, and everybody asks until they are answered. The seed decides all of it. */
export const simulate = async (seed: number, premises: Premises, planted: Planted = {}): Promise<Outcome> => {
  const world = makeWorld(seed);
  const { random, note, breach, breached, sleep } = world;
  const profile = drawProfile(random);
  note(`seed ${seed}: ${JSON.stringify(profile)}`);
  let calm = false;
  const opened = openStore(premises.folder, premises.openDriver, (cause) =>
    breach(`storage refuses a write as a defect: ${String(cause)}`),
  );
  const store = planted.store?.(opened) ?? opened;
  const purchases = () =>
    purchasesOf(
      store,
      [...books.values()].flatMap(({ sales }) => sales),
    );
  const agingLaws = makeAgingLaws(world, profile, purchases);
  const laws = makeLaws(world, profile, () => store, agingLaws);
  const isCalm = (): boolean => calm;
  const kinds: readonly CarrierKind[] = ['one-step', 'two-step'];
  const workLaws = makeWorkLaws(world, () => store);
  const newStore = makeNewStore(world, profile, workLaws.told);
  const courier = makeCourier(world, profile, isCalm, () => processes.any());
  const books = new Map<CarrierKind, CarrierBooks>(
    kinds.map((kind) => [kind, makeCarrierBooks(world, laws, isCalm, (sale) => courier.collect(kind, sale))]),
  );
  const setting: Setting = {
    ...{
      world,
      profile,
      premises,
      store,
      laws,
      workLaws,
      agingLaws,
      books,
      courier,
      newStore,
      isCalm,
      sabotage: planted,
    },
    isAway: drawOutages(world, profile),
  };
  const processes: Processes = makeProcesses(setting);
  const operator = makeOperator(setting, processes);
  const people = makePeople(setting, processes, operator);

  /** Runs what is wanted to its end, with the operator beside it. */
  const until = async (work: Promise<void>): Promise<void> => {
    let isOver = false;
    work.then(
      () => (isOver = true),
      (defect: unknown) => breach(`the simulation itself fails: ${String(defect)}`),
    );
    void operator.operate(() => isOver);
    await world.run(() => isOver);
  };

  /** Trouble while this is done, and then none. */
  const inTrouble = async (work: () => Promise<void>): Promise<void> => {
    calm = false;
    processes.startAll();
    await until(work());
    calm = true;
    note('the trouble is over');
    processes.startAll();
    // Until the last late call has come to its end, and every process of before has been seen to be gone.
    await until(sleep(profile.settleDelay + profile.lease));
    await until(people.insist());
    await until(people.finish());
    await until(sleep(profile.lease));
    if (breached() !== undefined) return;
    checkTheEnd(world, store, purchases(), agingLaws);
    checkTheTold(world, workLaws, newStore);
  };

  const takeAway = async (isOver: () => boolean): Promise<void> => {
    while (!isOver()) {
      await sleep(random.pick([0, random.between(0, 100), random.between(0, 1_000)]));
      await operator.purge();
    }
  };

  const untilTrue = async (attempt: () => Promise<boolean>): Promise<void> => {
    while (!(await attempt())) await sleep(profile.lease);
  };

  await inTrouble(people.shop);
  for (const days of profile.leaps) {
    if (breached() !== undefined) break;
    await until(operator.forget());
    world.leap(days * DAY);
    await until(untilTrue(operator.purge));
    // What is due by then, such as asking for a parcel that was never heard of again.
    await until(sleep(2 * profile.lease));
    await inTrouble(async () => {
      let isOver = false;
      const taking = takeAway(() => isOver);
      await people.comeBack();
      isOver = true;
      await taking;
    });
    await until(untilTrue(operator.purge));
    if (breached() === undefined) checkTheAged(world, profile, store);
  }

  const bookings = store.all().length;
  opened.close();
  return {
    ...{ seed, profile, bookings, trace: world.trace, hash: world.hash(), virtualTime: world.now() },
    breach: breached(),
  };
};
