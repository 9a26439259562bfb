import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import * as E from 'fp-ts/lib/Either.js';

/** Bytes, and how many arrays and objects may stand in one another. */
export type BodyLimits = { readonly bytes: number; readonly nesting: number };

export type NotReadable =
  | { readonly _tag: 'NotJson' }
  | { readonly _tag: 'BadJson' }
  | { readonly _tag: 'TooLarge'; readonly limit: number }
  | { readonly _tag: 'TooDeep'; readonly limit: number }
  | { readonly _tag: 'CutOff' };

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;
const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]*)/i;

/** Any parameter may follow, such as a version; only one that names another encoding than JSON's own matters. */
const isJson = ({ headers }: IncomingMessage): boolean => {
  const { 'content-type': type = '', 'content-encoding': coding = 'identity' } = headers;
  const charset = CHARSET.exec(type)?.[1] ?? 'utf-8';
  return JSON_TYPE.test(type) && /^(?:utf-?8|us-ascii)$/i.test(charset) && /^(?:identity)?$/i.test(coding);
};

/** By events: reading a stream in a loop makes a dozen promises for a body that came with its headers. */
const readBytes = (request: IncomingMessage, limit: number): Promise<E.Either<NotReadable, Buffer>> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = Number(request.headers['content-length'] ?? 0) > limit ? Infinity : 0;
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else leave();
    };
    const leave = (): void => {
      request.off('data', take).pause();
      resolve(E.left({ _tag: 'TooLarge', limit }));
    };
    const cutOff = (): void => resolve(E.left({ _tag: 'CutOff' }));
    if (size > limit) return leave();
    request.on('data', take).on('error', cutOff).on('close', cutOff);
    request.on('end', () => {
      resolve(E.right(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
    });
  });

const isDeeperThan = (value: unknown, levels: number): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((member) => isDeeperThan(member, levels - 1));
  const parent = value as { readonly [key: string]: unknown };
  for (const key in parent) if (isDeeperThan(parent[key], levels - 1)) return true;
  return false;
};

const parse = (bytes: Buffer): E.Either<NotReadable, unknown> => {
  if (!isUtf8(bytes)) return E.left({ _tag: 'BadJson' });
  try {
    return E.right(JSON.parse(bytes.toString('utf8')));
  } catch {
    return E.left({ _tag: 'BadJson' });
  }
};

export type JsonBody = { readonly raw: Buffer; readonly json: unknown };

/** Reads one JSON body within its limits, and keeps its very bytes: a signature is of them. */
export const readSignedJson = async (
  request: IncomingMessage,
  limits: BodyLimits,
): Promise<E.Either<NotReadable, JsonBody>> => {
  if (!isJson(request)) return E.left({ _tag: 'NotJson' });
  const raw = await readBytes(request, limits.bytes);
  if (E.isLeft(raw)) return raw;
  const json = parse(raw.right);
  if (E.isLeft(json)) return json;
  return isDeeperThan(json.right, limits.nesting)
    ? E.left({ _tag: 'TooDeep', limit: limits.nesting })
    : E.right({ raw: raw.right, json: json.right });
};

/** Reads one JSON body within its limits. Smaller and faster than a body parser, which knows forms, text and encodings too. */
export const readJson = async (request: IncomingMessage, limits: BodyLimits): Promise<E.Either<NotReadable, unknown>> =>
  E.map(({ json }: JsonBody) => json)(await readSignedJson(request, limits));
