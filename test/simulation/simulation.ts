import { makeCarrierBooks, type CarrierBooks } from './carrier-books.js';
import type { CarrierKind } from './carrier.js';
import type { Premises, Sabotage } from './deployment.js';
import { makeCourier } from './courier.js';
import { checkTheEnd, makeLaws } from './laws.js';
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
  const { random, note, breach, breached } = world;
  const profile = drawProfile(random);
  note(`seed ${seed}: ${JSON.stringify(profile)}`);
  let calm = false;
  const opened = openStore(premises.folder, premises.openDriver, (cause) =>
    breach(`storage refuses a write as a defect: ${String(cause)}`),
  );
  const store = planted.store?.(opened) ?? opened;
  const laws = makeLaws(world, profile, () => store);
  const isCalm = (): boolean => calm;
  const kinds: readonly CarrierKind[] = ['one-step', 'two-step'];
  const workLaws = makeWorkLaws(world, () => store);
  const newStore = makeNewStore(world, profile, workLaws.told);
  const courier = makeCourier(world, profile, isCalm, () => {
    const [first, ...others] = processes.alive();
    return first && random.pick([first, ...others]);
  });
  const books = new Map<CarrierKind, CarrierBooks>(
    kinds.map((kind) => [kind, makeCarrierBooks(world, laws, isCalm, (sale) => courier.collect(kind, sale))]),
  );
  const setting: Setting = {
    ...{ world, profile, premises, store, laws, workLaws, books, courier, newStore, isCalm, sabotage: planted },
    isAway: drawOutages(world, profile),
  };
  const processes: Processes = makeProcesses(setting);
  const people = makePeople(setting, processes);

  /** Runs what is wanted to its end, with the operator beside it. */
  const until = async (work: Promise<void>): Promise<void> => {
    let isOver = false;
    work.then(
      () => (isOver = true),
      (defect: unknown) => breach(`the simulation itself fails: ${String(defect)}`),
    );
    void people.operate(() => isOver);
    await world.run(() => isOver);
  };

  processes.startAll();
  await until(people.shop());
  calm = true;
  note('the trouble is over');
  processes.startAll();
  // Until the last late call has come to its end, and every process of before has been seen to be gone.
  await until(world.sleep(profile.settleDelay + profile.lease));
  await until(people.insist());
  await until(people.finish());
  await until(world.sleep(profile.lease));
  if (breached() === undefined) {
    checkTheEnd(
      world,
      store,
      [...books.values()].flatMap(({ sales }) => sales),
    );
    checkTheTold(world, workLaws, newStore);
  }

  const bookings = store.all().length;
  opened.close();
  return {
    ...{ seed, profile, bookings, trace: world.trace, hash: world.hash(), virtualTime: world.now() },
    breach: breached(),
  };
};
