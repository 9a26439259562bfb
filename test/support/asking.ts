import { expect } from 'chai';
import { errorTypes } from '../../adapters/http/newstore/errors.js';

export const NEWSTORE = '/api/integrations/newstore/v1';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, where it is JSON. */
  readonly json: unknown;
};

export type Asking = {
  readonly method?: string;
  /** Sent as JSON, but for a text or bytes, which go as they are. */
  readonly body?: unknown;
  /** None: no Authorization. */
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Ask = (path: string, asking?: Asking) => Promise<Answer>;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Asks a server, with `key` unless a request names another or none. POST where there is a body or nothing else is said. */
export const asking =
  (origin: string, key?: string): Ask =>
  async (path, { method = 'POST', body, headers = {}, ...named } = {}) => {
    const used = 'key' in named ? named.key : key;
    const raw = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body);
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(used !== undefined && { authorization: used }),
        ...headers,
      },
      ...(body !== undefined && { body: raw }),
      redirect: 'manual',
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  };

export type ErrorBody = {
  readonly type: string;
  readonly message: string | null;
  readonly data: readonly { readonly field: string; readonly error: string }[] | null;
};

/** The body of a refusal, which has NewStore's three members, one of NewStore's types, and nothing more. */
export const refusalOf = ({ json, text }: Answer): ErrorBody => {
  expect(json, text).to.be.an('object').with.all.keys('type', 'message', 'data');
  const body = json as ErrorBody;
  expect(body.type).to.be.oneOf([...errorTypes]);
  expect(body.message).to.be.a('string');
  if (body.data !== null) {
    expect(body.data).to.be.an('array').that.is.not.empty;
    for (const one of body.data) {
      expect(one).to.have.all.keys('field', 'error');
      expect([typeof one.field, typeof one.error]).to.deep.equal(['string', 'string']);
    }
  }
  return body;
};
