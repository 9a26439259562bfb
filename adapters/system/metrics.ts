import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics, Work } from '../../application/ports/metrics.js';

/** The port, and what a scrape gets. */
export type PrometheusMetrics = {
  readonly metrics: Metrics;
  readonly contentType: string;
  readonly text: () => Promise<string>;
};

/** Seconds: fine about the offers' deadline of 4 s, and up to a booking's budget of 14 s. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 14, 30];

const WORKS: readonly Work[] = ['request', 'booking', 'cancel'];

/** A registry of its own, so that two hubs in one process do not meet. Event loop, memory and processor come with it. */
export const makeMetrics = (): PrometheusMetrics => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const requests = new Histogram({
    name: 'longshore_http_request_duration_seconds',
    help: 'Requests answered, by declared route.',
    labelNames: ['route', 'method', 'status'],
    buckets: BUCKETS,
    registers,
  });
  const carriers = new Histogram({
    name: 'longshore_carrier_quote_duration_seconds',
    help: 'Carriers asked for quotes, by what came of it.',
    labelNames: ['carrier', 'outcome'],
    buckets: BUCKETS,
    registers,
  });
  const offers = new Counter({
    name: 'longshore_offers_total',
    help: 'Offers made.',
    labelNames: ['carrier'],
    registers,
  });
  const bookings = new Counter({
    name: 'longshore_bookings_total',
    help: 'Bookings answered, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const cancels = new Counter({
    name: 'longshore_cancels_total',
    help: 'Cancels answered, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const explanations = new Counter({
    name: 'longshore_explanations_dropped_total',
    help: 'Explanations that overload kept from being stored.',
    registers,
  });
  const journal = new Counter({
    name: 'longshore_journal_dropped_total',
    help: 'Journal entries that overload kept from being stored.',
    registers,
  });
  const jobs = new Counter({
    name: 'longshore_jobs_total',
    help: 'Runs of durable work, by kind and outcome.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const parked = new Gauge({
    name: 'longshore_work_parked',
    help: 'Bookings and errands with something in them that waits for a person.',
    registers,
  });
  const oldest = new Gauge({
    name: 'longshore_work_oldest_due_seconds',
    help: 'For how long the longest due work has been due.',
    registers,
  });
  const running = new Gauge({
    name: 'longshore_work_running',
    help: 'Work that is going on now.',
    labelNames: ['work'],
    registers,
  });
  for (const work of WORKS) running.set({ work }, 0);

  return {
    metrics: {
      requestAnswered: (route, method, status, milliseconds) =>
        requests.observe({ route, method, status }, milliseconds / 1000),
      carrierAsked: (carrier, outcome, milliseconds) => carriers.observe({ carrier, outcome }, milliseconds / 1000),
      offersMade: (carrier, count) => offers.inc({ carrier }, count),
      bookingAnswered: (outcome) => bookings.inc({ outcome }),
      cancelAnswered: (outcome) => cancels.inc({ outcome }),
      jobEnded: (kind, outcome) => jobs.inc({ kind, outcome }),
      backlogSeen: (count, oldestAge) => {
        parked.set(count);
        oldest.set(oldestAge / 1000);
      },
      explanationsDropped: (count) => explanations.inc(count),
      journalDropped: (count) => journal.inc(count),
      begin: (work) => {
        let ended = false;
        running.inc({ work });
        return () => {
          if (!ended) running.dec({ work });
          ended = true;
        };
      },
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
};
