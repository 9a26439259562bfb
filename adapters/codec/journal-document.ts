import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { JournalEntry } from '../../application/ports/journal.js';
import type { AccountId } from '../../domain/account.js';
import type { Instant } from '../../domain/time.js';
import { readDocument, record, trusted, whole, wordOf, type DocumentFault } from './stored.js';

export const JOURNAL_DOCUMENT = 1;

/** An entry as it is stored: JSON's types alone, its body capped. */
export type JournalDocument = JournalEntry & { readonly docVersion: typeof JOURNAL_DOCUMENT };

const EntryCodec = record(
  {
    at: whole<Instant>(),
    account: trusted<AccountId>(t.string),
    system: t.string,
    direction: wordOf(['in', 'out'] as const),
    method: t.string,
    endpoint: t.string,
    status: t.string,
    did: t.string,
    retries: t.number,
    took: t.number,
    body: t.UnknownRecord,
  },
  { requestId: t.string, order: t.string, reference: t.string, carrierOrder: t.string },
);

/** A body over the cap keeps its beginning as text under `cut`, and its size in UTF-8 under `bytes`. */
const capped = (body: JournalEntry['body'], maxBytes: number): JournalEntry['body'] => {
  const text = JSON.stringify(body, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return JSON.parse(text) as JournalEntry['body'];
  // A character that the cap goes through is left out, with the mark that stands for it.
  const cut = bytes
    .subarray(0, maxBytes)
    .toString('utf8')
    .replace(/\uFFFD+$/, '');
  return { cut, bytes: bytes.length };
};

/** A body that is no JSON, such as one that holds itself, is stored as that fact: the exchange itself did happen. */
export const toDocument = (entry: JournalEntry, maxBodyBytes: number): JournalDocument => {
  const body = E.tryCatch(
    () => capped(entry.body, maxBodyBytes),
    () => ({ unreadable: true }),
  );
  return { docVersion: JOURNAL_DOCUMENT, ...entry, body: E.toUnion(body) };
};

/** Reads what `toDocument` made, by this release or an earlier one. */
export const fromDocument = (document: unknown): E.Either<DocumentFault, JournalEntry> =>
  readDocument<JournalEntry>(EntryCodec, JOURNAL_DOCUMENT, document);
