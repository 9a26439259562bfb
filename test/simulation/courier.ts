import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type * as TE from 'fp-ts/lib/TaskEither.js';
import type { Sighting, SourceSilent, TrackingSource } from '../../application/ports/tracking-source.js';
import { instant } from '../../domain/time.js';
import { isSideState, isTrackingStatus, sideStates, type TrackingStatus } from '../../domain/tracking.js';
import { MORNING } from '../support/bookings.js';
import { plainFate, type Fate, type Send } from './calls.js';
import type { Sale } from './carrier-books.js';
import type { Process } from './processes.js';
import type { Profile } from './profile.js';
import type { World } from './world.js';

/** A parcel on its way. */
type Journey = { readonly sale: Sale; readonly seen: (Sighting & { readonly key: string; readonly on: number })[] };

/** Who carries what the carriers sold: parcels move by themselves, and what moves them is told in any order, twice or never. */
export type Courier = {
  readonly collect: (carrier: string, sale: Sale) => void;
  /** As one process asks for what became of a carrier's parcels. */
  readonly sourceOf: (carrier: string, send: Send, fate: () => Fate) => TrackingSource;
  /** Where a parcel came to at last; undefined: it went nowhere yet. */
  readonly endOf: (trackingCode: string) => TrackingStatus | undefined;
  /** Whether parcels are on their way, or notices of them. */
  readonly isBusy: () => boolean;
};

const silent: SourceSilent = { _tag: 'SourceSilent', detail: 'no answer' };

/** Rows of a page of what moved. */
const PAGE = 3;

export const makeCourier = (
  { random, now, date, sleep, note }: World,
  { lease, isSigned, polling, notices }: Profile,
  isCalm: () => boolean,
  anyProcess: () => Process | undefined,
): Courier => {
  const journeys = new Map<string, Journey[]>();
  let [moving, underway, told] = [0, 0, 0];
  const journeysOf = (carrier: string): Journey[] => journeys.get(carrier) ?? [];
  const soon = (): number =>
    random.pick([0, random.between(0, 100), random.between(0, lease), random.between(0, 3 * lease)]);

  /** Until somebody says that it was taken; whoever says nothing is told again. */
  const notify = async (carrier: string, body: Sighting & { readonly key: string }): Promise<void> => {
    underway += 1;
    await sleep(soon());
    for (let isTaken = false; !isTaken; await sleep(isTaken ? 0 : random.between(100, lease))) {
      const process = anyProcess();
      if (process === undefined) continue;
      const incoming = { carrier, raw: new Uint8Array(), body, signature: undefined };
      const taken = await Promise.race([process.hub.takeNotice(process.desk, incoming)(), sleep(lease)]);
      note(
        `the courier tells ${process.name} ${body.key}: ${taken === undefined || E.isLeft(taken) ? 'nothing heard' : taken.right.taken}`,
      );
      isTaken = taken !== undefined && E.isRight(taken);
    }
    underway -= 1;
  };

  const announce = (carrier: string, sighting: Sighting & { readonly key: string }): void => {
    if (!random.happens(notices)) return;
    for (let times = random.pick([1, 1, 1, 2]); times > 0; times -= 1) void notify(carrier, sighting);
  };

  const travel = async (carrier: string, sale: Sale): Promise<void> => {
    await sleep(sale.collectedAt - now());
    if (!sale.cancelled) {
      const journey: Journey = { sale, seen: [] };
      journeys.set(carrier, [...journeysOf(carrier), journey]);
      const words = [
        'in_transit',
        ...(random.happens(0.5) ? ['out_for_delivery'] : []),
        ...(random.happens(0.3) ? [random.pick(sideStates)] : []),
        'delivered',
        ...(random.happens(0.2) ? ['returned'] : []),
      ];
      for (const word of words) {
        told += 1;
        const said = { trackingCode: sale.trackingCode, word, key: `${told} ${sale.trackingCode} ${word}` };
        const sighting = random.happens(0.8) ? { ...said, at: instant(MORNING + date()) } : said;
        journey.seen.push({ ...sighting, on: date() });
        note(`${sale.trackingCode} is ${word}`);
        announce(carrier, sighting);
        await sleep(soon());
      }
    }
    moving -= 1;
  };

  return {
    collect: (carrier, sale) => {
      if (sale.collectedAt === Infinity) return;
      moving += 1;
      void travel(carrier, sale);
    },
    sourceOf: (carrier, send, fate) => {
      const ask =
        <A>(what: string, run: () => A): TE.TaskEither<SourceSilent, A> =>
        () =>
          send<SourceSilent, A>({
            what: `${carrier} ${what}`,
            run: () => Promise.resolve(E.right(run())),
            fate: isCalm() ? plainFate(random) : fate(),
            failure: silent,
            outlives: true,
          })();
      return {
        polling,
        judge: () => (isSigned ? 'genuine' : 'unproven'),
        noticeIn: (body) => O.some(body as Sighting & { readonly key: string }),
        reportOf: (word) => {
          if (isSideState(word)) return O.some({ _tag: 'Aside', state: word });
          return isTrackingStatus(word) ? O.some({ _tag: 'Station', status: word }) : O.none;
        },
        orderNumberOf: ({ plan }) => `N-${plan.reference}`,
        look: ({ trackingCode }) =>
          ask(
            `track ${trackingCode}`,
            () =>
              journeysOf(carrier)
                .find(({ sale }) => sale.trackingCode === trackingCode)
                ?.seen.slice() ?? [],
          ),
        movedSince: (since, page) =>
          ask(`moved, page ${page}`, () => {
            const moved = journeysOf(carrier).flatMap(({ seen }) => {
              const last = seen.at(-1);
              return last !== undefined && MORNING + last.on >= since ? [last] : [];
            });
            return { sightings: moved.slice((page - 1) * PAGE, page * PAGE), hasMore: moved.length > page * PAGE };
          }),
      };
    },
    endOf: (trackingCode) => {
      const found = [...journeys.values()].flat().find(({ sale }) => sale.trackingCode === trackingCode);
      return found?.seen.flatMap(({ word = '' }) => (isTrackingStatus(word) ? [word] : [])).at(-1);
    },
    isBusy: () => moving > 0 || underway > 0,
  };
};
