import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFile } from './new-file.js';
import type { OfferKey } from './offer-seal.js';

export const OFFER_KEYS_FILE = 'offer-keys.json';

/** The keys cannot be read or made. An unreadable file is never replaced: offers signed with its keys are still out. */
export type OfferKeysFault = {
  readonly _tag: 'OfferKeysFault';
  readonly path: string;
  readonly reason: 'unreadable' | 'malformed' | 'cannot_create';
  readonly cause: unknown;
};

type Keys = readonly [OfferKey, ...OfferKey[]];

const keysFile = t.type({ keys: t.array(t.type({ id: t.string, secret: t.string })) });

const isUsable = ({ id, secret }: OfferKey): boolean => /^[A-Za-z0-9_-]{1,20}$/.test(id) && secret.length >= 32;

const codeOf = (cause: unknown): unknown =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;

const newKeys = (): string => {
  const key: OfferKey = { id: randomBytes(4).toString('hex'), secret: randomBytes(32).toString('base64url') };
  return `${JSON.stringify({ keys: [key] }, null, 2)}\n`;
};

/** Undefined for broken JSON: what the parser says of it would quote it, and so a secret. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const parse = (path: string, text: string): E.Either<OfferKeysFault, Keys> => {
  const malformed: OfferKeysFault = { _tag: 'OfferKeysFault', path, reason: 'malformed', cause: undefined };
  const decoded = keysFile.decode(parseJson(text));
  if (E.isLeft(decoded)) return E.left(malformed);
  const { keys } = decoded.right;
  const [first, ...others] = keys;
  const fit = keys.every(isUsable) && new Set(keys.map(({ id }) => id)).size === keys.length;
  return first === undefined || !fit ? E.left(malformed) : E.right([first, ...others]);
};

/**
 * The keys that sign this deployment's offers, from `offer-keys.json` in `folder`: `{"keys":[{"id","secret"}]}`, the first
 * signs. The first start makes the file, and the folder, with one key, readable by this user alone; of two first starts at
 * once both get the same key.
 */
export const loadOfferKeys = (folder: string): E.Either<OfferKeysFault, Keys> => {
  const path = join(folder, OFFER_KEYS_FILE);
  const fault =
    (reason: OfferKeysFault['reason']) =>
    (cause: unknown): OfferKeysFault => ({
      _tag: 'OfferKeysFault',
      path,
      reason,
      cause,
    });
  const read = () => E.tryCatch(() => readFileSync(path, 'utf8'), fault('unreadable'));
  const there = read();
  if (E.isRight(there)) return parse(path, there.right);
  if (codeOf(there.left.cause) !== 'ENOENT') return there;
  const made = E.tryCatch(() => {
    mkdirSync(folder, { recursive: true });
    createFile(path, newKeys(), 0o600);
  }, fault('cannot_create'));
  if (E.isLeft(made)) return made;
  // Read back, since another start may have been first.
  const text = read();
  return E.isLeft(text) ? text : parse(path, text.right);
};
