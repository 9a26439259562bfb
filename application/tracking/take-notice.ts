import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Sha256 } from '../../domain/fingerprint.js';
import { isAtEnd } from '../../domain/tracking.js';
import { makeJob } from '../../domain/work.js';
import type { Carrier } from '../ports/carrier.js';
import type { Chance } from '../ports/chance.js';
import type { Clock } from '../ports/clock.js';
import type { Desk } from '../ports/desks.js';
import type { Errand, Errands } from '../ports/errands.js';
import type { Notice, Sighting, TrackingSource } from '../ports/tracking-source.js';
import type { Unavailable } from '../ports/unavailable.js';
import type { Bell } from '../work/bell.js';
import { hintErrand, newErrand, sightingData, topics } from './errand-topics.js';
import type { FindParcel } from './find-parcel.js';
import { makeHintLimit } from './hint-limit.js';

/** What somebody says that a carrier says: the very bytes, what they are as JSON, and the signature that came with them. */
export type IncomingNotice = {
  readonly carrier: string;
  readonly raw: Uint8Array;
  readonly body: unknown;
  readonly signature: string | undefined;
};

export type NoticeError =
  /** The account has no such carrier, or one that sends no notices. */
  { readonly _tag: 'NoSuchCarrier' } | { readonly _tag: 'Forged' } | { readonly _tag: 'NotANotice' } | Unavailable;

/**
 * `kept`: it will be applied, whatever happens to this process; so it was too where the same notice came before. `asked`: the
 * carrier will be asked. `ignored`: it changes nothing, and nothing was written.
 */
export type NoticeTaken = {
  readonly notice: Sighting;
  readonly taken: 'kept' | 'asked' | 'ignored';
  /** The carrier sent it: it is worth an entry, whatever came of it. */
  readonly isGenuine: boolean;
};

export type TakeNotice = (desk: Desk, incoming: IncomingNotice) => TaskEither<NoticeError, NoticeTaken>;

type Deps = {
  readonly errands: Errands;
  readonly findParcel: FindParcel;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly sha256: Sha256;
  readonly bell: Pick<Bell, 'ring'>;
};

const NO_CARRIER: NoticeError = { _tag: 'NoSuchCarrier' };

/** The parts of a notice alone, without what it is known by. */
const partsOf = ({ trackingCode, orderNumber, reference, word, at }: Notice): Sighting => ({
  ...(trackingCode !== undefined && { trackingCode }),
  ...(orderNumber !== undefined && { orderNumber }),
  ...(reference !== undefined && { reference }),
  ...(word !== undefined && { word }),
  ...(at !== undefined && { at }),
});

/** A word that means something, and more than that the parcel is booked: whoever booked it knows that. */
const isNews = (source: TrackingSource, { word }: Sighting): boolean => {
  const report = word === undefined ? undefined : O.toUndefined(source.reportOf(word));
  return report !== undefined && !(report._tag === 'Station' && report.status === 'booked');
};

export const makeTakeNotice = ({ errands, findParcel, clock, chance, sha256, bell }: Deps): TakeNotice => {
  const hints = makeHintLimit(clock.monotonic);

  const insert = async (errand: Errand): Promise<E.Either<Unavailable, void>> => {
    const written = await errands.insert(errand)();
    if (E.isRight(written)) bell.ring();
    return E.map(() => undefined)(written);
  };

  const keep = (desk: Desk, carrier: Carrier, notice: Notice): Promise<E.Either<Unavailable, void>> => {
    const [now, id] = [clock.now(), sha256(`${carrier.id}|${notice.key}`)];
    const data = sightingData(carrier.id, partsOf(notice));
    const work = [makeJob({ id: 'apply', kind: 'apply_notice', data: {}, createdAt: now })];
    return insert(newErrand({ account: desk.account.id, topic: topics.notice, id, data, work }, now, chance));
  };

  /** A stranger can make us ask for parcels of ours alone, and seldom. */
  const ask = async (
    desk: Desk,
    carrier: Carrier,
    notice: Notice,
  ): Promise<E.Either<Unavailable, 'asked' | 'ignored'>> => {
    const { id } = desk.account;
    if (hints.isReached(id)) return E.right('ignored');
    const found = await findParcel(id, carrier, notice)();
    if (E.isLeft(found)) return found;
    if (O.isNone(found.right)) return E.right('ignored');
    const { booking, leg } = found.right.value;
    if (leg.state._tag !== 'Booked' || isAtEnd(leg.state.tracking)) return E.right('ignored');
    // Others may have come while this one's parcel was looked up.
    if (hints.isReached(id) || hints.isTooSoon(leg.plan.reference)) return E.right('ignored');
    hints.follow(id, leg.plan.reference);
    const kept = await insert(hintErrand(booking, leg, clock.now(), chance));
    return E.map(() => 'asked' as const)(kept);
  };

  const judged = async (
    desk: Desk,
    carrier: Carrier,
    source: TrackingSource,
    { raw, signature, body }: IncomingNotice,
  ): Promise<E.Either<NoticeError, NoticeTaken>> => {
    const verdict = source.judge(raw, signature);
    if (verdict === 'forged') return E.left({ _tag: 'Forged' });
    const notice = source.noticeIn(body);
    if (O.isNone(notice)) return E.left({ _tag: 'NotANotice' });
    const read = partsOf(notice.value);
    if (verdict === 'unproven') {
      const asked = await ask(desk, carrier, notice.value);
      return E.map((taken: 'asked' | 'ignored') => ({ notice: read, taken, isGenuine: false }))(asked);
    }
    if (!isNews(source, read)) return E.right({ notice: read, taken: 'ignored', isGenuine: true });
    const kept = await keep(desk, carrier, notice.value);
    return E.map(() => ({ notice: read, taken: 'kept' as const, isGenuine: true }))(kept);
  };

  return (desk, incoming) => () => {
    const carrier = desk.carriers.find(({ id }) => id === incoming.carrier);
    return carrier?.tracking === undefined
      ? Promise.resolve(E.left(NO_CARRIER))
      : judged(desk, carrier, carrier.tracking, incoming);
  };
};
