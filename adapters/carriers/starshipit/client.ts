import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Dispatcher } from 'undici';
import { Agent, request } from 'undici';
import type { CallBudget, CallPriority, CallReport, Turn } from '../../../application/ports/call-budget.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { Instant } from '../../../domain/time.js';
import { retryAfterOf } from '../../codec/retry-after.js';
import { Envelope, type ErrorRow } from './codecs.js';

/** Why a call has no answer that can be used. No key, no address and nothing of a body but Starshipit's own error texts. */
export type CallFault =
  /** Nothing left this process, or nothing but an attempt to connect. */
  | { readonly _tag: 'NotSent'; readonly detail: string }
  /** The gateway refused before Starshipit saw it: a key is wrong, the path is unknown, or there were too many calls. */
  | { readonly _tag: 'Denied'; readonly status: number }
  /** Starshipit's clear no. It comes with HTTP 200 as well as with 4xx. */
  | { readonly _tag: 'Rejected'; readonly errors: readonly ErrorRow[] }
  /** It may have been done. */
  | { readonly _tag: 'Silent'; readonly detail: string };

/** On whose behalf a call is made: a request for offers, or a leg. Neither, where all that moved is asked for. */
export type CallAbout = {
  readonly requestId?: string;
  readonly order?: string;
  /** Our reference of the leg. */
  readonly reference?: string;
  readonly isUnhurried?: true;
};

export type Call = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Milliseconds for the whole exchange, once it has its turn. */
  readonly timeout: number;
  /** What it does where it succeeds, in the journal's word. */
  readonly does:
    'found' | 'created' | 'updated' | 'labelled' | 'reprinted' | 'deleted' | 'archived' | 'quoted' | 'tracked';
  readonly about: CallAbout;
};

/** One call that was made, or that was wanted and not made. */
export type CallRecord = {
  readonly at: Instant;
  readonly call: Call;
  /** Of HTTP; undefined where there was no answer. */
  readonly status: number | undefined;
  readonly outcome: E.Either<CallFault, unknown>;
  readonly retries: number;
  /** Milliseconds. */
  readonly took: number;
};

/** How long, in milliseconds, and before whom a call waits for its turn. */
export type Patience = { readonly priority: CallPriority; readonly wait: number };

/** How a call for a leg waits: before offers, unless nobody waits for it. */
export const patienceFor = ({ isUnhurried }: CallAbout, wait = 10_000): Patience => ({
  priority: isUnhurried === true ? 'background' : 'booking',
  wait,
});

export type StarshipitClient = {
  /** Waits for leave to make this one call, which must not be made twice. */
  readonly reserve: (patience: Patience, call: Call) => TaskEither<CallFault, Turn>;
  /** Makes the call that the turn is for, once. */
  readonly send: (turn: Turn, call: Call) => TaskEither<CallFault, unknown>;
  /** Makes a call that changes nothing, up to `attempts` times while it fails in ways that may pass. */
  readonly ask: (patience: Patience, call: Call, attempts: number) => TaskEither<CallFault, unknown>;
};

export type Access = { readonly baseUrl: string; readonly apiKey: string; readonly subscriptionKey: string };

/** Connections to one target, shared by all accounts there. */
export type StarshipitAgent = Dispatcher;

type Deps = {
  readonly agent: StarshipitAgent;
  readonly budget: CallBudget;
  readonly clock: Clock;
  /** Told of every call that is made, and of those for a leg that are not. Neither fails nor waits. */
  readonly record: (call: CallRecord) => void;
};

/** Several labels in one answer. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Milliseconds before a second attempt; a third waits twice as long. */
const BREATH = 150;

/** Codes of failures before a first byte was sent. */
const UNSENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** One per target: connections are kept, and never for longer than a server is likely to keep them. */
export const makeAgent = (): StarshipitAgent =>
  new Agent({ pipelining: 1, keepAliveTimeout: 4_000, keepAliveMaxTimeout: 30_000, connect: { timeout: 5_000 } });

const silent = (detail: string): E.Either<CallFault, never> => E.left({ _tag: 'Silent', detail });

type Answer = {
  readonly status: number;
  /** Milliseconds. */
  readonly retryAfter: number | undefined;
  readonly text: string;
};

