import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { Instant } from '../../domain/time.js';
import { jobFailures, jobKinds, type Job, type JobData } from '../../domain/work.js';
import { record, whole, wordOf } from './stored.js';

/** Data of a job or of an errand, as JSON's text: what it names its members is its own affair, not the database's. */
export const DataText: t.Type<JobData, string> = new t.Type<JobData, string>(
  'DataText',
  (value): value is JobData => t.UnknownRecord.is(value),
  (value, context) => {
    if (typeof value !== 'string') return t.failure(value, context);
    const parsed = E.tryCatch(
      () => JSON.parse(value) as unknown,
      () => undefined,
    );
    return E.isRight(parsed) && t.UnknownRecord.is(parsed.right) && !Array.isArray(parsed.right)
      ? t.success(parsed.right as JobData)
      : t.failure(value, context);
  },
  (data) => JSON.stringify(data),
);

const Moment = whole<Instant>();

const JobState = t.union([
  t.strict({ _tag: t.literal('Waiting') }),
  t.strict({ _tag: t.literal('Running'), token: t.string, owner: t.string }),
  t.strict({ _tag: t.literal('Parked'), why: t.string, since: Moment }),
]);

/** A job as it stands in the document of its aggregate. */
export const JobDocument = record(
  {
    id: t.string,
    kind: wordOf(jobKinds),
    data: DataText,
    createdAt: Moment,
    due: Moment,
    attempts: whole<number>(),
    state: JobState,
  },
  {
    lane: t.string,
    inDoubt: t.literal(true),
    left: whole<number>(),
    lastFailure: t.strict({ at: Moment, why: t.string, class: wordOf(jobFailures) }),
  },
);

export type StoredJob = Omit<Job, 'data'> & { readonly data: string };

export const jobDocument = ({ data, ...job }: Job): StoredJob => ({ ...job, data: DataText.encode(data) });
