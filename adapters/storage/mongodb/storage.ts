import * as E from 'fp-ts/lib/Either.js';
import type { Task } from 'fp-ts/lib/Task.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { ApiKeys } from '../../../application/ports/api-keys.js';
import type { Archive } from '../../../application/ports/archive.js';
import type { Bookings } from '../../../application/ports/bookings.js';
import type { Errands } from '../../../application/ports/errands.js';
import type { CallSlots } from '../../../application/ports/call-slots.js';
import type { HouseLedger } from '../../../application/ports/house-ledger.js';
import type { Retirement } from '../../../application/ports/retirement.js';
import type { Labels } from '../../../application/ports/labels.js';
import type { Serials } from '../../../application/ports/serials.js';
import type { Unavailable } from '../../../application/ports/unavailable.js';
import { makeMongoArchive } from './archive.js';
import { makeMongoApiKeys } from './api-keys.js';
import { makeMongoBookings } from './bookings.js';
import { makeMongoCallSlots } from './call-slots.js';
import { openDatabase, type Database } from './database.js';
import { makeMongoErrands } from './errands.js';
import { makeMongoExplanations, type ExplanationLimits, type MongoExplanations } from './explanations.js';
import type { MongoFault } from './fault.js';
import { makeMongoHouseLedger } from './house-ledger.js';
import { makeMongoJournal, type JournalLimits, type MongoJournal } from './journal.js';
import { makeMongoLabels } from './labels.js';
import { makeMongoRetirement } from './retirement.js';
import { makeMongoSerials } from './serials.js';

export type MongoLimits = {
  readonly journal: JournalLimits;
  readonly explanations: ExplanationLimits;
  /** Milliseconds after which a question to the server is given up. */
  readonly timeout: number;
};

export const defaultLimits: MongoLimits = {
  journal: { queue: 5_000, bodyBytes: 4_096 },
  explanations: { queue: 10_000, rows: 200_000, bytes: 256 * 1024 * 1024 },
  timeout: 3_000,
};

export type MongoOptions = {
  /** `mongodb://` or `mongodb+srv://`, with the database's name behind the hosts; `longshore` where there is none. */
  readonly uri: string;
  readonly limits?: Partial<MongoLimits>;
};

export type MongoStorage = {
  readonly bookings: Bookings;
  readonly errands: Errands;
  readonly labels: Labels;
  readonly apiKeys: ApiKeys;
  readonly journal: MongoJournal;
  readonly explanations: MongoExplanations;
  readonly serials: Serials;
  readonly houseLedger: HouseLedger;
  readonly callSlots: CallSlots;
  readonly retirement: Retirement;
  /** Everything, to be moved whole. */
  readonly archive: Archive;
  /** A read from the server that takes the writes. */
  readonly ping: TaskEither<Unavailable, void>;
  /** Writes what is waiting and disconnects. Whatever is asked after it is a left. */
  readonly close: Task<void>;
};

const pingOf = ({ collection, ask, maxTimeMS }: Database): MongoStorage['ping'] =>
  ask('Storage', async () => {
    await collection('bookings').findOne({}, { projection: { _id: 1 }, maxTimeMS });
  });

/**
 * Connects to a database that any number of processes share. The faults of the first connection are found here; later on
 * a server that goes away is a left of every question, and found again without a restart.
 */
export const openMongoStorage = async ({
  uri,
  limits: given,
}: MongoOptions): Promise<E.Either<MongoFault, MongoStorage>> => {
  const limits: MongoLimits = { ...defaultLimits, ...given };
  const opened = await openDatabase({ uri, timeout: limits.timeout });
  if (E.isLeft(opened)) return opened;
  const database = opened.right;
  const journal = makeMongoJournal(database, limits.journal);
  const explanations = makeMongoExplanations(database, limits.explanations);
  const close = async (): Promise<void> => {
    await Promise.all([journal.flush(), explanations.flush()]);
    await database.close();
  };
  let closing: Promise<void> | undefined;
  return E.right({
    bookings: makeMongoBookings(database),
    errands: makeMongoErrands(database),
    labels: makeMongoLabels(database),
    apiKeys: makeMongoApiKeys(database),
    journal,
    explanations,
    serials: makeMongoSerials(database),
    houseLedger: makeMongoHouseLedger(database),
    callSlots: makeMongoCallSlots(database),
    retirement: makeMongoRetirement(database),
    archive: makeMongoArchive(database),
    ping: pingOf(database),
    close: () => (closing ??= close()),
  });
};
