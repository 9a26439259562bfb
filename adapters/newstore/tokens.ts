import * as E from 'fp-ts/lib/Either.js';
import type { TellingOutcome } from '../../application/ports/status-outlet.js';
import type { Clock } from '../../application/ports/clock.js';
import { faultWord, tokenIn, type Token } from './codecs.js';
import type { Answer, NoAnswer } from './http.js';
import type { NewStoreSettings } from './settings.js';

/** Why there is no token, in the words of what could not be told without it. */
export type NoToken = Extract<TellingOutcome, { readonly _tag: 'Unauthorized' | 'Throttled' | 'Silent' }>;

export type Tokens = {
  /** A token that is good for a while yet. Whoever asks while one is being fetched gets the same one. */
  readonly current: () => Promise<E.Either<NoToken, string>>;
  /** Forgets this token, if it is the current one still. */
  readonly drop: (token: string) => void;
};

type Deps = {
  readonly settings: NewStoreSettings;
  readonly clock: Clock;
  /** Posts to the token URL, and leaves its trace. */
  readonly post: (headers: Readonly<Record<string, string>>, body: string) => Promise<E.Either<NoAnswer, Answer>>;
};

/** Milliseconds before its end at which a token is renewed, and never more than half its life. */
const MARGIN = 30_000;

const judged = (answer: E.Either<NoAnswer, Answer>): E.Either<NoToken, Token> => {
  if (E.isLeft(answer)) return E.left({ _tag: 'Silent', detail: `the token URL: ${answer.left.code}` });
  const { status, text, retryAfter } = answer.right;
  if (status === 429) return E.left({ _tag: 'Throttled', ...(retryAfter !== undefined && { retryAfter }) });
  if (status >= 300 && status < 500) {
    const detail = [`the token URL: HTTP status ${status}`, faultWord(text)].filter((part) => part !== undefined);
    return E.left({ _tag: 'Unauthorized', detail: detail.join(', ') });
  }
  const token = status < 300 ? tokenIn(text) : undefined;
  return token === undefined
    ? E.left({ _tag: 'Silent', detail: `the token URL: HTTP status ${status} and no token` })
    : E.right(token);
};

/** OAuth client credentials, kept in memory alone. */
export const makeTokens = ({ settings, clock, post }: Deps): Tokens => {
  let kept: { readonly token: string; readonly until: number } | undefined;
  let fetching: Promise<E.Either<NoToken, string>> | undefined;

  const fetchOne = async (): Promise<E.Either<NoToken, string>> => {
    const askedAt = clock.monotonic();
    const { clientId, clientSecret } = settings;
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    const token = judged(await post(headers, new URLSearchParams(form).toString()));
    if (E.isLeft(token)) return token;
    const life = token.right.expiresIn * 1_000;
    kept = { token: token.right.accessToken, until: askedAt + life - Math.min(MARGIN, life / 2) };
    return E.right(kept.token);
  };

  return {
    current: () => {
      if (kept !== undefined && clock.monotonic() < kept.until) return Promise.resolve(E.right(kept.token));
      fetching ??= fetchOne().finally(() => (fetching = undefined));
      return fetching;
    },
    drop: (token) => {
      if (kept?.token === token) kept = undefined;
    },
  };
};
