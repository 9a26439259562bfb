import type { Errand, ErrandKey } from '../../application/ports/errands.js';
import type { Job } from '../../domain/work.js';
import { anAccountId, MORNING } from './bookings.js';

export const aJob = (over: Partial<Job> = {}): Job => ({
  id: 'job-1',
  kind: 'push_status',
  data: { status: 'in_transit' },
  createdAt: MORNING,
  due: MORNING,
  attempts: 0,
  state: { _tag: 'Waiting' },
  ...over,
});

export const anErrandKey = (over: Partial<ErrandKey> = {}): ErrandKey => ({
  account: anAccountId(),
  topic: 'notice',
  id: 'notice-1',
  ...over,
});

export const anErrand = (over: Partial<Errand> = {}): Errand => ({
  key: anErrandKey(),
  version: 1,
  writer: 'writer-1',
  createdAt: MORNING,
  data: { order: 'order-1' },
  work: [aJob({ kind: 'apply_notice' })],
  ...over,
});
