import * as t from 'io-ts';
import * as E from 'fp-ts/lib/Either.js';
import type { Document } from 'mongodb';
import type { CallSlots } from '../../../application/ports/call-slots.js';
import { FURTHEST, MOST_GIVEN, type SlotAnswer, type SlotRules } from '../../../domain/call-slots.js';
import { readDocument, record } from '../../codec/stored.js';
import { toText } from '../text.js';
import type { Database } from './database.js';
import { isDuplicate, knownVersion } from './documents.js';
import { guarded } from './guarded.js';

const WHAT = 'CallSlots';

const SLOTS_DOCUMENT = 1;

type SlotsRecord = { readonly _id: string };

/** Of what an update leaves behind: what its asker is to be told. */
const AnswerCodec = record(
  { now: t.number, at: t.number, isGiven: t.boolean, restUntil: t.number, rest: t.number },
  {},
);

const holds = (moment: string): Document => ({ $lte: [moment, { $add: ['$now', FURTHEST] }] });
const credible = (moment: string): Document => ({ $cond: [holds(moment), { $ifNull: [moment, 0] }, 0] });

/** The server's time, and what the document says of it; the steps of `domain/call-slots.ts`, in the server's words. */
const standing: readonly Document[] = [
  { $set: { docVersion: SLOTS_DOCUMENT, now: { $toLong: '$$NOW' } } },
  {
    $set: {
      given: { $filter: { input: { $ifNull: ['$given', []] }, as: 'moment', cond: holds('$$moment') } },
      pausedUntil: credible('$pausedUntil'),
      restUntil: credible('$restUntil'),
      rest: { $ifNull: ['$rest', 0] },
    },
  },
];

const giving = ({ most, span, patience, lead, trialTakes }: SlotRules): readonly Document[] => {
  const isFull = { $gte: [{ $size: '$given' }, most] };
  const oldest = { $cond: [isFull, { $add: [{ $arrayElemAt: ['$given', -most] }, span] }, 0] };
  const earliest = { $add: ['$now', lead] };
  const withMoment = { $slice: [{ $concatArrays: ['$given', ['$at']] }, -MOST_GIVEN] };
  const isTrial = { $and: ['$isGiven', { $gt: ['$rest', 0] }] };
  return [
    { $set: { at: { $max: [earliest, oldest, { $max: '$given' }, '$pausedUntil', '$restUntil'] } } },
    { $set: { isGiven: { $lte: ['$at', { $add: ['$now', patience] }] } } },
    {
      $set: {
        given: { $cond: ['$isGiven', withMoment, '$given'] },
        restUntil: { $cond: [isTrial, { $add: ['$at', trialTakes] }, '$restUntil'] },
      },
    },
  ];
};

/** Whole milliseconds, so that every moment is one. */
const inWhole = ({ most, span, patience, lead, trialTakes }: SlotRules): SlotRules => ({
  ...{ most, span, trialTakes },
  patience: Math.floor(patience),
  lead: Math.ceil(lead),
});

const answerOf = (document: unknown): SlotAnswer => {
  const read = readDocument(AnswerCodec, SLOTS_DOCUMENT, document);
  if (E.isLeft(read)) throw new Error('slots that cannot be read', { cause: read.left });
  const { now, at, isGiven, restUntil, rest } = read.right;
  if (!isGiven) return { _tag: 'NoSlot', now, at, why: rest > 0 && restUntil === at ? 'resting' : 'rate_limit' };
  return rest > 0 ? { _tag: 'Slot', now, at, isTrial: true, rest } : { _tag: 'Slot', now, at, isTrial: false };
};

/** One document per name, changed by the server alone and by the server's own clock. */
export const makeMongoCallSlots = ({ collection, ask, maxTimeMS }: Database): CallSlots => {
  const slots = collection<SlotsRecord>('callSlots');

  const change = async (name: string, update: readonly Document[]): Promise<unknown> => {
    const meant = { _id: toText(name), ...knownVersion(SLOTS_DOCUMENT) };
    // A moment that is given twice is lost, and the rate is kept all the same.
    const once = (): Promise<unknown> =>
      slots.findOneAndUpdate(meant, [...standing, ...update], { upsert: true, returnDocument: 'after', maxTimeMS });
    try {
      // Should an answer with an error have given a moment out after all, that one is lost and the next is as good.
      return await guarded(once, maxTimeMS);
    } catch (error) {
      // Two that begin a document at once: it is there now. One of a newer release is refused again.
      if (!isDuplicate(error)) throw error;
      return guarded(once, maxTimeMS);
    }
  };

  const tell = (name: string, fields: Document) =>
    ask(WHAT, async () => {
      await change(name, [{ $set: fields }]);
    });

  return {
    reserve: (name, rules) => ask(WHAT, async () => answerOf(await change(name, giving(inWhole(rules))))),
    pause: (name, milliseconds) =>
      tell(name, { pausedUntil: { $max: ['$pausedUntil', { $add: ['$now', Math.ceil(milliseconds)] }] } }),
    rest: (name, wait, rest) => tell(name, { restUntil: { $add: ['$now', Math.ceil(wait)] }, rest: Math.ceil(rest) }),
    resume: (name) => tell(name, { restUntil: 0, rest: 0 }),
  };
};
