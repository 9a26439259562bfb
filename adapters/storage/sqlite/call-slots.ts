import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { CallSlots as CallSlotsPort } from '../../../application/ports/call-slots.js';
import {
  endRest,
  giveSlot,
  noSlots,
  pauseSlots,
  restSlots,
  type CallSlots,
  type SlotAnswer,
} from '../../../domain/call-slots.js';
import { readDocument, record } from '../../codec/stored.js';
import type { Database } from './database.js';
import type { GroupCommit } from './group-commit.js';
import { toText } from '../text.js';

const WHAT = 'CallSlots';

const SLOTS_DOCUMENT = 1;

const SlotsCodec = record(
  { given: t.readonlyArray(t.number), pausedUntil: t.number, restUntil: t.number, rest: t.number },
  {},
);

const FIND = `SELECT doc FROM call_slots WHERE name = ?`;
const KEEP = `
  INSERT INTO call_slots (name, doc) VALUES (?, ?)
  ON CONFLICT (name) DO UPDATE SET doc = excluded.doc`;

/** Every process that opens the file is on one machine: its clock is the storage's. */
const machineTime = (): number => Date.now();

export const makeSqliteCallSlots = (
  database: Database,
  { write }: GroupCommit,
  now: () => number = machineTime,
): CallSlotsPort => {
  const standing = (name: string): CallSlots => {
    const row = database.get(FIND, name);
    if (row === undefined) return noSlots;
    const read = readDocument(SlotsCodec, SLOTS_DOCUMENT, JSON.parse(String(row['doc'])));
    if (E.isLeft(read)) throw new Error('slots that cannot be read', { cause: read.left });
    return read.right;
  };

  /** Inside a transaction that writes, so that no two processes read the same. */
  const change = <A>(name: string, next: (slots: CallSlots) => readonly [A, CallSlots]) =>
    write(WHAT, () => {
      const key = toText(name);
      const [answer, slots] = next(standing(key));
      database.run(KEEP, key, JSON.stringify({ docVersion: SLOTS_DOCUMENT, ...slots }));
      return answer;
    });

  const tell = (name: string, next: (slots: CallSlots) => CallSlots) =>
    change(name, (slots) => [undefined, next(slots)]);

  return {
    reserve: (name, rules) => change<SlotAnswer>(name, (slots) => giveSlot(slots, now(), rules)),
    pause: (name, milliseconds) => tell(name, (slots) => pauseSlots(slots, now(), milliseconds)),
    rest: (name, wait, rest) => tell(name, (slots) => restSlots(slots, now(), wait, rest)),
    resume: (name) => tell(name, endRest),
  };
};
