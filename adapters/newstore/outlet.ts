import * as E from 'fp-ts/lib/Either.js';
import type { CallBudget } from '../../application/ports/call-budget.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Journal, JournalEntry } from '../../application/ports/journal.js';
import type { Log } from '../../application/ports/log.js';
import type { StatusOutlet, StatusUpdate, TellingOutcome } from '../../application/ports/status-outlet.js';
import type { AccountId } from '../../domain/account.js';
import { faultWord, statusBody } from './codecs.js';
import { post, type Answer, type NewStoreAgent, type NoAnswer } from './http.js';
import type { NewStoreSettings } from './settings.js';
import { makeTokens } from './tokens.js';

type Deps = {
  readonly account: AccountId;
  readonly settings: NewStoreSettings;
  readonly agent: NewStoreAgent;
  /** Of the tenant. */
  readonly budget: CallBudget;
  readonly clock: Clock;
  readonly journal: Pick<Journal, 'record'>;
  readonly log: Log;
};

/** Milliseconds that a call waits for its turn. */
const PATIENCE = 3_000;

type Did = Pick<JournalEntry, 'did' | 'body'> & Partial<Pick<JournalEntry, 'order' | 'reference' | 'retries'>>;

const judged = (answer: E.Either<NoAnswer, Answer>): TellingOutcome => {
  if (E.isLeft(answer)) return { _tag: 'Silent', detail: answer.left.code };
  const { status, text, retryAfter } = answer.right;
  const detail = [`HTTP status ${status}`, faultWord(text)].filter((part) => part !== undefined).join(', ');
  if (status >= 200 && status < 300) return { _tag: 'Told' };
  if (status === 401 || status === 403) return { _tag: 'Unauthorized', detail };
  if (status === 404) return { _tag: 'CodeUnknown' };
  if (status === 409) return { _tag: 'PastAlready' };
  if (status === 429) return { _tag: 'Throttled', ...(retryAfter !== undefined && { retryAfter }) };
  // A redirection is not followed with a token, and is how many a page for maintenance answers.
  if (status < 400 || status === 408 || status === 425 || status >= 500) return { _tag: 'Silent', detail };
  return { _tag: 'Rejected', detail };
};

const did: { readonly [Tag in TellingOutcome['_tag']]: string } = {
  Told: 'told the status',
  PastAlready: 'was at or past this status already',
  CodeUnknown: 'found no such shipment',
  Throttled: 'nothing',
  Rejected: 'refused',
  Unauthorized: 'nothing',
  NotSent: 'nothing',
  Silent: 'nothing',
};

const budgetWords = {
  rate_limit: 'the rate limit leaves no call in time',
  circuit_open: 'it failed too often lately',
  storage_away: 'the storage is away, which counts the calls',
} as const;

/** Tells NewStore where parcels are. Every exchange leaves an entry in the journal and a line in the log. */
export const makeNewStoreOutlet = (deps: Deps): StatusOutlet => {
  const { account, settings, agent, budget, clock, journal, log } = deps;

  /** `endpoint` names the exchange; `what` is read off its outcome. */
  const traced = async (
    endpoint: string,
    exchange: () => Promise<E.Either<NoAnswer, Answer>>,
    what: (answer: E.Either<NoAnswer, Answer>) => Did,
  ): Promise<E.Either<NoAnswer, Answer>> => {
    const [startedAt, at] = [clock.monotonic(), clock.now()];
    const answer = await exchange();
    const status = E.isRight(answer) ? String(answer.right.status) : answer.left.code;
    const took = Math.round(clock.monotonic() - startedAt);
    const common = { account, system: 'newstore', direction: 'out', method: 'POST', endpoint, status, took } as const;
    const { body, retries = 0, ...rest } = what(answer);
    journal.record({ ...common, ...rest, at, retries, body });
    log.info('newstore_call', { ...common, ...rest, retries });
    return answer;
  };

  const tokens = makeTokens({
    settings,
    clock,
    post: (headers, body) =>
      traced(
        'token',
        () => post(agent, settings.tokenUrl, { headers, body }, clock.now),
        (answer) => ({ did: E.isRight(answer) && answer.right.status < 300 ? 'fetched a token' : 'nothing', body: {} }),
      ),
  });

  const send = async (token: string, update: StatusUpdate): Promise<TellingOutcome> => {
    const turn = await budget.take('background', PATIENCE)();
    if (E.isLeft(turn)) return { _tag: 'NotSent', detail: budgetWords[turn.left.why] };
    const body = statusBody(update);
    const path = `/v0/d/shipments/${encodeURIComponent(update.trackingCode)}/delivery_status`;
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      tenant: settings.tenant,
    };
    const answer = await traced(
      '/v0/d/shipments/{tracking_code}/delivery_status',
      () => post(agent, `${settings.baseUrl}${path}`, { headers, body: JSON.stringify(body) }, clock.now),
      (answered) => ({
        did: did[judged(answered)._tag],
        body: { tracking_code: update.trackingCode, ...body },
        ...{ order: update.order, reference: update.reference, retries: update.retries },
      }),
    );
    const outcome = judged(answer);
    if (outcome._tag === 'Throttled') turn.right.report(outcome);
    else turn.right.report({ _tag: outcome._tag === 'Silent' ? 'Failed' : 'Answered' });
    return outcome;
  };

  /** A token that is refused may only be too old: one new token is worth a try, and no more. */
  const tell = async (update: StatusUpdate): Promise<TellingOutcome> => {
    const token = await tokens.current();
    if (E.isLeft(token)) return token.left;
    const outcome = await send(token.right, update);
    if (outcome._tag !== 'Unauthorized') return outcome;
    tokens.drop(token.right);
    const renewed = await tokens.current();
    return E.isLeft(renewed) ? renewed.left : send(renewed.right, update);
  };

  return {
    wants: (status) => status !== 'cancelled' || settings.tellsCancels,
    tell: (update) => () => tell(update),
  };
};