const read = async (body: AsyncIterable<Buffer>): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const codeOf = (error: unknown): string => {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'Error';
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** An answer is good when its HTTP status is, it is an object, and it says success. Whatever is not clear is silence. */
const judge = ({ status, text }: Answer): E.Either<CallFault, unknown> => {
  if (status === 401 || status === 403 || status === 429) return E.left({ _tag: 'Denied', status });
  // A gateway that has lost its patience knows as little as we do: what it waited for may have been done.
  if (status === 408 || status >= 500) return silent(`HTTP status ${status}`);
  const body = parsed(text);
  const envelope = Envelope.decode(body);
  if (E.isLeft(envelope)) return silent(`HTTP status ${status} and a body that is not a JSON object`);
  const { success, succeeded, errors, statusCode } = envelope.right;
  const flag = success ?? succeeded;
  const isGood = status >= 200 && status < 300;
  if (isGood && flag === true) return E.right(body);
  if (flag === false && (isGood || status >= 400)) return E.left({ _tag: 'Rejected', errors });
  if (status >= 400 && statusCode !== undefined) return E.left({ _tag: 'Denied', status });
  if (status >= 400 && errors.length > 0) return E.left({ _tag: 'Rejected', errors });
  return silent(`HTTP status ${status} and no word of success or failure`);
};

const reportOf = (answer: E.Either<CallFault, Answer>): CallReport => {
  if (E.isLeft(answer)) return { _tag: 'Failed' };
  const { status, retryAfter } = answer.right;
  if (status === 429) return { _tag: 'Throttled', ...(retryAfter !== undefined && { retryAfter }) };
  return status === 408 || status >= 500 ? { _tag: 'Failed' } : { _tag: 'Answered' };
};

const mayPass = (fault: CallFault): boolean =>
  fault._tag === 'Silent' || (fault._tag === 'Denied' && fault.status === 429);

const words = {
  rate_limit: 'the rate limit leaves no call in time',
  circuit_open: 'it failed too often lately',
  storage_away: 'the storage is away, which counts the calls',
} as const;

/** Speaks HTTP with Starshipit for one account. Every call takes its turn in the budget of the subscription key. */
export const makeStarshipitClient = (access: Access, { agent, budget, clock, record }: Deps): StarshipitClient => {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    'StarShipIT-Api-Key': access.apiKey,
    'Ocp-Apim-Subscription-Key': access.subscriptionKey,
  };

  const exchange = async ({ method, path, query, body, timeout }: Call): Promise<E.Either<CallFault, Answer>> => {
    try {
      const answer = await request(`${access.baseUrl}${path}`, {
        ...{ method, headers, dispatcher: agent, headersTimeout: timeout, bodyTimeout: timeout },
        signal: AbortSignal.timeout(timeout),
        ...(query !== undefined && { query: { ...query } }),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await read(answer.body);
      if (text === undefined) return silent('an answer that is too long');
      const retryAfter = retryAfterOf(answer.headers['retry-after'], clock.now());
      return E.right({ status: answer.statusCode, retryAfter, text });
    } catch (error) {
      const code = codeOf(error);
      return E.left({ _tag: UNSENT.has(code) ? 'NotSent' : 'Silent', detail: code });
    }
  };

  const reserve: StarshipitClient['reserve'] =
    ({ priority, wait }, call) =>
    async () => {
      const [at, startedAt] = [clock.now(), clock.monotonic()];
      const turn = await budget.take(priority, wait)();
      if (E.isRight(turn)) return turn;
      const outcome: E.Either<CallFault, never> = E.left({ _tag: 'NotSent', detail: words[turn.left.why] });
      // Offers that get no turn may be many a second; their explanations say it.
      if (call.about.order !== undefined)
        record({ at, call, status: undefined, outcome, retries: 0, took: clock.monotonic() - startedAt });
      return outcome;
    };

  const sendAgain = async (turn: Turn, call: Call, retries: number): Promise<E.Either<CallFault, unknown>> => {
    const [at, startedAt] = [clock.now(), clock.monotonic()];
    const answer = await exchange(call);
    turn.report(reportOf(answer));
    const outcome = E.isRight(answer) ? judge(answer.right) : answer;
    const status = E.isRight(answer) ? answer.right.status : undefined;
    record({ at, call, status, outcome, retries, took: clock.monotonic() - startedAt });
    return outcome;
  };

  const ask: StarshipitClient['ask'] = (patience, call, attempts) => async () => {
    const until = clock.monotonic() + patience.wait;
    for (let tried = 0; ; tried += 1) {
      const wait = Math.max(0, until - clock.monotonic());
      const turn = await reserve({ ...patience, wait }, call)();
      if (E.isLeft(turn)) return turn;
      const answer = await sendAgain(turn.right, call, tried);
      const isLast = tried + 1 >= attempts || clock.monotonic() >= until;
      if (E.isRight(answer) || isLast || !mayPass(answer.left)) return answer;
      await clock.sleep(BREATH * (tried + 1))();
    }
  };

  return { reserve, send: (turn, call) => () => sendAgain(turn, call, 0), ask };
};
