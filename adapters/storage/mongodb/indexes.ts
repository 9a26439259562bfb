import type { IndexDescription } from 'mongodb';

/** What is to be done is found without a look at what is done. */
const ofWork: readonly IndexDescription[] = [
  { name: 'due', key: { due: 1, _id: 1 }, partialFilterExpression: { due: { $exists: true } } },
  { name: 'duties', key: { duties: 1, _id: 1 }, partialFilterExpression: { duties: { $exists: true } } },
];

/**
 * Every index, beside the promise that it keeps or the question that it answers. `_id` is unique by itself: it guards
 * labels (the first one stays), keys (one hash, one account), ledger entries (one reference, one parcel) and counters.
 */
export const indexes: Readonly<Record<string, readonly IndexDescription[]>> = {
  bookings: [
    // An insert is its own idempotency key. `_id` says the same, but is unique per shard only.
    {
      name: 'key',
      key: { 'key.account': 1, 'key.order': 1, 'key.fingerprint': 1, 'key.generation': 1 },
      unique: true,
    },
    // No two parcels of an order have one number.
    { name: 'parcel', key: { 'key.account': 1, 'key.order': 1, parcelNumber: 1 }, unique: true },
    // Tracking codes, carriers' order numbers and references of ours. Not unique: couriers use codes again.
    { name: 'handles', key: { 'key.account': 1, handles: 1 } },
    ...ofWork,
    { name: 'recent', key: { 'key.account': 1, createdAt: 1, _id: 1 } },
  ],
  errands: [
    // An insert is its own idempotency key, also where `_id` is unique per shard only.
    { name: 'key', key: { 'key.account': 1, 'key.topic': 1, 'key.id': 1 }, unique: true },
    ...ofWork,
  ],
  apiKeys: [{ name: 'account', key: { account: 1, createdAt: 1, id: 1 } }],
  journal: [
    { name: 'words', key: { account: 1, words: 1, at: 1, _id: 1 } },
    // What is purged is found, and all of it summed, without reading the entries.
    { name: 'age', key: { at: 1, _id: 1, bytes: 1 } },
  ],
  explanations: [
    { name: 'request', key: { account: 1, requestId: 1, at: 1, _id: 1 } },
    { name: 'age', key: { at: 1, _id: 1, bytes: 1 } },
  ],
  // GS1: no SSCC is given to two parcels.
  houseLedger: [{ name: 'sscc', key: { sscc: 1 }, unique: true }],
};
