import * as E from 'fp-ts/lib/Either.js';
import { ObjectId, type Document } from 'mongodb';
import type { Journal, JournalEntry } from '../../../application/ports/journal.js';
import { fromDocument, toDocument } from '../../codec/journal-document.js';
import { purge } from '../aging.js';
import { makeGathering } from '../gathering.js';
import { toText } from '../text.js';
import { agingStore, insertAged, oldestFirst, type AgedRecord } from './aged.js';
import type { Database } from './database.js';
import { decodeAll, toStored } from './documents.js';

export type JournalLimits = {
  /** Most entries that wait to be written; what comes beyond is dropped and counted. */
  readonly queue: number;
  /** Most bytes of a body's JSON; a longer one is cut. */
  readonly bodyBytes: number;
};

/** `dropped` counts the entries that were lost since the start, to overload or to a failing store. */
export type MongoJournal = Journal & { readonly dropped: () => number };

const WHAT = 'Journal';

/** Entries wait this long at most for others to be written with, in milliseconds. */
const GATHER = 50;
const STEP = 256;

/** An entry's document, its body as JSON: the field names in it are anybody's. */
type EntryRecord = AgedRecord & { readonly words: readonly string[]; readonly body: string };

const isText = (word: string | undefined): word is string => word !== undefined;

const recordOf = (entry: JournalEntry, bodyBytes: number): EntryRecord => {
  const { body, ...document } = toDocument(entry, bodyBytes);
  const text = JSON.stringify(body);
  return {
    _id: new ObjectId(),
    ...(toStored(document) as Document & { readonly at: number }),
    body: text,
    words: [...new Set([entry.order, entry.reference].filter(isText).map(toText))],
    bytes: Buffer.byteLength(JSON.stringify(document)) + Buffer.byteLength(text),
  };
};

/** Puts the body back in; one that is no JSON is found by the codec. */
const withBody = (document: unknown): unknown => {
  const { body, ...rest } = document as { readonly body?: unknown };
  const parsed = E.tryCatch(
    () => JSON.parse(String(body)) as unknown,
    () => undefined,
  );
  return { ...rest, body: E.toUnion(parsed) };
};

const fromRecord = (document: unknown): ReturnType<typeof fromDocument> => fromDocument(withBody(document));

/** Entries whose bodies were cut when they were recorded, and are not cut again. */
export const wholeEntries = {
  recordOf: (entry: JournalEntry): EntryRecord => recordOf(entry, Infinity),
  fromDocument: fromRecord,
};

export const makeMongoJournal = (database: Database, { queue, bodyBytes }: JournalLimits): MongoJournal => {
  const { collection, ask, maxTimeMS } = database;
  const journal = collection<EntryRecord>('journal');
  const store = agingStore(WHAT, collection<AgedRecord>('journal'), database);

  const { add, flush, dropped } = makeGathering<JournalEntry>({
    queue,
    wait: GATHER,
    step: STEP,
    store: async (entries) => {
      const records = entries.map((entry) => recordOf(entry, bodyBytes));
      const stored = await ask(WHAT, () => insertAged(journal, records, maxTimeMS))();
      return E.isRight(stored) ? stored.right : entries.length;
    },
  });

  return {
    record: add,
    of: (account, orderOrReference) => async () => {
      await flush();
      const filter = { account: toText(account), words: toText(orderOrReference) };
      const found = ask(WHAT, () => journal.find(filter, { sort: oldestFirst, maxTimeMS }).toArray());
      return decodeAll(WHAT, fromRecord)(found)();
    },
    purge: (before, bytes) => purge(store, { before, rows: Infinity, bytes }),
    flush,
    dropped,
  };
};
