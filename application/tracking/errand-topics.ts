import type { AccountId } from '../../domain/account.js';
import type { Instant } from '../../domain/time.js';
import type { Booking, Leg } from '../../domain/booking.js';
import { makeJob, type Job, type JobData } from '../../domain/work.js';
import type { Chance } from '../ports/chance.js';
import type { Errand } from '../ports/errands.js';
import type { Sighting } from '../ports/tracking-source.js';

/** What errands of tracking are about. */
export const topics = {
  /** A carrier's notice that is to be applied. */
  notice: 'notice',
  /** A hint, by whomever, to ask for one parcel. */
  hint: 'hint',
  /** The question for all that moved. */
  poll: 'poll',
  /** What a carrier said of a parcel that is none of ours. */
  unknown: 'unknown_parcel',
} as const;
export type Topic = (typeof topics)[keyof typeof topics];

type New = {
  readonly account: AccountId;
  readonly topic: Topic;
  readonly id: string;
  readonly data: JobData;
  readonly work: readonly Job[];
};

/** An errand before its first write. */
export const newErrand = (
  { account, topic, id, data, work }: New,
  now: Instant,
  chance: Pick<Chance, 'id'>,
): Errand => ({ key: { account, topic, id }, version: 1, writer: chance.id(), createdAt: now, data, work });

/** To ask for one parcel. One that is there already is the same question. */
export const hintErrand = (
  { key: { account, order } }: Booking,
  { plan: { reference } }: Leg,
  now: Instant,
  chance: Pick<Chance, 'id'>,
): Errand => {
  const work = [makeJob({ id: 'ask', kind: 'poll_parcel', data: {}, createdAt: now })];
  return newErrand({ account, topic: topics.hint, id: reference, data: { reference, order }, work }, now, chance);
};

/** A sighting in an errand's data. */
export const sightingData = (carrier: string, { at, ...parts }: Sighting): JobData => ({
  carrier,
  ...parts,
  ...(at !== undefined && { at }),
});

const textIn = (data: JobData, name: string): string | undefined => {
  const value = data[name];
  return typeof value === 'string' ? value : undefined;
};

/** What `sightingData` wrote down. */
export const sightingIn = (data: JobData): { readonly carrier: string; readonly sighting: Sighting } => {
  const { at } = data;
  const [trackingCode, orderNumber] = [textIn(data, 'trackingCode'), textIn(data, 'orderNumber')];
  const [reference, word] = [textIn(data, 'reference'), textIn(data, 'word')];
  return {
    carrier: textIn(data, 'carrier') ?? '',
    sighting: {
      ...(trackingCode !== undefined && { trackingCode }),
      ...(orderNumber !== undefined && { orderNumber }),
      ...(reference !== undefined && { reference }),
      ...(word !== undefined && { word }),
      ...(typeof at === 'number' && { at: at as Instant }),
    },
  };
};
