import * as E from 'fp-ts/lib/Either.js';
import type { Task } from 'fp-ts/lib/Task.js';
import type { Profile, Trouble } from './profile.js';
import type { Random } from './random.js';
import type { World } from './world.js';

/** A process that may end between any two of its calls: it hears of nothing after that, and nothing it asks for is sent. */
export type Life = {
  readonly name: string;
  readonly isAlive: () => boolean;
  readonly end: (at: string) => void;
};

/** What becomes of one call. Milliseconds after it was made. */
export type Fate = {
  /** When it is done at the other side; undefined: never. */
  readonly done: number | undefined;
  /** What the caller hears: what truly happened, once it has; a failure, at that time; or nothing. */
  readonly hears: 'truth' | 'failure' | 'nothing';
  /** When the caller hears of a failure; of the truth, how long after it. */
  readonly after: number;
};

export type Call<E, A> = {
  readonly what: string;
  readonly run: Task<E.Either<E, A>>;
  readonly fate: Fate;
  readonly failure: E;
  /** Whether it is done also when its caller has ended meanwhile. */
  readonly outlives: boolean;
};

export type Send = <E, A>(call: Call<E, A>) => Task<E.Either<E, A>>;

const swift = (random: Random): number => random.pick([0, 0, 0, 1, 2, 5]);

export const plainFate = (random: Random): Fate => ({ done: swift(random), hears: 'truth', after: swift(random) });

const isDone = (random: Random, latest: number): number | undefined =>
  random.pick([undefined, swift(random), random.between(0, latest), latest]);

/** `latest`: until when what was given up may still be done. `patience`: when a caller gives up who waits for nothing. */
export const drawFate = (random: Random, trouble: Trouble, latest: number, patience: number | undefined): Fate => {
  if (random.happens(trouble.refused)) return { done: undefined, hears: 'failure', after: swift(random) };
  if (random.happens(trouble.unacknowledged))
    return { done: swift(random), hears: 'failure', after: random.between(0, 50) };
  if (random.happens(trouble.hanging)) {
    const done = isDone(random, latest);
    return patience === undefined
      ? { done, hears: random.pick(['nothing', 'failure']), after: random.between(0, latest) }
      : { done, hears: 'failure', after: patience };
  }
  if (random.happens(trouble.slow))
    return { done: random.between(0, latest), hears: 'truth', after: random.between(0, latest) };
  return plainFate(random);
};

export const awayFate = (random: Random, patience: number): Fate => ({
  done: undefined,
  hears: 'failure',
  after: random.pick([0, 1, patience]),
});

const fateWords = ({ done, hears, after }: Fate): string =>
  hears === 'truth' ? `(${done}+${after})` : `(done ${done ?? 'never'}, ${hears} ${after})`;

const outcomeWords = (outcome: E.Either<unknown, unknown>): string => {
  if (E.isLeft(outcome)) {
    const { left } = outcome;
    return typeof left === 'object' && left !== null && '_tag' in left ? String(left._tag) : 'left';
  }
  const { right } = outcome;
  if (typeof right === 'string') return right;
  if (typeof right === 'object' && right !== null && '_tag' in right) return String(right._tag);
  return Array.isArray(right) ? `${right.length} found` : 'ok';
};

type Crashes = Pick<Profile, 'crash'> & { readonly mayCrash: () => boolean };

/** How the calls of one process reach the outside: as events, with the process' end among them. */
export const sending = (world: World, life: Life, { crash, mayCrash }: Crashes): Send => {
  const { random, note, after, breach } = world;

  return ({ what, run, fate, failure, outlives }) =>
    () =>
      new Promise((resolve) => {
        if (!life.isAlive()) return;
        const crashes = mayCrash() && random.happens(crash);
        if (crashes && random.happens(0.3)) return life.end(`before ${what}`);
        note(`${life.name} ${what} ${fateWords(fate)}`);

        const hear = (outcome: Parameters<typeof resolve>[0]) => (): void => {
          if (life.isAlive()) resolve(outcome);
        };
        const execute = async (): Promise<void> => {
          const outcome = await run();
          note(`  ${what} done for ${life.name}: ${outcomeWords(outcome)}`);
          if (fate.hears === 'truth') after(fate.after, hear(outcome));
        };
        if (fate.hears === 'failure') after(fate.after, hear(E.left(failure)));
        if (fate.done !== undefined)
          after(fate.done, () => {
            if (!life.isAlive() && !outlives) return;
            execute().catch((defect: unknown) => breach(`${what} throws: ${String(defect)}`));
          });
        if (crashes) after(random.between(0, (fate.done ?? 0) + fate.after), () => life.end(`during ${what}`));
      });
};
