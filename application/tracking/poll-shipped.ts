import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { instant, later, MINUTE, type Instant } from '../../domain/time.js';
import { afterSeen } from '../../domain/parcel-work.js';
import { isAtEnd } from '../../domain/tracking.js';
import { done, type JobData, type Outcome } from '../../domain/work.js';
import type { Carrier } from '../ports/carrier.js';
import type { Chance } from '../ports/chance.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import type { Errand, Errands } from '../ports/errands.js';
import type { Log } from '../ports/log.js';
import type { Sighting, TrackingSource } from '../ports/tracking-source.js';
import type { Handler } from '../work/handler.js';
import { hintErrand } from './errand-topics.js';
import type { AskParcel } from './ask-parcel.js';
import type { FindParcel, FoundParcel } from './find-parcel.js';
import { seenOf, type SeeParcel } from './see-parcel.js';

type Deps = {
  readonly errands: Errands;
  readonly findParcel: FindParcel;
  readonly askParcel: AskParcel;
  readonly seeParcel: SeeParcel;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
};

/** How far the questions overlap: what changed while one was answered is in the next one too. */
const OVERLAP = 10 * MINUTE;

/** A carrier that does not answer is asked again after this. */
const PAUSE = 5 * MINUTE;

/** Milliseconds that one row may take: with less than this left, the rest is for the next run. */
const ROW = 20_000;

/** Where a poll is: it asks for what moved since `since`, began at `began`, and is at this row of this page. */
export type PollCursor = {
  readonly since: Instant;
  readonly began: Instant;
  readonly page: number;
  readonly row: number;
};

const moment = (value: unknown, or: Instant): Instant => (typeof value === 'number' ? instant(value) : or);
const count = (value: unknown, or: number): number => (typeof value === 'number' ? value : or);

const cursorIn = ({ since, began, page, row }: JobData, now: Instant): PollCursor => ({
  since: moment(since, now),
  began: moment(began, now),
  page: count(page, 1),
  row: count(row, 0),
});

export const cursorData = (carrier: string, cursor: PollCursor): JobData => ({ carrier, ...cursor });

/** Asks a carrier for all that moved, and follows what is ours. It never gives up: it asks again the next time. */
export const makePollShipped = (deps: Deps): Handler => {
  const { errands, findParcel, askParcel, seeParcel, clock, chance, log } = deps;

  /** Whether there is more to know than what is known already. */
  const isNews = (source: TrackingSource, parcel: FoundParcel, sighting: Sighting): boolean => {
    const { state } = parcel.leg;
    if (state._tag !== 'Booked' || isAtEnd(state.tracking)) return false;
    const seen = seenOf(source, parcel, [sighting], clock.now());
    if (seen.length === 0) return true;
    return seen.some((one) => 'tracking' in afterSeen(state.tracking, one));
  };

  /**
   * The history is asked for: it says when. Where it says nothing, what the row says is all there is. False: the storage does
   * not answer. A booking that somebody is at is asked for by itself, later.
   */
  const follow = async (desk: Desk, carrier: Carrier, source: TrackingSource, sighting: Sighting): Promise<boolean> => {
    const found = await findParcel(desk.account.id, carrier, sighting)();
    if (E.isLeft(found)) return false;
    if (O.isNone(found.right) || !isNews(source, found.right.value, sighting)) return true;
    const { booking, leg } = found.right.value;
    const asked = await askParcel(desk, source, booking, leg.plan.kind)();
    const isSeen =
      E.isRight(asked) && O.isSome(asked.right)
        ? asked.right.value === 'seen'
        : (await seeParcel(desk, source, found.right.value, [sighting])())._tag !== 'NotNow';
    return isSeen || E.isRight(await errands.insert(hintErrand(booking, leg, clock.now(), chance))());
  };

  /** The errand's data is this run's to change: nobody else writes it. */
  const keep = async (errand: Errand, carrier: Carrier, cursor: PollCursor): Promise<boolean> => {
    const data = cursorData(carrier.id, cursor);
    const next = { ...errand, version: errand.version + 1, writer: chance.id(), data };
    const written = await errands.replace(next)();
    return E.isRight(written) && written.right === 'written';
  };

  const onePage = async (
    desk: Desk,
    [carrier, source]: readonly [Carrier, TrackingSource],
    errand: Errand,
    deadline: number,
  ): Promise<Outcome> => {
    const now = clock.now();
    const found = cursorIn(errand.data, now);
    const cursor = found.page === 1 && found.row === 0 ? { ...found, began: now } : found;
    const { interval } = source.polling;
    const page = await source.movedSince(cursor.since, cursor.page)();
    if (E.isLeft(page)) {
      log.warn('source_silent', { account: desk.account.id, carrier: carrier.id, reason: page.left.detail });
      return { _tag: 'Again', at: later(now, Math.min(PAUSE, interval)) };
    }
    const { sightings, hasMore } = page.right;
    let row = cursor.row;
    // One row at least, however short a run is: else it would never come to its end.
    while (row < sightings.length && (row === cursor.row || clock.monotonic() < deadline - ROW)) {
      const sighting = sightings[row];
      if (sighting !== undefined && !(await follow(desk, carrier, source, sighting)))
        return { _tag: 'Again', at: later(now, Math.min(PAUSE, interval)) };
      row += 1;
    }
    const isWhole = row >= sightings.length;
    const isLast = isWhole && !hasMore;
    const next: PollCursor = isLast
      ? { since: instant(cursor.began - OVERLAP), began: cursor.began, page: 1, row: 0 }
      : { ...cursor, page: isWhole ? cursor.page + 1 : cursor.page, row: isWhole ? 0 : row };
    const isKept = await keep(errand, carrier, next);
    return { _tag: 'Again', at: isLast || !isKept ? later(cursor.began, interval) : clock.now() };
  };

  return {
    targetOf: () => 'polling',
    whenInDoubt: 'run',
    run:
      ({ desk, subject, deadline }) =>
      async () => {
        if (subject._tag === 'Booking') return done;
        const { errand } = subject;
        const carrier = desk.carriers.find(({ id }) => id === errand.data['carrier']);
        if (carrier?.tracking === undefined || carrier.tracking.polling.interval === 0) return done;
        return onePage(desk, [carrier, carrier.tracking], errand, deadline);
      },
  };
};
