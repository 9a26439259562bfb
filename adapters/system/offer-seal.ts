import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { OfferSeal, Opening } from '../../application/ports/offer-seal.js';

/** `id` has letters, digits, - and _ only; `secret` is text, at least 32 characters of it. */
export type OfferKey = { readonly id: string; readonly secret: string };

const BEGINNING = 'ls1.';

/** Far above any token of ours; longer ones are not worth hashing. */
const LONGEST = 4096;

const forged: Opening = { _tag: 'Forged' };

/** The bytes of base64url text, if it is the one text that these bytes have: its last character has spare bits. */
const canonicalBytes = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
};

/**
 * Seals a text as `ls1.<key id>.<text>.<signature>`: the text in base64url, and the HMAC-SHA256 of all before the last dot,
 * in base64url. The first key seals, every key opens; a key that is left out is unknown from then on.
 */
export const makeOfferSeal = (keys: readonly [OfferKey, ...OfferKey[]]): OfferSeal => {
  const [sealing] = keys;
  const known = new Map(keys.map(({ id, secret }) => [id, createSecretKey(secret, 'utf8')]));
  const sealingKey = createSecretKey(sealing.secret, 'utf8');
  const beginning = `${BEGINNING}${sealing.id}.`;
  const sign = (key: KeyObject, signed: string) => createHmac('sha256', key).update(signed, 'latin1');

  const verified = (key: KeyObject, token: string): Opening => {
    const dot = token.lastIndexOf('.');
    const signed = token.slice(0, dot);
    const signature = canonicalBytes(token.slice(dot + 1));
    // Latin-1 keeps one byte of a character: only where there is no other is the signed text the token's.
    if (signature === undefined || token.length > LONGEST || !/^[\w.-]+$/.test(token)) return forged;
    const expected = sign(key, signed).digest();
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return forged;
    const payload = canonicalBytes(signed.slice(signed.lastIndexOf('.') + 1));
    return payload === undefined ? forged : { _tag: 'Opened', text: payload.toString('utf8') };
  };

  return {
    seal: (text) => {
      const signed = beginning + Buffer.from(text, 'utf8').toString('base64url');
      return `${signed}.${sign(sealingKey, signed).digest('base64url')}`;
    },
    open: (token) => {
      if (!token.startsWith(BEGINNING)) return { _tag: 'Foreign' };
      const parts = token.split('.', 5);
      const key = known.get(parts[1] ?? '');
      if (key === undefined) return { _tag: 'KeyUnknown' };
      return parts.length === 4 ? verified(key, token) : forged;
    },
  };
};
