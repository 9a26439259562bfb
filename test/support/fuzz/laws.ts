import { misfits } from '../schema.js';
import { isMeantFor, type Operation } from './operations.js';
import type { Heard, RawAnswer } from './raw-http.js';
import type { Asked, Call } from './requests.js';

export type Laws = {
  readonly operations: readonly Operation[];
  /** Words that no answer may have in it. */
  readonly secrets: readonly string[];
};

const one = ({ headers }: RawAnswer, name: string): string | undefined => headers.get(name)?.join(', ');

/** What Node's own parser answers before any code of ours has seen the request, with no body. */
const BEFORE_US: ReadonlySet<number> = new Set([400, 408, 413, 417, 431]);

/** As an answer must carry an id: visible, without a blank at either end, no longer than is kept of a caller's. */
const SAFE_ID = /^[\x21-\x7e](?:[\x20-\x7e]{0,126}[\x21-\x7e])?$/;

const typeOf = (answer: RawAnswer): string => (one(answer, 'content-type') ?? '').split(';')[0] ?? '';

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'latin1').toString('utf8'));
  } catch {
    return undefined;
  }
};

/** Where an answer is not as one of the ways in which the operation may answer its status. */
const misfitsOf = (answer: RawAnswer, { answers }: Operation, isHead: boolean): readonly string[] => {
  const types = answers.get(answer.status);
  if (types === undefined) return [`${answer.status} is not described`];
  if (types.size === 0) return answer.body === '' ? [] : ['has a body, and none is described'];
  const schema = types.get(typeOf(answer));
  if (schema === undefined) return [`${typeOf(answer)} is not described`];
  if (isHead || !typeOf(answer).endsWith('json')) return [];
  const body = parsed(answer.body);
  if (body === undefined) return ['is not JSON'];
  return schema['type'] === undefined ? [] : misfits(schema, body);
};

/** What is said of an address that is none, or of one that is asked in another way, is NewStore's error as well. */
const isUnrouted = (answer: RawAnswer, isHead: boolean): boolean => {
  const { type, message, data } = (parsed(answer.body) ?? {}) as { readonly [key: string]: unknown };
  const isError = type === 'delivery_validation_error' && typeof message === 'string' && data === null;
  if (!isHead && !isError) return false;
  return answer.status === 404 || (answer.status === 405 && answer.headers.has('allow'));
};

const ofOurs = (answer: RawAnswer, { target, method, requestId }: Asked, { operations }: Laws): readonly string[] => {
  const isHead = method === 'HEAD';
  const faults: string[] = [];
  if (requestId !== undefined && one(answer, 'x-request-id') !== requestId) faults.push('another request id');
  if (isUnrouted(answer, isHead)) return faults;
  const meant = operations.filter(
    (operation) => isMeantFor(operation, target) && operation.method === (isHead ? 'GET' : method),
  );
  const ways = meant.map((operation) => misfitsOf(answer, operation, isHead));
  if (ways.some((found) => found.length === 0)) return faults;
  return [...faults, `fits nothing that is described: ${ways.flat().join('; ')}`];
};

const ofAnswer = (answer: RawAnswer, asked: Asked | undefined, laws: Laws): readonly string[] => {
  const { status, body, headers } = answer;
  const faults: string[] = [];
  const demand = (holds: boolean, what: string): void => {
    if (!holds) faults.push(what);
  };
  demand(status < 500, 'is a fault of ours');
  const said = [body, ...[...headers.values()].flat()].join('\n');
  demand(!laws.secrets.some((secret) => said.includes(secret)), 'tells a secret');
  const id = one(answer, 'x-request-id');
  if (id === undefined) {
    demand(BEFORE_US.has(status) && body === '', 'has no request id');
    return faults;
  }
  demand(SAFE_ID.test(id), 'has a request id that is not safe');
  demand(one(answer, 'x-content-type-options') === 'nosniff', 'may be sniffed');
  demand(body === '' || headers.has('content-type'), 'has a body of no type');
  demand(status !== 401 || headers.has('www-authenticate'), 'does not say how to authenticate');
  return asked === undefined ? faults : [...faults, ...ofOurs(answer, asked, laws)];
};

/** What is wrong with what came back on a call; nothing where all laws hold. */
export const faultsOf = ({ asked }: Call, { answers, hung, fault }: Heard, laws: Laws): readonly string[] => [
  ...(hung ? ['the connection was neither answered nor closed'] : []),
  ...(fault === undefined ? [] : [fault]),
  ...answers.flatMap((answer, at) => {
    // After a request that did not end where it said, nobody knows what was read as the next.
    const isKnown = asked.slice(0, at + 1).every(({ isWhole }) => isWhole);
    return ofAnswer(answer, isKnown ? asked[at] : undefined, laws).map((what) => `${answer.status} ${what}`);
  }),
];
