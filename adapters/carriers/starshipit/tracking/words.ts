import * as O from 'fp-ts/lib/Option.js';
import { instant, type Instant } from '../../../../domain/time.js';
import type { SideState, TrackingReport, TrackingStatus } from '../../../../domain/tracking.js';

const station = (status: TrackingStatus): TrackingReport => ({ _tag: 'Station', status });
const aside = (state: SideState): TrackingReport => ({ _tag: 'Aside', state });

/** Starshipit's words, without blanks and in small letters: webhooks write `InTransit`, `/track` writes `In Transit`. */
const reports: ReadonlyMap<string, TrackingReport> = new Map([
  ['printed', station('booked')],
  ['manifested', station('booked')],
  ['dispatched', station('in_transit')],
  ['intransit', station('in_transit')],
  ['pickupincourier', station('in_transit')],
  ['outfordelivery', station('out_for_delivery')],
  ['delivered', station('delivered')],
  ['returned', station('returned')],
  ['returntosender', station('returned')],
  ['returnedtosender', station('returned')],
  ['attempteddelivery', aside('attempted_delivery')],
  ['awaitingcollection', aside('awaiting_collection')],
  ['pickupinstore', aside('awaiting_collection')],
  ['exception', aside('exception')],
  ['cancelled', aside('cancelled')],
  ['canceled', aside('cancelled')],
]);

export const reportOf = (word: string): O.Option<TrackingReport> =>
  O.fromNullable(reports.get(word.replaceAll(/[\s_-]/g, '').toLowerCase()));

const DATE_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/i;

const read = (text: string | undefined, zoneOf: (zone: string | undefined) => string | undefined): number => {
  const [, day, time, fraction = '', written] = DATE_TIME.exec(text ?? '') ?? [];
  const zone = zoneOf(written);
  if (day === undefined || time === undefined || zone === undefined) return NaN;
  return Date.parse(`${day}T${time}${fraction.slice(0, 4)}${zone.toUpperCase()}`);
};

/** A moment, with up to seven digits of a second. A text without zone may mean any zone: it is none. */
export const momentOf = (text: string | undefined): Instant | undefined => {
  const at = read(text, (zone) => zone);
  return Number.isNaN(at) ? undefined : instant(at);
};

/** Milliseconds of a text without zone, that only tell which of two texts of one source is the earlier. */
export const localMomentOf = (text: string | undefined): number | undefined => {
  const at = read(text, (zone) => (zone === undefined ? 'Z' : undefined));
  return Number.isNaN(at) ? undefined : at;
};
