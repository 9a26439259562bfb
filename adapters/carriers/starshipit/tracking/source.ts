import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { Notice, Sighting, SourceSilent, TrackingSource } from '../../../../application/ports/tracking-source.js';
import type { Sha256 } from '../../../../domain/fingerprint.js';
import { rfc3339 } from '../../../../domain/time.js';
import type { Call, CallAbout, CallFault, StarshipitClient } from '../client.js';
import { notAnswered } from '../faults.js';
import { orderNumberOf } from '../order-number.js';
import { saysNotFound } from '../refusals.js';
import type { StarshipitSettings } from '../settings.js';
import { Shipped, Tracked, WebhookBody, type ShippedRow, type TrackingResult } from './codecs.js';
import { isSignedWith } from './signature.js';
import { localMomentOf, momentOf, reportOf } from './words.js';

type Deps = {
  readonly client: StarshipitClient;
  readonly settings: Pick<StarshipitSettings, 'tracking'>;
  readonly sha256: Sha256;
};

/** Nobody waits for what is asked here, but that a run of durable work has an end. */
const PATIENCE = { priority: 'background', wait: 8_000 } as const;
const TIMEOUT = 8_000;
const ATTEMPTS = 2;

/** The most that Starshipit gives. */
const ROWS = 250;

/** Of a parcel's history: a courier that repeats itself makes long ones. */
const MOST_EVENTS = 50;

/** Longer than any number that Starshipit gives. What is longer was made up. */
const MOST_CHARACTERS = 100;

const get = (path: string, query: Readonly<Record<string, string>>, about: CallAbout = {}): Call => ({
  ...{ method: 'GET', path, query, timeout: TIMEOUT, does: 'tracked', about },
});

type Parts = { readonly [member in keyof Sighting]?: Sighting[member] | undefined };

/** The parts that are there. */
const sighting = (parts: Parts): Sighting =>
  Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));

const silent = (fault: CallFault): SourceSilent => ({ _tag: 'SourceSilent', detail: notAnswered(fault).detail });

const notUnderstood: SourceSilent = { _tag: 'SourceSilent', detail: 'an answer that is not understood' };

const noticeIn = (body: unknown): O.Option<Notice> => {
  const read = WebhookBody.decode(body);
  if (E.isLeft(read)) return O.none;
  const { order_number: orderNumber, order_reference: reference, tracking_number: trackingCode } = read.right;
  const { tracking_status: word, last_updated_date: updated, event_id: eventId, id } = read.right;
  const named = eventId ?? id;
  const parts = [orderNumber, reference, trackingCode, word, updated, named];
  if (parts.every((part) => part === undefined) || parts.some((part) => (part?.length ?? 0) > MOST_CHARACTERS))
    return O.none;
  if (orderNumber === undefined && reference === undefined && trackingCode === undefined) return O.none;
  return O.some({
    ...sighting({ trackingCode, orderNumber, reference, word, at: momentOf(updated) }),
    // An undocumented id may be that of the order, which is the same for every word of its parcel.
    key: (named === undefined ? [orderNumber, trackingCode, word, updated] : [named, trackingCode, word])
      .map((part) => part ?? '')
      .join('|'),
  });
};

type Event = TrackingResult['tracking_events'][number];

/**
 * Oldest first, however they came. Moments without a zone are all of one zone: they say nothing of when, but what was before
 * what.
 */
const earlier = ({ event_datetime: a }: Event, { event_datetime: b }: Event): number => {
  const [atA, atB] = [momentOf(a), momentOf(b)];
  if (atA !== undefined && atB !== undefined) return atA - atB;
  if (atA !== undefined || atB !== undefined) return atA === undefined ? 1 : -1;
  return (localMomentOf(a) ?? Infinity) - (localMomentOf(b) ?? Infinity) || 0;
};

/** The history first: each station then has its own moment. */
const sightingsOf = (asked: string, result: TrackingResult): readonly Sighting[] => {
  const { order_number: orderNumber, tracking_number: answered, tracking_events: events } = result;
  const known = { trackingCode: answered ?? asked, orderNumber };
  const history = events
    .toSorted(earlier)
    .map(({ status: word, event_datetime: at }) => sighting({ ...known, word, at: momentOf(at) }));
  const { tracking_status: word, last_updated_date: updated } = result;
  return [...history.slice(-MOST_EVENTS), sighting({ ...known, word, at: momentOf(updated) })];
};

const sightingsIn = (row: ShippedRow): readonly Sighting[] => {
  const { order_number: orderNumber, reference, tracking_number: first, tracking_short_status: word } = row;
  const ofPackages = row.packages.flatMap(({ tracking_number: trackingCode, delivery_status: status }) =>
    trackingCode === undefined ? [] : [sighting({ orderNumber, reference, trackingCode, word: status ?? word })],
  );
  return ofPackages.length > 0 ? ofPackages : [sighting({ orderNumber, reference, trackingCode: first, word })];
};

/** Starshipit's words on the parcels of one account. */
export const makeStarshipitTracking = ({ client, settings, sha256 }: Deps): TrackingSource => {
  const { webhookSecret, ...polling } = settings.tracking;

  return {
    polling,
    judge: (raw, signature) => {
      if (webhookSecret === undefined) return 'unproven';
      return signature !== undefined && isSignedWith(webhookSecret, raw, signature) ? 'genuine' : 'forged';
    },
    noticeIn,
    reportOf,
    orderNumberOf: (leg) => leg.plan.orderNumber ?? orderNumberOf(leg, sha256),
    look:
      ({ trackingCode, orderNumber, ...about }) =>
      async () => {
        const query: Readonly<Record<string, string>> =
          trackingCode === orderNumber ? { order_number: orderNumber } : { tracking_number: trackingCode };
        const body = await client.ask(PATIENCE, get('/api/track', query, about), ATTEMPTS)();
        if (E.isLeft(body)) {
          const isUnknown = body.left._tag === 'Rejected' && saysNotFound(body.left.errors);
          return isUnknown ? E.right([]) : E.left(silent(body.left));
        }
        const tracked = Tracked.decode(body.right);
        if (E.isLeft(tracked)) return E.left(notUnderstood);
        return E.right(tracked.right.results.flatMap((result) => sightingsOf(trackingCode, result)));
      },
    movedSince: (since, page) => async () => {
      const query = { since_last_updated: rfc3339(since), limit: String(ROWS), page: String(page) };
      const body = await client.ask(PATIENCE, get('/api/orders/shipped', query), ATTEMPTS)();
      if (E.isLeft(body)) return E.left(silent(body.left));
      const shipped = Shipped.decode(body.right);
      if (E.isLeft(shipped)) return E.left(notUnderstood);
      const { orders, total_pages: pages } = shipped.right;
      const hasMore = orders.length > 0 && (pages === undefined ? orders.length >= ROWS : page < Number(pages));
      return E.right({ sightings: orders.flatMap(sightingsIn), hasMore });
    },
  };
};
