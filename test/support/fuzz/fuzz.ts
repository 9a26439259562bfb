import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NEWSTORE } from '../asking.js';
import { collectGarbage } from '../garbage.js';
import type { ServedHub } from '../hub.js';
import { aBookingBody, anOffersBody, receiver, sender } from '../newstore-bodies.js';
import { faultsOf, type Laws } from './laws.js';
import { operationsOf, type Operation } from './operations.js';
import { talk, type RawAnswer } from './raw-http.js';
import { calls, EACH, slowCalls, type Call, type Known } from './requests.js';

/** How long a call may last: longer than the server's own patience, which `impatient` sets. */
const PATIENCE = 8_000;

/** Timeouts of a server whose slow callers are to be gone soon. */
export const impatient = { headers: 400, request: 800, idle: 600 };

/** Calls that are under way at once. */
const TOGETHER = 24;

/** Stands in every name, street, phone and e-mail that is sent, and in nothing that may be kept. */
const CANARY = 'canary';

const person = {
  first_name: `${CANARY}-first`,
  last_name: `${CANARY}-last`,
  company: `${CANARY} Ltd`,
  address_line_1: `12 ${CANARY} street`,
  address_line_2: `${CANARY} unit`,
  phone: `+61 400 ${CANARY}`,
  email: `${CANARY}@example.com`,
};

const addresses = { sender_address: sender(person), shipping_address: receiver(person) };

/** What was answered, by operation and status. */
export type Tally = ReadonlyMap<string, ReadonlyMap<number, number>>;

export type Plan = {
  readonly seed: number;
  /** Calls, about. */
  readonly runs: number;
  /** The operation's id; all where none is named. */
  readonly route?: string | undefined;
  /** Where in the run of this seed to begin, as a failure names it. */
  readonly path?: string | undefined;
};

export type Fuzzer = {
  readonly operations: readonly Operation[];
  /** Rejects with the smallest case that breaks a law, and how to see it again. */
  readonly run: (plan: Plan) => Promise<Tally>;
  /** So many slow callers at once, who never say the whole. */
  readonly slow: (seed: number, callers: number) => Promise<void>;
  /** Bytes in use after everything that nobody holds is gone. */
  readonly heap: () => number;
  /** Which of the words that must not stand in the log do. */
  readonly told: () => Promise<readonly string[]>;
};

const knownOf = async ({ ask, keys, opened }: ServedHub): Promise<Known> => {
  const offers = await ask(`${NEWSTORE}/shipping_offers`, {
    body: anOffersBody(),
    headers: { 'x-request-id': 'asked' },
  });
  const booking = await ask(`${NEWSTORE}/shipments`, { body: aBookingBody({ booking_method: 'shipping_and_return' }) });
  // One to be cancelled, and one that moves and whose label stays.
  const kept = await ask(`${NEWSTORE}/shipments`, { body: aBookingBody() });
  if ([offers, booking, kept].some(({ status }) => status !== 201)) throw new Error('the server takes no good request');
  const { tracking_code: code } = booking.json as { [field: string]: string };
  const { label_url: label, tracking_code: moving } = kept.json as { [field: string]: string };
  const [{ offer } = { offer: '' }] = offers.json as { offer: string }[];
  return {
    keys,
    bodies: {
      requestOffers: anOffersBody({ ...addresses, fulfillment_node_id: 'BNE01' }),
      bookShipment: aBookingBody({ ...addresses, external_order_id: EACH, offer, fulfillment_node_id: 'BNE01' }),
    },
    values: {
      tracking_code: code ?? '',
      // What is cancelled does not move any more.
      'trackParcel.tracking_code': moving ?? '',
      capability: /([^/]+)\.pdf$/.exec(label ?? '')?.[1] ?? '',
      request_id: 'asked',
      account: 'demo',
    },
    bytes: opened.settings.http.bodyLimit,
  };
};

const words = (answer: RawAnswer | undefined): string =>
  answer === undefined ? '' : ` It got ${answer.status} ${answer.body.slice(0, 600)}`;

/** Speaks to every operation of the server's own description. */
export const makeFuzzer = async (served: ServedHub): Promise<Fuzzer> => {
  const known = await knownOf(served);
  const operations = operationsOf((await served.ask('/openapi.json', { method: 'GET' })).json);
  const { newstore, operator, other } = served.keys;
  const laws: Laws = { operations, secrets: [newstore, operator, other, CANARY] };
  const tally = new Map<string, Map<number, number>>();

  const count = (id: string, status: number): void => {
    const of = tally.get(id) ?? new Map<number, number>();
    tally.set(id, of.set(status, (of.get(status) ?? 0) + 1));
  };

  const hold = async (call: Call): Promise<void> => {
    const heard = await talk(served.port, call, PATIENCE);
    heard.answers.forEach(({ status }, at) => count(call.asked[at]?.operation.id ?? '', status));
    const faults = faultsOf(call, heard, laws);
    if (faults.length > 0) throw new Error(`${faults.join('; ')}.${words(heard.answers.at(-1))}`);
  };

  /** All of them, so that none is still under way when the next begin. */
  const holdAll = async (all: readonly Call[]): Promise<void> => {
    const outcomes = await Promise.allSettled(all.map(hold));
    const broken = outcomes.find((outcome) => outcome.status === 'rejected');
    if (broken !== undefined) throw broken.reason;
    const { status } = await served.ask(`${NEWSTORE}/shipping_offers`, { body: anOffersBody() });
    if (status !== 201) throw new Error(`a good request is answered ${status} after it`);
  };

  const chosen = (route: string | undefined): readonly Operation[] => {
    const found = operations.filter(({ id }) => route === undefined || id === route);
    if (found.length === 0) throw new Error(`no such route; there are ${operations.map(({ id }) => id).join(', ')}`);
    return found;
  };

  return {
    operations,
    run: async ({ seed, runs, route, path }) => {
      tally.clear();
      const batch = fc.array(calls(chosen(route), known), { minLength: 1, maxLength: TOGETHER, size: 'max' });
      const numRuns = Math.ceil(runs / (TOGETHER / 2));
      await fc.assert(fc.asyncProperty(batch, holdAll), {
        seed,
        numRuns,
        includeErrorInReport: true,
        ...(path !== undefined && { path }),
      });
      return tally;
    },
    slow: async (seed, callers) => {
      const batch = fc.array(slowCalls(operations, known), { minLength: callers, maxLength: callers });
      await fc.assert(fc.asyncProperty(batch, holdAll), {
        seed,
        numRuns: 1,
        endOnFailure: true,
        includeErrorInReport: true,
      });
    },
    heap: () => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    },
    told: async () => {
      await served.opened.log.flush();
      const log = readFileSync(join(served.folder, 'log.json'), 'utf8');
      if (!log.includes('"event":"request"')) throw new Error('the log says nothing');
      return laws.secrets.filter((secret) => log.includes(secret));
    },
  };
};
