import * as E from 'fp-ts/lib/Either.js';
import type { Dispatcher } from 'undici';
import { Agent, request } from 'undici';
import type { Instant } from '../../domain/time.js';
import { retryAfterOf } from '../codec/retry-after.js';

export type Answer = {
  readonly status: number;
  /** Milliseconds. */
  readonly retryAfter?: number;
  readonly text: string;
};

/** Why there is no answer: a code such as ECONNREFUSED. */
export type NoAnswer = { readonly _tag: 'NoAnswer'; readonly code: string };

export type NewStoreAgent = Dispatcher;

type Sent = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** Milliseconds for a whole exchange. */
const PATIENCE = 8_000;

/** Answers are a few lines; what is longer is not NewStore's. */
const MOST_BYTES = 64 * 1024;

/** Connections to NewStore, shared by all accounts. */
export const makeNewStoreAgent = (): NewStoreAgent =>
  new Agent({ pipelining: 1, keepAliveTimeout: 4_000, keepAliveMaxTimeout: 30_000, connect: { timeout: 5_000 } });

const codeOf = (error: unknown): string => {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'Error';
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

/**
 * One POST; `now` tells how far a date in `Retry-After` is. A redirect is an answer like any other: a secret goes nowhere but
 * where the settings say.
 */
export const post = async (
  agent: NewStoreAgent,
  url: string,
  { headers, body }: Sent,
  now: () => Instant,
  patience = PATIENCE,
): Promise<E.Either<NoAnswer, Answer>> => {
  try {
    const answer = await request(url, {
      ...{ method: 'POST', headers, body, dispatcher: agent },
      ...{ headersTimeout: patience, bodyTimeout: patience, signal: AbortSignal.timeout(patience) },
    });
    const text = await read(answer.body);
    if (text === undefined) return E.left({ _tag: 'NoAnswer', code: 'an answer that is too long' });
    const retryAfter = retryAfterOf(answer.headers['retry-after'], now());
    return E.right({ status: answer.statusCode, text, ...(retryAfter !== undefined && { retryAfter }) });
  } catch (error) {
    return E.left({ _tag: 'NoAnswer', code: codeOf(error) });
  }
};
