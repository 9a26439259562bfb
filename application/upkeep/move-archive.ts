import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { canonicalText, type Canonical, type Sha256 } from '../../domain/fingerprint.js';
import type { Archive, Archived, Shelf } from '../ports/archive.js';
import type { Unavailable } from '../ports/unavailable.js';

export type ShelfName = keyof Archive;

/** How many things of each kind were moved, all of them found again on the other side. */
export type Moved = Readonly<Record<ShelfName, number>>;

export type MoveFault =
  /** The target holds something, and this is not the rest of an earlier move. */
  | { readonly _tag: 'TargetNotEmpty'; readonly shelf: ShelfName; readonly count: number }
  /** What is in the target is not what is in the source: by number, or by what is in it. */
  | { readonly _tag: 'NotTheSame'; readonly shelf: ShelfName; readonly source: number; readonly target: number }
  | Unavailable;

export type MoveOptions = {
  /** Goes on where an earlier move ended. */
  readonly resume: boolean;
  /** Told after every page: how many of how many are there. */
  readonly progress: (shelf: ShelfName, done: number, of: number) => void;
};

/** Moves everything that one storage holds into another, and compares both. Nobody else may be writing to either. */
export type MoveArchive = (source: Archive, target: Archive, options: MoveOptions) => TaskEither<MoveFault, Moved>;

const shelves: readonly ShelfName[] = [
  'bookings',
  'errands',
  'labels',
  'apiKeys',
  'serials',
  'houseLedger',
  'retiredOrders',
  'journal',
  'explanations',
];

/** Things that are read and written at once. */
const PAGE = 64;

const SPACE = 1n << 256n;

/** A thing as JSON's types: whole numbers of any size and bytes as text. */
const canonicalOf = (value: unknown): Canonical => {
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(canonicalOf);
  if (typeof value !== 'object' || value === null) return value as Canonical;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : [[key, canonicalOf(member)]])),
  );
};

type Content = { readonly count: number; readonly digest: bigint };

export const makeMoveArchive = ({ sha256 }: { readonly sha256: Sha256 }): MoveArchive => {
  const digestOf = (item: unknown): bigint => BigInt(`0x${sha256(canonicalText(canonicalOf(item)))}`);

  /** Every page of a shelf from the first on; ends with the first left of the shelf or of `work`. */
  const eachPage = async <A>(
    shelf: Shelf<A>,
    work: (items: readonly A[]) => Promise<E.Either<Unavailable, void>>,
  ): Promise<E.Either<Unavailable, void>> => {
    for (let from: string | undefined; ;) {
      const page = await shelf.page(from, PAGE)();
      if (E.isLeft(page)) return page;
      const worked = await work(page.right.items);
      if (E.isLeft(worked) || page.right.next === undefined) return worked;
      from = page.right.next;
    }
  };

  /** The sum of all digests: two storages keep one thing in orders of their own. */
  const contentOf = async <A>(shelf: Shelf<A>): Promise<E.Either<Unavailable, Content>> => {
    let content: Content = { count: 0, digest: 0n };
    const read = await eachPage(shelf, (items) => {
      const digest = items.reduce((sum, item) => (sum + digestOf(item)) % SPACE, content.digest);
      content = { count: content.count + items.length, digest };
      return Promise.resolve(E.right(undefined));
    });
    return E.map(() => content)(read);
  };

  const copy = async <A>(
    source: Shelf<A>,
    target: Shelf<A>,
    there: number,
    progress: (done: number) => void,
  ): Promise<E.Either<Unavailable, void>> => {
    let seen = 0;
    return eachPage(source, async (items) => {
      const missing = items.slice(Math.max(0, there - seen));
      seen += items.length;
      const put = missing.length === 0 ? E.right(undefined) : await target.put(missing)();
      if (E.isRight(put)) progress(seen);
      return put;
    });
  };

  const moveShelf = async <Name extends ShelfName>(
    name: Name,
    sources: Pick<Archive, Name>,
    targets: Pick<Archive, Name>,
    { resume, progress }: MoveOptions,
  ): Promise<E.Either<MoveFault, number>> => {
    const source: Shelf<Archived[Name]> = sources[name];
    const target: Shelf<Archived[Name]> = targets[name];
    const [wanted, there] = [await source.count(), await target.count()];
    if (E.isLeft(wanted)) return wanted;
    if (E.isLeft(there)) return there;
    if (there.right > 0 && !resume) return E.left({ _tag: 'TargetNotEmpty', shelf: name, count: there.right });
    const copied = await copy(source, target, there.right, (done) => progress(name, done, wanted.right));
    if (E.isLeft(copied)) return copied;
    const [before, after] = [await contentOf(source), await contentOf(target)];
    if (E.isLeft(before)) return before;
    if (E.isLeft(after)) return after;
    const [{ count, digest }, found] = [before.right, after.right];
    return count === found.count && digest === found.digest
      ? E.right(count)
      : E.left({ _tag: 'NotTheSame', shelf: name, source: count, target: found.count });
  };

  /** Nothing is moved while any shelf of the target is in the way. */
  const inTheWay = async (target: Archive): Promise<E.Either<MoveFault, void>> => {
    for (const shelf of shelves) {
      const count = await target[shelf].count();
      if (E.isLeft(count)) return count;
      if (count.right > 0) return E.left({ _tag: 'TargetNotEmpty', shelf, count: count.right });
    }
    return E.right(undefined);
  };

  return (source, target, options) => async () => {
    const free = options.resume ? E.right(undefined) : await inTheWay(target);
    if (E.isLeft(free)) return free;
    const moved: Partial<Record<ShelfName, number>> = {};
    for (const name of shelves) {
      const count = await moveShelf(name, source, target, options);
      if (E.isLeft(count)) return count;
      moved[name] = count.right;
    }
    return E.right(moved as Moved);
  };
};
